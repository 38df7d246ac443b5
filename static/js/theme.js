// Sets the theme before the first paint, so that nobody sees the other one flash. Loaded without defer.
(() => {
  const root = document.documentElement;
  root.dataset.scripts = "on";
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const stored = () => {
    try {
      return localStorage.getItem("cs-theme");
    } catch {
      return null;
    }
  };
  const apply = () => {
    const choice = stored() || root.dataset.theme || "system";
    const shown = choice === "system" ? (dark.matches ? "dark" : "light") : choice;
    if (root.dataset.bsTheme === shown) return;
    root.dataset.bsTheme = shown;
    document.dispatchEvent(new CustomEvent("cs:theme", { detail: shown }));
  };
  apply();
  dark.addEventListener("change", apply);
  window.addEventListener("storage", apply);
  window.csApplyTheme = apply;
})();
