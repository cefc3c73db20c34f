"""Days as people and spreadsheets write them; what can be two days is never guessed."""

from datetime import date

import pytest

from fidelity.scores.cells import WrongCell
from fidelity.scores.days import DayOrder, day, order_that_shows, two_days

TODAY = date(2026, 11, 25)
DAY_FIRST, MONTH_FIRST = DayOrder


@pytest.mark.parametrize(
    "cell",
    [
        "2026-11-19", "19/11/2026", "11/19/2026", "19-11-2026", "19.11.2026", "19 Nov 2026", "19-november-2026",
        "2026-11-19 00:00:00", "2026-11-19T09:30",
    ],
)  # fmt: skip
def test_it_is_the_same_day_however_it_is_written(cell):
    assert day(cell, TODAY) == date(2026, 11, 19)


def test_what_can_be_two_days_is_asked():
    with pytest.raises(WrongCell) as asked:
        day("03/04/2026", TODAY)

    assert str(asked.value) == (
        "the date 03/04/2026 can mean 3 April or 4 March: write 2026-04-03 or 2026-03-04"
    )
    assert day("03/04/2026", TODAY, DAY_FIRST) == date(2026, 4, 3)
    assert day("3-4-2026", TODAY, MONTH_FIRST) == date(2026, 3, 4)
    assert two_days("04/04/2026") is two_days("19/11/2026") is two_days("3.4.2026") is None


def test_what_the_others_show_is_told_only_where_they_agree():
    assert order_that_shows(["19/11/2026", "03/04/2026", "2026-11-19", "04/04/2026"]) is DAY_FIRST
    assert order_that_shows(["11/19/2026"]) is MONTH_FIRST
    assert order_that_shows(["11/19/2026", "19/11/2026"]) is order_that_shows(["03/04/2026"]) is None


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        ("", "the date is missing"),
        ("31/02/2026", "the date 31/02/2026 is not a day"),
        ("31/13/2026", "the date 31/13/2026 is not a day"),
        ("0/4/2026", "the date 0/4/2026 is not a day"),
        ("03/04/0000", "the date 03/04/0000 is not a day"),
        ("26/11/2026", "the date 26/11/2026 has not come yet"),
        ("1999-12-31", "the date 1999-12-31 is before the year 2000: check the year"),
        ("19/11/26", "the date 19/11/26 has a short year: write all four figures"),
        ("46345", "the date “46345” cannot be read: write it as 2026-11-19"),
        ("٢٠٢٦-11-19", "the date “٢٠٢٦-11-19” cannot be read: write it as 2026-11-19"),
        ("the nineteenth of November", "the date “the nineteenth of No…” cannot be read: write it as 2026-11-19"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_said_with_what_stands_there(cell, sentence):
    with pytest.raises(WrongCell) as wrong:
        day(cell, TODAY)

    assert str(wrong.value) == sentence


def test_an_answer_holds_for_every_day_of_the_file():
    with pytest.raises(WrongCell, match="the date 19/11/2026 is not a day with the month first"):
        day("19/11/2026", TODAY, MONTH_FIRST)
