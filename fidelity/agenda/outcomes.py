"""Puts together what two people write of the same item during a call. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Lines of one text.
MOST_COMPARED = 200


@dataclass(frozen=True, slots=True)
class _Change:
    """What became of each line: the lines in its place (nothing: it stands), and lines put before it."""

    instead: Sequence[list[str] | None]
    before: Sequence[list[str]]


def together(based_on: str, mine: str, stands: str) -> str:
    """What to keep: ``based_on`` is what my page showed, ``stands`` what was kept meanwhile.

    Line by line: a line that one of them changed is changed, and where both wrote at the same place mine
    comes after the other's. No line that either wrote is lost. Sending the same twice changes nothing.
    More lines than anybody writes in a call are not compared one by one: that would take minutes.
    """
    base = _lines(based_on)
    if max(len(base), len(_lines(mine)), len(_lines(stands))) > MOST_COMPARED:
        return _whole(based_on, mine, stands)
    my, their = _change(base, _lines(mine)), _change(base, _lines(stands))
    kept: list[str] = []
    for place in range(len(base) + 1):
        kept += _both(their.before[place], my.before[place])
        if place == len(base):
            break
        mine_now, theirs_now = my.instead[place], their.instead[place]
        if mine_now is None and theirs_now is None:
            kept.append(base[place])
        else:
            kept += _both(theirs_now or [], mine_now or [])
    return "\n".join(kept)


def _whole(based_on: str, mine: str, stands: str) -> str:
    """The same, of whole texts: who changed nothing adds nothing."""
    if stands in {based_on, mine}:
        return mine
    return stands if mine == based_on else "\n".join(_both(_lines(stands), _lines(mine)))


def _lines(text: str) -> list[str]:
    return text.split("\n") if text else []


def _change(base: list[str], after: list[str]) -> _Change:
    instead: list[list[str] | None] = [None] * len(base)
    before: list[list[str]] = [[] for _ in range(len(base) + 1)]
    for what, start, end, first, last in SequenceMatcher(None, base, after, autojunk=False).get_opcodes():
        if what == "insert":
            before[start] = after[first:last]
        elif what != "equal":
            instead[start:end] = [after[first:last], *([] for _ in range(end - start - 1))]
    return _Change(instead, before)


def _both(theirs: list[str], mine: list[str]) -> list[str]:
    """Theirs, then mine, unless mine is among theirs already: it was sent before."""
    places = range(len(theirs) - len(mine) + 1)
    if any(theirs[place : place + len(mine)] == mine for place in places):
        return theirs
    return theirs + mine
