// Cards dragged from column to column: dropping one presses the button of the card's own menu, so that both ways are one.
let held = null;

const lane = (event) => event.target.closest?.("[data-drop-lane]");
const button = (card, status) => card?.querySelector(`[data-drag-form] button[value="${status}"]`);

document.addEventListener("dragstart", (event) => {
  held = event.target.closest?.("[data-drag-card]");
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
  held.classList.add("is-dragged");
});

document.addEventListener("dragover", (event) => {
  const over = lane(event);
  for (const one of document.querySelectorAll("[data-drop-lane].is-over")) one.classList.toggle("is-over", one === over);
  if (!held || !over || !button(held, over.dataset.dropLane)) return;
  event.preventDefault();
  over.classList.add("is-over");
});

document.addEventListener("drop", (event) => {
  const over = lane(event);
  const pressed = over && button(held, over.dataset.dropLane);
  if (!pressed) return;
  event.preventDefault();
  pressed.form.requestSubmit(pressed);
});

document.addEventListener("dragend", () => {
  held?.classList.remove("is-dragged");
  held = null;
  for (const one of document.querySelectorAll("[data-drop-lane].is-over")) one.classList.remove("is-over");
});
