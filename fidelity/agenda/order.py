"""Puts items where people want them, and the others where the agenda suggests. Pure."""

from collections.abc import Mapping, Sequence


def placed(suggested: Sequence[str], positions: Mapping[str, int]) -> list[str]:
    """Keys in order: one with a position stands there, counted from 0; the rest keep their own order.

    Items come and go, so a position may lie behind the end: it then stands last.
    """
    order = [key for key in suggested if key not in positions]
    there = set(suggested)
    for key in sorted((key for key in positions if key in there), key=lambda key: (positions[key], key)):
        order.insert(positions[key], key)
    return order


def moved(order: Sequence[str], positions: Mapping[str, int], key: str, to: int) -> dict[str, int]:
    """The positions to keep so that ``key`` stands at ``to`` and all others as before around it.

    Only what had a position already gets another: what the agenda placed goes on being placed by it.
    """
    after = [each for each in order if each != key]
    after.insert(max(0, min(to, len(after))), key)
    return {each: place for place, each in enumerate(after) if each == key or each in positions}


def neighbour(order: Sequence[str], group: Sequence[str], key: str, step: int) -> int | None:
    """Where ``key`` goes to stand before (step -1) or after (1) the next of its group; nothing at its end."""
    place = group.index(key) + step
    return order.index(group[place]) if 0 <= place < len(group) else None
