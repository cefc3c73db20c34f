"""Chooses which of the machine's suggestions the raters of a team are shown."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers
from models import Offer, Person, Team


def choose_offer(db: Session, *, by: Person, team_id: UUID, offer: str) -> Team:
    """As typed. It counts at once for every review that is not published; what is published stays."""
    team = guard.team(db, by, Deed.CHOOSE_SUGGESTIONS, team_id)
    answers = Answers()
    chosen = answers.choice("offer", offer, Offer, missing="Select which suggestions the team is shown")
    answers.check()

    if chosen is not team.offer:
        team.offer = chosen
        audit.note(db, by, f"chose suggestions: {chosen.value}", subject_id=team.id, team_id=team.id)
        db.commit()
    return team
