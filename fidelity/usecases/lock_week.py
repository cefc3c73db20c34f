"""What sharing out the weeks of a queue begins with: the week, for one person at a time, and whose it is."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_claims import claim_of, taken
from fidelity.usecases.start_review import has_work
from fidelity.week_state import due_at
from models import Case, Claim, Person, Rater, Review, ReviewStatus, Week


@dataclass(frozen=True)
class LockedWeek:
    """A week that waits for its review, until the transaction ends."""

    case: Case
    week: Week
    #: The first review, if it was begun.
    draft: Review | None
    #: Lives still.
    claim: Claim | None

    @property
    def holder(self) -> Person | None:
        """Whose it is: the writer's, else whose claim lives."""
        if self.draft:
            return self.draft.by
        return self.claim.person if self.claim else None

    @property
    def due(self) -> datetime:
        """The consultation at which it is talked about."""
        team = self.case.team
        return due_at(
            self.week.starts_on,
            weekday=team.consultation_weekday,
            at=team.consultation_time,
            opened_on=self.case.opened_on,
        )

    def refuse_if_held_by_another(self, by: Person) -> None:
        """InvalidInput that says who has it, and until when."""
        holder = self.holder
        if holder is None or holder.id == by.id:
            return
        if self.draft:
            raise InvalidInput({"share": f"{holder.name} is writing the review of this week"})
        if self.claim:
            raise InvalidInput({"share": taken(self.claim)})


def lock_week(db: Session, by: Person, case_id: UUID, monday: date) -> LockedWeek:
    """For who may share out weeks; whoever else asks in this moment waits, and then sees what was done.

    InvalidInput where there is nothing to review, or the feedback is published.
    """
    case, week = guard.week(db, by, Deed.SHARE_REVIEWING, case_id, monday)
    if week is None or not has_work(db, week):
        raise InvalidInput({"share": "There is nothing to review in this week yet"})
    db.execute(select(Week.id).where(Week.id == week.id).with_for_update())
    first = select(Review).filter_by(week_id=week.id, rater=Rater.FIRST).with_for_update(of=Review)
    draft = db.scalar(first.options(lazyload(Review.week)).execution_options(populate_existing=True))
    if draft and draft.status is ReviewStatus.PUBLISHED:
        raise InvalidInput({"share": f"{draft.by.name} has published the review of this week"})
    return LockedWeek(case, week, draft, claim_of(db, week.id))
