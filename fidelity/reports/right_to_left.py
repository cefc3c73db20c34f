"""Arabic and Hebrew words for a writer that only goes from left to right and joins no letters. Pure."""

import re
from collections.abc import Iterator
from unicodedata import category, decomposition

#: A longer run would be broken over lines, and its lines would then stand in the wrong order.
LONGEST = 40
#: Stands for such a run: the Word document has it.
ELSEWHERE = "[written from right to left: see the Word document]"
_LETTERS = "\u0590-\u05ff\u0600-\u06ff\u0750-\u077f"
_DIGITS = "\u0660-\u0669\u06f0-\u06f9"
_RUN = re.compile(rf"(?![{_DIGITS}])[{_LETTERS}](?:[^\S\n]*(?![{_DIGITS}])[{_LETTERS}])*")
_LAM = "\u0644"


def _forms() -> dict[str, dict[str, str]]:
    """Of each letter, or lam with an alef, its shape by where it stands: Unicode's presentation forms."""
    found: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        kind, *letters = decomposition(chr(code)).split()
        found.setdefault("".join(chr(int(letter, 16)) for letter in letters), {})[kind] = chr(code)
    return found


_FORMS = _forms()


def left_to_right(text: str) -> str:
    """The same with every short run of such words as it is drawn, and a note in the place of a long one."""
    return _RUN.sub(lambda run: _drawn(run[0]) if len(run[0]) <= LONGEST else ELSEWHERE, text)


def _drawn(run: str) -> str:
    # Its words stay on one line: broken over two they would stand in the wrong order.
    return "".join(reversed(list(_joined(_clusters(run.replace(" ", "\u00a0"))))))


def _clusters(run: str) -> list[tuple[str, str]]:
    """Letters, each with the marks over it; lam and alef are one."""
    clusters: list[tuple[str, str]] = []
    for letter in run:
        last = clusters[-1] if clusters else ("", "")
        if category(letter) == "Mn" and clusters:
            clusters[-1] = last[0], last[1] + letter
        elif last[0] == _LAM and _LAM + letter in _FORMS:
            clusters[-1] = _LAM + letter, last[1]
        else:
            clusters.append((letter, ""))
    return clusters


def _joined(clusters: list[tuple[str, str]]) -> Iterator[str]:
    is_joined = False
    for place, (letter, marks) in enumerate(clusters):
        forms = _FORMS.get(letter, {})
        after = _FORMS.get(clusters[place + 1][0], {}) if place + 1 < len(clusters) else {}
        to_last = is_joined and "<final>" in forms
        is_joined = "<initial>" in forms and "<final>" in after
        kind = {(True, True): "<medial>", (True, False): "<final>", (False, True): "<initial>"}
        # A mark has no width and is drawn to the right of the pen: over the letter that comes after it.
        yield marks + forms.get(kind.get((to_last, is_joined), "<isolated>"), letter)
