"""The tagger with a light part on top: what it learns, and what it refuses."""

import numpy as np
import pytest

from fidelity.nlp.lessons import Lesson
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import Polarity, Principle, Unit

NEXT = (Principle.GENERALISATION, Polarity.ADHERENT)
SAYINGS = [f"We talked about the {thing} for a while on {day}." for thing in ("dog", "car", "garden", "match")
           for day in ("Monday", "Tuesday", "Friday")]  # fmt: skip


@pytest.fixture(scope="module")
def lessons():
    """A service whose raters see generalisation where the shipped tagger sees nothing."""
    talk = [Lesson(Unit(text, "note"), None, {NEXT: True}) for text in SAYINGS * 4]
    other = [
        Lesson(Unit(f"Row {n} about the bins, nobody hurt.", "note"), None, {NEXT: False}) for n in range(48)
    ]
    return [each for pair in zip(talk, other, strict=True) for each in pair]


@pytest.fixture(scope="module")
def learned(tagger, lessons):
    return tagger.learn(lessons[:80], lessons[80:])


def test_it_learns_what_a_service_decides_alike(tagger, lessons, learned):
    after = tagger.with_head(learned.head)

    column = LABELS.index(NEXT)
    unit = [Unit("We talked about the kitchen for a while on Sunday.", "note")]
    assert after.probabilities(unit)[0, column] > 2 * tagger.probabilities(unit)[0, column]
    assert learned.held_out.after.f1 > (learned.held_out.before.f1 or 0)
    assert learned.held_out.by_principle[Principle.GENERALISATION][1] == learned.held_out.after
    assert learned.held_out.by_principle[Principle.FINDING_THE_FIT][1].n == 0


def test_both_are_measured_on_the_benchmark_that_came_along(tagger, learned):
    before, after = learned.benchmark.before, learned.benchmark.after

    assert before.n == after.n > 5_000
    assert before.f1 > 0.4
    parts = [score for score, _ in learned.benchmark.by_principle.values()]
    assert sum(score.right for score in parts) == before.right


def test_it_is_told_apart_by_its_version(tagger, learned):
    after = tagger.with_head(learned.head)

    assert after.version == learned.version
    assert after.version.startswith(tagger.version + "+service-")
    assert after.with_head(None).version == tagger.version


def test_the_same_lessons_give_the_same(tagger, lessons, learned):
    assert tagger.learn(lessons[:80], lessons[80:]) == learned


def test_no_lessons_change_nothing(tagger):
    unit = [Unit("Mum to take the console for one evening each time he is late.", "note")]

    after = tagger.with_head(tagger.learn([], []).head)

    assert np.array_equal(after.probabilities(unit), tagger.probabilities(unit))


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 100])
def test_bytes_that_are_no_light_part_are_refused(tagger, content):
    with pytest.raises(ValueError):  # noqa: PT011  # numpy says it in its own words, too
        tagger.with_head(content)
