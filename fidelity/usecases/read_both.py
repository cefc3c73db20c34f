"""Two raters' work on one week side by side, once both are done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.blind import require_sight
from fidelity.usecases.errors import NotFound
from fidelity.usecases.feedback_parts import Feedback, OnPrinciple
from fidelity.usecases.read_feedback import assemble_feedback
from fidelity.usecases.second_opinion import read_second_opinion
from fidelity.usecases.start_review import first_review
from models import PASSED_ON, Case, Consensus, Person, Review, SecondLook


@dataclass(frozen=True)
class Pair:
    """One principle, as each rater sees it, and what was agreed on, oldest first."""

    first: OnPrinciple
    second: OnPrinciple
    agreed: Sequence[Consensus]
    #: The therapist contests the rating, words behind it or the whole, and that is not settled.
    is_open: bool = False

    @property
    def is_equal(self) -> bool:
        """Whether both gave the same, not assessable included."""
        one, other = self.first.rating, self.second.rating
        return bool(one and other and one.value == other.value)

    @property
    def is_to_settle(self) -> bool:
        """Whether it is still to be said what counts."""
        return self.is_open or not (self.is_equal or self.agreed)

    @property
    def may_settle(self) -> bool:
        """Where both gave the same and nobody contests it, there is nothing to agree on."""
        return self.is_open or not self.is_equal or self.first.is_contested


@dataclass(frozen=True)
class Both:
    """The two reviews, principle by principle."""

    case: Case
    monday: date
    look: SecondLook
    first: Feedback
    second: Feedback
    pairs: Sequence[Pair]
    #: What others had begun of the second rating and passed on: it counts nowhere.
    passed_on: Sequence[Feedback] = ()

    @property
    def to_settle(self) -> int:
        """How many principles are still to be settled."""
        return sum(pair.is_to_settle for pair in self.pairs)


def read_both(db: Session, *, by: Person, case_id: UUID, monday: date, is_looked_at: bool = True) -> Both:
    """For those who review the team. NotFound while one of them is not done; Blind for a second rater."""
    case, _, first = both_done(db, by, case_id, monday)
    opinion = read_second_opinion(db, first)
    if opinion.look is None or opinion.second is None:
        raise NotFound
    one = assemble_feedback(db, first, may_reply=False)
    other = assemble_feedback(db, opinion.second, may_reply=False)
    if is_looked_at:
        for review in (first, opinion.second):
            audit.note_reading(db, by, "read review", subject_id=review.id, team_id=case.team_id)
    seconds = {on.entry.principle: on for on in other.principles}
    unsettled = one.unsettled
    pairs = [
        Pair(
            on,
            seconds[on.entry.principle],
            opinion.agreed.get(on.entry.principle, ()),
            on.entry.principle in unsettled,
        )
        for on in one.principles
    ]
    begun = select(Review).where(Review.week_id == first.week_id, Review.rater.in_(PASSED_ON))
    passed_on = [
        assemble_feedback(db, review, may_reply=False)
        for review in db.scalars(begun.order_by(Review.submitted_at))
    ]
    return Both(case, monday, opinion.look, one, other, pairs, passed_on)


def both_done(db: Session, by: Person, case_id: UUID, monday: date) -> tuple[Case, UUID, Review]:
    """Case, week and first review, for who may see both. The rest is for the caller."""
    case, week = guard.week(db, by, Deed.RATE_SECOND, case_id, monday)
    first = first_review(db, week.id) if week else None
    if week is None or first is None:
        raise NotFound
    require_sight(db, by, first)
    return case, week.id, first
