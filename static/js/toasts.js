// Toasts: six seconds, resting while somebody points at or stands in them; errors stay until the next deed.
const LIFE = 6000;
const place = () => document.getElementById("toasts");

const leave = (node) => {
  node.classList.add("is-going");
  setTimeout(() => node.remove(), 220);
};

const live = (node) => {
  let timer;
  const start = () => {
    timer = setTimeout(() => leave(node), LIFE);
  };
  const rest = () => clearTimeout(timer);
  node.addEventListener("pointerenter", rest);
  node.addEventListener("pointerleave", start);
  node.addEventListener("focusin", rest);
  node.addEventListener("focusout", start);
  start();
};

const undoForm = ({ undo, label }) => {
  const form = document.createElement("form");
  form.method = "post";
  form.action = undo;
  const field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrfmiddlewaretoken", value: document.body.dataset.csrf || "" });
  const button = Object.assign(document.createElement("button"), { type: "submit", textContent: label || "Undo" });
  form.append(field, button);
  return form;
};

// {text, tone: "error" | undefined, undo: path, label: the word on the undo button}
export const toast = (detail) => {
  const template = document.getElementById(detail.tone === "error" ? "toast-error-template" : "toast-template");
  if (!template || !detail.text) return;
  const node = template.content.firstElementChild.cloneNode(true);
  node.querySelector("span").textContent = detail.text;
  if (detail.undo?.startsWith("/") && !detail.undo.startsWith("//")) node.append(undoForm(detail));
  place().append(node);
  live(node);
};

document.addEventListener("toast", (event) => toast(event.detail));
for (const node of document.querySelectorAll("#toasts > [data-toast]")) live(node);
