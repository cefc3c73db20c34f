"""The weeks behind a number of agreement: what each rater gave, or what was marked and suggested."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.adherence.agreement import Compared
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.blind import kept_reviews
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_marked_weeks import MarkedWeek, find_marked_weeks
from fidelity.usecases.find_rated_twice import Between, RatedTwice, find_rated_twice
from fidelity.usecases.paging import Page, page_of
from fidelity.usecases.read_agreement import newest_report
from fidelity.usecases.standing_consensus import standing_consensus
from models import AgreementReport, Person, Principle, Team


@dataclass(frozen=True)
class Pairs:
    """``principle``: nothing for the mean over those that both could assess."""

    team: Team
    report: AgreementReport
    compared: Compared
    principle: Principle | None
    #: Of the person who asks alone.
    is_mine: bool
    rated: Page[RatedTwice] | None = None
    #: What was agreed on in the end, by week and principle.
    agreed: Mapping[tuple[UUID, Principle], int | None] | None = None
    marked: Page[MarkedWeek] | None = None


def read_pairs(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    compared: Compared,
    principle: Principle | None = None,
    is_mine: bool = False,
    page: int = 1,
) -> Pairs:
    """As they stand now, of the weeks that the newest report had. Newest first; NotFound without a report."""
    team = guard.team(db, by, Deed.SEE_AGREEMENT, team_id)
    report = newest_report(db, team_id)
    if report is None or (compared is not Compared.SECOND and principle is None):
        raise NotFound
    where = Between(team_id, report.since, report.until, report.created_at)
    audit.note_reading(db, by, "read rated pairs", subject_id=team_id, team_id=team_id)
    found = Pairs(team, report, compared, principle, is_mine)
    if compared is Compared.SECOND:
        weeks = [each for each in find_rated_twice(db, where) if not is_mine or _is_of(each, by.id)]
        rated = page_of(weeks[::-1], page)
        return replace(found, rated=rated, agreed=_agreed(db, [each.week_id for each in rated.rows]))
    hidden = kept_reviews(db, by)
    marked = [each for each in find_marked_weeks(db, where) if each.review_id not in hidden]
    if compared is Compared.BLIND:
        marked = [each for each in marked if each.is_rated_first]
    return replace(found, marked=page_of(marked[::-1], page))


def _is_of(week: RatedTwice, person_id: UUID) -> bool:
    return person_id in {week.first_by_id, week.second_by_id}


def _agreed(db: Session, weeks: Sequence[UUID]) -> dict[tuple[UUID, Principle], int | None]:
    standing = standing_consensus()
    rows = db.execute(
        select(standing.c.week_id, standing.c.principle, standing.c.value).where(
            standing.c.week_id.in_(weeks)
        )
    )
    return {(week_id, principle): value for week_id, principle, value in rows}
