"""Whose a week is, as its desk says it: who claims it, who handed it over, whether this person may begin."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.find_claims import claim_of, handed_over, taken
from fidelity.usecases.find_covers import consultants_of, may_review_first
from fidelity.usecases.start_review import not_theirs_to_begin
from models import Claim, Person, Review, ReviewStatus


@dataclass(frozen=True)
class Sharing:
    """Of one week, for one person."""

    #: Whoever has it now got it from somebody, with a line.
    handed_over: Claim | None = None
    #: Why this person cannot begin the first review; empty where they can, or where it has begun.
    cannot_begin: str = ""


def read_sharing(
    db: Session, *, by: Person, team_id: UUID, week_id: UUID | None, review: Review | None
) -> Sharing:
    """For a desk that the person may see already."""
    if week_id is None or (review is not None and review.status is not ReviewStatus.DRAFT):
        return Sharing()
    if review is not None:
        found = handed_over(db, week_id)
        return Sharing(handed_over=found if found and found.person_id == review.by_id else None)
    claim = claim_of(db, week_id)
    if not may_review_first(db, by, team_id):
        because = not_theirs_to_begin(consultants_of(db, team_id))
    else:
        because = taken(claim) if claim and claim.person_id != by.id else ""
    return Sharing(handed_over=handed_over(db, week_id), cannot_begin=because)
