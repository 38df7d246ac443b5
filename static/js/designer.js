// The designer of scorecards: the sum of the weights while one types, in the reader's own decimal mark.
const sum = document.querySelector("[data-weight-sum]");
if (sum) {
  const language = document.documentElement.lang || "en";
  const format = new Intl.NumberFormat(language, { maximumFractionDigits: 2 });
  const mark = format.format(1.5).replace(/\d/g, "");
  const read = (text) => Number(text.replace(/[\s%\u00a0\u202f]/g, "").replace(mark, "."));
  const fields = [...document.querySelectorAll("[data-weight]")];
  const tell = () => {
    const total = fields.map((field) => read(field.value)).reduce((whole, weight) => whole + (Number.isFinite(weight) ? weight : 0), 0);
    const rounded = Math.round(total * 100) / 100;
    sum.textContent = `${format.format(rounded)}\u202f%`;
    sum.classList.toggle("is-off", rounded !== Number(sum.dataset.whole));
  };
  for (const field of fields) field.addEventListener("input", tell);
  tell();
}
