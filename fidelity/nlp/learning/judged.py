"""What people said of words, as what they said of a whole unit: pure."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fidelity.nlp.types import Polarity, Principle, Sentence

Pair = tuple[Principle, Polarity]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One rater says whether the characters from `start` to `end` of a text show a pair, or do not."""

    rater: Hashable
    start: int
    end: int
    pair: Pair
    is_so: bool


def holder(spans: Sequence[Sentence], start: int, end: int) -> int | None:
    """Which span has the most in common with the characters from `start` to `end`, of equals the first.

    Nothing where none has any.
    """
    common = [min(span.end, end) - max(span.start, start) for span in spans]
    best = max(range(len(spans)), key=lambda place: (common[place], -place), default=None)
    return best if best is not None and common[best] > 0 else None


def settle(judgements: Iterable[Judgement]) -> dict[Pair, bool]:
    """Of one unit: it shows a pair if any of its words do. What raters disagree on is left out."""
    said: dict[Pair, dict[Hashable, bool]] = defaultdict(dict)
    for each in judgements:
        by_rater = said[each.pair]
        by_rater[each.rater] = by_rater.get(each.rater, False) or each.is_so
    return {pair: next(iter(given.values())) for pair, given in said.items() if len(set(given.values())) == 1}


def newest_fifth(weeks: Iterable[date]) -> set[date]:
    """Of the weeks that there are, the newest fifth, and at least one: held out from learning."""
    in_order = sorted(set(weeks))
    return set(in_order[-max(len(in_order) // 5, 1) :])
