/** Single keys of the desk. They do nothing while somebody types, and can be turned off. */
import { areKeysOn, setKeys } from "../keys.js";
import { goTo } from "./links.js";
import { focusedWords, selectedWords } from "./selection.js";
import { tell } from "./send.js";

const TYPING = "input:not([type=radio], [type=checkbox]), textarea, select, dialog";

export function startKeys(root, { pieces, selected }) {
  const dialog = root.querySelector("#desk-keys");
  if (!dialog) return;
  root.querySelector("[data-keys-open]").addEventListener("click", () => dialog.showModal());
  const box = dialog.querySelector("[data-keys-on]");
  box.checked = areKeysOn();
  box.addEventListener("change", () => setKeys(box.checked));

  const suggestions = () => [...root.querySelectorAll("[data-finding='suggestion']")];
  let current = null; // the finding that a, r and u are about, though the focus may be elsewhere
  root.addEventListener("focusin", ({ target }) => {
    const finding = target.closest("[data-finding]");
    if (finding) current = finding;
  });

  const step = (by) => {
    const all = suggestions();
    if (!all.length) return tell("No suggestion is undecided.");
    const next = by > 0 ? all.find((each) => isAfter(each)) : all.findLast((each) => isBefore(each));
    goTo(next ?? (by > 0 ? all[0] : all.at(-1)));
  };
  const place = () => current?.isConnected ? current : (document.activeElement?.closest("[data-block]") ?? null);
  const isAfter = (each) => !place() || Boolean(place().compareDocumentPosition(each) & Node.DOCUMENT_POSITION_FOLLOWING);
  const isBefore = (each) => Boolean(place()?.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING);

  const press = (name) => {
    const button = current?.isConnected && current.querySelector(`[data-${name}]`);
    if (button) pieces.submit(button.form);
    return Boolean(button);
  };
  const undo = () => {
    if (press("undo")) return;
    const last = document.getElementById(pieces.last)?.closest("[data-finding]")?.querySelector("[data-undo]");
    if (last) pieces.submit(last.form);
    else tell("There is nothing to undo here. Move to it first.");
  };
  const decide = (name) => press(name) || tell("Move to a suggestion first: press n.");
  const mark = (number, isAgainst) => {
    const words = selectedWords();
    if (words) {
      selected.open(words);
      selected.choose(number, isAgainst);
      selected.mark();
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
  const reading = { n: () => step(1), p: () => step(-1), "?": () => dialog.showModal() };

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
