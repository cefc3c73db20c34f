"""How far a contest is: from the therapist's word to what was settled. Pure.

One rule for every page, list, message and file: docs/adr/0030. Its SQL form is
``fidelity.usecases.standing_contests``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Thing(Enum):
    """What of feedback is contested."""

    RATING = "rating"
    MARK = "mark"
    COMMENT = "comment"
    WHOLE = "whole"


class ContestState(Enum):
    """Where something that the therapist contests stands. All but ``SETTLED`` are open."""

    #: Nobody rates the week a second time yet.
    WAITING = "waiting"
    BEING_RATED = "being_rated"
    #: Two people have rated the week; what counts is still to be said.
    TO_SETTLE = "to_settle"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Number:
    """A rating that a contest is about: the contested one, that of the marked words, or each of the whole."""

    #: The second rater gave the same, not assessable included.
    is_equal: bool = False
    #: When two raters last agreed on what counts for it.
    agreed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What happened around a contested thing, before it was contested and after."""

    #: Somebody has begun the second rating.
    is_begun: bool = False
    #: When the second rating was handed in; nothing while one of the two raters is not done.
    handed_in_at: datetime | None = None
    #: None of a comment.
    numbers: Sequence[Number] = ()
    #: When somebody who rates last answered in the thread.
    answered_at: datetime | None = None
    #: Of a comment: when it was resolved, if it is.
    resolved_at: datetime | None = None


def state_of(thing: Thing, contested_at: datetime, progress: Progress) -> ContestState:
    """What was agreed, rated alike, answered or resolved before it was contested answers no contest.

    A number is settled by numbers alone. What has none of its own is settled by a rater's answer, too, once
    both raters are done; a resolved comment needs no second rating.
    """
    if progress.resolved_at is not None and progress.resolved_at > contested_at:
        return ContestState.SETTLED
    handed_in_at = progress.handed_in_at
    if handed_in_at is None:
        return ContestState.BEING_RATED if progress.is_begun else ContestState.WAITING
    answered_at = progress.answered_at
    if thing is not Thing.RATING and answered_at and answered_at > max(contested_at, handed_in_at):
        return ContestState.SETTLED
    settled = [is_number_settled(number, contested_at, handed_in_at) for number in progress.numbers]
    return ContestState.SETTLED if settled and all(settled) else ContestState.TO_SETTLE


def is_number_settled(number: Number, contested_at: datetime, handed_in_at: datetime) -> bool:
    """Whether two raters agreed on it since, or the second gave the same since."""
    is_agreed = number.agreed_at is not None and number.agreed_at > contested_at
    return is_agreed or (number.is_equal and handed_in_at > contested_at)
