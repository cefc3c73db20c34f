"""The second ratings that wait for a person, in the order to take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.consultation import next_consultation
from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.let_go import is_to_be_had
from fidelity.usecases.reach import cases_within_reach
from models import (
    Case,
    LookCause,
    Person,
    Rater,
    Review,
    ReviewStatus,
    SecondLook,
    Team,
    Week,
)


@dataclass(frozen=True, slots=True)
class WaitingLook:
    """A week that somebody is to rate a second time. Nothing of what the first rater made of it."""

    case_id: UUID
    reference: str
    team_id: UUID
    team: str
    monday: date
    cause: LookCause
    #: Before the first consultation after it was wished for.
    due: datetime
    #: The person has taken it, or it was given to them; otherwise anybody who may can take it.
    is_mine: bool
    is_begun: bool
    #: Who had begun it, or had taken it, and is away or rates in the team no more; else nobody.
    let_go_by: str


def list_second_looks(db: Session, *, by: Person, team_id: UUID | None = None) -> Sequence[WaitingLook]:
    """Those that are the person's, and those of nobody who rates in the team and is there. One query.

    Weeks that the person rated first are not among them, nor what others have taken. NotAllowed for people
    who review in no team. ``team_id``: of one team alone.
    """
    guard.require(by, Deed.RATE_SECOND)
    first, second, taker = aliased(Review), aliased(Review), aliased(Person)
    rows = db.execute(
        select(
            Case.id,
            Case.reference,
            Team,
            Week.starts_on,
            SecondLook.cause,
            SecondLook.created_at,
            SecondLook.given_to_id,
            taker.name,
            second.id,
        )
        .select_from(SecondLook)
        .join(Week, Week.id == SecondLook.week_id)
        .join(Case, Case.id == Week.case_id)
        .join(Team, Team.id == Case.team_id)
        .outerjoin(taker, taker.id == SecondLook.given_to_id)
        .outerjoin(first, and_(first.week_id == Week.id, first.rater == Rater.FIRST))
        .outerjoin(second, and_(second.week_id == Week.id, second.rater == Rater.SECOND))
        .where(
            cases_within_reach(by, Deed.RATE_SECOND),
            SecondLook.done_at.is_(None),
            or_(
                SecondLook.given_to_id == by.id,
                is_to_be_had(),
            ),
            or_(first.by_id.is_(None), first.by_id != by.id),
            or_(second.status.is_(None), second.status == ReviewStatus.DRAFT),
            *([Case.team_id == team_id] if team_id else []),
        )
    )
    looks = [
        WaitingLook(
            case_id=case_id,
            reference=reference,
            team_id=team.id,
            team=team.name,
            monday=monday,
            cause=cause,
            due=next_consultation(since, weekday=team.consultation_weekday, at=team.consultation_time),
            is_mine=given_to_id == by.id,
            is_begun=second_id is not None and given_to_id == by.id,
            let_go_by=taken_by if taken_by and given_to_id != by.id else "",
        )
        for case_id, reference, team, monday, cause, since, given_to_id, taken_by, second_id in rows
    ]
    return sorted(
        looks, key=lambda look: (not look.is_mine, look.due, look.team, look.reference, look.monday)
    )
