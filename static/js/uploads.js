// Files on their way: too large ones are told before they leave, and how much has been sent.
import { toast } from "./toasts.js";

document.addEventListener("change", (event) => {
  const field = event.target;
  if (!field.matches?.("input[type=file][data-most]")) return;
  const most = Number(field.dataset.most);
  const large = [...field.files].find((file) => file.size > most);
  if (large) {
    toast({ text: `${large.name}: ${Math.ceil(large.size / 1048576)} MB > ${Math.floor(most / 1048576)} MB`, tone: "error" });
    field.value = "";
  }
  const told = field.closest("form")?.querySelector("[data-chosen]");
  if (told) told.textContent = [...field.files].map((file) => file.name).join(", ");
});

const bar = (event) => event.detail.elt?.closest?.("form[data-upload]")?.querySelector("progress");
document.addEventListener("htmx:xhr:progress", (event) => {
  const shown = bar(event);
  if (!shown || !event.detail.lengthComputable) return;
  shown.hidden = false;
  shown.value = (100 * event.detail.loaded) / event.detail.total;
});
document.addEventListener("htmx:xhr:loadend", (event) => {
  const shown = bar(event);
  if (shown) shown.hidden = true;
});
