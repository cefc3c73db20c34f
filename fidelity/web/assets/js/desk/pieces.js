/** Forms that change something in the words: sent without leaving, and the changed pieces put in place. */
import { send, showErrors, tell } from "./send.js";

export function startPieces(root, shown) {
  const pieces = new Pieces(root, shown);
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-piece]")) return;
    event.preventDefault();
    pieces.submit(event.target);
  });
  return pieces;
}

class Pieces {
  constructor(root, shown) {
    this.root = root;
    this.shown = shown;
    this.busy = new Set();
    /** HTML ids of what was changed, the last one last. */
    this.changed = [];
  }

  /** Send a small form; a second press while it is on its way does nothing. Returns whether it was accepted. */
  async submit(form) {
    const fields = new FormData(form);
    const id = form.closest("[data-suggestion]")?.dataset.suggestion;
    if (id) fields.set("seconds", this.shown.seconds(id));
    const doing = () => this.send(form.action, fields, form, form.closest("[data-block]"));
    return this.once(id ?? form.action, form.closest("[data-finding]"), doing);
  }

  /** Mark the words of a suggestion as something else. Returns whether it was accepted. */
  async instead(finding, principle, polarity) {
    const url = finding.querySelector("[data-instead]").dataset.instead;
    const id = finding.dataset.suggestion;
    const fields = Object.entries({ principle, polarity, seconds: this.shown.seconds(id) });
    return this.once(id, finding, () => this.send(url, fields, null, finding.closest("[data-block]")));
  }

  /** A suggestion that is being decided, or a form that is on its way, takes nothing else meanwhile. */
  async once(key, finding, doing) {
    if (this.busy.has(key)) return false;
    this.busy.add(key);
    finding?.classList.add("app-finding--on-its-way"); // the key is heard before the server has answered
    const done = await doing();
    this.busy.delete(key);
    finding?.classList.remove("app-finding--on-its-way");
    return done;
  }

  /** Returns whether it was accepted. */
  async send(url, fields, form, block) {
    const answer = await send(url, fields);
    const unplaced = showErrors(form, answer.said.errors);
    if (!answer.ok) {
      if (answer.status !== 422) tell(answer.sentence, { stays: true });
      else if (unplaced.length) tell(`Not saved. ${unplaced.join(". ")}.`, { stays: true });
      return false;
    }
    const { pieces, anchor } = answer.said;
    this.changed.push(anchor);
    const isHere = this.isIn(form?.closest("[data-finding]") ?? block);
    const goBack = this.keepFocus();
    this.put(pieces);
    // Whoever has gone on meanwhile stays where they are.
    if (isHere) (findingOf(anchor) ?? block)?.focus({ preventScroll: true });
    else goBack();
    this.count();
    tell(this.sentence());
    return true;
  }

  count() {
    const [count, many] = ["waiting", "waiting-many"].map((name) => this.root.querySelector(`[data-${name}]`));
    if (!count) return;
    count.textContent = this.undecided;
    many.hidden = this.undecided === 1;
  }

  get undecided() {
    return this.root.querySelectorAll("[data-finding='suggestion']").length;
  }

  sentence() {
    if (!this.root.querySelector("[data-waiting]")) return "Saved.";
    if (!this.undecided) return "Saved. No suggestion is undecided.";
    return `Saved. ${this.undecided} suggestion${this.undecided === 1 ? "" : "s"} undecided.`;
  }

  /** The form that undoes what was decided or marked last, of what can still be undone. */
  undoing() {
    while (this.changed.length) {
      const undo = findingOf(this.changed.at(-1))?.querySelector("[data-undo]");
      if (undo) return undo.form;
      this.changed.pop();
    }
    return null;
  }

  isIn(part) {
    const { activeElement } = document;
    return activeElement === document.body || Boolean(part?.contains(activeElement));
  }

  /** What has the focus may be about to go: returns what puts the focus on what came in its place. */
  keepFocus() {
    const { activeElement } = document;
    const places = ["[data-finding]", "[data-block]", "[id]"].map((each) => activeElement.closest(each)?.id);
    return () => {
      if (activeElement.isConnected) return;
      const there = places.filter(Boolean).map((id) => document.getElementById(id));
      there.find(Boolean)?.focus({ preventScroll: true });
    };
  }

  put(pieces) {
    for (const [id, html] of Object.entries(pieces ?? {})) {
      const old = document.getElementById(id);
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const fresh = holder.content.firstElementChild;
      if (!old || !fresh) continue;
      if (!old.matches("[data-block]")) {
        old.replaceWith(fresh);
        continue;
      }
      putBlock(old, fresh);
      this.shown.look(old);
    }
  }
}

function findingOf(id) {
  return document.getElementById(id)?.closest("[data-finding]");
}

/** The turn and its words stay the elements they are: the player follows them. What was opened stays open. */
function putBlock(old, fresh) {
  const words = (block) => block.querySelector("[data-words]");
  const open = [...old.querySelectorAll("[data-finding] > details[open]")].map((each) => each.parentElement.id);
  const typed = [...old.querySelectorAll("textarea")].filter((field) => field.value !== field.defaultValue);
  words(old).replaceChildren(...words(fresh).childNodes);
  old.querySelector(".app-findings")?.remove();
  const findings = fresh.querySelector(".app-findings");
  if (!findings) return;
  old.append(findings);
  for (const id of open) document.getElementById(id)?.querySelector(":scope > details")?.setAttribute("open", "");
  for (const { id, value } of typed) {
    const field = document.getElementById(id);
    if (!field || field.defaultValue === value) continue;
    field.value = value;
    field.closest("details").open = true;
  }
}
