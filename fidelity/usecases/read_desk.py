"""Everything that a rater needs for one week, on one page. Reads only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload, selectinload

from fidelity.permissions import Deed, may
from fidelity.usecases import audit, guard
from fidelity.usecases.being_read import is_being_read
from fidelity.usecases.blind import are_both_done, is_hidden_from, require_sight
from fidelity.usecases.carried_words import Waiting, find_waiting
from fidelity.usecases.carry_to_note import LeftBehind, find_left_behind
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.find_agreed import Agreed, find_answers
from fidelity.usecases.find_threads import find_threads
from fidelity.usecases.hidden_suggestions import are_hidden
from fidelity.usecases.knew_first import note_agreed_read
from fidelity.usecases.offered import offer_of
from fidelity.usecases.ratings_before import ratings_before
from fidelity.usecases.read_kept_words import kept_for
from fidelity.usecases.read_week_words import Visit, read_revisions, read_suggestions, read_visits
from fidelity.usecases.second_look_of import require_second_rater
from fidelity.usecases.start_review import review_of
from fidelity.usecases.take_back_review import was_taken_back
from fidelity.usecases.team_people import team_people
from fidelity.usecases.touched_segments import touched_segments
from models import (
    Case,
    CaseNoteRevision,
    Codebook,
    Comment,
    KeptWords,
    Mark,
    Offer,
    Person,
    Principle,
    Rater,
    Reply,
    Review,
    ReviewStatus,
    Suggestion,
    TakenBack,
    Week,
)

_Row = TypeVar("_Row", Mark, Comment)


@dataclass(frozen=True, slots=True)
class Desk:
    """A week as its rater sees it. Without a review nobody has begun; without a week nothing is there."""

    case: Case
    monday: date
    rater: Rater
    #: At a second rater's desk: the first rater is done, too.
    are_both_done: bool
    #: Whether this person may change the review now.
    can_write: bool
    codebook: Codebook | None
    #: The review before this one that was published, with what was agreed in it.
    previous: Review | None
    #: The same, with what became of each action.
    agreed: Sequence[Agreed]
    #: Who can own an action.
    people: Sequence[Person]
    #: Whether this person may choose for the team which suggestions are shown.
    may_choose_offer: bool
    week: Week | None = None
    review: Review | None = None
    visits: Sequence[Visit] = ()
    #: The note that is reviewed: the one that stood when the review began.
    revision: CaseNoteRevision | None = None
    #: A revision that was handed in since.
    newer_revision: CaseNoteRevision | None = None
    suggestions: Sequence[Suggestion] = ()
    marks: Sequence[Mark] = ()
    comments: Sequence[Comment] = ()
    #: Marks and comments whose words were not found in a new version.
    waiting: Sequence[Waiting] = ()
    #: Those of a draft on a revision of the note that it has moved on from.
    left_behind: Sequence[LeftBehind] = ()
    #: Whether the tagger has not read all of these words yet.
    is_being_read: bool = False
    #: Whether this person may not see yet what the machine suggests; there are no suggestions then.
    is_hidden: bool = False
    #: What was given before the suggestions were looked at, where ratings came first.
    before: Mapping[Principle, int | None] = field(default_factory=dict)
    #: Words whose save was refused, until somebody has looked at both versions.
    kept: Sequence[KeptWords] = ()
    #: By comment: what was said under it, once the review was published.
    threads: Mapping[UUID, Sequence[Reply]] = field(default_factory=dict)
    #: Whether this person may answer there and resolve: the review is published.
    may_answer: bool = False
    #: That it had been published, and was taken back.
    taken_back: TakenBack | None = None

    @property
    def offer(self) -> Offer:
        """Which suggestions the rater has before them."""
        return offer_of(self.review, self.case.team)

    @property
    def has_work(self) -> bool:
        """Whether there is anything to review."""
        return bool(self.visits) or self.revision is not None


def read_desk(
    db: Session,
    *,
    by: Person,
    case_id: UUID,
    monday: date,
    rater: Rater = Rater.FIRST,
    is_looked_at: bool = True,
    only_touched: bool = False,
) -> Desk:
    """The week. ``is_looked_at``: a person opens it, so the reading is noted in the audit log.

    ``only_touched``: of the turns those alone on which something hangs, which is enough after a change.
    The second rater's desk is there only where a second rating is wanted, and for its rater alone until
    both raters are done.
    """
    deed = Deed.REVIEW if rater is Rater.FIRST else Deed.RATE_SECOND
    case, week = guard.week(db, by, deed, case_id, monday)
    review = review_of(db, week.id, rater) if week else None
    if review is not None:
        require_sight(db, by, review)
    elif rater is Rater.SECOND:
        _require_second_rater(db, by, week)
    previous = _previous(db, by, case, monday)
    shared = {
        "case": case,
        "monday": monday,
        "rater": rater,
        "are_both_done": rater is Rater.SECOND and review is not None and are_both_done(db, review),
        "can_write": review is not None and review.status is ReviewStatus.DRAFT and review.by_id == by.id,
        "codebook": _codebook(db, review),
        "previous": previous,
        "agreed": find_answers(db, by, case, previous.actions) if previous else [],
        "people": team_people(db, case.team_id),
        "may_choose_offer": may(by, Deed.CHOOSE_SUGGESTIONS, team_id=case.team_id),
    }
    if week is None:
        return Desk(**shared)  # type: ignore[arg-type]

    # A review that is done stays on the words it was made on.
    moment = (review.published_at or review.submitted_at) if review else None
    touched = touched_segments(db, week, review) if only_touched else None
    visits = read_visits(db, week, at=moment, of_segments=touched)
    revisions = read_revisions(db, week)
    newest = revisions[-1] if revisions else None
    is_hidden = are_hidden(db, by, week.id)
    read = next((r for r in revisions if r.id == review.revision_id), None) if review else newest
    marks, comments = _live(db, Mark, review), _live(db, Comment, review)
    is_draft = review is not None and review.status is ReviewStatus.DRAFT
    if is_looked_at:
        audit.note_reading(db, by, "read week", subject_id=week.id, team_id=case.team_id)
        if review is not None and review.by_id != by.id:
            audit.note_reading(db, by, "read review", subject_id=review.id, team_id=case.team_id)
        note_agreed_read(db, by, previous)
    return Desk(
        **shared,  # type: ignore[arg-type]
        week=week,
        review=review,
        visits=visits,
        revision=read,
        newer_revision=newest if newest is not read else None,
        suggestions=[]
        if is_hidden
        else read_suggestions(
            db, week, visits, read, offer=offer_of(review, case.team), review=review, at=moment
        ),
        marks=marks,
        comments=comments,
        left_behind=find_left_behind([*marks, *comments], revisions, read) if is_draft else (),
        waiting=_waiting(db, review, visits),
        is_being_read=_is_being_read(db, review, visits, read),
        is_hidden=is_hidden,
        before=ratings_before(db, review) if review else {},
        kept=kept_for(db, by, review) if review else (),
        threads=find_threads(db, review) if review else {},
        may_answer=review is not None
        and review.status is ReviewStatus.PUBLISHED
        and may(by, Deed.ANSWER_REPLY, case=case),
        taken_back=was_taken_back(db, review.id) if review else None,
    )


def _require_second_rater(db: Session, by: Person, week: Week | None) -> None:
    """Until it is begun, the desk is there for those alone who can begin."""
    try:
        if week is None:
            raise NotFound
        require_second_rater(db, by, week)
    except InvalidInput:
        raise NotFound from None


def _is_being_read(
    db: Session, review: Review | None, visits: Sequence[Visit], revision: CaseNoteRevision | None
) -> bool:
    if review is not None and review.status is not ReviewStatus.DRAFT:
        return False
    transcripts = [visit.transcript.id for visit in visits if visit.transcript]
    return is_being_read(db, transcripts + ([revision.id] if revision else []))


def _live(db: Session, table: type[_Row], review: Review | None) -> Sequence[_Row]:
    if review is None:
        return ()
    rows = select(table).filter_by(review_id=review.id, removed_at=None).order_by(table.created_at)
    return db.scalars(rows).all()


def _waiting(db: Session, review: Review | None, visits: Sequence[Visit]) -> Sequence[Waiting]:
    """A review that is done has its words still; what is written waits until somebody finds its place."""
    if review is None or review.status is not ReviewStatus.DRAFT:
        return ()
    return find_waiting(db, review, [visit.transcript.id for visit in visits if visit.transcript])


def _codebook(db: Session, review: Review | None) -> Codebook | None:
    wanted = select(Codebook).options(selectinload(Codebook.entries))
    if review is not None:
        return db.scalar(wanted.filter_by(id=review.codebook_id))
    return db.scalars(wanted.order_by(Codebook.created_at.desc()).limit(1)).first()


def _previous(db: Session, by: Person, case: Case, monday: date) -> Review | None:
    earlier = (
        select(Review)
        .join(Week)
        .where(
            Week.case_id == case.id,
            Week.starts_on < monday,
            Review.rater == Rater.FIRST,
            Review.status == ReviewStatus.PUBLISHED,
            ~is_hidden_from(by),
        )
        .order_by(Week.starts_on.desc())
        .options(lazyload(Review.week), lazyload(Review.by), lazyload(Review.ratings))
    )
    return db.scalars(earlier.limit(1)).first()
