"""Every coefficient against what somebody else published, or another library gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity.reliability.measures import LibraryMeasures
from fidelity.reliability.types import Level, Measured

MEASURES = LibraryMeasures()
#: Two raters of twenty people's anxiety on a scale of 1 to 6: the data set "anxiety" of the R package irr.
ANXIETY = list(
    zip(
        (3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3),
        (3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4),
        strict=True,
    )
)
#: Four observers of twelve units: Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), part E.
OBSERVED = list(
    zip(
        (1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None),
        (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3),
        (None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None),
        (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None),
        strict=True,
    )
)
#: Six targets, four judges: Shrout and Fleiss, "Intraclass correlations", Psychological Bulletin 86 (1979), table 2.
JUDGED = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]
#: Hours of sleep gained by ten people with each of two drugs: Student, "The probable error of a mean" (1908).
SLEEP = (
    (0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
    (1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
)


def interval(measured):
    return measured.low, measured.high


def test_weighted_kappa_is_that_of_the_r_package_irr():
    # kappa2(anxiety[, 1:2], "squared") in the manual of irr 0.84.1: 0.297
    assert MEASURES.weighted_kappa(ANXIETY, range(1, 7)).value == pytest.approx(0.297, abs=0.0005)


def test_weighted_kappa_of_two_values_is_cohens_with_the_interval_of_large_samples():
    # Fleiss, Cohen and Everitt, "Large sample standard errors of kappa and weighted kappa", Psychological
    # Bulletin 72 (1969): the variance, worked out by hand for 40, 9, 6, 45 of 100.
    pairs = [(1, 1)] * 40 + [(1, 2)] * 9 + [(2, 1)] * 6 + [(2, 2)] * 45

    found = MEASURES.weighted_kappa(pairs, (1, 2))

    by_chance = 0.49 * 0.46 + 0.51 * 0.54
    assert found.value == pytest.approx((0.85 - by_chance) / (1 - by_chance))
    assert interval(found) == pytest.approx((0.5596, 0.8394), abs=0.0001)


def test_kappa_falls_below_nothing_and_ac1_does_not_where_one_value_dominates():
    # Gwet, "Kappa statistic is not satisfactory for assessing the extent of agreement between raters",
    # Statistical Methods for Inter-Rater Reliability Assessment 1 (2002): kappa -0.0234, AC1 0.9408.
    pairs = [("+", "+")] * 118 + [("+", "-")] * 5 + [("-", "+")] * 2
    numbers = [("+-".index(first), "+-".index(second)) for first, second in pairs]

    assert MEASURES.weighted_kappa(numbers, (0, 1)).value == pytest.approx(-0.0234, abs=0.0001)
    assert MEASURES.ac1(numbers, (0, 1)).value == pytest.approx(0.9408, abs=0.0001)


@pytest.mark.parametrize(
    ("level", "printed"), [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)]
)
def test_alpha_is_what_krippendorff_printed(level, printed):
    assert MEASURES.alpha(OBSERVED, level).value == pytest.approx(printed, abs=0.0005)


def test_icc_is_what_shrout_and_fleiss_printed():
    # Table 4 there: ICC(2,1) .29. Interval: McGraw and Wong, Psychological Methods 1 (1996), as the R package
    # psych gives it for the same table: 0.019 to 0.761.
    found = MEASURES.icc(JUDGED)

    assert found.value == pytest.approx(0.29, abs=0.005)
    assert interval(found) == pytest.approx((0.019, 0.761), abs=0.005)


def test_means_have_the_intervals_that_r_gives_for_students_sleep():
    # t.test(extra ~ group, data = sleep), paired and not: mean 1.58, 0.7001 to 2.4599; -3.3655 to 0.2055.
    gained = [second - first for first, second in zip(*SLEEP, strict=True)]

    mean, difference = MEASURES.mean(gained), MEASURES.difference(*SLEEP)

    assert (mean.value, *interval(mean)) == pytest.approx((1.58, 0.7001, 2.4599), abs=0.0001)
    assert (difference.value, *interval(difference)) == pytest.approx((-1.58, -3.3655, 0.2055), abs=0.0001)


def test_a_drawn_interval_is_the_same_each_time_and_narrower_with_more_units():
    once, again = (MEASURES.alpha(OBSERVED, Level.ORDINAL) for _ in range(2))
    more = MEASURES.alpha(OBSERVED * 4, Level.ORDINAL)

    assert once == again
    assert more.high - more.low < once.high - once.low


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (MEASURES.weighted_kappa([(3, 3)] * 12, range(1, 6)), None),
        (MEASURES.alpha([(3, 3)] * 12, Level.ORDINAL), None),
        (MEASURES.icc([(3, 3)] * 12), None),
        (MEASURES.icc([(3, 4), (2, 2)]), None),
        (MEASURES.difference([3], [4, 5]), None),
        # Nothing differs, so there is no telling how sure it is.
        (MEASURES.ac1([(3, 3)] * 12, range(1, 6)), Measured(1.0)),
        (MEASURES.icc([(2, 2), (3, 3), (4, 4)]), Measured(1.0)),
        (MEASURES.mean([2, 2, 2]), Measured(2.0)),
        (MEASURES.mean([2]), Measured(2.0)),
    ],
)
def test_what_is_not_defined_is_nothing(found, expected):
    assert found == expected


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=3, max_size=12))
@settings(max_examples=15, deadline=None)
def test_who_rates_first_makes_no_difference(pairs):
    turned = [pair[::-1] for pair in pairs]

    for measure in (
        lambda rows: MEASURES.weighted_kappa(rows, range(1, 6)),
        lambda rows: MEASURES.ac1(rows, range(1, 6)),
        lambda rows: MEASURES.alpha(rows, Level.ORDINAL),
    ):
        here, there = measure(pairs), measure(turned)
        assert (here and here.value) == pytest.approx(there and there.value)
