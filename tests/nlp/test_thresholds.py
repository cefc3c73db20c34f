import json

import numpy as np
import pytest

from fidelity.nlp.thresholds import LABELS, Thresholds, probabilities, read_card
from fidelity.nlp.types import Polarity, Principle, Strength

FIT, PRAISE, TASKS, GOALS = 0, 2, 4, 6


@pytest.fixture
def thresholds():
    levels = np.tile([0.9, 0.6, 0.3], (9, 1))
    return Thresholds(np.ones(18), np.zeros(18), np.zeros(18), levels)


def chances(**at):
    table = np.full(18, 0.01)
    for name, value in at.items():
        table[int(name[1:])] = value
    return table


def test_both_judges_logits_become_one_probability():
    own = Thresholds(np.full(18, 2.0), np.full(18, 0.5), np.full(18, -1.0), np.zeros((9, 3)))

    assert probabilities(own.join(np.full(18, 0.25), np.ones(18))) == pytest.approx(np.full(18, 0.5))
    assert own.join(np.zeros((2, 18)), np.zeros((2, 18))).shape == (2, 18)
    assert probabilities([-9_999.0, 0.0, 9_999.0]) == pytest.approx([0.0, 0.5, 1.0])


def test_a_suggestion_is_as_strong_as_the_level_it_reaches(thresholds):
    found = thresholds.suggested(chances(_0=0.95, _2=0.7, _4=0.3, _6=0.29))

    assert found == [(FIT, Strength.STRONG), (PRAISE, Strength.USUAL), (TASKS, Strength.WEAK)]


def test_of_a_principle_only_the_likelier_polarity_is_suggested(thresholds):
    found = thresholds.suggested(chances(_0=0.7, _1=0.8))

    assert found == [(FIT + 1, Strength.USUAL)]


def test_of_one_text_only_the_three_likeliest_are_suggested(thresholds):
    found = thresholds.suggested(chances(_0=0.7, _2=0.75, _4=0.8, _6=0.65))

    assert [label for label, _ in found] == [TASKS, PRAISE, FIT]


def test_left_unmarked_is_every_principle_without_a_usual_suggestion(thresholds):
    left = thresholds.left_unmarked(chances(_0=0.95, _3=0.4))

    assert len(left) == 8
    assert FIT not in left
    assert PRAISE + 1 in left


def test_a_card_that_misses_a_principle_is_refused(tmp_path):
    principle = {
        "slope": {"+": 1, "-": 1},
        "of_phrases": {"+": 1, "-": 1},
        "constant": {"+": 0, "-": 0},
        "levels": {"strong": 0.9, "usual": 0.6, "weak": 0.3},
    }
    card = {
        "version": "x",
        "codebook_version": "1",
        "files": {},
        "benchmark": [],
        "principles": {each.value: principle for each in Principle},
    }
    file = tmp_path / "card.json"
    file.write_text(json.dumps(card))
    assert read_card(file).thresholds.levels.shape == (9, 3)

    del card["principles"]["generalisation"]
    file.write_text(json.dumps(card))

    with pytest.raises(ValueError, match="generalisation"):
        read_card(file)


def test_labels_are_pairs_of_principles_in_order():
    assert LABELS[:2] == (
        (Principle.FINDING_THE_FIT, Polarity.ADHERENT),
        (Principle.FINDING_THE_FIT, Polarity.COUNTER_ADHERENT),
    )
    assert len(LABELS) == 18
