/** The bar that rises when words are selected: mark them or comment on them, with keys, mouse or finger. */
import { selectedWords, wholeWords } from "./selection.js";
import { takeBack, tell } from "./send.js";

const WAITS = "Your comment is not kept yet. It waits here: select words, and it is there again.";

export function startSelected(root, pieces) {
  const bar = root.querySelector("[data-selected]");
  return bar ? new Selected(root, bar, pieces) : null;
}

class Selected {
  constructor(root, bar, pieces) {
    this.bar = bar;
    this.form = bar.querySelector("form");
    this.pieces = pieces;
    this.words = null;
    document.addEventListener("selectionchange", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.look(), 200);
    });
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.mark();
    });
    bar.querySelector("[data-selected-comment]").addEventListener("click", () => this.comment());
    bar.querySelector("[data-selected-place]")?.addEventListener("click", () => this.place());
    bar.querySelector("[data-selected-close]").addEventListener("click", () => this.close());
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.close();
    });
    addEventListener("beforeunload", (event) => this.isWriting() && event.preventDefault());
    root.addEventListener("click", (event) => {
      const link = event.target.closest("[data-point]");
      if (!link) return;
      event.preventDefault();
      this.open(wholeWords(link.closest("[data-block]")), "quote");
    });
  }

  /** Follow the selection, unless somebody is at work in the bar. */
  look() {
    if (this.bar.contains(document.activeElement)) return;
    const words = selectedWords();
    if (words) this.open(words);
    else if (!this.bar.hidden && !this.isPointed && !this.isWriting()) this.close();
  }

  /** Whether a comment has been begun that is not kept yet. */
  isWriting() {
    return this.form.elements.text.value.trim() !== "";
  }

  /** `field`: where to put the cursor; without one the focus stays where it is. */
  open(words, field = null) {
    if (!words) return;
    // A direction that was chosen for other words must not be taken along unseen.
    if (this.bar.hidden) this.choose(0, false);
    this.words = words;
    this.isPointed = field !== null;
    const { elements } = this.form;
    elements.turn.value = words.turn;
    elements.word.value = words.word;
    elements.section.value = words.section;
    elements.near.value = words.near;
    elements.quote.value = words.quote;
    this.bar.hidden = false;
    takeBack(WAITS);
    document.body.classList.add("app-has-bar");
    if (field) {
      words.block.scrollIntoView({ block: "nearest" });
      elements[field].focus({ preventScroll: true });
    }
  }

  close() {
    const block = this.words?.block;
    const hadFocus = this.bar.contains(document.activeElement);
    this.bar.hidden = true;
    this.isPointed = false;
    this.words = null;
    if (this.isWriting()) tell(WAITS, { stays: true });
    document.body.classList.remove("app-has-bar");
    getSelection()?.removeAllRanges();
    if (hadFocus) block?.focus({ preventScroll: true });
  }

  choose(number, isAgainst) {
    this.form.elements.principle.selectedIndex = number;
    this.form.elements.polarity.value = isAgainst ? "-" : "+";
  }

  /** The value of the principle with this number. */
  principle(number) {
    return this.form.elements.principle.options[number].value;
  }

  async mark() {
    const { block } = this.words;
    if (await this.pieces.send(this.form.action, new FormData(this.form), this.form, block)) this.close();
    else if (this.sentences()) tell(`Not marked. ${this.sentences()}`, { stays: true });
  }

  async comment() {
    const { block } = this.words;
    const url = this.form.dataset.comment;
    if (await this.pieces.send(url, new FormData(this.form), this.form, block)) {
      this.form.elements.text.value = "";
      this.close();
    } else if (this.sentences()) tell(`Not kept. ${this.sentences()}`, { stays: true });
  }

  /** Put on these words what found no place in a new version. The page comes back whole: its list changes too. */
  place() {
    this.form.action = this.bar.querySelector("[data-selected-waiting]").value;
    this.form.submit();
  }

  sentences() {
    return [...this.form.querySelectorAll("[data-error]:not([hidden])")].map((p) => `${p.textContent}.`).join(" ");
  }
}
