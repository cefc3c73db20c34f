import random
from collections import Counter

import pytest

from fidelity.nlp.draw import draw


def test_each_is_drawn_as_often_as_it_says():
    sizes = [1.0, 2.0, 3.0, 0.5, 0.0, 3.5]

    drawn = Counter()
    for seed in range(4_000):
        found = draw(sizes, 2, random.Random(seed))
        said = dict(found)
        drawn.update(said.keys())

    chances = {place: 2 * size / 10 for place, size in enumerate(sizes)}
    for place, chance in chances.items():
        assert drawn[place] / 4_000 == pytest.approx(chance, abs=0.03)


def test_its_chances_are_those_it_says_and_sum_to_how_many():
    found = [draw([1.0, 2.0, 3.0, 4.0], 2, random.Random(seed)) for seed in range(200)]

    said = {place: chance for each in found for place, chance in each}
    assert said == pytest.approx({0: 0.2, 1: 0.4, 2: 0.6, 3: 0.8})
    assert {len(each) for each in found} == {2}


def test_what_is_too_large_is_drawn_for_certain():
    found = [dict(draw([100.0, 1.0, 1.0, 2.0], 2, random.Random(seed))) for seed in range(50)]

    assert all(each[0] == 1.0 for each in found)
    assert {chance for each in found for place, chance in each.items() if place == 3} == {0.5}


@pytest.mark.parametrize("sizes", [[], [0.0, 0.0], [1.0]])
def test_it_draws_no_more_than_there_is(sizes):
    found = draw(sizes, 3, random.Random(1))

    assert found == [(place, 1.0) for place, size in enumerate(sizes) if size]


def test_the_same_seed_draws_the_same():
    sizes = [random.Random(place).random() for place in range(100)]

    assert draw(sizes, 5, random.Random(7)) == draw(sizes, 5, random.Random(7))
    assert draw(sizes, 5, random.Random(7)) != draw(sizes, 5, random.Random(8))
