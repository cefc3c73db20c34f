/** From one undecided suggestion to the next, in the order of the words, and where each stands among all. */
import { pressFor } from "../keys.js";
import { goTo } from "./links.js";
import { tell } from "./send.js";

export function startWalk(root, hiding) {
  const walk = new Walk(root, hiding);
  root.addEventListener("focusin", ({ target }) => walk.at(target.closest("[data-finding]"), target));
  return walk;
}

class Walk {
  constructor(root, hiding) {
    this.root = root;
    this.hiding = hiding;
    /** The finding that keys are about, though the focus may be elsewhere. */
    this.current = null;
    this.label = document.createElement("span");
    this.label.className = "app-finding__position";
    this.label.ariaHidden = "true"; // it is said at the foot of the desk
  }

  /** Every suggestion that stands in the words, whatever became of it: so that the numbers do not move. */
  all() {
    return [...this.root.querySelectorAll("[data-suggestion]")];
  }

  undecided() {
    return [...this.root.querySelectorAll("[data-finding='suggestion']")];
  }

  /** That finding, or what came in its place; null while it is hidden. */
  here() {
    if (this.current && !this.current.isConnected) {
      const { suggestion } = this.current.dataset;
      this.current = suggestion ? document.getElementById(`suggestion-${suggestion}`)?.closest("[data-finding]") : null;
    }
    return this.current?.checkVisibility() ? this.current : null;
  }

  at(finding, focused) {
    if (!finding) return;
    this.current = finding;
    // Nothing may move between the press and the release of a mouse: what was pressed would not be clicked.
    if (!focused.matches(":focus-visible")) return;
    const position = this.position();
    if (position) {
      this.label.textContent = position;
      finding.querySelector(".app-finding__what").append(this.label);
    } else this.label.remove();
  }

  /** `12 of 40`; nothing for what a person found. */
  position() {
    const all = this.all();
    const number = all.indexOf(this.here()) + 1;
    return number ? `${number} of ${all.length}` : "";
  }

  /** `by`: 1 onwards, -1 back. `said`: what happened just before. At an end it stays where it is. */
  step(by, said = "") {
    if (this.hiding?.isHidden()) {
      return tell(`${said}Suggestions are hidden.${pressFor(this.root, "hide", " Press", " to show them.")}`);
    }
    const open = this.undecided();
    if (!open.length) return tell(said.trim() || "No suggestion is undecided.");
    const next = by > 0 ? open.find((each) => this.isPast(each)) : open.findLast((each) => this.isBefore(each));
    if (next) {
      goTo(next);
      return tell(`${said}Suggestion ${this.position()}.`);
    }
    const others = open.filter((each) => each !== this.here()).length;
    const [way, back, deed] = by > 0 ? ["after", "before", "previous_suggestion"] : ["before", "after", "next_suggestion"];
    const rest = others ? ` ${others} ${back} it${pressFor(this.root, deed, ": press")}.` : "";
    return tell(`${said}No undecided suggestion ${way} this one.${rest}`);
  }

  place() {
    return this.here() ?? document.activeElement?.closest("[data-block]") ?? null;
  }

  isPast(each) {
    const place = this.place();
    return !place || Boolean(place.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  }

  isBefore(each) {
    const place = this.place();
    return !place || Boolean(place.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING);
  }
}
