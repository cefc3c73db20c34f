from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.adherence.interval import t_quantile
from fidelity.adherence.summary import FLOOR_RATINGS, change

WEEKS = [date(2026, 8, 3) + timedelta(weeks=number) for number in range(20)]


def spread(recent, before):
    """Recent ratings in the last week but one, earlier ones in the fifth week from the end."""
    return {WEEKS[-2]: recent, WEEKS[-5]: before}


def test_the_last_four_weeks_stand_beside_the_twelve_before_them():
    ratings = {WEEKS[-4]: [4, 5], WEEKS[-5]: [2], WEEKS[-16]: [3], WEEKS[-17]: [1, 1, 1]}

    found = change("x", ratings, WEEKS)

    assert (found.recent.n, found.recent.mean) == (2, 4.5)
    assert (found.before.n, found.before.mean) == (2, 2.5)
    assert (found.recent.since, found.before.since) == (WEEKS[-4], WEEKS[-16])


def test_few_ratings_and_equal_ones_say_nothing():
    few = change("x", spread([5] * 9, [1] * (FLOOR_RATINGS - 1)), WEEKS)
    alike = change("x", spread([5] * 9, [1] * 9), WEEKS)

    assert (few.is_enough, few.is_more_than_chance) == (False, False)
    assert (alike.is_enough, alike.interval) == (True, None)


def test_it_is_welchs_interval_at_its_own_level():
    recent, before = [4, 5, 4, 5, 3], [2, 3, 2, 3, 3, 2]
    # Worked out by hand: variances 0.7 and 0.3, errors 0.14 and 0.05, degrees 0.0361 ÷ (0.0196 ÷ 4 + 0.0025 ÷ 5)
    # = 6.69, rounded down to 6; t(6) at 99.5% = 4.317 in the printed tables; 1.7 ± 4.317 · √0.19.
    found = change("x", spread(recent, before), WEEKS)

    assert (found.interval.low, found.interval.high) == pytest.approx((1.7 - 1.8817, 1.7 + 1.8817), abs=0.001)
    assert not found.is_more_than_chance


def test_a_change_that_is_large_beside_its_scatter_is_more_than_chance():
    assert change("x", spread([4, 5, 4, 5, 4, 5], [2, 3, 2, 3, 2, 3]), WEEKS).is_more_than_chance


def test_a_short_span_is_set_beside_what_there_is_of_it():
    found = change("x", {WEEKS[0]: [3], WEEKS[12]: [4]}, WEEKS[:13])

    assert (found.before.since, found.before.until) == (WEEKS[0], WEEKS[8])


@pytest.mark.parametrize(("degrees", "printed"), [(1, 127.321), (6, 4.317), (10, 3.581), (30, 3.030)])
def test_other_levels_are_as_printed(degrees, printed):
    # Two-sided 99.5%, as printed in the tables of textbooks.
    assert t_quantile(degrees, 0.995) == pytest.approx(printed, abs=0.0006)


@given(
    st.lists(st.integers(1, 5), min_size=5, max_size=20), st.lists(st.integers(1, 5), min_size=5, max_size=20)
)
def test_the_difference_lies_inside_its_interval(recent, before):
    found = change("x", spread(recent, before), WEEKS)

    if found.interval:
        apart = found.recent.mean - found.before.mean
        assert found.interval.low <= apart <= found.interval.high
