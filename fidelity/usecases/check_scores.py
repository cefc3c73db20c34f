"""Reads a file of scores and says line by line what is wrong with it. Keeps nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.scores.checking import Checked, check
from fidelity.scores.entry import Entry
from fidelity.scores.instruments import FORMS, Form
from fidelity.scores.known import Before
from fidelity.scores.problems import Problem, by_line
from fidelity.scores.reading import Line, read_csv
from fidelity.scores.sent import Sent
from fidelity.usecases import guard
from fidelity.usecases.answers import said
from fidelity.usecases.score_forms import known_of
from models import Instrument, Person, ScoreImport, Team


@dataclass(frozen=True)
class Preview:
    """What would be kept, or what must be put right first: then nothing would be."""

    team: Team
    form: Form
    sent: Sent
    entries: Sequence[Entry]
    problems: Sequence[Problem]
    #: Lines that say what is kept already: they are left out.
    there: Mapping[int, Before]
    #: What cases and people are called, by key.
    names: Mapping[UUID, str]

    @property
    def can_be_kept(self) -> bool:
        """All of it, or none."""
        return bool(self.entries) and not self.problems

    @property
    def two_days(self) -> str | None:
        """A day of it that can be two, as it is written, as long as nobody has said which."""
        return self.sent.two_days if self.sent.order is None and not self.of_the_file else None

    @property
    def of_the_file(self) -> list[str]:
        """What is wrong with it as a whole."""
        return [problem.sentence for problem in self.problems if problem.line is None]

    @property
    def wrong_lines(self) -> list[tuple[Line, Sequence[str]]]:
        """Each line that must be put right, as it stands in the file, with all that is wrong with it."""
        lines = {line.number: line for line in (*self.sent.read.lines, *self.sent.read.broken)}
        wrong = by_line(self.problems)
        return [(lines[number], wrong[number]) for number in wrong]

    @property
    def number_of_lines(self) -> int:
        """Lines of the file that could be told apart, without the first one and empty ones."""
        return len(self.sent.read.lines) + len(self.sent.read.broken)


def check_scores(db: Session, *, by: Person, team_id: UUID, instrument: Instrument, data: bytes) -> Preview:
    """The file as it was sent. All of its problems at once, in the order of its lines."""
    team = guard.team(db, by, Deed.ENTER_SCORES, team_id)
    form = FORMS[instrument]
    sent = Sent(read_csv(data, form), sha256(data).hexdigest())
    return check_lines(db, by=by, team=team, form=form, sent=sent)


def check_again(db: Session, *, by: Person, team_id: UUID, instrument: Instrument, sent: Sent) -> Preview:
    """The same file once more, after a person has said something of it."""
    team = guard.team(db, by, Deed.ENTER_SCORES, team_id)
    return check_lines(db, by=by, team=team, form=FORMS[instrument], sent=sent)


def check_lines(db: Session, *, by: Person, team: Team, form: Form, sent: Sent) -> Preview:
    """The same for lines that were read before; who asks has been let through."""
    if before := _brought_before(db, team, sent.sha256):
        return Preview(team, form, sent, [], [Problem(before)], {}, {})
    read = sent.read
    known = known_of(db, by=by, team_id=team.id, form=form)
    # Of a file without columns, lines would say nothing but that all is missing.
    checked = check(form, read.lines, known, date.today(), sent.order) if read.lines else Checked()
    # Of a cell that could not be read, it is said once what is wrong.
    unread = {(problem.line, problem.column) for problem in read.problems if problem.column}
    problems = [
        *read.problems,
        *(each for each in checked.problems if (each.line, each.column) not in unread),
    ]
    problems.sort(key=lambda problem: problem.line or 0)
    if not problems and not checked.entries:
        problems.append(Problem("every score of this file is kept already: there is nothing left to keep"))
    names = {case.id: case.reference for case in known.cases.values()}
    names |= {person.id: person.name for person in known.people}
    return Preview(team, form, sent, checked.entries, problems, checked.there, names)


def _brought_before(db: Session, team: Team, digest: str) -> str | None:
    before = db.scalars(
        select(ScoreImport).filter_by(team_id=team.id, sha256=digest, removed_at=None).limit(1)
    ).first()
    if before is None:
        return None
    return (
        f"{before.by.name} brought this very file in on {said(before.created_at.date())}: there is nothing "
        "left to keep. To bring it in again, take it back first"
    )
