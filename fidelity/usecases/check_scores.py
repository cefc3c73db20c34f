"""Reads a file of scores and says line by line what is wrong with it. Keeps nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.scores.checking import Entry, check
from fidelity.scores.instruments import FORMS, Form
from fidelity.scores.problems import Problem
from fidelity.scores.reading import Line, Read, read_csv
from fidelity.usecases import guard
from fidelity.usecases.answers import said
from fidelity.usecases.score_forms import known_of
from models import Instrument, Person, ScoreImport, Team


@dataclass(frozen=True)
class Preview:
    """What would be kept, or what must be put right first: then nothing would be."""

    team: Team
    form: Form
    sha256: str
    lines: Sequence[Line]
    entries: Sequence[Entry]
    problems: Sequence[Problem]
    #: Columns that the instrument does not know: nothing of them is kept.
    unread: Sequence[str]
    #: What cases and people are called, by key.
    names: Mapping[UUID, str]


def check_scores(db: Session, *, by: Person, team_id: UUID, instrument: Instrument, data: bytes) -> Preview:
    """The file as it was sent. All of its problems at once, in the order of its lines."""
    team = guard.team(db, by, Deed.ENTER_SCORES, team_id)
    form, digest = FORMS[instrument], sha256(data).hexdigest()
    read = read_csv(data, form)
    return check_lines(db, by=by, team=team, form=form, digest=digest, read=read)


def check_lines(db: Session, *, by: Person, team: Team, form: Form, digest: str, read: Read) -> Preview:
    """The same for lines that were read before; who asks has been let through."""
    problems = [*read.problems, *_brought_before(db, team, digest)]
    known = known_of(db, by=by, team_id=team.id, form=form)
    entries, wrong = check(form, read.lines, known, date.today())
    # Of a cell that could not be read, it is said once what is wrong.
    unread = {(problem.line, problem.column) for problem in problems if problem.column}
    problems += [problem for problem in wrong if (problem.line, problem.column) not in unread]
    problems.sort(key=lambda problem: problem.line or 0)
    names = {case.id: case.reference for case in known.cases.values()}
    names |= {person.id: person.name for person in known.people}
    return Preview(team, form, digest, read.lines, entries, problems, read.unread, names)


def _brought_before(db: Session, team: Team, digest: str) -> list[Problem]:
    before = db.scalars(
        select(ScoreImport).filter_by(team_id=team.id, sha256=digest, removed_at=None).limit(1)
    ).first()
    if before is None:
        return []
    return [Problem(f"{before.by.name} brought this very file in on {said(before.created_at.date())}")]
