"""A team's names and terms, for its page."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.transcripts.hotwords import fitting
from fidelity.usecases import audit, guard
from fidelity.usecases.team_terms import heard_as, terms_in_force
from models import Person, Team, TeamTerm


@dataclass(frozen=True)
class TermRow:
    """A term, what is often heard instead, who added it, and whether the recogniser is told of it."""

    row: TeamTerm
    heard_as: Sequence[str]
    by: str
    is_told: bool


@dataclass(frozen=True)
class TermsPage:
    """In the order of the alphabet."""

    team: Team
    terms: Sequence[TermRow]

    @property
    def told(self) -> int:
        """How many the recogniser has room for."""
        return sum(term.is_told for term in self.terms)


def read_terms(db: Session, *, by: Person, team_id: UUID, again: bool = False) -> TermsPage:
    """That the terms were read is noted: they may be names of families.

    ``again``: the page comes back because something on its form must be put right; it was noted before.
    """
    team = guard.team(db, by, Deed.MANAGE_TERMS, team_id)
    rows = terms_in_force(db, team.id)
    told = fitting([row.term for row in rows])
    names = dict(
        db.execute(select(Person.id, Person.name).where(Person.id.in_({row.by_id for row in rows}))).all()
    )
    terms = [
        TermRow(row, heard_as(row), names.get(row.by_id, ""), number < told)
        for number, row in enumerate(rows)
    ]
    if not again:
        audit.note_reading(db, by, "read terms", subject_id=team.id, team_id=team.id)
    return TermsPage(team, sorted(terms, key=lambda term: term.row.term.casefold()))
