import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.adherence.interval import mean_interval, share_interval, t_quantile

ratings = st.lists(st.integers(1, 5), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("degrees", "printed"),
    # As printed in the tables of textbooks, two-sided 95%.
    [
        (1, 12.706),
        (2, 4.303),
        (3, 3.182),
        (4, 2.776),
        (5, 2.571),
        (9, 2.262),
        (10, 2.228),
        (29, 2.045),
        (30, 2.042),
        (120, 1.980),
    ],
)
def test_it_knows_the_printed_quantiles(degrees, printed):
    assert t_quantile(degrees) == pytest.approx(printed, abs=0.0005)


def test_it_has_no_quantile_without_a_degree_of_freedom():
    with pytest.raises(ValueError, match="degree"):
        t_quantile(0)


def test_it_gives_the_interval_worked_out_by_hand():
    # mean 3, s = 1, n = 3: 3 ± 4.303 · 1 ÷ √3 = 3 ± 2.484, cut off at 1 and 5.
    assert mean_interval([2, 3, 4]).low == 1.0
    # mean 3.5, s = √(1/3) = 0.57735, n = 4: 3.5 ± 3.182 · 0.57735 ÷ 2 = 3.5 ± 0.9187
    interval = mean_interval([3, 3, 4, 4])
    assert (interval.low, interval.high) == pytest.approx((2.5813, 4.4187), abs=0.0005)


@pytest.mark.parametrize("ratings", [[], [4], [4, 4, 4]])
def test_it_claims_nothing_from_one_rating_or_from_equal_ones(ratings):
    assert mean_interval(ratings) is None


@given(ratings)
def test_the_mean_lies_inside_and_all_of_it_on_the_scale(ratings):
    interval = mean_interval(ratings)

    if interval:
        assert 1 <= interval.low <= sum(ratings) / len(ratings) <= interval.high <= 5


@given(ratings)
def test_the_same_ratings_twice_over_make_it_surer(ratings):
    once, twice = mean_interval(ratings), mean_interval(ratings * 2)

    if once:
        assert twice.high - twice.low <= once.high - once.low


def test_it_gives_the_share_interval_worked_out_by_hand():
    # 8 of 10: (0.8 + 0.19207 ± 1.95996 · √(0.016 + 0.0096036)) ÷ 1.38415 = 0.49016 to 0.94332
    interval = share_interval(8, 10)

    assert (interval.low, interval.high) == pytest.approx((0.4902, 0.9433), abs=0.0001)


def test_there_is_no_share_of_nothing():
    assert share_interval(0, 0) is None


@given(st.integers(0, 300), st.integers(0, 300))
def test_a_share_lies_inside_its_interval(part, rest):
    if part + rest:
        interval = share_interval(part, part + rest)
        assert 0 <= interval.low <= part / (part + rest) <= interval.high <= 1
