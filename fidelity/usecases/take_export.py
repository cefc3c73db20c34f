"""Lets a person take a table out, as far as its rows are theirs to see, and notes that they did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.exports.columns import Column, Table
from fidelity.exports.tables import GROUPS, TABLES
from fidelity.usecases import audit
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.export_rows import ROWS, Rows
from fidelity.usecases.export_scope import Scope, scope_of
from models import Person, Role, Team, now


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
    #: By heading.
    groups: Mapping[str, Sequence[Table]]
    is_own: bool

    @property
    def tables(self) -> list[Table]:
        """All of them, in order."""
        return [table for group in self.groups.values() for table in group]


def list_exports(db: Session, *, by: Person, team_id: UUID) -> Exports:
    """A therapist takes out the own cases, and no scores."""
    scope = scope_of(db, by=by, team_id=team_id)
    theirs = {
        heading: [table for table in group if scope.may(table.deed)] for heading, group in GROUPS.items()
    }
    groups = {heading: group for heading, group in theirs.items() if group}
    return Exports(scope.team, groups, not scope.is_whole_team)


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
