"""Lets a person take a table out, as far as its rows are theirs to see, and notes that they did."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select
from sqlalchemy.orm import Session

from fidelity.exports.columns import Column, Table
from fidelity.exports.tables import TABLES
from fidelity.usecases import audit
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.export_agreed import select_action_answers, select_actions
from fidelity.usecases.export_outside import rows_of_score_means, select_tam_r
from fidelity.usecases.export_ratings import select_rating_changes, select_ratings, select_second_looks
from fidelity.usecases.export_scope import Scope, scope_of
from fidelity.usecases.export_team import rows_of_agreement, rows_of_case_load
from fidelity.usecases.export_weeks import rows_of_weeks
from fidelity.usecases.export_words import (
    select_comments,
    select_marks,
    select_replies,
    select_suggestions,
)
from models import Person, Role, Team, now

#: So many are read from the database at a time, and held in memory.
ROWS_AT_ONCE = 500

Rows = Iterator[Mapping[str, Any]]


def _selected(select: Callable[[Scope], Select[Any]]) -> Callable[[Session, Scope], Rows]:
    def rows(db: Session, scope: Scope) -> Rows:
        for row in db.execute(select(scope).execution_options(yield_per=ROWS_AT_ONCE)):
            yield row._asdict()

    return rows


#: By the table's name. A row has the table's columns by name; what it lacks is empty.
ROWS: Mapping[str, Callable[[Session, Scope], Rows]] = {
    "weeks": rows_of_weeks,
    "ratings": _selected(select_ratings),
    "rating_changes": _selected(select_rating_changes),
    "second_looks": _selected(select_second_looks),
    "marks": _selected(select_marks),
    "comments": _selected(select_comments),
    "replies": _selected(select_replies),
    "actions": _selected(select_actions),
    "action_answers": _selected(select_action_answers),
    "suggestions": _selected(select_suggestions),
    "agreement": rows_of_agreement,
    "case_load": rows_of_case_load,
    "tam_r_scores": _selected(select_tam_r),
    "score_means": rows_of_score_means,
}


@dataclass(frozen=True)
class Export:
    """A table on its way out. ``rows`` are read while they are written, and only once."""

    team: Team
    table: Table
    columns: Sequence[Column]
    rows: Rows
    taken_at: datetime
    #: Whose eyes it was made for: ``the team`` or ``own cases``.
    taken_by: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Exports:
    """What a person may take out of a team."""

    team: Team
    tables: Sequence[Table]
    is_own: bool


def list_exports(db: Session, *, by: Person, team_id: UUID) -> Exports:
    """A therapist takes out the own cases, and no scores."""
    scope = scope_of(db, by=by, team_id=team_id)
    return Exports(
        scope.team, [each for each in TABLES.values() if scope.may(each.deed)], not scope.is_whole_team
    )


def take_export(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    name: str,
    since: date | None = None,
    until: date | None = None,
    with_quotes: bool = False,
) -> Export:
    """``with_quotes``: with the families' words. NotAllowed for a table that is not theirs."""
    scope = scope_of(db, by=by, team_id=team_id, since=since, until=until)
    if name not in TABLES:
        raise NotFound
    table = TABLES[name]
    if not scope.may(table.deed):
        raise NotAllowed
    what = f"exported {table.title.lower()}" + (" with quotes" if with_quotes else "")
    audit.note_reading(db, by, what, subject_id=team_id, team_id=team_id)
    return Export(
        team=scope.team,
        table=table,
        columns=columns_for(scope, table, with_quotes=with_quotes),
        rows=ROWS[name](db, scope),
        taken_at=now(),
        taken_by=_role(scope),
        since=since,
        until=until,
    )


def columns_for(scope: Scope, table: Table, *, with_quotes: bool) -> list[Column]:
    """Those that this person may have, in the order of the dictionary."""
    return [
        column
        for column in table.columns
        if (with_quotes or not column.is_quote) and (column.deed is None or scope.may(column.deed))
    ]


def _role(scope: Scope) -> str:
    """The roles that the person holds in the team today, the way they stand in the table of roles."""
    held = {r.role for r in scope.by.team_roles if r.team_id == scope.team.id and r.is_held_on(date.today())}
    return ", ".join(role.value for role in Role if role in held)
