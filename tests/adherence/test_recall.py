from random import Random
from statistics import fmean

import pytest

from fidelity.adherence.recall import FLOOR_DRAWN, Drawn, Found, recall
from tests.adherence.draws import draw


def drawn(*weights, decided=20, heaviest=50.0, **given):
    return Drawn(
        drawn=given.pop("drawn", decided),
        decided=decided,
        accepted=len(weights),
        weight=sum(weights),
        squares=sum(weight**2 for weight in weights),
        heaviest=max(heaviest, *weights, 0.0),
    )


def test_each_accepted_draw_stands_for_as_many_as_its_chance_was_small():
    found = recall(Found(made=100, decided=100, accepted=70), drawn(10.0, 20.0))

    assert found.missed == 30
    assert found.share == pytest.approx(0.7)
    assert found.interval.low < 0.7 < found.interval.high


def test_with_like_weights_the_interval_of_what_was_missed_is_that_of_a_poisson_count():
    # The exact 95% interval of a count of 4 is 1.09 to 10.24.
    found = recall(Found(100, 100, 100), drawn(10, 10, 10, 10, heaviest=10))

    assert found.interval.low == pytest.approx(100 / (100 + 102.4), abs=1e-3)
    assert found.interval.high == pytest.approx(100 / (100 + 10.9), abs=1e-3)


def test_none_missed_is_not_taken_for_certain():
    found = recall(Found(100, 100, 100), drawn(heaviest=50))

    assert (found.share, found.interval.high) == (1.0, 1.0)
    # -ln(.025) = 3.69 of the heaviest.
    assert found.interval.low == pytest.approx(100 / (100 + 50 * 3.689), abs=1e-3)


def test_what_nobody_decided_on_is_taken_to_be_like_what_somebody_did():
    all_decided = recall(Found(100, 100, 70), drawn(10, 20))
    half = recall(Found(100, 50, 35), drawn(5, 10, decided=20, drawn=40, heaviest=25))

    assert half.share == pytest.approx(all_decided.share)


@pytest.mark.parametrize(
    ("found", "of_rest"),
    [
        (Found(100, 100, 70), drawn(10, decided=FLOOR_DRAWN - 1)),
        (Found(100, 0, 0), drawn(10)),
        (Found(0, 0, 0), drawn()),
        (Found(10, 10, 0), drawn()),
    ],
)
def test_where_nothing_can_be_said_nothing_is_said(found, of_rest):
    assert recall(found, of_rest).share is None
    assert recall(found, of_rest).interval is None


def test_only_the_floor_says_that_there_is_not_enough():
    assert not recall(Found(), drawn(decided=FLOOR_DRAWN - 1)).is_enough
    assert recall(Found(), drawn(decided=FLOOR_DRAWN)).is_enough


def test_all_missed_is_a_recall_of_nothing():
    found = recall(Found(10, 10, 0), drawn(10, 10))

    assert (found.share, found.interval.low, found.interval.high) == (0, 0, 0)


def test_counts_add_up():
    assert Found(1, 2, 3) + Found(10, 20, 30) == Found(11, 22, 33)
    assert drawn(2, 3, decided=4, heaviest=7) + drawn(5, decided=6, heaviest=1) == Drawn(
        drawn=10, decided=10, accepted=3, weight=10, squares=38, heaviest=7
    )


@pytest.mark.parametrize("true_recall", [0.5, 0.9])
def test_nineteen_of_twenty_intervals_hold_the_truth(true_recall):
    # docs/measurements/recall.md has the whole table; this keeps it true.
    random, inside, away = Random(4), [], []
    for _ in range(120):
        truth, found, of_rest = draw(random, draws=50, recall=true_recall)
        estimate = recall(found, of_rest)
        inside.append(estimate.interval.low <= truth <= estimate.interval.high)
        away.append(estimate.share - truth)

    assert fmean(inside) >= 0.95
    assert abs(fmean(away)) < 0.05
