// Menus are <details data-menu>: they open without scripts; here they also close, and answer to arrow keys.
const open = () => document.querySelectorAll("details[data-menu][open]");

const items = (menu) => [...menu.querySelectorAll("a[href], button, input, select")].filter((node) => !node.closest("summary") && node.offsetParent);

document.addEventListener("click", (event) => {
  for (const menu of open()) if (!menu.contains(event.target)) menu.open = false;
});

document.addEventListener("keydown", (event) => {
  const menu = event.target.closest?.("details[data-menu][open]");
  if (event.key === "Escape") {
    for (const other of open()) {
      other.open = false;
      other.querySelector("summary").focus();
      event.preventDefault();
    }
    return;
  }
  if (!menu || !["ArrowDown", "ArrowUp"].includes(event.key) || event.target.matches("input, select, textarea")) return;
  const list = items(menu);
  const at = list.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
  list[(at + list.length) % list.length]?.focus();
  event.preventDefault();
});

// A menu that would leave the window is turned to the other side.
document.addEventListener(
  "toggle",
  (event) => {
    const menu = event.target;
    if (!menu.matches?.("details[data-menu]") || !menu.open) return;
    for (const other of open()) if (other !== menu && !other.contains(menu)) other.open = false;
    const list = menu.querySelector(".cs-menu-list");
    const box = list?.getBoundingClientRect();
    if (box && box.left < 4) menu.classList.add("cs-menu-left");
    if (box && box.right > document.documentElement.clientWidth - 4) menu.classList.remove("cs-menu-left");
  },
  true,
);
