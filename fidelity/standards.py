"""What is expected of a team: how long treatment takes, and how many cases a therapist holds. Pure.

What is usual for each variant is from public pages of MST programmes, not from the programme's own manuals. A
service with figures of its own sets them for a team, and says where they are from (ADR 31).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models import Variant

#: A month's days, on average.
_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Standard:
    """Days of treatment, both ends counted, and cases of a full-time therapist (nothing: not known)."""

    days: tuple[int, int]
    cases: tuple[int, int] | None
    #: Where the figures are from, in a few words.
    source: str
    #: As the source says it; nothing where somebody set days.
    months: tuple[int, int] | None = None
    #: Somebody set it for this team.
    is_own: bool = False

    def as_kept(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {"days": list(self.days), "cases": self.cases and list(self.cases), "source": self.source}


def _of_months(low: int, high: int, cases: tuple[int, int] | None, source: str) -> Standard:
    return Standard((round(low * _MONTH), round(high * _MONTH)), cases, source, (low, high))


#: What is usual, by variant.
STANDARDS = {
    Variant.MST: _of_months(3, 5, (4, 6), "North Wales Collaborative and EPISCenter"),
    Variant.MST_CAN: _of_months(
        6, 9, (3, 4), "MST-CAN and EIF Guidebook; the Foundations guidebook says 4 to 6 months"
    ),
    Variant.MST_FIT: _of_months(
        7, 8, None, "MST-UK: 3 to 4 months in placement, then 4 at home; no case-load was found"
    ),
    Variant.MST_PSB: _of_months(5, 7, (3, 5), "Blueprints and EIF Guidebook"),
    Variant.MST_PSYCH: _of_months(4, 6, (3, 4), "MST Services"),
}


def standard_of(variant: Variant, kept: Mapping[str, Any] | None) -> Standard:
    """A team's own, where there is one (as kept); else what is usual for its variant."""
    if kept is None:
        return STANDARDS[variant]
    days, cases = kept["days"], kept["cases"]
    return Standard((days[0], days[1]), (cases[0], cases[1]) if cases else None, kept["source"], is_own=True)


def within(value: float, standard: tuple[int, int]) -> int:
    """-1 below a standard, 0 within it, 1 above."""
    low, high = standard
    return -1 if value < low else int(value > high)
