// Small helps for forms: send on change, look at a password, drop a file, stand on the errors.
document.addEventListener("change", (event) => {
  if (event.target.closest("[data-submit-on-change]")) event.target.form.requestSubmit();
});

// Ctrl or Cmd + Enter sends a text that has more than one line.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches?.("[data-send]")) return;
  event.preventDefault();
  const button = event.target.form.querySelector("button[type=submit]");
  if (!button.disabled) event.target.form.requestSubmit(button);
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reveal]");
  if (!button) return;
  const field = document.getElementById(button.dataset.reveal);
  field.type = field.type === "password" ? "text" : "password";
  button.setAttribute("aria-pressed", String(field.type === "text"));
});

const copied = (button) => {
  const text = button.dataset.copy || document.getElementById(button.dataset.copyFrom)?.textContent.trim();
  navigator.clipboard?.writeText(text).then(() => document.dispatchEvent(new CustomEvent("toast", { detail: { text: button.dataset.copied } })));
};
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy], [data-copy-from]");
  if (button) copied(button);
});

for (const zone of document.querySelectorAll("[data-drop]")) {
  const field = zone.querySelector("input[type=file]");
  const over = (on) => (event) => {
    event.preventDefault();
    zone.classList.toggle("is-over", on);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (!field || !event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

document.querySelector("[data-focus]")?.focus();
document.addEventListener("htmx:afterSettle", (event) => event.detail.elt?.querySelector?.("[data-focus]")?.focus());
