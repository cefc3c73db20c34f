import pytest

from fidelity.usecases.locate_words import second_of

WORDS = [
    {"start": s, "text": t} for s, t in ((1.0, " What"), (1.4, " happened"), (2.0, " what"), (2.5, " next?"))
]
TEXT = "What happened what next?"


@pytest.mark.parametrize(
    ("position", "seconds"), [(0, 1.0), (3, 1.0), (5, 1.4), (14, 2.0), (19, 2.5), (23, 2.5)]
)
def test_it_finds_the_second_at_which_a_word_begins(position, seconds):
    assert second_of(TEXT, WORDS, position, otherwise=0.0) == seconds


def test_a_turn_without_words_begins_where_it_begins():
    assert second_of(TEXT, [], 5, otherwise=7.5) == 7.5
    assert second_of(TEXT, [{"start": 9.0, "text": "elsewhere"}], 5, otherwise=7.5) == 7.5
