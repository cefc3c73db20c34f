"""What words and pairs of words say, from weights that are made up here."""

import numpy as np
import pytest

from fidelity.nlp.phrases import Phrases, counted, read_phrases, terms, write_phrases
from fidelity.nlp.types import Unit

KNOWN = ["<therapist>", "well", "well done", "done", "school"]


@pytest.fixture
def phrases():
    weights = np.zeros((5, 18), np.float32)
    weights[:, 2] = [0.0, 1.0, 4.0, 1.0, -2.0]
    constants = np.full(18, -3.0, np.float32)
    return Phrases(
        {term: place for place, term in enumerate(KNOWN)}, np.ones(5, np.float32), weights, constants
    )


def test_a_text_is_words_and_pairs_in_small_letters():
    assert [term.text for term in terms("Well DONE, you")] == ["well", "well done", "done", "done you", "you"]
    assert [(term.start, term.end) for term in terms("Well DONE, you")][1] == (0, 9)
    assert counted(Unit("no no", "note")) == {"<note>": 1, "no": 2, "no no": 1}


def test_what_is_not_known_says_nothing(phrases):
    assert phrases.judge(Unit("Ie, da iawn", "note")) == pytest.approx(np.full(18, -3.0))
    assert phrases.judge(Unit("", "note"))[2] == pytest.approx(-3.0)


def test_its_moves_sum_to_its_judgement(phrases):
    unit = Unit("Well done, well done at school", "therapist")

    moves = phrases.moves(unit, 2)

    assert sum(value for _, _, value in moves) - 3.0 == pytest.approx(phrases.judge(unit)[2], abs=1e-5)
    assert {unit.text[start:end] for start, end, value in moves if value < 0} == {"school"}


def test_the_longer_a_text_the_less_each_word_counts(phrases):
    short, long = (phrases.judge(Unit(text, "note"))[2] for text in ("well done", "well done school"))

    assert short > long


def test_it_is_read_as_it_was_written(phrases, tmp_path):
    write_phrases(phrases, tmp_path / "phrases.npz")

    read = read_phrases(tmp_path / "phrases.npz")

    unit = Unit("Well done", "therapist")
    assert dict(read.places) == dict(phrases.places)
    assert read.judge(unit) == pytest.approx(phrases.judge(unit), abs=0.01)
