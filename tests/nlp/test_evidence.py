"""Which words carry a label, and which moved it, from numbers for tokens that are made up here."""

import numpy as np
import pytest

from fidelity.nlp.encoder import Judged
from fidelity.nlp.evidence import Words, carriers, movers
from fidelity.nlp.reading import Reading

TEXT = "Well, praised him, then mum rings school."
#: Two tokens for "praised", and one for the comma and the full stop each.
PLACES = [
    (0, 4),
    (4, 5),
    (6, 12),
    (12, 13),
    (14, 17),
    (17, 18),
    (19, 23),
    (24, 27),
    (28, 33),
    (34, 40),
    (40, 41),
]


@pytest.fixture
def words():
    return Words.of(TEXT, Reading(tuple(range(13)), 1, 12, tuple(PLACES)))


def judged(carries):
    carries = np.array(carries, np.float32)[:, None]
    return Judged(np.zeros(1, np.float32), np.zeros(768, np.float32), carries, np.zeros_like(carries))


def said(span):
    return TEXT[span[0] : span[1]]


def test_the_words_of_a_text_know_their_tokens(words):
    assert [TEXT[a:b] for a, b in words.places] == [
        "Well,",
        "praised",
        "him,",
        "then",
        "mum",
        "rings",
        "school.",
    ]
    assert words.tokens[:3] == ((0, 1), (2, 3), (4, 5))


def test_the_words_that_carry_it_are_their_whole_clause_without_the_comma(words):
    carries = [-5, -5, 3, 3, 3, 3, -5, -5, -5, -5, -5]

    assert said(carriers(TEXT, words, judged(carries), 0)) == "praised him"


def test_a_single_word_takes_its_clause_along(words):
    carries = [-5, -5, -5, -5, -5, -5, -5, -5, 5, -5, -5]

    assert said(carriers(TEXT, words, judged(carries), 0)) == "then mum rings school."


def test_words_in_two_clauses_take_both(words):
    carries = [-5, -5, 4, 4, 4, 4, -2, 4, 4, 4, 4]

    assert said(carriers(TEXT, words, judged(carries), 0)) == "praised him, then mum rings school."


def test_the_heaviest_words_come_first_as_shares_of_what_spoke_for_it(words):
    moves = [0, 0, 2, 1, 0, 0, 0, -4, 1, 0, 0]

    found = movers(TEXT, words, words.sums(np.array(moves, np.float32)), offset=100)

    assert [(TEXT[w.start - 100 : w.end - 100], w.weight) for w in found] == [
        ("praised", 0.75),
        ("rings", 0.25),
    ]


def test_a_word_counts_with_what_it_brought_beyond_the_others(words):
    alike = [-1.0] * 11
    alike[8] = 0.0

    found = movers(TEXT, words, words.sums(np.array(alike, np.float32)), offset=0)

    assert TEXT[found[0].start : found[0].end] == "rings"


def test_where_all_words_bring_the_same_none_is_named():
    words = Words.of("one two", Reading((101, 1, 2, 102), 1, 3, ((0, 3), (4, 7))))

    assert movers("one two", words, np.ones(2), offset=0) == ()


def test_what_the_encoder_did_not_read_carries_nothing():
    long = TEXT + " And more that was cut."

    words = Words.of(long, Reading(tuple(range(13)), 1, 12, tuple(PLACES)))

    assert words.places[-1] == (34, 41)
    assert Words.of("", Reading((101, 102), 1, 1, ())).places == ()
    assert carriers("🙂", Words.of("🙂", Reading((101, 102), 1, 1, ())), judged([]), 0) == (0, 1)


def test_what_is_said_of_a_pair_of_words_is_shared_between_them(words):
    praised, pair = (6, 13, 1.0), (6, 17, 3.0)

    spread = words.spread([praised, pair, (200, 210, 5.0)])

    assert dict(zip([TEXT[a:b] for a, b in words.places], spread, strict=True)) == {
        "Well,": 0, "praised": 2.5, "him,": 1.5, "then": 0, "mum": 0, "rings": 0, "school.": 0,
    }  # fmt: skip
