// Ticking rows: the box in the header, ranges with Shift, and the bar of deeds on what is ticked.
const boxes = (form) => [...form.querySelectorAll("tbody input[type=checkbox], [data-rows] > li input[type=checkbox]")];

const refresh = (form) => {
  const bar = form.querySelector("[data-bulk]");
  const all = boxes(form);
  const ticked = all.filter((box) => box.checked).length;
  const head = form.querySelector("[data-check-all]");
  if (head) {
    head.checked = ticked > 0 && ticked === all.length;
    head.indeterminate = ticked > 0 && ticked < all.length;
  }
  if (!bar) return;
  bar.hidden = ticked === 0;
  const field = bar.querySelector("[data-bulk-all-field]");
  if (field && ticked < all.length) field.value = "";
  const total = bar.querySelector("[data-bulk-all]")?.textContent.match(/\d[\d.,\s\u202f]*/)?.[0].trim();
  bar.querySelector("[data-bulk-count]").textContent = field?.value ? total : ticked;
};

let last = null;
document.addEventListener("click", (event) => {
  const box = event.target.closest?.("tbody input[type=checkbox]");
  if (box?.form?.querySelector("[data-bulk]")) {
    const list = boxes(box.form);
    if (event.shiftKey && last && list.includes(last)) {
      const [from, to] = [list.indexOf(last), list.indexOf(box)].sort((a, b) => a - b);
      for (const other of list.slice(from, to + 1)) other.checked = box.checked;
    }
    last = box;
  }
  const bar = event.target.closest?.("[data-bulk]");
  if (bar && event.target.closest("[data-bulk-clear]")) {
    for (const other of boxes(bar.closest("form"))) other.checked = false;
    refresh(bar.closest("form"));
  }
  if (bar && event.target.closest("[data-bulk-all]")) {
    for (const other of boxes(bar.closest("form"))) other.checked = true;
    bar.querySelector("[data-bulk-all-field]").value = "1";
    refresh(bar.closest("form"));
  }
});

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form || event.target.type !== "checkbox") return;
  if (event.target.matches("[data-check-all]")) for (const box of boxes(form)) box.checked = event.target.checked;
  if (form.querySelector("[data-bulk], [data-check-all]")) refresh(form);
});

// Cut text shows itself whole on hover and focus.
document.addEventListener("pointerover", (event) => {
  const node = event.target.closest?.(".cs-truncate, .cs-clip, .cs-clip-sm");
  if (node && !node.title && node.scrollWidth > node.clientWidth) node.title = node.textContent.trim();
});
