"""What people said of words becomes what they said of a unit."""

from datetime import date, timedelta

import pytest

from fidelity.nlp.learning.judged import Judgement, holder, newest_fifth, settle
from fidelity.nlp.types import Polarity, Principle, Sentence

FIT = (Principle.FINDING_THE_FIT, Polarity.ADHERENT)
AGAINST_FIT = (Principle.FINDING_THE_FIT, Polarity.COUNTER_ADHERENT)
SPANS = [Sentence(0, 10), Sentence(11, 20), Sentence(21, 30)]


@pytest.mark.parametrize(
    ("start", "end", "place"), [(2, 4, 0), (8, 18, 1), (5, 16, 0), (0, 30, 0), (20, 21, None), (40, 50, None)]
)
def test_words_belong_to_the_unit_that_holds_most_of_them(start, end, place):
    assert holder(SPANS, start, end) == place
    assert holder([], start, end) is None


def test_one_rater_who_says_both_of_different_words_says_yes_and_two_who_differ_say_nothing():
    said = [
        Judgement("first", 0, 3, FIT, False),
        Judgement("first", 4, 6, FIT, True),
        Judgement("first", 0, 3, AGAINST_FIT, False),
        Judgement("second", 0, 3, AGAINST_FIT, True),
    ]

    assert settle(said) == {FIT: True}
    assert settle([]) == {}


@pytest.mark.parametrize(("weeks", "newest"), [(0, 0), (1, 1), (5, 1), (9, 1), (10, 2), (52, 10)])
def test_the_newest_fifth_of_the_weeks_is_held_out(weeks, newest):
    mondays = [date(2026, 1, 5) + timedelta(weeks=number) for number in range(weeks)]

    assert newest_fifth([*mondays, *mondays]) == set(mondays[weeks - newest :])
