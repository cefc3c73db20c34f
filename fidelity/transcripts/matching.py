"""Compares two runs of words or of letters, in a time that does not run away. Pure."""

from collections.abc import Sequence
from difflib import SequenceMatcher

#: Pairs of one of each. Of more, what comes often is not looked for one by one: two thousand like words, as a
#: recogniser writes them over noise, would otherwise take a minute, and everybody else waits.
_MOST_PAIRS = 200_000


def matcher(before: Sequence[str], after: Sequence[str]) -> SequenceMatcher[str]:
    """Ready to be asked."""
    return SequenceMatcher(None, before, after, autojunk=len(before) * len(after) > _MOST_PAIRS)
