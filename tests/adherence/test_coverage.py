from datetime import date, timedelta

import pytest

from fidelity.adherence.coverage import Coverage, WeekState, coverage, is_open_in, state_of

MONDAY = date(2026, 1, 5)
NEXT = MONDAY + timedelta(weeks=1)


@pytest.mark.parametrize(
    ("is_reviewed", "is_nothing", "today", "state"),
    [
        (True, False, NEXT, WeekState.REVIEWED),
        (True, False, MONDAY, WeekState.REVIEWED),
        (True, True, NEXT, WeekState.REVIEWED),
        (False, True, NEXT, WeekState.NOTHING),
        (False, False, NEXT, WeekState.MISSING),
        (False, False, NEXT - timedelta(days=1), WeekState.NOT_OVER),
    ],
)
def test_what_became_of_a_week(is_reviewed, is_nothing, today, state):
    assert state_of(MONDAY, is_reviewed=is_reviewed, is_nothing=is_nothing, today=today) is state


def test_a_week_with_nothing_in_it_is_not_due_and_a_missing_one_is():
    states = [WeekState.REVIEWED] * 3 + [WeekState.MISSING, WeekState.NOTHING, WeekState.NOT_OVER]

    assert coverage(states) == Coverage(reviewed=3, due=4)


@pytest.mark.parametrize(
    ("opened_on", "closed_on", "is_open"),
    [
        (MONDAY, None, True),
        (NEXT - timedelta(days=1), None, True),
        (NEXT, None, False),
        (date(2025, 1, 1), MONDAY, True),
        (date(2025, 1, 1), MONDAY - timedelta(days=1), False),
    ],
)
def test_a_case_is_open_in_a_week_if_it_was_on_any_day_of_it(opened_on, closed_on, is_open):
    assert is_open_in(MONDAY, opened_on=opened_on, closed_on=closed_on) is is_open
