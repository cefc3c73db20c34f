"""How far a contest is: from the therapist's word to what was settled. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class ContestState(Enum):
    """Where something that the therapist contests stands."""

    #: Nobody rates the week a second time yet.
    WAITING = "waiting"
    BEING_RATED = "being_rated"
    #: Two people have rated the week; what counts is still to be said.
    TO_SETTLE = "to_settle"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the second rating of a week is, as it bears on one contested thing."""

    is_begun: bool = False
    #: When both raters were done; nothing before that.
    done_at: datetime | None = None
    #: Both gave the same for the principle; never where no principle is contested.
    is_equal: bool = False
    #: When it was last agreed on or, for what has no number, answered by a rater.
    settled_at: datetime | None = None


def state_of(contested_at: datetime, progress: Progress) -> ContestState:
    """What was agreed on, or rated alike, before it was contested does not answer the contest."""
    if progress.done_at is None:
        return ContestState.BEING_RATED if progress.is_begun else ContestState.WAITING
    if progress.settled_at is not None and progress.settled_at > contested_at:
        return ContestState.SETTLED
    if progress.is_equal and progress.done_at > contested_at:
        return ContestState.SETTLED
    return ContestState.TO_SETTLE
