// A passkey that was refused or cancelled says so, instead of a button that does nothing.
const words = document.getElementById("passkey_words")?.dataset.failed;
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  document.dispatchEvent(new CustomEvent("toast", { detail: { text: words, tone: "error" } }));
});
