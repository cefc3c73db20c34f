"""How far looking at suggestions moves people: the arithmetic and the rule of its direction."""

import pytest
from statsmodels.stats.proportion import proportion_confint

from fidelity.adherence.moved import FLOOR_REVIEWS, Change, Pull, moved, pull_of


@pytest.mark.parametrize(
    ("adherent", "counter", "pull"),
    [(2, 1, Pull.UP), (0, 1, Pull.DOWN), (3, 3, Pull.NEITHER), (0, 0, Pull.NEITHER)],
)
def test_the_greater_number_of_suggestions_pulls_its_way(adherent, counter, pull):
    assert pull_of(adherent, counter) is pull


@pytest.mark.parametrize(
    ("before", "since", "pull", "size", "is_towards"),
    [
        (3, 4, Pull.UP, 1, True),
        (4, 2, Pull.UP, -2, False),
        (4, 2, Pull.DOWN, -2, True),
        (2, 3, Pull.NEITHER, 1, None),
        (None, 3, Pull.UP, None, None),
        (3, None, Pull.DOWN, None, None),
    ],
)
def test_a_change_goes_towards_the_suggestions_or_away(before, since, pull, size, is_towards):
    change = Change(before, since, pull)

    assert (change.size, change.is_towards) == (size, is_towards)


def test_what_moved_is_counted_with_its_size_and_direction():
    changes = [
        Change(3, 4, Pull.UP),
        Change(5, 3, Pull.DOWN),
        Change(2, 3, Pull.DOWN),
        Change(1, 2, Pull.NEITHER),
        Change(None, 2, Pull.UP),
    ]

    found = moved(FLOOR_REVIEWS, 2, changes)

    assert (found.n, found.changed) == (45, 5)
    assert found.mean_size == pytest.approx((1 + 2 + 1 + 1) / 4)
    assert (found.towards, found.away, found.unpointed, found.without_size) == (2, 1, 1, 1)


def test_its_interval_is_wilsons():
    found = moved(10, 1, [Change(3, 4, Pull.UP)] * 12)

    low, high = proportion_confint(12, 90, method="wilson")
    assert found.share == pytest.approx(12 / 90)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))


def test_below_the_floor_there_is_no_share():
    found = moved(FLOOR_REVIEWS - 1, 1, [Change(3, 4, Pull.UP)])

    assert (found.is_enough, found.share, found.interval, found.changed) == (False, None, None, 1)


def test_where_nothing_changed_there_is_no_size():
    found = moved(FLOOR_REVIEWS, 1, [])

    assert (found.mean_size, found.share) == (None, 0.0)
