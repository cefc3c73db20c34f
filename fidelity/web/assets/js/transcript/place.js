/** Which words of which segment a turn has: `{segment, first, last}`. Its id says the first two. */
export function placeOf(turn) {
  const [, segment, first] = /^turn-([0-9a-f-]{36})(?:-(\d+))?$/.exec(turn.id);
  return { segment, first: first ?? "0", last: turn.dataset.last };
}

/** The turns of one segment, in their order: they stand together, with nothing but a gap between them. */
export function turnsOf(segment) {
  const id = `turn-${segment}`;
  const found = [];
  let row = document.getElementById(id);
  while (row && (row.id.startsWith(id) || row.matches("[data-gap]"))) {
    if (row.id.startsWith(id)) found.push(row);
    row = row.nextElementSibling;
  }
  return found;
}
