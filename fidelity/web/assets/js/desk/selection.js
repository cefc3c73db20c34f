/** Which words are selected: the turn or section, about where, and the words themselves. */

const OF_A_WORD = /[\p{L}\p{N}’'-]/u;

/** `{block, turn, word, section, near, quote}`, or null. Positions count characters as the server does, emoji as one. */
export function selectedWords() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  const words = elementOf(range.startContainer).closest("[data-words]");
  if (!words) return null;
  const letters = lettersOf(words);
  let starts = lengthBefore(words, range.startContainer, range.startOffset);
  let ends = words.contains(range.endContainer)
    ? lengthBefore(words, range.endContainer, range.endOffset)
    : letters.length;
  while (starts < ends && /\s/.test(letters[starts])) starts += 1;
  while (ends > starts && /\s/.test(letters[ends - 1])) ends -= 1;
  if (starts === ends) return null;
  // Nobody means half a word.
  while (starts > 0 && OF_A_WORD.test(letters[starts - 1]) && OF_A_WORD.test(letters[starts])) starts -= 1;
  while (ends < letters.length && OF_A_WORD.test(letters[ends]) && OF_A_WORD.test(letters[ends - 1])) ends += 1;
  return { ...placeOf(words), near: starts, quote: letters.slice(starts, ends).join("") };
}

/** All the words of the turn or section that has the focus; null if none has. */
export function focusedWords() {
  const block = document.activeElement?.closest("[data-block]");
  if (!block) return null;
  return wholeWords(block);
}

export function wholeWords(block) {
  const words = block.querySelector("[data-words]");
  return { ...placeOf(words), near: 0, quote: lettersOf(words).join("").trim() };
}

function placeOf(words) {
  const block = words.closest("[data-block]");
  const { turnPlace: turn = "", wordPlace: word = "", sectionPlace: section = "" } = block.dataset;
  return { block, turn, word, section };
}

function elementOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
}

function withoutTags(fragment) {
  for (const tag of fragment.querySelectorAll("[data-tag]")) tag.remove();
  return [...fragment.textContent];
}

function lettersOf(words) {
  return withoutTags(words.cloneNode(true));
}

function lengthBefore(words, container, offset) {
  const range = document.createRange();
  range.selectNodeContents(words);
  range.setEnd(container, offset);
  return withoutTags(range.cloneContents()).length;
}
