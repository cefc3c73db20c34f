"""Draws, with known chances, a few of many things."""

import random
from collections.abc import Sequence


def draw(sizes: Sequence[float], how_many: int, order: random.Random) -> list[tuple[int, float]]:
    """About ``how_many`` places, each with its chance of being drawn, which is proportional to its size.

    Systematic sampling with unequal chances (Madow 1949): a comb with one tooth a unit laid over the sizes
    at a place of chance. No chance is above 1; what is too large for it is drawn for certain.
    """
    chances = _chances(sizes, how_many)
    found, reached, tooth = [], 0.0, order.random()
    for place, chance in enumerate(chances):
        reached += chance
        if chance > 0 and reached > tooth:
            found.append((place, chance))
            tooth += 1.0
    return found


def _chances(sizes: Sequence[float], how_many: int) -> list[float]:
    certain: set[int] = set()
    while True:
        rest = sum(size for place, size in enumerate(sizes) if place not in certain)
        left = how_many - len(certain)
        scale = left / rest if rest > 0 and left > 0 else 0.0
        above = {place for place, size in enumerate(sizes) if place not in certain and size * scale >= 1.0}
        if not above:
            break
        certain |= above
    return [1.0 if place in certain else size * scale for place, size in enumerate(sizes)]
