"""How reviewing is shared out, and what people did on agendas, as an export has them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from fidelity.usecases.export_scope import Scope, of_weeks, person_columns, week_columns
from fidelity.usecases.hidden_agenda_items import hidden_keys
from models import AgendaItem, Case, Claim, Person, Snooze, Week

_ROWS_AT_ONCE = 500


def select_claims(scope: Scope) -> Select[Any]:
    """What was written for the next person may speak of a first review: such weeks come later."""
    has_it, given_by = aliased(Person), aliased(Person)
    return (
        of_weeks(
            scope,
            Claim.id.label("claim_id"),
            Week.id.label("week_id"),
            *week_columns(),
            *person_columns("person", has_it),
            *person_columns("given_by", given_by),
            Claim.handed_over_with.label("handed_over_with"),
            Claim.created_at.label("created_at"),
            Claim.expires_at.label("expires_at"),
            Claim.ended_at.label("ended_at"),
        )
        .join(Claim, Claim.week_id == Week.id)
        .join(has_it, has_it.id == Claim.person_id)
        .outerjoin(given_by, given_by.id == Claim.given_by_id)
        .where(~scope.hidden_week())
        .order_by(Claim.created_at, Claim.id)
    )


def select_snoozes(scope: Scope) -> Select[Any]:
    """Why a week was put off may speak of a first review, too: such weeks come later."""
    by, ended_by = aliased(Person), aliased(Person)
    return (
        of_weeks(
            scope,
            Snooze.id.label("snooze_id"),
            Week.id.label("week_id"),
            *week_columns(),
            *person_columns("by", by),
            Snooze.reason.label("reason"),
            Snooze.created_at.label("created_at"),
            Snooze.until.label("until"),
            Snooze.ended_at.label("ended_at"),
            *person_columns("ended_by", ended_by),
        )
        .join(Snooze, Snooze.week_id == Week.id)
        .join(by, by.id == Snooze.by_id)
        .outerjoin(ended_by, ended_by.id == Snooze.ended_by_id)
        .where(~scope.hidden_week())
        .order_by(Snooze.created_at, Snooze.id)
    )


def rows_of_agenda_items(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """Without what is made from feedback that the person must not know. Three queries."""
    hidden = set(db.scalars(select(Week.id).join(Case).where(scope.cases(), scope.hidden_week())))
    keys = hidden_keys(db, hidden)
    found = _select_items(scope).execution_options(yield_per=_ROWS_AT_ONCE)
    for row in db.execute(found).mappings():
        if row["key"] not in keys and row["week_id"] not in hidden:
            kind = row["key"].partition(":")[0]
            yield {
                **{name: value for name, value in row.items() if name not in {"key", "week_id"}},
                "kind": kind,
            }


def _select_items(scope: Scope) -> Select[Any]:
    by, ticked_by = aliased(Person), aliased(Person)
    wanted = [AgendaItem.team_id == scope.team.id]
    if scope.since:
        wanted.append(AgendaItem.monday >= scope.since)
    if scope.until:
        wanted.append(AgendaItem.monday <= scope.until)
    return (
        select(
            AgendaItem.id.label("item_id"),
            AgendaItem.key,
            AgendaItem.week_id,
            AgendaItem.monday.label("consultation_week"),
            Case.reference.label("case"),
            AgendaItem.text.label("text"),
            *person_columns("by", by),
            AgendaItem.created_at.label("created_at"),
            AgendaItem.position.label("position"),
            AgendaItem.ticked_at.label("ticked_at"),
            *person_columns("ticked_by", ticked_by),
            AgendaItem.removed_at.label("taken_off_at"),
            AgendaItem.outcome.label("outcome"),
        )
        .join(by, by.id == AgendaItem.by_id)
        .outerjoin(ticked_by, ticked_by.id == AgendaItem.ticked_by_id)
        .outerjoin(Week, Week.id == AgendaItem.week_id)
        .outerjoin(Case, Case.id == Week.case_id)
        .where(*wanted)
        .order_by(AgendaItem.monday, AgendaItem.created_at, AgendaItem.id)
    )
