/** Deciding on suggestions, marking and commenting, by key. */
import { pressFor } from "../keys.js";
import { goTo } from "./links.js";
import { focusedWords, selectedWords } from "./selection.js";
import { tell } from "./send.js";

export function startDeciding(root, { pieces, selected, walk }) {
  const press = (name) => {
    const button = walk.here()?.querySelector(`[data-${name}]`);
    return button ? pieces.submit(button.form) : null;
  };
  // After a decision on to the next one, unless somebody has gone elsewhere meanwhile.
  const thenOn = async (finding, decided) => {
    if (!(await decided)) return;
    const now = document.activeElement.closest("[data-suggestion]");
    if (now?.dataset.suggestion === finding.dataset.suggestion) walk.step(1, `${pieces.sentence()} `);
  };
  const decide = (name) => {
    const [finding, decided] = [walk.here(), press(name)];
    if (decided) thenOn(finding, decided);
    else tell(`Move to a suggestion first${pressFor(root, "next_suggestion", ": press")}.`);
  };
  const undo = async () => {
    const undone = press("undo");
    const form = undone ? null : pieces.undoing();
    if (!undone && !form) return tell("There is nothing to undo here. Move to it first.");
    const id = form?.closest("[data-finding]").dataset.suggestion;
    if ((await (undone ?? pieces.submit(form))) && id) goTo(document.getElementById(`suggestion-${id}`));
  };
  const comment = () => {
    const words = selectedWords() ?? focusedWords();
    if (words) selected.open(words, "text");
    else tell("Select words first.");
  };
  const mark = (number, isAgainst) => {
    const words = selectedWords();
    const suggestion = document.activeElement?.closest("[data-finding='suggestion']");
    if (words) {
      selected.open(words);
      selected.choose(number, isAgainst);
      selected.mark();
    } else if (suggestion) {
      thenOn(suggestion, pieces.instead(suggestion, selected.principle(number), isAgainst ? "-" : "+"));
    } else if (focusedWords()) {
      selected.open(focusedWords(), "quote"); // shorten it, then press Enter
      selected.choose(number, isAgainst);
    } else tell("Select words first.");
  };
  // Who cannot write here can read on by key, and nothing else.
  const acts = selected ? { accept: () => decide("accept"), reject: () => decide("reject"), undo, comment } : {};
  return { acts, mark };
}
