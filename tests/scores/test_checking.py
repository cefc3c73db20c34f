"""Lines against what a team has: every problem at once, at its line and column."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from fidelity.scores.cells import WrongCell, code, number
from fidelity.scores.checking import check
from fidelity.scores.instruments import FORMS
from fidelity.scores.known import Before, Known, KnownCase, KnownPerson
from fidelity.scores.problems import by_line
from fidelity.scores.quarters import Quarter, last_quarters, quarter_from, quarter_of
from fidelity.scores.reading import Line
from models import Instrument, ScoreScale
from tests.scores.lines import in_words

TODAY = date(2026, 11, 25)
TAM_R, CAM = FORMS[Instrument.TAM_R], FORMS[Instrument.CAM]
GWEN, RHODRI, OTHER = uuid4(), uuid4(), uuid4()
CASE = KnownCase(
    uuid4(), "LEI-0042", date(2026, 9, 1), None,
    [(GWEN, date(2026, 9, 1), date(2026, 10, 31)), (RHODRI, date(2026, 10, 31), None)],
)  # fmt: skip
PEOPLE = [
    KnownPerson(GWEN, "Gwen Ffuglen", "gwen@x.example"),
    KnownPerson(RHODRI, "Sam Same", "r@x.example"),
    KnownPerson(OTHER, "Sam Same", "o@x.example", date(2026, 9, 30)),
]


def looked_at(form, *lines, there=None, by=None):
    known = Known({"lei-0042": CASE}, PEOPLE, there or {}, by or uuid4())
    return check(form, [Line(n, cells) for n, cells in enumerate(lines, 2)], known, TODAY)


def checked(form, *lines, **known):
    found = looked_at(form, *lines, **known)
    return found.entries, [in_words(*wrong) for wrong in by_line(found.problems).items()]


def tam_r(**cells):
    return {"date": "2026-11-19", "case": "LEI-0042", "score": "0.7"} | cells


def cam(**cells):
    return {
        "date": "2026-11-19",
        "consultant": "gwen@x.example",
        "respondent": "r1",
        "competence": "4",
    } | cells


def test_whoever_held_the_case_on_the_day_is_meant_unless_two_did():
    entries, problems = checked(
        TAM_R, tam_r(date="2026-09-05"), tam_r(), tam_r(date="31/10/2026"), tam_r(date="2026-09-06", therapist="r@X.example")
    )  # fmt: skip

    assert problems == []
    assert [entry.about_id for entry in entries] == [GWEN, RHODRI, None, RHODRI]
    assert {entry.case_id for entry in entries} == {CASE.id}


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"date": ""}, "the date is missing"),
        ({"date": "2026-11-26"}, "the date 2026-11-26 has not come yet"),
        ({"date": "2026-08-31"}, "LEI-0042 was opened on 1 September 2026, after this day"),
        ({"case": ""}, "the case is missing"),
        ({"case": "LEI-0043"}, "“LEI-0043” is not a case of this team"),
        ({"therapist": "Some\nbody"}, "“Some body” is not, and was never, a therapist of this team: write the e-mail address or the full name"),
        ({"therapist": "sam same"}, "two people here are called “sam same”: write the e-mail address"),
        ({"respondent": "Mrs Jones"}, "the respondent “Mrs Jones” is not a code: write up to 20 letters and figures without a space, such as R1, never a name"),
        ({"score": ""}, "there is no score in this line"),
        ({"score": "7"}, "the score 7 is above 1: write 0.61, or 61% for a percentage"),
        ({"score": "101%"}, "the score 101% is above 1"),
        ({"score": "-0,1"}, "the score -0,1 is below 0"),
        ({"score": "seven"}, "the score “seven” is not a number: write one such as 0.72"),
        ({"date": "31/02/2026", "score": "nan"}, "the date 31/02/2026 is not a day; the score “nan” is not a number: write one such as 0.72"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_line_is_one_sentence_that_names_what_stands_there(cells, sentence):
    assert checked(TAM_R, tam_r(**cells))[1] == [f"Line 2: {sentence}"]


def test_alliance_is_not_kept_without_competence():
    _, problems = checked(CAM, cam(competence="", alliance="5"), cam(alliance="5", date="2026-11-18"))

    assert problems == ["Line 2: the alliance score is kept only with a competence score beside it"]


def test_a_score_of_a_scale_says_which_one_is_wrong_and_takes_no_percentage():
    [problem] = checked(CAM, cam(competence="7", procedures="61%"))[1]

    assert problem == (
        "Line 2: the competence score 7 is above 6; the procedures score 61% is a percentage: write a number "
        "from 1 to 6"
    )


def test_nobody_brings_in_what_was_said_of_themselves():
    assert checked(CAM, cam(), by=GWEN)[1] == [
        "Line 2: these are ratings of you: somebody else must bring them in"
    ]
    assert checked(TAM_R, tam_r(therapist="gwen@x.example"), by=GWEN)[1] == []


def test_who_left_did_not_hold_the_case_or_is_not_told_is_kept_and_to_be_looked_at_twice():
    entries, problems = checked(
        TAM_R,
        tam_r(therapist="o@x.example"),
        tam_r(date="31/10/2026"),
        tam_r(date="2026-09-29", therapist="r@x.example"),
    )

    assert problems == []
    assert [entry.notes for entry in entries] == [
        ("Sam Same did not hold LEI-0042 on this day", "Sam Same left the team on 30 September 2026, before this day"),
        ("nobody alone held the case on this day, so no therapist is kept with the score",),
        ("Sam Same did not hold LEI-0042 on this day",),
    ]  # fmt: skip


def test_the_same_twice_is_refused_within_a_file():
    entries, _ = checked(CAM, cam(procedures="3", competence="4,5"))
    assert entries[0].values == {ScoreScale.COMPETENCE: 4.5, ScoreScale.PROCEDURES: 3.0}
    assert entries[0].respondent == "R1"

    _, problems = checked(
        CAM, cam(), cam(respondent="R2"), cam(consultant="Gwen Ffuglen"), cam(respondent="R1", competence="5")
    )
    assert problems == [
        "Line 4: it says the same as line 2: leave one of the two out",
        "Line 5: it gives another score than line 2 for the same day and respondent: leave one of the two out",
    ]


@pytest.mark.parametrize(("value", "is_there"), [(0.7, True), (0.71, False)])
def test_a_familys_score_that_is_kept_already_is_left_out_and_another_number_is_refused(value, is_there):
    [entry] = looked_at(TAM_R, tam_r()).entries
    before = Before({ScoreScale.OVERALL: value}, "Nia", date(2026, 11, 20), is_typed=True)

    found = looked_at(TAM_R, tam_r(), tam_r(date="2026-11-20"), there={entry.key: before})

    assert [each.line for each in found.entries] == [3]
    assert (list(found.there), [each.line for each in found.problems]) == (
        ([2], []) if is_there else ([], [2])
    )
    if not is_there:
        assert "typed in by Nia on 20 November 2026" in found.problems[0].sentence


def test_numbers_and_codes_are_read_as_people_write_them():
    share = {"called": "score", "lowest": 0, "highest": 1}
    assert number("0,72", **share) == number(".72", **share) == number("72 %", **share) == 0.72
    assert code("r-1") == "R-1"
    for wrong in ("", "1e-1", "0.7.1", "1,000.5", "٠", "inf", "%"):
        with pytest.raises(WrongCell):
            number(wrong, **share)


def test_quarters_follow_one_another_without_a_gap():
    assert quarter_of(date(2026, 1, 1)) == quarter_of(date(2026, 3, 31)) == Quarter(2026, 1)
    assert [str(each) for each in last_quarters(date(2026, 2, 1), 4)] == [
        "2026-Q1",
        "2025-Q4",
        "2025-Q3",
        "2025-Q2",
    ]
    for quarter in last_quarters(TODAY, 9):
        assert quarter.ends_on + timedelta(days=1) == quarter.next.starts_on
        assert quarter_from(str(quarter)) == quarter
    for wrong in ("2026-Q5", "2026-Q0", "2026", "26-Q1", "2026-Q٣", "2026-Q03"):
        with pytest.raises(ValueError):  # noqa: PT011  # any sentence will do
            quarter_from(wrong)
