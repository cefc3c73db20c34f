"""A rater begins the review of a week, the first or the second."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, lazyload

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.blind import require_sight
from fidelity.usecases.end_claims import end_snoozes
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_claims import claim_of, taken
from fidelity.usecases.find_covers import consultants_of, may_review_first
from fidelity.usecases.knew_first import knew_first
from fidelity.usecases.own_work import refuse_own_work
from fidelity.usecases.second_look_of import (
    draw_second_look,
    is_let_go,
    refuse_second_rater,
    require_second_rater,
    second_look_of,
)
from fidelity.usecases.second_work import has_looked_before, set_aside
from models import (
    CaseNote,
    CaseNoteRevision,
    Codebook,
    Person,
    Rater,
    Recording,
    RecordingStatus,
    Review,
    Week,
)


def start_review(
    db: Session, *, by: Person, case_id: UUID, monday: date, rater: Rater = Rater.FIRST
) -> Review:
    """Make the draft of a review. The first, if it is there, is given back, whoever writes it.

    The note is the one that stands now: a revision handed in later does not change under the rater. A
    second rater reads what the first reads, and by the same codebook.
    """
    is_first = rater is Rater.FIRST
    case, week = guard.week(db, by, Deed.REVIEW if is_first else Deed.RATE_SECOND, case_id, monday)
    if week is None or not has_work(db, week):
        raise InvalidInput({"start": "There is nothing to review in this week yet"})
    refuse_own_work(case, monday, by, field="start")
    # Two people who begin in the same moment come one after the other.
    db.execute(select(Week.id).where(Week.id == week.id).with_for_update())
    first, there = first_review(db, week.id), review_of(db, week.id, rater)
    if there is not None and not (rater is Rater.SECOND and _is_to_be_had(db, by, there)):
        require_sight(db, by, there)
        return there
    look = None
    if is_first:
        refuse_second_rater(db, by, week)
        if not may_review_first(db, by, case.team_id):
            raise InvalidInput({"start": not_theirs_to_begin(consultants_of(db, case.team_id))})
        claim = claim_of(db, week.id)
        if claim and claim.person_id != by.id:
            raise InvalidInput({"start": taken(claim)})
        end_snoozes(db, week.id, by)
        draw_second_look(db, week)
    else:
        look = require_second_rater(db, by, week)
        if there is not None:
            set_aside(db, by, there)
        look.given_to_id = by.id

    review = Review(
        week_id=week.id,
        rater=rater,
        by_id=by.id,
        codebook_id=first.codebook_id if first else newest_codebook(db).id,
        revision_id=first.revision_id if first else newest_revision_id(db, week.id),
        knew_first=look is not None and knew_first(db, by, first, look),
        is_rated_first=case.team.is_rated_first and not has_looked_before(db, by, week.id),
    )
    db.add(review)
    db.flush()
    deed = "started review" if is_first else "started second rating"
    audit.note(db, by, deed, subject_id=review.id, team_id=case.team_id)
    db.commit()
    return review


def _is_to_be_had(db: Session, by: Person, second: Review) -> bool:
    """Whether somebody else has begun it, and is away or rates in the team no more."""
    look = second_look_of(db, second.week_id)
    return second.by_id != by.id and look is not None and is_let_go(db, look, second.week)


def first_review(db: Session, week_id: UUID) -> Review | None:
    """The review that the therapist will get, draft or published."""
    return review_of(db, week_id, Rater.FIRST)


def review_of(db: Session, week_id: UUID, rater: Rater) -> Review | None:
    """A rater's review of a week, whatever its state."""
    of_week = select(Review).filter_by(week_id=week_id, rater=rater)
    return db.scalar(of_week.options(lazyload(Review.week), lazyload(Review.by)))


def newest_codebook(db: Session) -> Codebook:
    """The version that a new review is rated by."""
    return db.scalars(select(Codebook).order_by(Codebook.created_at.desc()).limit(1)).one()


def newest_revision_id(db: Session, week_id: UUID) -> UUID | None:
    """The note as it was handed in last; nothing while there is none."""
    newest = (
        select(CaseNoteRevision.id)
        .join(CaseNote)
        .where(CaseNote.week_id == week_id)
        .order_by(CaseNoteRevision.number.desc())
    )
    return db.scalar(newest.limit(1))


def not_theirs_to_begin(consultants: Sequence[Person]) -> str:
    """Says to somebody who may not review first who does, and how they could cover."""
    who = " and ".join(person.name for person in consultants)
    reviews = "reviews" if len(consultants) == 1 else "review"
    return (
        f"{who} {reviews} this team’s weeks first. While a consultant is away you can cover: record the "
        "absence, and who covers, under “Who is away” on the team’s page"
    )


def has_work(db: Session, week: Week) -> bool:
    """A note that was handed in, or a recording that is still here."""
    gone = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)
    recorded = exists().where(Recording.week_id == week.id, Recording.status.not_in(gone))
    return newest_revision_id(db, week.id) is not None or bool(db.scalar(select(recorded)))
