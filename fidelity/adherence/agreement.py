"""How far raters agree: which numbers, from how many weeks on, and why there is none."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any, Self

#: Pairs that it takes before a coefficient is given. Ours: in simulation (docs/measurements.md) the interval
#: of kappa is then .7 wide and holds the truth in 86 of 100 tries; with five pairs in 69.
FLOOR_PAIRS = 10
#: From so many pairs on kappa's interval holds what it says: twice the square of the number of steps
#: (Cicchetti, Applied Psychological Measurement 5 (1981)). Fewer are shown with that warning.
SURE_PAIRS = 50
#: With so large a share of all ratings one value dominates: kappa and alpha then fall although raters agree
#: (Feinstein and Cicchetti, Journal of Clinical Epidemiology 43 (1990)). The cut is ours.
DOMINATES = 0.9
#: Weeks that it takes before a rater's severity is given. Ours, for the same reason.
FLOOR_SEVERITY = 10
#: How far back a report looks: a year.
WEEKS = 52
#: A mean over the principles, beside the nine.
COMPOSITE = "composite"


class Statistic(Enum):
    """What is worked out."""

    #: The share of pairs that are alike; of means, those not more than half a step apart.
    SAME = "same"
    #: The share not more than one step apart.
    NEAR = "near"
    KAPPA = "kappa"
    AC1 = "ac1"
    ALPHA = "alpha"
    ICC = "icc"


class Blank(Enum):
    """Why there is no number."""

    NOTHING = "nothing"
    TOO_FEW = "too_few"
    ALL_THE_SAME = "all_the_same"
    ONE_DOMINATES = "one_dominates"
    ONE_RATER_ALIKE = "one_rater_alike"
    UNDEFINED = "undefined"


class Compared(Enum):
    """Who is set beside whom."""

    SECOND = "second"
    #: What raters marked, beside what the machine suggested to them.
    MACHINE = "machine"
    #: The same where they marked before any suggestion could be seen.
    BLIND = "blind"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number from ``n`` pairs, its 95% interval (nothing: none), or why it is blank."""

    n: int
    value: float | None = None
    low: float | None = None
    high: float | None = None
    blank: Blank | None = None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what ``as_kept`` wrote."""
        return cls(**{**kept, "blank": Blank(kept["blank"]) if kept["blank"] else None})

    def as_kept(self) -> dict[str, Any]:
        """For ``AgreementReport.results``."""
        return {**asdict(self), "blank": self.blank and self.blank.value}


@dataclass(frozen=True, slots=True)
class Row:
    """One principle, or the composite. Not assessable is no number: such weeks are counted beside it."""

    n: int
    figures: Mapping[Statistic, Figure]
    #: Weeks that one rater could judge and the other could not, and that neither could.
    one_not_assessable: int = 0
    both_not_assessable: int = 0

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what ``as_kept`` wrote."""
        figures = {Statistic(name): Figure.read(each) for name, each in kept["figures"].items()}
        return cls(**{**kept, "figures": figures})

    def as_kept(self) -> dict[str, Any]:
        """For ``AgreementReport.results``."""
        figures = {statistic.value: figure.as_kept() for statistic, figure in self.figures.items()}
        return {**{name: getattr(self, name) for name in self.__slots__}, "figures": figures}


@dataclass(frozen=True, slots=True)
class Comparison:
    """``weeks`` that were compared, and those that were left out with the reason's count."""

    weeks: int
    rows: Mapping[str, Row] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what ``as_kept`` wrote."""
        rows = {key: Row.read(row) for key, row in kept["rows"].items()}
        return cls(kept["weeks"], rows, kept["left_out"])

    def as_kept(self) -> dict[str, Any]:
        """For ``AgreementReport.results``."""
        rows = {key: row.as_kept() for key, row in self.rows.items()}
        return {"weeks": self.weeks, "rows": rows, "left_out": dict(self.left_out)}


@dataclass(frozen=True, slots=True)
class Severity:
    """How much lower (below 0) or higher a rater rates: on the same weeks, and on different ones."""

    same_weeks: Figure
    other_weeks: Figure
    #: Reviews of other raters, for ``other_weeks``.
    others: int

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self:
        """From what ``as_kept`` wrote."""
        return cls(Figure.read(kept["same_weeks"]), Figure.read(kept["other_weeks"]), kept["others"])

    def as_kept(self) -> dict[str, Any]:
        """For ``AgreementReport.results``."""
        return {
            "same_weeks": self.same_weeks.as_kept(),
            "other_weeks": self.other_weeks.as_kept(),
            "others": self.others,
        }


def why_blank(values: Sequence[Sequence[float]], floor: int = FLOOR_PAIRS) -> Blank | None:
    """Why these units, one value of each rater in each, give no coefficient; nothing where they may."""
    if not values:
        return Blank.NOTHING
    if len(values) < floor:
        return Blank.TOO_FEW
    every = [value for unit in values for value in unit]
    most = max(every.count(value) for value in set(every)) / len(every)
    if most == 1:
        return Blank.ALL_THE_SAME
    return Blank.ONE_DOMINATES if most >= DOMINATES else None
