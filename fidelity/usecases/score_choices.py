"""What can be chosen in the form for typing in a score: cases and people of the team."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.scores.instruments import Form
from fidelity.scores.known import KnownPerson
from fidelity.usecases import guard
from fidelity.usecases.score_forms import people_of
from models import Case, Person, Team


@dataclass(frozen=True)
class ScoreChoices:
    """References of cases, and people whom the score may be about."""

    team: Team
    references: Sequence[str]
    people: Sequence[KnownPerson]


def score_choices(db: Session, *, by: Person, team_id: UUID, form: Form) -> ScoreChoices:
    """Whom a score is about is never who types it in, but for a family's score."""
    team = guard.team(db, by, Deed.ENTER_SCORES, team_id)
    references: Sequence[str] = ()
    if form.is_of_a_case:
        references = db.scalars(
            select(Case.reference).filter_by(team_id=team.id).order_by(Case.reference)
        ).all()
    people = people_of(db, team.id, form.about_role)
    return ScoreChoices(team, references, [each for each in people if form.is_of_a_case or each.id != by.id])
