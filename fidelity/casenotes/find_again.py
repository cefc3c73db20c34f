"""Finds words of one revision of a note in another one. Pure.

They are found only where they surely are the same words: a mark on other words is worse than one that waits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fidelity.quotes import find_all
from fidelity.transcripts.matching import matcher

#: Words that moved to another section are looked for if there are so many: two may stand anywhere.
FEWEST_ELSEWHERE = 3
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``starts`` to ``ends`` of a section's text."""

    section: str
    starts: int
    ends: int


def find_again(before: Mapping[str, str], words: Stretch, after: Mapping[str, str]) -> Stretch | None:
    """Where words of ``before`` stand in ``after``, both texts by section; nothing where that is not sure.

    In their own section, told from the same words elsewhere in it by what stands around them; else in the
    one other section that holds them, once.
    """
    old, new = before.get(words.section, ""), after.get(words.section, "")
    if old == new:
        return words
    quote = old[words.starts : words.ends]
    here = find_all(new, quote)
    if len(here) == 1 and len(find_all(old, quote)) == 1:
        return Stretch(words.section, *here[0])
    if here:
        return _in_step(old, words, new)
    elsewhere = [
        Stretch(section, *place)
        for section, text in after.items()
        if section != words.section
        for place in find_all(text, quote)
    ]
    is_long = len(quote.split()) >= FEWEST_ELSEWHERE
    return elsewhere[0] if is_long and len(elsewhere) == 1 else None


def _in_step(old: str, words: Stretch, new: str) -> Stretch | None:
    """Where all of the words were left as they are, one after another: compared word by word."""
    before, after = list(_WORD.finditer(old)), list(_WORD.finditer(new))
    touched = [n for n, word in enumerate(before) if word.end() > words.starts and word.start() < words.ends]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    compared = matcher([word.group() for word in before], [word.group() for word in after])
    for tag, low, high, there, _ in compared.get_opcodes():
        if tag == "equal" and low <= first and last < high:
            begin, end = after[first - low + there], after[last - low + there]
            starts = begin.start() + max(0, words.starts - before[first].start())
            ends = end.end() - max(0, before[last].end() - words.ends)
            return Stretch(words.section, starts, ends)
    return None
