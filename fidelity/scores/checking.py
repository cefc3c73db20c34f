"""Checks lines against what a team is known to have; gives entries to keep, or problems in words."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar
from uuid import UUID

from fidelity.scores import cells
from fidelity.scores.cells import WrongCell
from fidelity.scores.instruments import CASE, DATE, RESPONDENT, Form
from fidelity.scores.problems import Problem, quoted
from fidelity.scores.reading import Line
from models import ScoreScale

T = TypeVar("T")

#: Of an entry: case, whom it is about, respondent, day. Within an instrument there is one score of each.
Key = tuple[UUID | None, UUID | None, str, date]


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case of the team, when it was open, and who held it: person, first and last day."""

    id: UUID
    reference: str
    opened_on: date
    closed_on: date | None
    held: Sequence[tuple[UUID, date, date | None]]

    def holder_on(self, day: date) -> UUID | None:
        """Who held it on a day; nothing where nobody did, or where two did and it is not said which."""
        holders = {who for who, first, last in self.held if first <= day and (last is None or day <= last)}
        return holders.pop() if len(holders) == 1 else None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who has, or had, the role in the team that the instrument is about."""

    id: UUID
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Known:
    """What of the team a line may name, and which scores are there already."""

    cases: Mapping[str, KnownCase]
    people: Sequence[KnownPerson]
    there: Collection[Key]
    #: Who brings them in. What others say of this person is anonymous, so somebody else must.
    by_id: UUID


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line says, ready to be kept."""

    line: int
    given_on: date
    case_id: UUID | None
    about_id: UUID | None
    respondent: str
    values: Mapping[ScoreScale, float]

    @property
    def key(self) -> Key:
        """What makes two entries the same."""
        about = None if self.case_id else self.about_id
        return self.case_id, about, self.respondent, self.given_on


def check(form: Form, lines: Sequence[Line], known: Known, today: date) -> tuple[list[Entry], list[Problem]]:
    """Every line is looked at, so that one reading says all that is wrong."""
    problems: list[Problem] = []
    entries = []
    for line in lines:
        checked = _Checked(form, line, known, today)
        entry = checked.entry()
        problems += checked.problems
        if not checked.problems:
            entries.append(entry)
    return entries, problems + _twice(entries, known)


def _twice(entries: Sequence[Entry], known: Known) -> list[Problem]:
    there = set(known.there)
    firsts: dict[Key, int] = {}
    problems = []
    counted = Counter(entry.key for entry in entries)
    for entry in entries:
        if entry.key in there:
            problems.append(
                Problem(
                    "A score of the same day and respondent is kept already: take it back first", entry.line
                )
            )
        elif counted[entry.key] > 1 and entry.key in firsts:
            problems.append(
                Problem(f"This says the same day and respondent as line {firsts[entry.key]}", entry.line)
            )
        firsts.setdefault(entry.key, entry.line)
    return problems


class _Checked:
    """One line on its way to an entry."""

    def __init__(self, form: Form, line: Line, known: Known, today: date) -> None:
        self.form, self.line, self.known, self.today = form, line, known, today
        self.problems: list[Problem] = []

    def entry(self) -> Entry:
        """Only to be used while there is no problem."""
        given_on = self._at(DATE, self._day)
        case = self._at(CASE, self._case) if self.form.is_of_a_case else None
        if case and given_on and given_on < case.opened_on:
            self._refuse(DATE, f"{case.reference} was opened later than this day")
        about_id = self._at(self.form.about, self._person)
        if about_id is None and case and given_on:
            about_id = case.holder_on(given_on)
        return Entry(
            line=self.line.number,
            given_on=given_on or self.today,
            case_id=case.id if case else None,
            about_id=about_id,
            respondent=self._at(RESPONDENT, self._respondent) or "",
            values=self._values(),
        )

    def _day(self, cell: str) -> date:
        if not cell:
            raise WrongCell("Give the date")
        return cells.day(cell, self.today)

    def _case(self, cell: str) -> KnownCase:
        if not cell:
            raise WrongCell("Name the case by its reference")
        if cell.casefold() not in self.known.cases:
            raise WrongCell(f"{quoted(cell)} is not a case of this team")
        return self.known.cases[cell.casefold()]

    def _person(self, cell: str) -> UUID | None:
        role, is_of_a_case = self.form.about_role.value, self.form.is_of_a_case
        if not cell:
            if is_of_a_case:
                return None
            raise WrongCell(f"Name the {role} whom it is about")
        wanted = cell.casefold()
        found = [p for p in self.known.people if wanted in {p.name.casefold(), p.email.casefold()}]
        if not found:
            raise WrongCell(f"{quoted(cell)} is not a {role} of this team")
        if len(found) > 1:
            raise WrongCell(f"Two people are called {quoted(cell)}: write the e-mail address")
        if not is_of_a_case and found[0].id == self.known.by_id:
            raise WrongCell("These are ratings of you: somebody else must bring them in")
        return found[0].id

    def _respondent(self, cell: str) -> str:
        if not cell:
            if self.form.is_of_a_case:
                return ""
            raise WrongCell("Write the respondent’s code, such as R1")
        return cells.code(cell)

    def _values(self) -> dict[ScoreScale, float]:
        values = {
            scale: value
            for column, scale in self.form.scales.items()
            if (value := self._at(column, self._number)) is not None
        }
        if not any(self._cell(column) for column in self.form.scales):
            self._refuse(next(iter(self.form.scales)), "Write at least one number in this line")
        for column, other in (self.form.only_with or {}).items():
            if self._cell(column) and not self._cell(other):
                self._refuse(column, f"The {column} is kept only with the {other} beside it")
        return values

    def _number(self, cell: str) -> float | None:
        return cells.number(cell, lowest=self.form.lowest, highest=self.form.highest) if cell else None

    def _cell(self, column: str) -> str:
        return self.line.cells.get(column, "")

    def _at(self, column: str, read: Callable[[str], T]) -> T | None:
        """What a cell says; nothing, with a problem at its column, where it cannot be taken."""
        try:
            return read(self._cell(column))
        except WrongCell as wrong:
            self._refuse(column, str(wrong))
            return None

    def _refuse(self, column: str, sentence: str) -> None:
        self.problems.append(Problem(sentence, self.line.number, column))
