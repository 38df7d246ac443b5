// The grid of ratings: Alt and an arrow move between cells, changed cells are counted, and only they are sent.
for (const form of document.querySelectorAll("[data-grid]")) {
  const cells = () => [...form.querySelectorAll("[data-cell]")];
  const hidden = (cell) => [...cell.parentElement.querySelectorAll("input[type=hidden]")];
  const changed = (cell) => cell.value !== hidden(cell)[0].value;
  const count = form.querySelector("[data-grid-count]");

  form.addEventListener("change", (event) => {
    if (!event.target.matches("[data-cell]")) return;
    event.target.parentElement.classList.toggle("is-changed", changed(event.target));
    const number = cells().filter(changed).length;
    count.textContent = number ? `${number} ${count.dataset.words}` : "";
  });

  form.addEventListener("keydown", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (!cell || !event.altKey) return;
    const row = cell.closest("tr");
    const place = [...row.querySelectorAll("[data-cell]")].indexOf(cell);
    const steps = { ArrowUp: [row.previousElementSibling, place], ArrowDown: [row.nextElementSibling, place], ArrowLeft: [row, place - 1], ArrowRight: [row, place + 1] };
    const [at, number] = steps[event.key] || [];
    const next = at?.querySelectorAll("[data-cell]")[number];
    if (!steps[event.key]) return;
    event.preventDefault();
    next?.focus();
  });

  form.addEventListener("submit", () => {
    for (const cell of cells().filter((one) => !changed(one))) for (const field of [cell, ...hidden(cell)]) field.disabled = true;
  });
  window.addEventListener("pageshow", () => {
    for (const field of form.querySelectorAll(".cs-grid-cell :disabled")) field.disabled = false;
  });
}
