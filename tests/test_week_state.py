from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.week_state import Facts, State, day_of, due_at, state_of

MONDAY = date(2026, 11, 16)
DUE = datetime(2026, 11, 19, 10, 0, tzinfo=UTC)


def due(monday=MONDAY, weekday=3, at=time(10), opened_on=date(2026, 1, 5)):
    return due_at(monday, weekday=weekday, at=at, opened_on=opened_on).astimezone(UTC)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, DUE),
        # A team that meets on Monday wants the note of the week that begins that day; on Sunday, of the week that ends.
        ({"weekday": 0}, datetime(2026, 11, 16, 10, tzinfo=UTC)),
        ({"weekday": 6}, datetime(2026, 11, 22, 10, tzinfo=UTC)),
        # Ten o'clock in summer is nine in UTC; the clocks go back on the Sunday of this week, and forward on that.
        ({"monday": date(2026, 7, 6)}, datetime(2026, 7, 9, 9, tzinfo=UTC)),
        ({"monday": date(2026, 10, 19), "weekday": 6}, datetime(2026, 10, 25, 10, tzinfo=UTC)),
        ({"monday": date(2026, 3, 23), "weekday": 6}, datetime(2026, 3, 29, 9, tzinfo=UTC)),
        # Opened before the consultation of its first week: due then. On its day or after: a week later.
        ({"opened_on": date(2026, 11, 18)}, DUE),
        ({"opened_on": date(2026, 11, 19)}, DUE + timedelta(weeks=1)),
        ({"opened_on": date(2026, 11, 20)}, DUE + timedelta(weeks=1)),
        ({"opened_on": date(2026, 11, 16), "weekday": 0}, datetime(2026, 11, 23, 10, tzinfo=UTC)),
    ],
)
def test_a_note_is_due_before_the_consultation(given, expected):
    assert due(**given) == expected


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (timedelta(days=3), State.NOT_DUE),
        (timedelta(days=1, seconds=1), State.NOT_DUE),
        (timedelta(days=1), State.DUE_SOON),
        (timedelta(seconds=1), State.DUE_SOON),
        (timedelta(0), State.LATE),
        (-timedelta(weeks=3), State.LATE),
    ],
)
def test_what_is_missing_is_named_by_the_time_that_is_left(left, expected):
    assert state_of(Facts(due=DUE), moment=DUE - left) is expected


def test_a_day_is_24_hours_also_when_the_clocks_change():
    sunday = due_at(date(2026, 10, 19), weekday=6, at=time(10), opened_on=date(2026, 1, 5))
    day_before = datetime(2026, 10, 24, 9, 30, tzinfo=UTC)  # 10:30 on the clock, 24.5 hours before

    assert state_of(Facts(due=sunday), moment=day_before) is State.NOT_DUE
    assert state_of(Facts(due=sunday), moment=day_before + timedelta(minutes=30)) is State.DUE_SOON


def test_in_summer_a_note_is_late_an_hour_sooner_than_utc_has_it():
    due = due_at(date(2026, 7, 6), weekday=3, at=time(10), opened_on=date(2026, 1, 5))

    assert state_of(Facts(due=due), moment=datetime(2026, 7, 9, 8, 59, tzinfo=UTC)) is State.DUE_SOON
    assert state_of(Facts(due=due), moment=datetime(2026, 7, 9, 9, 1, tzinfo=UTC)) is State.LATE


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"is_nothing": True}, State.NOTHING),
        ({"is_handed_in": True}, State.HANDED_IN),
        ({"is_handed_in": True, "is_nothing": True}, State.HANDED_IN),
        ({"is_under_review": True}, State.UNDER_REVIEW),
        ({"is_handed_in": True, "is_under_review": True}, State.UNDER_REVIEW),
        ({"is_under_review": True, "is_reviewed": True}, State.REVIEWED),
    ],
)
def test_what_was_done_counts_for_more_than_what_is_missing(facts, expected):
    for moment in (DUE - timedelta(weeks=1), DUE + timedelta(weeks=9)):
        assert state_of(Facts(due=DUE, **facts), moment=moment) is expected


flags = st.fixed_dictionaries(
    dict.fromkeys(("is_handed_in", "is_nothing", "is_under_review", "is_reviewed"), st.booleans())
)


@given(flags, st.timedeltas(timedelta(weeks=-9), timedelta(weeks=9)))
def test_missing_and_nothing_happened_are_never_confused(facts, since):
    state = state_of(Facts(due=DUE, **facts), moment=DUE + since)

    assert (state is State.NOTHING) is (
        facts["is_nothing"] and not any({**facts, "is_nothing": False}.values())
    )
    if state in {State.NOT_DUE, State.DUE_SOON, State.LATE}:
        assert not any(facts.values())


def test_the_day_of_a_consultation_is_that_of_the_services_calendar():
    late = due_at(date(2026, 7, 6), weekday=2, at=time(0, 30), opened_on=date(2026, 1, 5))

    assert late.astimezone(UTC).date() == date(2026, 7, 7)
    assert day_of(late) == date(2026, 7, 8)
