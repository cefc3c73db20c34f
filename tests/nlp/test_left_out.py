from collections import Counter, defaultdict
from types import SimpleNamespace

import numpy as np
import pytest

from fidelity.nlp.passages import Passage
from fidelity.nlp.tagger import EncoderTagger
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import Polarity, SuggestedMark, Unit

SEEDS = 6_000
#: Of each unit its passages, and of each passage how likely every principle is (the same for all of them).
LIKELY = [[0.04, 0.09, 0.3], [0.2], [0.1, 0.1], [], [0.01], [0.25]]


class Judging(EncoderTagger):
    """Judges as it is told, and suggests nothing."""

    def __init__(self, likely):
        thresholds = SimpleNamespace(left_unmarked=lambda _: list(range(0, len(LABELS), len(Polarity))))
        self.parts = SimpleNamespace(card=SimpleNamespace(thresholds=thresholds))
        self.likely = likely

    def _look(self, units):
        for unit, own in enumerate(self.likely):
            for place, chance in enumerate(own):
                passage = Passage(unit, 10 * place, 10 * place + 5, is_judged=True)
                yield SimpleNamespace(passage=passage, probabilities=np.full(len(LABELS), chance))

    def _mark(self, seen, label, strength):
        start, end = seen.passage.start, seen.passage.end
        return SuggestedMark(*LABELS[label], float(seen.probabilities[label]), start, end, strength)


@pytest.fixture(scope="module")
def draws():
    units = [Unit("Some words.", "note")] * len(LIKELY)
    return [Judging(LIKELY).left_out(units, 3, seed) for seed in range(SEEDS)]


def test_no_unit_is_drawn_twice_and_as_many_are_drawn_as_were_asked_for(draws):
    assert all(len({each.unit for each in drawn}) == len(drawn) == 3 for drawn in draws)


def test_each_place_is_drawn_as_often_as_it_says(draws):
    times, said = Counter(), defaultdict(set)
    for drawn in draws:
        for each in drawn:
            place = each.unit, each.mark.start, each.mark.principle
            times[place] += 1
            said[place].add(each.chance)

    for place, chances in said.items():
        [chance] = chances
        assert 0 < chance <= 1
        assert times[place] / SEEDS == pytest.approx(chance, abs=5 * (chance / SEEDS) ** 0.5), place


def test_what_was_drawn_stands_for_all_there_is(draws):
    """One divided by the chance, summed over what is drawn: on average the number of places."""
    estimates = [sum(1 / each.chance for each in drawn) for drawn in draws]

    there = 9 * sum(map(len, LIKELY))
    assert np.mean(estimates) == pytest.approx(there, abs=4 * np.std(estimates) / SEEDS**0.5)
