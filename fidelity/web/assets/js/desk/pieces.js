/** Forms that change something in the words: sent without leaving, and the changed pieces put in place. */
import { send, showErrors, tell } from "./send.js";

export function startPieces(root) {
  const pieces = new Pieces(root);
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-piece]")) return;
    event.preventDefault();
    pieces.submit(event.target);
  });
  return pieces;
}

class Pieces {
  constructor(root) {
    this.root = root;
    this.busy = new Set();
    /** HTML id of what was changed last, for undoing it. */
    this.last = null;
  }

  /** Send a small form; a second press while it is on its way does nothing. */
  async submit(form) {
    if (this.busy.has(form.action)) return;
    const block = form.closest("[data-block]");
    await this.send(form.action, new FormData(form), form, block);
  }

  /** Returns whether it was accepted. */
  async send(url, fields, form, block) {
    this.busy.add(url);
    const answer = await send(url, fields);
    this.busy.delete(url);
    if (form) showErrors(form, answer.said.errors);
    if (!answer.ok) {
      if (answer.status !== 422) tell(answer.sentence);
      return false;
    }
    this.put(answer.said.pieces);
    this.last = answer.said.anchor;
    // What had the focus is gone: go to what came in its place.
    (document.getElementById(this.last)?.closest("[data-finding]") ?? block)?.focus({ preventScroll: true });
    const undecided = this.root.querySelectorAll("[data-finding='suggestion']").length;
    const count = this.root.querySelector("[data-waiting]");
    if (count) count.textContent = undecided;
    tell(`Saved. ${undecided} suggestion${undecided === 1 ? "" : "s"} undecided.`);
    return true;
  }

  put(pieces) {
    for (const [id, html] of Object.entries(pieces ?? {})) {
      const old = document.getElementById(id);
      const holder = document.createElement("template");
      holder.innerHTML = html;
      const fresh = holder.content.firstElementChild;
      if (!old || !fresh) continue;
      if (old.matches("[data-block]")) putBlock(old, fresh);
      else old.replaceWith(fresh);
    }
  }
}

/** The turn and its words stay the elements they are: the player follows them. */
function putBlock(old, fresh) {
  const words = (block) => block.querySelector("[data-words]");
  words(old).replaceChildren(...words(fresh).childNodes);
  old.querySelector(".app-findings")?.remove();
  const findings = fresh.querySelector(".app-findings");
  if (findings) old.append(findings);
}
