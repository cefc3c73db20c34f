/** Moves through the desk: from turn to turn, to the note, a session, the ratings, what is written, and back. */
import { isTyping } from "../keys.js";
import { openAround } from "./links.js";
import { tell } from "./send.js";

export function startPlaces(root) {
  return new Places(root);
}

class Places {
  constructor(root) {
    this.root = root;
    this.week = root.querySelector(".app-desk__week");
    this.form = root.querySelector("[data-words-form]");
    /** HTML id of the turn or section where somebody was last. */
    this.last = null;
    this.week.addEventListener("focusin", ({ target }) => {
      this.last = target.closest("[data-block]")?.id ?? this.last;
    });
    this.form?.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && isTyping(event.target)) this.words();
    });
  }

  go(id) {
    const place = document.getElementById(id);
    if (!place) return tell("That is not on this page.");
    openAround(place);
    place.focus({ preventScroll: true });
    place.scrollIntoView({ block: "start" });
  }

  /** `by`: 1 onwards, -1 back. */
  turn(by) {
    const now = this.block();
    const here = document.activeElement;
    if (!here.closest("[data-block]")) {
      if (this.week.contains(here)) return show(this.beside(here, by)); // from the heading of a session into its words
      if (!now) return show(this.week.querySelector("[data-block]"));
      return show(now); // first of all back into the words
    }
    const next = neighbour(now, by) ?? this.across(now, by);
    if (next) return show(next);
    return tell(by > 0 ? "These are the last words." : "These are the first words.");
  }

  words() {
    show(this.block() ?? this.week.querySelector("[data-block]"));
  }

  /** The session after this place; after the last one the first again. */
  session() {
    const all = [...this.week.querySelectorAll(".app-visit > h2")];
    if (!all.length) return tell("There is no session this week.");
    const here = document.activeElement;
    const isAfter = (each) => here.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
    const next = this.week.contains(here) ? all.find((each) => each !== here && isAfter(each)) : null;
    return this.go((next ?? all[0]).id);
  }

  feedback() {
    if (this.form) return this.form.querySelector("textarea").focus();
    return this.go("words");
  }

  save() {
    if (!this.form) return tell("There is nothing to save here.");
    return this.form.requestSubmit();
  }

  preview() {
    const button = this.form?.querySelector("[name=preview]");
    return button ? button.click() : tell("There is nothing to preview here.");
  }

  queue() {
    document.querySelector(".nhsuk-back-link").click();
  }

  block() {
    return document.activeElement?.closest("[data-block]") ?? (this.last && document.getElementById(this.last));
  }

  /** The words after, or before, something that is no words itself. */
  beside(part, by) {
    const all = [...this.week.querySelectorAll("[data-block]")];
    const isAfter = (each) => part.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING;
    if (by > 0) return all.find(isAfter) ?? all.at(-1);
    return all.findLast((each) => !isAfter(each)) ?? all[0];
  }

  /** From the note to a session, and from one session to another. */
  across(now, by) {
    const all = [...this.week.querySelectorAll("[data-block]")];
    return all[all.indexOf(now) + by];
  }
}

/** Beside it, or at the edge of the stretch beside its own; this does not look at every turn of the session. */
function neighbour(block, by) {
  const [beside, edge] =
    by > 0 ? ["nextElementSibling", "firstElementChild"] : ["previousElementSibling", "lastElementChild"];
  const next = block[beside] ?? block.closest("[data-stretch]")?.[beside]?.[edge];
  return next?.matches("[data-block]") ? next : null;
}

function show(block) {
  if (!block) return;
  openAround(block);
  block.focus({ preventScroll: true });
  block.scrollIntoView({ block: "nearest" });
}
