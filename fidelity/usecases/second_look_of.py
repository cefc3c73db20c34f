"""The second rating that is wanted of a week: whose it can be, and what the person knew before."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.adherence.second_share import is_drawn
from fidelity.permissions import Deed, may
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.find_covers import covers_on
from fidelity.usecases.own_work import refuse_own_work
from fidelity.usecases.standing_contests import is_open, standing_contests
from models import (
    LookCause,
    Person,
    Rater,
    Reply,
    Review,
    SecondLook,
    Week,
)


def second_look_of(db: Session, week_id: UUID) -> SecondLook | None:
    """The wish for a second rating of a week, done or not; nothing where there is none."""
    return db.scalar(select(SecondLook).filter_by(week_id=week_id))


def draw_second_look(db: Session, week: Week) -> None:
    """By chance, in the team's share, when the first review of a week begins. Part of the caller's deed."""
    if is_drawn(week.id, week.case.team.second_share) and second_look_of(db, week.id) is None:
        db.add(SecondLook(week_id=week.id, cause=LookCause.SHARE))


def follow_contests(db: Session, by: Person, review: Review) -> None:
    """An open contest calls for a second rating. Part of the caller's deed.

    A week that is rated twice already, or will be, needs no other. One that was called for by a contest
    alone, and that nobody has begun, goes when no contest is open any more.
    """
    look, contests = second_look_of(db, review.week_id), standing_contests(Reply.review_id == review.id)
    is_contested = bool(db.scalar(select(exists().where(is_open(contests)))))
    if is_contested and look is None:
        db.add(SecondLook(week_id=review.week_id, cause=LookCause.CONTESTED, asked_by_id=by.id))
    elif not is_contested and look is not None and look.cause is LookCause.CONTESTED:
        begun = exists().where(Review.week_id == review.week_id, Review.rater == Rater.SECOND)
        if not db.scalar(select(begun)):
            db.delete(look)


def require_second_rater(db: Session, by: Person, week: Week) -> SecondLook:
    """The wish, if this person can fulfil it. NotFound where none is open; InvalidInput says who cannot."""
    look = second_look_of(db, week.id)
    if look is None:
        raise NotFound
    if db.scalar(select(Review.by_id).filter_by(week_id=week.id, rater=Rater.FIRST)) == by.id:
        raise InvalidInput({"start": "You rated this week first, so somebody else rates it a second time"})
    refuse_own_work(week.case, week.starts_on, by, field="start")
    if look.given_to_id not in {None, by.id} and not is_let_go(db, look, week):
        raise InvalidInput({"start": "Somebody else has taken this second rating"})
    return look


def is_let_go(db: Session, look: SecondLook, week: Week) -> bool:
    """Whether others can have it: it is not handed in, and whoever has it is away or rates here no more."""
    if look.done_at is not None or look.given_to_id is None:
        return False
    taker, team_id = db.get(Person, look.given_to_id), week.case.team_id
    is_away = any(absence.person_id == look.given_to_id for absence in covers_on(db, [team_id]))
    return is_away or taker is None or not may(taker, Deed.RATE_SECOND, team_id=team_id)


def refuse_second_rater(db: Session, by: Person, week: Week) -> None:
    """Whoever is to rate a week a second time cannot rate it first."""
    wanted = exists().where(SecondLook.week_id == week.id, SecondLook.given_to_id == by.id)
    begun = exists().where(Review.week_id == week.id, Review.rater == Rater.SECOND, Review.by_id == by.id)
    if db.scalar(select(wanted | begun)):
        raise InvalidInput({"start": "You are this week’s second rater, so somebody else rates it first"})
