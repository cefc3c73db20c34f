"""TAM-R: what caregivers report of a therapist's adherence, against the programme's target.

Target: a mean of .61 or more, and 80% of caregivers above .61 (programme targets of Connecticut's
service, csi-online.org, 2015 and 2016). The benchmark was set with answers from the United States; Dutch and
American items were found not to be equivalent (Lange 2016, thesis, repub.eur.nl/pub/94530), and no British
benchmark is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

from fidelity.adherence.interval import Interval, share_interval
from fidelity.scores.respondents import FEWEST_RESPONDENTS, Mean, mean_of_respondents, own_means

TARGET = 0.61
TARGET_SHARE = 0.80

#: A caregiver: the case, and a code where more than one caregiver of it was asked.
Caregiver = tuple[UUID, str]


@dataclass(frozen=True, slots=True)
class TamR:
    """A quarter. Nothing in ``share`` where caregivers are too few."""

    mean: Mean
    above: int
    share: float | None
    share_interval: Interval | None

    @property
    def is_mean_reached(self) -> bool:
        """Whether the mean is at the target or above; never below the floor."""
        return self.mean.value is not None and round(self.mean.value, 6) >= TARGET

    @property
    def is_share_reached(self) -> bool:
        """Whether enough caregivers are above it."""
        return self.share is not None and self.share >= TARGET_SHARE


def tam_r(given: Iterable[tuple[Caregiver, float]]) -> TamR:
    """A caregiver who was asked several times counts once, with the mean of their scores."""
    pairs = list(given)
    means = [fmean(each) for each in own_means(pairs).values()]
    above = sum(is_above(mean) for mean in means)
    enough = len(means) >= FEWEST_RESPONDENTS
    return TamR(
        mean=mean_of_respondents(pairs, lowest=0.0, highest=1.0),
        above=above,
        share=above / len(means) if enough else None,
        share_interval=share_interval(above, len(means)) if enough else None,
    )


def is_above(value: float) -> bool:
    """Above the benchmark; at it is not above. Rounded, so that a mean of .60 and .62 is at it."""
    return round(value, 6) > TARGET
