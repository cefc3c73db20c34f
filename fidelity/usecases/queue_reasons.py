"""Why each week that waits stands where it does: the facts are gathered here, the rule is attention's."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Session

from fidelity.attention import WEEKS_WITHOUT, Facts, Reason, order_from, reasons
from fidelity.usecases.count_evidence import WeekEvidence, count_evidence
from fidelity.usecases.find_past_reviews import find_contested_cases, find_reviewed_therapists
from fidelity.usecases.find_waiting_weeks import WaitingWeek, find_reviewed_mondays
from fidelity.usecases.queue_places import Place
from models import Principle

_Key = tuple[UUID, date]


@dataclass(frozen=True, slots=True)
class Explained:
    """A week, its place, the reasons, and how many suggestions nobody has decided on: 0 while it is blind."""

    place: Place
    week: WaitingWeek
    reasons: Sequence[Reason]
    undecided: int


def explain(
    db: Session,
    *,
    cases: ColumnElement[bool],
    weeks: Sequence[tuple[Place, WaitingWeek]],
    hidden: Collection[UUID],
) -> list[Explained]:
    """In the order given; ``cases`` is true of every case of them. The queries are always as many.

    ``hidden``: weeks of which who asks may know nothing yet.
    """
    if not weeks:
        return []
    mondays = _mondays_needed([week for _, week in weeks])
    evidence = count_evidence(db, cases=cases, mondays=mondays, hidden=hidden)
    reviewed_weeks = find_reviewed_mondays(db, cases=cases, mondays=mondays)
    contested = find_contested_cases(db, cases=cases, hidden=hidden)
    reviewed = find_reviewed_therapists(db, cases=cases)
    blind = {(week.case_id, week.monday) for _, week in weeks if week.is_blind}
    with_work = {(week.case_id, week.monday) for _, week in weeks} | reviewed_weeks
    explained = []
    for place, week in weeks:
        own = evidence.get((week.case_id, week.monday), WeekEvidence())
        facts = Facts(
            is_contested=week.case_id in contested,
            shown=_shown(week, evidence, with_work, blind),
            contradicted=own.contradicted,
            week_of_case=place.week_of_case,
            is_therapist_reviewed=not place.therapists or any(p.id in reviewed for p in place.therapists),
        )
        order = order_from(place.case.team.queue_order)
        explained.append(Explained(place, week, reasons(facts, order), own.undecided))
    return explained


def _mondays_needed(waiting: Sequence[WaitingWeek]) -> set[date]:
    """The weeks themselves, and as many before them as a reason looks at: before a blind one, one more."""
    back = {(week.monday, WEEKS_WITHOUT + week.is_blind) for week in waiting}
    return {monday - timedelta(weeks=ago) for monday, weeks in back for ago in range(weeks)}


def _shown(
    week: WaitingWeek,
    evidence: Mapping[_Key, WeekEvidence],
    with_work: Collection[_Key],
    blind: Collection[_Key],
) -> list[set[Principle]]:
    """What was shown in this week and those just before it, until a week without work.

    Of a blind week nothing may be told, so the look back begins before it: at the last weeks reviewed.
    """
    found: list[set[Principle]] = []
    monday = week.monday
    while (week.case_id, monday) in blind:
        monday -= timedelta(weeks=1)
    while len(found) < WEEKS_WITHOUT and (week.case_id, monday) in with_work:
        if (week.case_id, monday) in blind:
            break
        found.append(evidence.get((week.case_id, monday), WeekEvidence()).shown)
        monday -= timedelta(weeks=1)
    return found
