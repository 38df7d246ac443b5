// Today brings itself up to date after a deed; whoever works by keys stands on the next row then.
const rows = () => [...document.querySelectorAll("[data-today] [data-rows] > li")];
let at = -1;

document.addEventListener("htmx:beforeSwap", (event) => {
  if (!event.detail.target?.matches?.("[data-today]")) return;
  const found = rows().findIndex((row) => row.classList.contains("is-at") || row.contains(document.activeElement));
  if (found >= 0) at = found; // else a second answer came before the first had settled: its place still holds
});

// Not sooner: htmx gives elements of the same id their own classes back as it settles.
document.addEventListener("htmx:afterSettle", () => {
  if (at < 0) return;
  const list = rows();
  const next = list[Math.min(at, list.length - 1)];
  at = -1;
  if (!next) return;
  next.classList.add("is-at");
  next.querySelector("a[href]")?.focus({ preventScroll: true });
});
