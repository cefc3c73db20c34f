from datetime import date, timedelta

from fidelity.adherence.in_service import (
    MOST_PERIODS,
    PERIOD,
    Counts,
    Offered,
    Said,
    first_shown,
    over_periods,
    period_of,
)
from fidelity.adherence.recall import Found

TODAY = date(2026, 11, 25)
THIS = period_of(TODAY)


def offered(n):
    return Counts(offered=Offered(offered=n, decided=n, accepted=n))


def test_a_period_is_four_weeks_from_a_monday_and_stays_where_it_is():
    assert THIS.weekday() == 0
    assert THIS <= TODAY < THIS + PERIOD
    assert period_of(THIS) == THIS
    assert period_of(THIS - timedelta(days=1)) == THIS - PERIOD
    assert first_shown(TODAY) == THIS - (MOST_PERIODS - 1) * PERIOD


def test_weeks_are_added_up_by_period_and_a_period_with_nothing_in_it_is_there():
    before = THIS - 2 * PERIOD
    periods = over_periods(
        {before: offered(3), before + timedelta(weeks=3): offered(4), THIS: offered(5)},
        {before: Said(10, 60), before + timedelta(weeks=1): Said(20, 90)},
        {before: [1, 9], before + timedelta(weeks=3): [4]},
        {},
        today=TODAY,
    )

    assert [(p.starts_on, p.counts.offered.offered, p.seconds) for p in periods] == [
        (before, 7, 4),
        (before + PERIOD, 0, None),
        (THIS, 5, None),
    ]
    assert [p.said.rate for p in periods] == [20.0, None, None]
    assert periods[0].ends_on == before + timedelta(days=27)


def test_recall_is_that_of_a_period_with_the_two_before_it():
    periods = over_periods(
        {THIS - number * PERIOD: offered(10**number) for number in range(5)}, {}, {}, {}, today=TODAY
    )

    assert [p.with_before.offered.offered for p in periods] == [10000, 11000, 11100, 1110, 111]
    assert periods[-1].before_starts_on == THIS - 2 * PERIOD


def test_too_little_text_has_no_rate():
    assert Said(5, 99).rate is None
    assert Said(5, 100).rate == 5


def test_a_later_model_is_a_change_in_its_period_and_the_first_is_none():
    periods = over_periods(
        {THIS - PERIOD: offered(1)},
        {},
        {},
        {"second": TODAY, "first": THIS - timedelta(days=3)},
        today=TODAY,
    )

    assert [p.new_versions for p in periods] == [[], ["second"]]


def test_nothing_at_all_has_no_periods():
    assert over_periods({}, {}, {}, {}, today=TODAY) == []


def test_no_share_is_given_below_ten():
    few, enough = Offered(9, 9, 9, 3), Offered(10, 10, 8, 3)

    assert (few.precision, few.interval, few.counter_share) == (None, None, None)
    assert (enough.precision, enough.counter_share) == (0.8, 0.3)
    assert enough.interval.low < 0.8 < enough.interval.high


def test_recall_is_that_of_everything_together():
    assert (offered(3) + Counts(found=Found(1, 1, 1))).found == Found(1, 1, 1)
    assert not Counts().recall.is_enough
