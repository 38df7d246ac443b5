// The slide-over, the question before a deed, and plain dialogs. Focus returns to where it came from.
let asker = null;

// Toasts follow into the dialog: what is outside an open one lies behind it.
const toasts = document.getElementById("toasts");

const show = (dialog) => {
  asker = document.activeElement;
  dialog.showModal();
  if (toasts) dialog.append(toasts);
};

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-open-dialog]");
  if (opener) show(document.getElementById(opener.dataset.openDialog));
  const closer = event.target.closest("[data-close-dialog]");
  if (closer) closer.closest("dialog").close();
  if (event.target instanceof HTMLDialogElement) {
    const box = event.target.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) event.target.close();
  }
});

document.addEventListener("close", (event) => {
  if (toasts && event.target.contains(toasts)) document.body.append(toasts);
  if (event.target.id === "slideover") document.getElementById("slideover-body").replaceChildren();
  asker?.focus?.();
}, true);

// <a href="…" data-slideover="Title">: the same page as a fragment, without losing the list.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-slideover]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button || !window.htmx) return;
  event.preventDefault();
  const dialog = document.getElementById("slideover");
  document.getElementById("slideover-title").textContent = link.dataset.slideover || link.textContent.trim();
  if (!dialog.open) show(dialog);
  window.htmx.ajax("GET", link.href, { target: "#slideover-body", swap: "innerHTML" });
});
document.addEventListener("slideover:close", () => document.getElementById("slideover").close());

// <form data-confirm="What happens" data-confirm-title="Delete 12 accounts?" data-confirm-deed="Delete 12 accounts">
document.addEventListener("submit", (event) => {
  const form = event.target;
  const source = event.submitter?.dataset.confirm ? event.submitter : form;
  if (!source.dataset.confirm || form.csConfirmed) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const dialog = document.getElementById("question");
  const deed = document.getElementById("question-deed");
  document.getElementById("question-title").textContent = source.dataset.confirmTitle || "";
  document.getElementById("question-text").textContent = source.dataset.confirm;
  deed.textContent = source.dataset.confirmDeed || event.submitter?.textContent.trim() || "";
  deed.classList.toggle("cs-btn-danger-solid", "confirmDanger" in source.dataset);
  const submitter = event.submitter;
  deed.onclick = () => {
    form.csConfirmed = true;
    dialog.close();
    form.requestSubmit(submitter || undefined);
    form.csConfirmed = false;
  };
  show(dialog);
}, true);
