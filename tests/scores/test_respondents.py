"""Worked by hand from the rule of the CAM's published scoring: mean per respondent, then mean of respondents."""

from datetime import date
from uuid import UUID

import pytest

from fidelity.scores.about_people import about_people
from fidelity.scores.quarters import Quarter
from fidelity.scores.respondents import mean_of_respondents
from models import Instrument, ScoreScale

COMPETENCE, PROCEDURES, ALLIANCE = ScoreScale.COMPETENCE, ScoreScale.PROCEDURES, ScoreScale.ALLIANCE
Q3, Q4 = Quarter(2026, 3), Quarter(2026, 4)
AMARA = ("Amara", UUID(int=1))


def test_whoever_answers_more_often_weighs_no_more():
    # A: (6 + 6 + 6 + 2) ÷ 4 = 5; B: 3; C: 4. Their mean is 4; of all six numbers it would be 4.5.
    given = [("A", 6.0), ("A", 6.0), ("A", 6.0), ("A", 2.0), ("B", 3.0), ("C", 4.0)]

    mean = mean_of_respondents(given, lowest=1, highest=6)

    assert (mean.value, mean.respondents, mean.scores) == (4.0, 3, 6)
    # Student, two degrees of freedom: 4 ± 4.302653 · 1 ÷ √3.
    assert mean.interval.low == pytest.approx(4 - 4.302653 / 3**0.5, abs=1e-5)
    assert mean.interval.high == 6


def test_no_mean_of_fewer_than_three_people_however_often_they_answered():
    mean = mean_of_respondents([("A", 5.0), ("A", 4.0), ("B", 3.0)], lowest=1, highest=6)

    assert (mean.value, mean.interval, mean.respondents, mean.scores) == (None, None, 2, 3)


def cam(day, *, who=AMARA, **values):
    """Answers of three people, ``values`` by scale."""
    return [
        (who, ScoreScale(scale), day, respondent, value)
        for scale, numbers in values.items()
        for respondent, value in zip("ABC", numbers, strict=False)
    ]


def test_alliance_is_not_shown_without_competence():
    day = date(2026, 8, 3)
    answers = cam(day, alliance=(6.0, 6.0, 6.0), competence=(2.0, 3.0), procedures=(4.0, 4.0, 4.0))

    (person,) = about_people(Instrument.CAM, answers, [Q4, Q3])

    assert list(person.scales) == [PROCEDURES]
    (of_quarter,) = person.quarters
    assert set(of_quarter.means) == {PROCEDURES}
    assert of_quarter.respondents == 3

    (person,) = about_people(Instrument.CAM, [*answers, (AMARA, COMPETENCE, day, "C", 4.0)], [Q4, Q3])
    assert list(person.scales) == [COMPETENCE, PROCEDURES, ALLIANCE]
    assert person.quarters[0].means[COMPETENCE].value == 3.0


def test_each_quarter_stands_alone_and_a_small_one_says_only_how_many_answered():
    answers = cam(date(2026, 9, 30), competence=(4.0, 5.0, 6.0)) + cam(date(2026, 10, 1), competence=(1.0,))

    (person,) = about_people(Instrument.CAM, answers, [Q4, Q3])

    assert [(each.quarter, each.respondents) for each in person.quarters] == [(Q4, 1), (Q3, 3)]
    assert person.quarters[0].means == {}
    assert person.quarters[1].means[COMPETENCE].value == 5.0


def test_two_people_of_one_name_are_two_people():
    day, namesake = date(2026, 9, 30), ("Amara", UUID(int=2))
    answers = [
        *cam(day, competence=(4.0, 5.0, 6.0)),
        *cam(day, who=namesake, competence=(1.0, 1.0)),
    ]

    one, other = about_people(Instrument.CAM, answers, [Q3])

    assert (one.name, one.quarters[0].means[COMPETENCE].value) == ("Amara", 5.0)
    assert (other.name, other.quarters[0].means, other.quarters[0].respondents) == ("Amara", {}, 2)
