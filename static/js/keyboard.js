// Keys for people who live here: G then a letter, J K Enter X E S, / and ?. Single keys rest while typing.
const typing = (node) => node.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
const single = () => localStorage.getItem("cs-single-keys") !== "off";
let waiting = 0;

const rows = () => [...document.querySelectorAll("[data-rows] > tr:not(.cs-group), [data-rows] > li")].filter((row) => row.offsetParent);

const move = (step) => {
  const list = rows();
  if (!list.length) return;
  const at = list.findIndex((row) => row.classList.contains("is-at"));
  const next = list[Math.max(0, Math.min(list.length - 1, at + step))];
  list[at]?.classList.remove("is-at");
  next.classList.add("is-at");
  next.scrollIntoView({ block: "nearest" });
  next.querySelector("a[href]")?.focus({ preventScroll: true });
};

const here = () => document.querySelector("[data-rows] > .is-at");

const keys = {
  j: () => move(1),
  k: () => move(-1),
  x: () => here()?.querySelector("input[type=checkbox]")?.click(),
  e: () => here()?.querySelector("[data-key=e]")?.click(),
  s: () => here()?.querySelector("[data-key=s]")?.click(),
  n: () => document.querySelector("[data-composer]")?.focus(),
  "/": () => (document.querySelector("[data-filter]") || document.querySelector("[data-palette]"))?.focus(),
  "?": () => document.getElementById("shortcuts")?.showModal(),
};

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    const field = document.querySelector("[data-palette]");
    if (!field) return;
    event.preventDefault();
    field.focus();
    field.select();
    return;
  }
  if (event.key === "Escape" && location.hash === "#menu") location.hash = "content";
  if (event.ctrlKey || event.metaKey || event.altKey || !single() || typing(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (Date.now() - waiting < 1500) {
    waiting = 0;
    const link = document.querySelector(`a[data-go="${CSS.escape(key)}"]`);
    if (link) {
      event.preventDefault();
      link.click();
      return;
    }
  }
  if (key === "g") {
    waiting = Date.now();
    return;
  }
  if (key === "Enter" && here() && event.target === document.body) here().querySelector("a[href]")?.click();
  if (keys[key]) {
    event.preventDefault();
    keys[key]();
  }
});

for (const box of document.querySelectorAll("[data-single-keys]")) {
  box.checked = single();
  box.addEventListener("change", () => localStorage.setItem("cs-single-keys", box.checked ? "on" : "off"));
}
