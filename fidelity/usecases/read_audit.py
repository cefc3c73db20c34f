"""Reads the audit log, as far as it is a person's to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, true
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, teams_where
from fidelity.usecases import audit
from fidelity.usecases.answers import Answers
from fidelity.usecases.subjects import subjects
from models import AuditEntry, Person, Team, TeamRole

PAGE = 50


@dataclass(frozen=True)
class AuditLine:
    """One thing that was done. ``person`` is None where nobody was signed in."""

    id: UUID
    at: datetime
    person: str | None
    what: str
    team: str
    subject: str


@dataclass(frozen=True)
class AuditChoices:
    """What the log can be narrowed to. Without people, somebody sees only what they did themselves."""

    people: Sequence[Person]
    teams: Sequence[Team]
    deeds: Sequence[str]


@dataclass(frozen=True)
class AuditPage:
    """Up to 50 entries, newest first. ``older``: the entry after which the next page begins."""

    lines: Sequence[AuditLine]
    older: UUID | None


def read_audit(
    db: Session,
    zone: tzinfo,
    *,
    by: Person,
    person_id: UUID | None = None,
    team_id: UUID | None = None,
    what: str = "",
    since: str = "",
    until: str = "",
    older_than: UUID | None = None,
) -> AuditPage:
    """Entries of the service, of the person's teams, or only their own, as the table of permissions says.

    ``since`` and ``until`` are days as typed, both included, in the zone where the service stands.
    A look at what others did is itself an entry.
    """
    answers = Answers()
    first, last = answers.maybe_day("since", since), answers.maybe_day("until", until)
    if first and last and last < first:
        answers.refuse("until", "The last day must be the first day or later")
    answers.check()

    wanted = [_scope(by)]
    if person_id:
        wanted.append(AuditEntry.person_id == person_id)
    if team_id:
        wanted.append(AuditEntry.team_id == team_id)
    if what:
        wanted.append(AuditEntry.what == what)
    if first:
        wanted.append(AuditEntry.at >= datetime.combine(first, time(), zone))
    if last:
        wanted.append(AuditEntry.at < datetime.combine(last + timedelta(days=1), time(), zone))
    if older_than and (begin := db.get(AuditEntry, older_than)):
        same_moment = and_(AuditEntry.at == begin.at, AuditEntry.id < begin.id)
        wanted.append(or_(AuditEntry.at < begin.at, same_moment))
    newest = select(AuditEntry).where(*wanted).order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    entries = db.scalars(newest.limit(PAGE + 1)).all()
    page = AuditPage(_lines(db, entries[:PAGE]), entries[PAGE - 1].id if len(entries) > PAGE else None)
    if teams_where(by, Deed.SEE_AUDIT) != set() and older_than is None:
        audit.note_reading(db, by, "read audit log", subject_id=None)
    return page


def audit_choices(db: Session, *, by: Person) -> AuditChoices:
    """For the filters: people and teams whose deeds this person may see, and what has been done."""
    reach = teams_where(by, Deed.SEE_AUDIT)
    deeds = db.scalars(select(AuditEntry.what).where(_scope(by)).distinct().order_by(AuditEntry.what)).all()
    if reach == set():
        return AuditChoices([], [], deeds)
    people, teams = select(Person).order_by(Person.name), select(Team).order_by(Team.name)
    if reach is not None:
        people = people.where(Person.team_roles.any(TeamRole.team_id.in_(reach)))
        teams = teams.where(Team.id.in_(reach))
    return AuditChoices(db.scalars(people).all(), db.scalars(teams).all(), deeds)


def _scope(by: Person) -> ColumnElement[bool]:
    reach = teams_where(by, Deed.SEE_AUDIT)
    if reach is None:
        return true()
    return or_(AuditEntry.person_id == by.id, AuditEntry.team_id.in_(reach))


def _lines(db: Session, entries: Sequence[AuditEntry]) -> list[AuditLine]:
    keys = {key for e in entries for key in (e.person_id, e.team_id, e.subject_id) if key is not None}
    names = subjects(db, keys)
    return [
        AuditLine(
            id=entry.id,
            at=entry.at,
            person=names.get(entry.person_id, "Somebody who is gone") if entry.person_id else None,
            what=entry.what,
            team=names.get(entry.team_id, "") if entry.team_id else "",
            subject=names.get(entry.subject_id, "") if entry.subject_id else "",
        )
        for entry in entries
    ]
