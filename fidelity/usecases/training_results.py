"""What came of a training, as it is kept: numbers only; and whether it may be adopted."""

from typing import Any

from fidelity.nlp.lessons import Comparison, Learned, Score
from fidelity.nlp.types import Principle

#: Of two measures: equal, whatever a computer makes of their last digits.
_SAME = 1e-9
_COUNTS = ("n", "positives", "right", "wrong", "missed")


def as_numbers(learned: Learned, *, beside: str) -> dict[str, Any]:
    """For ``LearnedTagger.results``. ``beside``: the version that was in use and stands before it."""
    return {
        "beside": beside,
        "held_out": _numbers(learned.held_out),
        "benchmark": _numbers(learned.benchmark),
    }


def held_out(results: dict[str, Any]) -> Comparison:
    """On the newest weeks, from which nothing was learned."""
    return _comparison(results["held_out"])


def benchmark(results: dict[str, Any]) -> Comparison:
    """On the units that come with the product."""
    return _comparison(results["benchmark"])


def has_fallen(comparison: Comparison) -> bool:
    """Whether F1 of all judged pairs together is lower than before. As good is not fallen.

    Where there is nothing to find and nothing was marked, nothing is wrong: that counts as 1.
    """
    before, after = (1.0 if f1 is None else f1 for f1 in (comparison.before.f1, comparison.after.f1))
    return after < before - _SAME


def _numbers(comparison: Comparison) -> dict[str, Any]:
    return {
        "all": [_counts(comparison.before), _counts(comparison.after)],
        "by_principle": {
            principle.value: [_counts(before), _counts(after)]
            for principle, (before, after) in comparison.by_principle.items()
        },
    }


def _counts(score: Score) -> dict[str, int]:
    return {name: int(getattr(score, name)) for name in _COUNTS}


def _comparison(numbers: dict[str, Any]) -> Comparison:
    before, after = (Score(**counts) for counts in numbers["all"])
    return Comparison(
        before,
        after,
        {
            Principle(name): (Score(**pair[0]), Score(**pair[1]))
            for name, pair in numbers["by_principle"].items()
        },
    )
