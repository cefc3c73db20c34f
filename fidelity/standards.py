"""What MST expects of each variant: how long treatment takes, and how many cases a therapist holds. Pure.

From public pages of MST programmes, not from the programme's own manuals. A service that has figures of its
own will want to set them: they stand here, in one table, until somebody does.
"""

from dataclasses import dataclass

from models import Variant

#: A month's days, on average.
_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Standard:
    """Months of treatment, and cases at one time of a full-time therapist (nothing: none was found)."""

    months: tuple[int, int]
    cases: tuple[int, int] | None
    source: str

    @property
    def days(self) -> tuple[int, int]:
        """The same as days."""
        return round(self.months[0] * _MONTH), round(self.months[1] * _MONTH)


STANDARDS = {
    Variant.MST: Standard((3, 5), (4, 6), "North Wales Collaborative and EPISCenter"),
    Variant.MST_CAN: Standard(
        (6, 9), (3, 4), "MST-CAN and EIF Guidebook; the Foundations guidebook says 4 to 6 months"
    ),
    Variant.MST_FIT: Standard(
        (7, 8), None, "MST-UK: 3 to 4 months in placement, then 4 at home; no case-load was found"
    ),
    Variant.MST_PSB: Standard((5, 7), (3, 5), "Blueprints and EIF Guidebook"),
    Variant.MST_PSYCH: Standard((4, 6), (3, 4), "MST Services"),
}


def within(value: float, standard: tuple[int, int]) -> int:
    """-1 below a standard, 0 within it, 1 above."""
    low, high = standard
    return -1 if value < low else int(value > high)
