// How htmx and our own requests travel: the CSRF header, 422 as an answer, failures as a toast.
import { toast } from "./toasts.js";

const token = () => document.body.dataset.csrf || "";

export const post = (url, fields = {}) =>
  fetch(url, {
    method: "POST",
    headers: { "X-CSRFToken": token(), "X-Requested-With": "fetch" },
    body: new URLSearchParams(fields),
    credentials: "same-origin",
  });

const words = (key) => document.getElementById("slideover")?.dataset[key] || "";

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = token();
});

// What a stream asked for by itself fails in silence: the page says that it is offline.
const unasked = (event) => event.detail.requestConfig?.triggeringEvent?.type === "live";

document.addEventListener("htmx:responseError", (event) => {
  if (unasked(event)) return;
  const answer = event.detail.xhr;
  if (answer.getResponseHeader("HX-Trigger")?.includes("toast")) return;
  toast({ text: words("failed"), tone: "error" });
});

for (const name of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(name, (event) => {
    if (!unasked(event)) toast({ text: words("offline"), tone: "error" });
  });
}

// A button that waits says so, for forms with and without htmx.
const busy = (form, on) => {
  for (const button of form.querySelectorAll("button[type=submit], button:not([type])")) {
    if (on && button === form.csSubmitter) button.setAttribute("aria-busy", "true");
    if (!on) button.removeAttribute("aria-busy");
  }
};

document.addEventListener("submit", (event) => {
  event.target.csSubmitter = event.submitter;
  queueMicrotask(() => {
    if (!event.defaultPrevented || event.target.matches("[hx-post], [hx-get], [hx-put], [hx-delete]")) busy(event.target, true);
  });
});
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt?.closest?.("form");
  if (form) busy(form, false);
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) busy(form, false);
});
