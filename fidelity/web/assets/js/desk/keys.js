/** Single keys of the desk. They do nothing while somebody types, and can be turned off. */
import { areKeysOn, setKeys } from "../keys.js";
import { goTo } from "./links.js";
import { focusedWords, selectedWords } from "./selection.js";
import { tell } from "./send.js";

const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, dialog";

export function startKeys(root, { pieces, selected, walk, hiding }) {
  const dialog = root.querySelector("#desk-keys");
  if (!dialog) return;
  root.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());
  const box = dialog.querySelector("[data-keys-on]");
  box.checked = areKeysOn();
  box.addEventListener("change", () => setKeys(box.checked));

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
    else tell("Move to a suggestion first: press n.");
  };
  const undo = async () => {
    const undone = press("undo");
    const form = undone ? null : pieces.undoing();
    if (!undone && !form) return tell("There is nothing to undo here. Move to it first.");
    const id = form?.closest("[data-finding]").dataset.suggestion;
    if ((await (undone ?? pieces.submit(form))) && id) goTo(document.getElementById(`suggestion-${id}`));
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
  const comment = () => {
    const words = selectedWords() ?? focusedWords();
    if (words) selected.open(words, "text");
    else tell("Select words first.");
  };

  const writing = { a: () => decide("accept"), r: () => decide("reject"), u: undo, c: comment };
  const reading = {
    n: () => walk.step(1),
    p: () => walk.step(-1),
    h: () => (hiding ? hiding.toggle() : tell("There are no suggestions to hide.")),
    "?": () => dialog.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !areKeysOn()) return;
    if (event.target.isContentEditable || event.target.closest(TYPING) || dialog.open) return;
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code);
    const act = digit && selected ? () => mark(Number(digit[1]), event.shiftKey) : actOf(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  });
  const actOf = (key) => reading[key] ?? (selected ? writing[key] : undefined);
}
