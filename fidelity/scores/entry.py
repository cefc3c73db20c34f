"""Reads one line of scores against what is known of the team: an entry to keep, or problems in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar
from uuid import UUID

from fidelity.scores import cells, days
from fidelity.scores.cells import WrongCell
from fidelity.scores.days import DayOrder
from fidelity.scores.instruments import CASE, DATE, RESPONDENT, Form
from fidelity.scores.known import Key, Known, KnownCase, KnownPerson
from fidelity.scores.problems import Problem, quoted
from fidelity.scores.reading import Line
from models import ScoreScale

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry:
    """What one line says, ready to be kept. ``notes``: what a person should look at twice."""

    line: int
    given_on: date
    case_id: UUID | None
    about_id: UUID | None
    respondent: str
    values: Mapping[ScoreScale, float]
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What makes two entries the same."""
        about = None if self.case_id else self.about_id
        return self.case_id, about, self.respondent, self.given_on


class EntryReader:
    """One line on its way to an entry."""

    def __init__(self, form: Form, line: Line, known: Known, today: date, order: DayOrder | None) -> None:
        self.form, self.line, self.known, self.today, self.order = form, line, known, today, order
        self.problems: list[Problem] = []
        self.notes: list[str] = []

    def entry(self) -> Entry:
        """Only to be used while there is no problem."""
        given_on = self._at(DATE, lambda cell: days.day(cell, self.today, self.order))
        case = self._at(CASE, self._case) if self.form.is_of_a_case else None
        person = self._at(self.form.about, self._person)
        if case and given_on:
            person = person or self._holder(case, given_on)
            self._beside_the_case(case, person, given_on)
        if person and given_on and person.until and person.until < given_on:
            self.notes.append(f"{person.name} left the team on {said(person.until)}, before this day")
        return Entry(
            line=self.line.number,
            given_on=given_on or self.today,
            case_id=case.id if case else None,
            about_id=person.id if person else None,
            respondent=self._at(RESPONDENT, self._respondent) or "",
            values=self._values(),
            notes=tuple(self.notes),
        )

    def _beside_the_case(self, case: KnownCase, person: KnownPerson | None, day: date) -> None:
        if day < case.opened_on:
            self._refuse(DATE, f"{case.reference} was opened on {said(case.opened_on)}, after this day")
        if case.closed_on and case.closed_on < day:
            self.notes.append(f"{case.reference} was closed on {said(case.closed_on)}, before this day")
        if person is None:
            self.notes.append(
                "nobody alone held the case on this day, so no therapist is kept with the score"
            )
        elif person.id not in case.holders_on(day):
            self.notes.append(f"{person.name} did not hold {case.reference} on this day")

    def _holder(self, case: KnownCase, day: date) -> KnownPerson | None:
        """Who held it on a day; nothing where nobody did, or where two did and it is not said which."""
        holders = case.holders_on(day)
        if len(holders) != 1:
            return None
        return next((each for each in self.known.people if each.id in holders), None)

    def _case(self, cell: str) -> KnownCase:
        if not cell:
            raise WrongCell("the case is missing")
        if cell.casefold() not in self.known.cases:
            raise WrongCell(f"{quoted(cell)} is not a case of this team")
        return self.known.cases[cell.casefold()]

    def _person(self, cell: str) -> KnownPerson | None:
        role, is_of_a_case = self.form.about_role.value, self.form.is_of_a_case
        if not cell:
            if is_of_a_case:
                return None
            raise WrongCell(f"the {role} whom it is about is missing")
        wanted = " ".join(cell.split()).casefold()
        found = [p for p in self.known.people if wanted in {p.name.casefold(), p.email.casefold()}]
        if not found:
            raise WrongCell(
                f"{quoted(cell)} is not, and was never, a {role} of this team: write the e-mail address or "
                "the full name"
            )
        if len(found) > 1:
            raise WrongCell(f"two people here are called {quoted(cell)}: write the e-mail address")
        if not is_of_a_case and found[0].id == self.known.by_id:
            raise WrongCell("these are ratings of you: somebody else must bring them in")
        return found[0]

    def _respondent(self, cell: str) -> str:
        if not cell:
            if self.form.is_of_a_case:
                return ""
            raise WrongCell("the respondent is missing: write a code such as R1")
        return cells.code(cell)

    def _values(self) -> dict[ScoreScale, float]:
        values = {
            scale: value
            for column, scale in self.form.scales.items()
            if (value := self._at(column, partial(self._number, column))) is not None
        }
        if not any(self._cell(column) for column in self.form.scales):
            self._refuse(next(iter(self.form.scales)), "there is no score in this line")
        for column, other in (self.form.only_with or {}).items():
            if self._cell(column) and not self._cell(other):
                self._refuse(column, f"the {column} score is kept only with a {other} score beside it")
        return values

    def _number(self, column: str, cell: str) -> float | None:
        if not cell:
            return None
        called = column if len(self.form.scales) == 1 else f"{column.replace('_', ' ')} score"
        return cells.number(cell, called=called, lowest=self.form.lowest, highest=self.form.highest)

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


def said(day: date) -> str:
    """As in a sentence: ``19 November 2026``."""
    return f"{day.day} {day:%B %Y}"
