/** Fields for keys: the key that is pressed in one is put into it. What moves through the page does so still. */
import { digitOf, nameOf } from "../keys.js";

const LEFT_ALONE = new Set(["Tab", "Enter", "Escape", "Home", "End", "ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);

export function start(form) {
  for (const part of document.querySelectorAll("[data-needs-script]")) part.hidden = false;
  form.addEventListener("keydown", (event) => {
    if (!event.target.matches("[data-key-field]") || LEFT_ALONE.has(event.key) || event.isComposing) return;
    if (event.key === "Backspace" || event.key === "Delete") {
      event.target.value = "";
      event.preventDefault();
      return;
    }
    // The key of a number marks or rates, whatever sign it types with Shift or on another keyboard. It stands
    // here as its number, which is refused.
    const key = String(digitOf(event) ?? nameOf(event));
    if (!key) return;
    event.target.value = key;
    event.preventDefault();
  });
}
