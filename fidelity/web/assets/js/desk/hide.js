/** Hides the machine's suggestions while somebody reads. Each person's choice is kept in this browser. */
import { tell } from "./send.js";

export function startHiding(root) {
  const box = root.querySelector("[data-suggestions-on]");
  return box ? new Hiding(root, box) : null;
}

class Hiding {
  constructor(root, box) {
    this.root = root;
    this.box = box;
    this.stored = `fidelity-suggestions-${root.dataset.reader}`;
    this.set(localStorage.getItem(this.stored) !== "off");
    box.addEventListener("change", () => this.choose(box.checked));
  }

  isHidden() {
    return !this.box.checked;
  }

  toggle() {
    this.choose(this.isHidden());
  }

  choose(on) {
    localStorage.setItem(this.stored, on ? "on" : "off");
    this.set(on);
    tell(on ? "Suggestions are shown." : "Suggestions are hidden. Nothing is decided by that.");
  }

  set(on) {
    const block = document.activeElement?.closest("[data-block]");
    this.box.checked = on;
    this.root.classList.toggle("app-quiet", !on);
    if (block && !document.activeElement.checkVisibility()) block.focus({ preventScroll: true });
  }
}
