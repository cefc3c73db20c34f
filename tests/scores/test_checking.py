"""Lines against what a team has: every problem at once, at its line and column."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from fidelity.scores.cells import WrongCell, code, day, number
from fidelity.scores.checking import Known, KnownCase, KnownPerson, check
from fidelity.scores.instruments import FORMS
from fidelity.scores.quarters import Quarter, last_quarters, quarter_from, quarter_of
from fidelity.scores.reading import Line
from models import Instrument, ScoreScale

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
    KnownPerson(OTHER, "Sam Same", "o@x.example"),
]


def checked(form, *lines, there=(), by=None):
    known = Known({"lei-0042": CASE}, PEOPLE, set(there), by or uuid4())
    entries, problems = check(form, [Line(n, cells) for n, cells in enumerate(lines, 2)], known, TODAY)
    return entries, [problem.in_words for problem in problems]


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
        ({"date": ""}, "column date: Give the date"),
        ({"date": "2026-11-26"}, "column date: This day has not come yet"),
        ({"date": "2026-08-31"}, "column date: LEI-0042 was opened later than this day"),
        ({"case": ""}, "column case: Name the case by its reference"),
        ({"case": "LEI-0043"}, "column case: “LEI-0043” is not a case of this team"),
        ({"therapist": "Somebody"}, "column therapist: “Somebody” is not a therapist of this team"),
        ({"therapist": "sam same"}, "column therapist: Two people are called “sam same”: write the e-mail address"),
        ({"respondent": "Mrs Jones"}, "column respondent: Write a code such as R1 (up to 20 letters and figures, no spaces), never a name"),
        ({"score": ""}, "column score: Write at least one number in this line"),
        ({"score": "1.01"}, "column score: The number must be from 0 to 1"),
        ({"score": "-0,1"}, "column score: The number must be from 0 to 1"),
        ({"score": "nan"}, "column score: Write a number such as 0.72"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_with_its_column(cells, sentence):
    assert checked(TAM_R, tam_r(**cells))[1] == [f"Line 2, {sentence}"]


def test_alliance_is_not_kept_without_competence():
    _, problems = checked(CAM, cam(competence="", alliance="5"), cam(alliance="5", date="2026-11-18"))

    assert problems == ["Line 2, column alliance: The alliance is kept only with the competence beside it"]


def test_nobody_brings_in_what_was_said_of_themselves():
    assert checked(CAM, cam(), by=GWEN)[1] == [
        "Line 2, column consultant: These are ratings of you: somebody else must bring them in"
    ]
    assert checked(TAM_R, tam_r(therapist="gwen@x.example"), by=GWEN)[1] == []


def test_the_same_twice_is_refused_within_a_file_and_beside_what_is_kept():
    entries, _ = checked(CAM, cam(procedures="3", competence="4,5"))
    assert entries[0].values == {ScoreScale.COMPETENCE: 4.5, ScoreScale.PROCEDURES: 3.0}
    assert entries[0].respondent == "R1"

    _, problems = checked(
        CAM, cam(), cam(respondent="R2"), cam(consultant="Gwen Ffuglen"), cam(respondent="R1")
    )
    assert problems == [
        "Line 4: This says the same day and respondent as line 2",
        "Line 5: This says the same day and respondent as line 2",
    ]
    assert checked(CAM, cam(), there=[entries[0].key])[1] == [
        "Line 2: A score of the same day and respondent is kept already: take it back first"
    ]


def test_days_numbers_and_codes_are_read_as_people_write_them():
    assert day("19/11/2026", TODAY) == day("2026-11-19", TODAY) == date(2026, 11, 19)
    assert day("1/2/2026", TODAY) == date(2026, 2, 1)
    assert number("0,72", lowest=0, highest=1) == number(".72", lowest=0, highest=1) == 0.72
    assert code("r-1") == "R-1"
    for wrong in ("19.11.2026", "19/11/26", "2026-02-30", "31/13/2026", "1999-12-31", "٢٠٢٦-11-19"):
        with pytest.raises(WrongCell):
            day(wrong, TODAY)
    for wrong in ("", "1e-1", "0.7.1", "1,000.5", "٠", "inf"):
        with pytest.raises(WrongCell):
            number(wrong, lowest=0, highest=1)


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
