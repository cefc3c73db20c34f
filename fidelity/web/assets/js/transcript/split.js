/** From one word to the end of its turn somebody else speaks: choose the word and who it is. */
import { wordsOf } from "../words_in_text.js";
import { placeOf } from "./place.js";

const HIGHLIGHT = "split-word";

export function startSplitting(root, steps, names) {
  return (turn) => {
    if (turn.querySelector("[data-splitting]")) return turn.querySelector("[data-splitting] select").focus();
    const text = turn.querySelector("[data-text]");
    const words = wordsOf(text).map(({ starts, ends }) => text.textContent.slice(starts, ends));
    if (words.length < 2) return steps.say("This turn has one word: there is nothing to split.");
    const form = document.createElement("form");
    form.className = "app-split";
    form.dataset.splitting = "";
    form.innerHTML = `<label>From which word does somebody else speak? <select class="nhsuk-select" data-word></select></label>
      <fieldset class="app-split__who"><legend>Who?</legend></fieldset>
      <p><button type="button" class="app-small-button" data-cancel>Cancel</button></p>`;
    const select = form.querySelector("select");
    words.forEach((word, n) => n && select.add(new Option(`${word} (${n + 1})`, n)));
    select.value = Math.max(1, selectedWord(text, words));
    for (const [role, name] of Object.entries(names)) {
      const button = document.createElement("button");
      button.className = "app-small-button";
      button.value = role;
      button.textContent = name;
      form.querySelector("fieldset").append(button);
    }
    const close = () => {
      CSS.highlights?.delete(HIGHLIGHT);
      form.remove();
      turn.focus({ preventScroll: true });
    };
    const point = () => {
      if (!window.CSS?.highlights) return;
      const { starts } = wordsOf(text)[Number(select.value)];
      CSS.highlights.set(HIGHLIGHT, new Highlight(rangeFrom(text, starts)));
    };
    select.addEventListener("change", point);
    form.querySelector("[data-cancel]").addEventListener("click", close);
    form.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") close();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { segment, first, last } = placeOf(turn);
      const fields = { first, last, from: select.value, role: event.submitter.value };
      close();
      steps.add({ url: `${root.dataset.turnsUrl}/${segment}/split`, fields });
    });
    turn.append(form);
    point();
    select.focus();
  };
}

/** Number of the word that is selected in the text, or 0. */
function selectedWord(text, words) {
  const selection = getSelection();
  if (!selection.rangeCount || !text.contains(selection.anchorNode)) return 0;
  const range = document.createRange();
  range.selectNodeContents(text);
  range.setEnd(selection.anchorNode, selection.anchorOffset);
  const before = range.toString();
  return Math.min(before.split(/\s+/).length - 1, words.length - 1);
}

function rangeFrom(text, position) {
  const range = document.createRange();
  range.selectNodeContents(text);
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let before = 0;
  while (walker.nextNode()) {
    const { length } = walker.currentNode;
    if (position < before + length) {
      range.setStart(walker.currentNode, position - before);
      break;
    }
    before += length;
  }
  return range;
}
