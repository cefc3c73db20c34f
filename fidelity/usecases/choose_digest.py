"""Chooses whether, and how often, one is told by e-mail what waits."""

from sqlalchemy.orm import Session

from fidelity.usecases import audit
from fidelity.usecases.answers import Answers
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.own_choices import choices_to_change
from models import Digest, Person


def choose_digest(db: Session, *, by: Person, how_often: str, is_offered: bool) -> Digest:
    """Everybody chooses for themselves. Where no mail server is set up, only never can be chosen."""
    answers = Answers()
    digest = answers.choice("digest", how_often, Digest, missing="Select how often you want to be told")
    answers.check()
    if digest is not Digest.NEVER and not is_offered:
        raise InvalidInput({"digest": "No mail server is set up for this service, so nothing can be sent"})
    choices = choices_to_change(db, by)
    choices.digest = digest
    audit.note(db, by, f"chose digest: {digest.value}", subject_id=by.id)
    db.commit()
    return digest
