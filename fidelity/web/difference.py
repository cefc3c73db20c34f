"""Says how two ratings of a principle lie to each other. Pure; numbers are said, not only coloured."""

from models import Rating


def given(rating: Rating | None) -> str:
    """``4 of 5``, ``not assessable``, ``not rated``."""
    if rating is None:
        return "not rated"
    return f"{rating.value} of 5" if rating.value else "not assessable"


def difference(first: Rating | None, second: Rating | None) -> str:
    """``Both gave 3``, ``2 apart: first 2, second 4``, or who could not assess it."""
    if first is None or second is None:
        return f"First {given(first)}, second {given(second)}"
    one, other = first.value, second.value
    if one is None and other is None:
        return "Neither could assess it"
    if one is None:
        return f"The first could not assess it, the second gave {other}"
    if other is None:
        return f"The first gave {one}, the second could not assess it"
    if one == other:
        return f"Both gave {one}"
    return f"{abs(one - other)} apart: first {one}, second {other}"
