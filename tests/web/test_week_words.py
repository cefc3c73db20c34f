from datetime import UTC, datetime, timedelta

import pytest

from fidelity.usecases.week_standing import Standing
from fidelity.web.week_words import consultation_words, due_sentence
from fidelity.week_state import State
from models import now

#: A Thursday at ten.
DUE = datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(hours=1), "10am today"),
        (timedelta(hours=11), "10am tomorrow, Thursday"),
        (timedelta(hours=-15), "10am yesterday, Thursday"),
        (timedelta(days=2), "Thursday at 10am"),
        (timedelta(days=5), "Thursday at 10am"),
        (timedelta(days=7), "Thursday 19 November 2026 at 10am"),
        (timedelta(days=-7), "Thursday 19 November 2026 at 10am"),
    ],
)
def test_a_consultation_is_named_so_that_nobody_takes_it_for_another_weeks(before, expected):
    assert consultation_words(DUE, DUE - before) == expected


def test_today_is_that_of_the_services_clock():
    """Half past midnight in summer is the day before in UTC."""
    due = datetime(2026, 7, 9, 9, tzinfo=UTC)

    assert consultation_words(due, datetime(2026, 7, 8, 23, 30, tzinfo=UTC)) == "10am today"


@pytest.mark.parametrize(
    ("state", "off", "begins", "ends"),
    [
        (State.DUE_SOON, timedelta(minutes=5), "Due before ", "."),
        (State.LATE, timedelta(days=-9), "The note was due before ", ". It can still be handed in."),
        (State.HANDED_IN, timedelta(days=3), "The consultation is on ", "."),
        (State.REVIEWED, timedelta(days=-9), "The consultation was on ", "."),
    ],
)
def test_what_is_over_is_said_as_over(state, off, begins, ends):
    said = due_sentence(Standing(state=state, due=now() + off))

    assert said.startswith(begins)
    assert said.endswith(ends)
