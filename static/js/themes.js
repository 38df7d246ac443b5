// The theme switch: kept in this browser, and on the server where the page names an address for it.
import { post } from "./requests.js";

const choice = () => localStorage.getItem("cs-theme") || document.documentElement.dataset.theme || "system";

const mark = () => {
  for (const button of document.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-checked", String(button.dataset.setTheme === choice()));
    button.setAttribute("role", "menuitemradio");
  }
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set-theme]");
  if (!button) return;
  localStorage.setItem("cs-theme", button.dataset.setTheme);
  window.csApplyTheme();
  mark();
  const url = button.closest("[data-theme-url]")?.dataset.themeUrl;
  if (url) post(url, { theme: button.dataset.setTheme });
});

mark();
