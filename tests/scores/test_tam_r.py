"""TAM-R against the programme's target: mean of .61 or more, 80% of caregivers above .61."""

from uuid import uuid4

import pytest

from fidelity.scores.apart import Apart, apart
from fidelity.scores.families import families
from fidelity.scores.tam_r import is_above, tam_r


def of(*by_caregiver):
    return [
        (caregiver, value) for scores in by_caregiver for caregiver in [(uuid4(), "")] for value in scores
    ]


def test_a_caregiver_counts_once_with_the_mean_of_their_scores():
    # .50, (.60 + .80) ÷ 2 = .70, .75, .90, .65: their mean is .70, four of five are above.
    found = tam_r(of([0.50], [0.60, 0.80], [0.75], [0.90], [0.65]))

    assert found.mean.value == pytest.approx(0.70)
    assert (found.mean.respondents, found.mean.scores) == (5, 6)
    assert (found.above, found.share) == (4, 0.8)
    assert found.is_mean_reached
    assert found.is_share_reached
    # Wilson, 4 of 5: Newcombe, Statistics in Medicine 17 (1998), method 3, worked with its formula.
    assert found.share_interval.low == pytest.approx(0.3755, abs=1e-4)
    assert found.share_interval.high == pytest.approx(0.9638, abs=1e-4)
    # Student: s = .145774, t(4) = 2.776445, half = .181003.
    assert found.mean.interval.low == pytest.approx(0.5190, abs=1e-4)
    assert found.mean.interval.high == pytest.approx(0.8810, abs=1e-4)


def test_two_caregivers_of_one_family_are_two():
    family = uuid4()

    found = tam_r([((family, "A"), 0.5), ((family, "B"), 0.7), ((uuid4(), ""), 0.9)])

    assert (found.mean.respondents, found.above) == (3, 2)


def test_at_the_benchmark_the_mean_is_reached_and_nobody_is_above():
    found = tam_r(of([0.61], [0.60, 0.62], [0.61]))

    assert found.is_mean_reached
    assert (found.above, found.share, found.is_share_reached) == (0, 0.0, False)
    assert not is_above((0.60 + 0.62) / 2)
    assert is_above(0.6101)


def test_two_families_say_too_little():
    found = tam_r(of([0.9], [0.8]))

    assert (found.mean.value, found.share, found.share_interval) == (None, None, None)
    assert not found.is_mean_reached
    assert found.mean.respondents == 2


@pytest.mark.parametrize(
    ("reported", "rated", "weeks", "expected"),
    [
        (0.60, 3.5, 3, Apart.CAREGIVER_LOWER),
        (0.61, 3.5, 3, None),
        (0.60, 3.4, 3, None),
        (0.60, 4.0, 2, None),
        (0.62, 2.5, 3, Apart.CAREGIVER_HIGHER),
        (0.61, 2.5, 3, None),
        (0.62, 2.6, 3, None),
        (None, 4.0, 9, None),
        (0.30, None, 0, None),
    ],
)
def test_they_part_ways_only_where_both_are_clear(reported, rated, weeks, expected):
    assert apart(reported, rated, weeks) is expected


def test_a_family_without_a_score_is_there_and_named_as_missing():
    one, two = uuid4(), uuid4()

    first, second = families(
        {two: "B-2", one: "A-1"},
        {one: [("A", 0.4), ("A", 0.6), ("B", 0.7)]},
        {one: [4.0, 3.0, 5.0], two: [2.0]},
    )

    assert (first.reference, first.scores, first.weeks, first.rated) == ("A-1", 3, 3, 4.0)
    assert first.reported == pytest.approx((0.5 + 0.7) / 2)
    assert first.apart is Apart.CAREGIVER_LOWER
    assert (second.reference, second.is_missing, second.reported, second.apart) == ("B-2", True, None, None)
