from random import Random
from statistics import fmean

import pytest

from fidelity.adherence.drift import FLOOR_COMPARED, Drift, compare


def spread(start, count=200, step=0.002):
    return [start + step * number for number in range(count)]


def test_the_same_probabilities_have_not_drifted():
    found = compare(spread(0.4), spread(0.4))

    assert found.index == pytest.approx(0)
    assert found.drift is Drift.LITTLE


def test_the_index_is_the_sum_over_fifths_worked_out_by_hand():
    # Fifths of the first hold 20% each; of the second a half lies in the lowest, the rest in the highest.
    then, since = spread(0.4), [0.0] * 100 + [1.0] * 100

    found = compare(then, since)

    # 2 × (.5 − .2) · ln(.5 ÷ .2), and three bins with half a suggestion of 200: (.0025 − .2) · ln(.0025 ÷ .2).
    assert found.index == pytest.approx(2 * 0.3 * 0.9163 + 3 * 0.1975 * 4.3820, abs=1e-3)
    assert found.drift is Drift.MUCH


def test_many_alike_make_fewer_bins_not_an_error():
    found = compare([0.5] * 150, [0.5] * 150)

    assert found.index == pytest.approx(0)


def test_too_few_on_either_side_give_no_index():
    for then, since in ((FLOOR_COMPARED - 1, 500), (500, FLOOR_COMPARED - 1)):
        found = compare(spread(0.4, then), spread(0.4, since))

        assert (found.then, found.since) == (then, since)
        assert (found.index, found.drift, found.is_enough) == (None, None, False)


def test_what_chance_alone_makes_is_not_called_drift():
    random = Random(3)
    found = [
        compare(
            [random.betavariate(4, 3) for _ in range(100)], [random.betavariate(4, 3) for _ in range(100)]
        )
        for _ in range(300)
    ]

    assert fmean(each.drift is Drift.LITTLE for each in found) > 0.9
    # Without the bound by chance every fifth or so would be.
    assert fmean(each.index < 0.1 for each in found) < 0.85


def test_a_clear_change_is_called_one():
    random = Random(3)
    then = [random.betavariate(4, 3) for _ in range(300)]

    assert compare(then, [random.betavariate(4, 4) for _ in range(300)]).drift is not Drift.LITTLE
    assert compare(then, [random.betavariate(4, 9) for _ in range(300)]).drift is Drift.MUCH
