// A row of tabs that is wider than the screen starts at the one that is open.
const settle = (root) => {
  for (const current of root.querySelectorAll(".cs-tabs > [aria-current]")) {
    const row = current.parentElement;
    const over = current.offsetLeft - row.offsetLeft + current.offsetWidth - row.clientWidth;
    if (over > 0) row.scrollLeft = over + 24;
  }
};

settle(document);
document.addEventListener("htmx:afterSwap", (event) => settle(event.detail.target.parentElement ?? document));
