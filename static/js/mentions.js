// <textarea data-mentions="address">: after an @ the colleagues who may see the account, by mouse or by keys.
const WAIT = 120;
let timer = 0;
let asked = 0;

const listOf = (field) => field.parentElement.querySelector("[role=listbox]");

const close = (field) => {
  asked += 1;
  listOf(field)?.remove();
  field.removeAttribute("aria-activedescendant");
  field.removeAttribute("aria-controls");
};

// What stands between the @ and the caret; nothing where there is none, or a line ends between.
const begun = (field) => {
  const before = field.value.slice(0, field.selectionStart);
  const found = before.match(/(?:^|[^\p{L}\p{N}_])@([\p{L}\p{N}._’'-]*(?: [\p{L}\p{N}._’'-]*)?)$/u);
  return found ? found[1] : null;
};

const mark = (field, option) => {
  for (const other of listOf(field).children) other.setAttribute("aria-selected", String(other === option));
  field.setAttribute("aria-activedescendant", option.id);
};

const take = (field, option) => {
  const start = field.selectionStart - begun(field).length;
  field.setRangeText(`${option.dataset.name} `, start, field.selectionStart, "end");
  close(field);
  field.focus();
};

const show = (field, html) => {
  close(field);
  const list = document.createElement("ul");
  list.className = "cs-mention-list";
  list.id = "mention-list";
  list.setAttribute("role", "listbox");
  const options = new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-name]");
  if (!options.length) return;
  options.forEach((option, number) => {
    option.id = `mention-${number}`;
    list.append(option);
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[data-name]");
    if (option) take(field, option);
  });
  field.parentElement.append(list);
  field.setAttribute("aria-controls", list.id);
  mark(field, list.firstElementChild);
};

const ask = async (field) => {
  const written = begun(field);
  if (written === null) return;
  const mine = (asked += 1);
  const answer = await fetch(`${field.dataset.mentions}?q=${encodeURIComponent(written)}`, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  const html = answer.ok ? await answer.text() : "";
  if (mine === asked && field.isConnected) show(field, html);
};

document.addEventListener("input", (event) => {
  const field = event.target;
  if (!field.matches?.("[data-mentions]")) return;
  clearTimeout(timer);
  if (begun(field) === null) close(field);
  else timer = setTimeout(() => ask(field).catch(() => close(field)), WAIT);
});

document.addEventListener("keydown", (event) => {
  const field = event.target;
  const list = field.matches?.("[data-mentions]") && listOf(field);
  if (!list) return;
  const options = [...list.children];
  const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  if (event.key === "ArrowDown") mark(field, options[(at + 1) % options.length]);
  else if (event.key === "ArrowUp") mark(field, options[(at - 1 + options.length) % options.length]);
  else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") take(field, options[at]);
  else if (event.key === "Escape") close(field);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

document.addEventListener("focusout", (event) => {
  if (event.target.matches?.("[data-mentions]")) close(event.target);
});
