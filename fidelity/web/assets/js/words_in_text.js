/**
 * Finds words in a text without an element for each: a session of an hour has ten thousand.
 * Word n is the n-th run of characters without a space. What stands in [data-tag] is not part of the text.
 */

/** The text nodes of an element, in order, each with the position of its first character. */
function letters(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    return node.matches("[data-tag]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_SKIP;
  });
  const found = [];
  let position = 0;
  while (walker.nextNode()) {
    found.push({ node: walker.currentNode, position });
    position += walker.currentNode.length;
  }
  return found;
}

/** Where each word begins and ends, as positions in the text. */
export function wordsOf(element) {
  const text = letters(element).map(({ node }) => node.data).join("");
  return [...text.matchAll(/\S+/g)].map((word) => ({ starts: word.index, ends: word.index + word[0].length }));
}

/** A range over characters `starts` to `ends`. */
export function rangeOver(element, { starts, ends }) {
  const range = document.createRange();
  for (const { node, position } of letters(element)) {
    if (starts >= position && starts < position + node.length) range.setStart(node, starts - position);
    if (ends > position && ends <= position + node.length) {
      range.setEnd(node, ends - position);
      break;
    }
  }
  return range;
}

/** The position of the character under the pointer; null beside the text. */
export function positionAt(element, x, y) {
  const at = document.caretPositionFromPoint
    ? document.caretPositionFromPoint(x, y)
    : fromRange(document.caretRangeFromPoint(x, y));
  const hit = at && letters(element).find(({ node }) => node === at.offsetNode);
  return hit ? hit.position + at.offset : null;
}

function fromRange(range) {
  return range && { offsetNode: range.startContainer, offset: range.startOffset };
}
