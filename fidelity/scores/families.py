"""Family by family: what the caregiver reported, what was rated, and which families nobody asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from uuid import UUID

from fidelity.scores.apart import Apart, apart
from fidelity.scores.respondents import own_means


@dataclass(frozen=True, slots=True)
class Family:
    """One case in one quarter. ``reported`` and ``rated`` are nothing where there is no score, no rating."""

    case_id: UUID
    reference: str
    #: Mean TAM-R, 0 to 1, over each caregiver's own mean.
    reported: float | None
    scores: int
    #: Mean over all principles, 1 to 5, of the reviewed weeks.
    rated: float | None
    weeks: int
    apart: Apart | None

    @property
    def is_missing(self) -> bool:
        """Whether no caregiver of it has reported."""
        return self.reported is None


def families(
    references: Mapping[UUID, str],
    reported: Mapping[UUID, Sequence[tuple[str, float]]],
    rated: Mapping[UUID, Sequence[float]],
) -> list[Family]:
    """By reference. ``reported``: pairs of caregiver and score; ``rated``: one number a reviewed week."""
    found = []
    for case_id, reference in sorted(references.items(), key=lambda each: each[1]):
        scores, weeks = reported.get(case_id, ()), rated.get(case_id, ())
        own = [fmean(each) for each in own_means(scores).values()]
        mean, rating = fmean(own) if own else None, fmean(weeks) if weeks else None
        differ = apart(mean, rating, len(weeks))
        found.append(Family(case_id, reference, mean, len(scores), rating, len(weeks), differ))
    return found
