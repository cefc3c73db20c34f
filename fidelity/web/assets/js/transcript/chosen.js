/** Which turns are chosen: the one with the focus, or all from where Shift was first held. Kept by their keys. */

export class Chosen {
  constructor(root, changed) {
    this.root = root;
    this.changed = changed;
    this.anchor = null;
    this.head = null;
    /** On a telephone there is no Shift: while this is on, the next tap chooses all up to it. */
    this.isExtending = false;
    this.listen();
  }

  all() {
    return [...this.root.querySelectorAll("[data-turn]")];
  }

  /** The chosen turns, in their order. */
  turns() {
    if (this.head === null) return [];
    const all = this.all();
    const at = (key) => all.findIndex((turn) => turn.id === key);
    const [from, to] = [at(this.anchor), at(this.head)].sort((a, b) => a - b);
    return to < 0 ? [] : all.slice(Math.max(from, 0), to + 1);
  }

  choose(turn, { extend = false } = {}) {
    this.head = turn.id;
    if (!extend || this.anchor === null) this.anchor = this.head;
    this.show();
  }

  /** Make what is chosen stand out; also after turns were put in the place of others. */
  show() {
    for (const old of this.root.querySelectorAll(".app-turn--chosen")) old.classList.remove("app-turn--chosen");
    const turns = this.turns();
    for (const turn of turns) turn.classList.add("app-turn--chosen");
    this.changed(turns);
  }

  next() {
    const all = this.all();
    return all[all.findIndex((turn) => turn.id === this.head) + 1] ?? null;
  }

  listen() {
    let isWalking = false;
    this.root.addEventListener("focusin", ({ target }) => {
      const turn = target.closest("[data-turn]");
      if (turn && !isWalking && !this.isExtending) this.choose(turn);
    });
    this.root.addEventListener(
      "keydown",
      (event) => {
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        if (!event.shiftKey || !step || !event.target.matches("[data-turn]")) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        const all = this.all();
        const next = all[all.findIndex((turn) => turn.id === this.head) + step];
        if (!next) return;
        isWalking = true;
        next.focus();
        isWalking = false;
        this.choose(next, { extend: true });
      },
      { capture: true },
    );
    this.root.addEventListener("click", (event) => {
      const turn = event.target.closest("[data-turn]");
      if (!turn || event.target.closest("a, button, textarea, select, form")) return;
      if (!event.target.closest(".app-turn__head") && !this.isExtending) return;
      this.choose(turn, { extend: event.shiftKey || this.isExtending });
      if (event.shiftKey) getSelection().removeAllRanges();
    });
  }
}
