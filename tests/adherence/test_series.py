from datetime import date, timedelta
from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st

from fidelity.adherence.series import FLOOR_WEEKS, Rated, composite, over_weeks

MONDAY = date(2026, 1, 5)


def week(number):
    return MONDAY + timedelta(weeks=number)


values = st.one_of(st.none(), st.integers(1, 5))
some_ratings = st.lists(st.builds(Rated, st.integers(0, 20).map(week), values, st.booleans()), max_size=60)


def test_it_gives_the_mean_of_a_week_with_the_number_behind_it():
    [point] = over_weeks(
        [Rated(MONDAY, 3), Rated(MONDAY, 4), Rated(MONDAY, None), Rated(MONDAY, 5, is_contested=True)]
    ).points

    assert (point.mean, point.n, point.not_assessable, point.contested) == (4.0, 3, 1, 1)
    assert point.interval is not None


def test_one_rating_has_no_interval():
    [point] = over_weeks([Rated(MONDAY, 3)]).points

    assert (point.mean, point.n, point.interval) == (3.0, 1, None)


def test_what_was_not_assessable_is_not_low_but_nothing():
    [point] = over_weeks([Rated(MONDAY, None)]).points

    assert (point.mean, point.n, point.not_assessable) == (None, 0, 1)


def test_weeks_without_an_assessable_rating_do_not_help_over_the_floor():
    rated = [Rated(week(number), 4) for number in range(FLOOR_WEEKS - 1)]

    series = over_weeks([*rated, Rated(week(9), None), Rated(week(0), 5)])

    assert (series.weeks_rated, series.is_enough) == (FLOOR_WEEKS - 1, False)
    assert over_weeks([*rated, Rated(week(9), 1)]).is_enough


def test_a_line_joins_only_weeks_that_follow_one_another():
    series = over_weeks([Rated(week(n), v) for n, v in ((0, 3), (1, 4), (2, None), (3, 4), (5, 4), (6, 5))])

    assert [[point.week for point in run] for run in series.runs] == [
        [week(0), week(1)],
        [week(3)],
        [week(5), week(6)],
    ]


def test_the_composite_leaves_out_what_was_not_assessable():
    assert composite([5, None, 3, None, 4]) == 4.0
    assert composite([None, None]) is None
    assert composite([]) is None


@given(some_ratings)
def test_no_rating_is_lost_or_counted_twice(ratings):
    points = over_weeks(ratings).points

    assert sum(point.n for point in points) == sum(rated.value is not None for rated in ratings)
    assert sum(point.not_assessable for point in points) == sum(rated.value is None for rated in ratings)
    assert sum(point.contested for point in points) == sum(rated.is_contested for rated in ratings)
    assert [point.week for point in points] == sorted({rated.week for rated in ratings})


@given(some_ratings)
def test_a_mean_lies_between_the_lowest_and_the_highest_of_its_week(ratings):
    for point in over_weeks(ratings).points:
        of_week = [r.value for r in ratings if r.week == point.week and r.value is not None]
        if point.mean is None:
            assert of_week == []
        else:
            assert min(of_week) <= point.mean <= max(of_week)
            assert point.mean == fmean(of_week)


@given(some_ratings)
def test_every_point_with_a_mean_is_on_one_line_and_once(ratings):
    series = over_weeks(ratings)

    assert [p for run in series.runs for p in run] == [p for p in series.points if p.mean is not None]
