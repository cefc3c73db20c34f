"""Jobs: a transcript or a note gets its suggestions."""

from sqlalchemy.orm import Session

from fidelity.nlp.types import Tagger
from fidelity.usecases.suggest import suggest_for_note, suggest_for_segment, suggest_for_transcript
from fidelity.usecases.tagger_in_use import tagger_in_use
from models import Attempt
from workers.attempt import Heart, attempt
from workers.language import shipped_tagger
from workers.tools import Tools


def tag_transcript(job_id: str) -> None:
    """Suggest for the therapist's turns."""
    attempt(job_id, _transcript)


def tag_segment(job_id: str) -> None:
    """Suggest anew for one turn that people have changed."""
    attempt(job_id, _segment)


def tag_note(job_id: str) -> None:
    """Suggest for a note's revision."""
    attempt(job_id, _note)


def _transcript(at_hand: Tools, db: Session, taken: Attempt, _heart: Heart) -> None:
    left_out = at_hand.settings.left_out_per_transcript
    suggest_for_transcript(db, _in_use(db), attempt=taken, left_out=left_out)


def _segment(_: Tools, db: Session, taken: Attempt, _heart: Heart) -> None:
    suggest_for_segment(db, _in_use(db), attempt=taken)


def _note(at_hand: Tools, db: Session, taken: Attempt, _heart: Heart) -> None:
    suggest_for_note(db, _in_use(db), attempt=taken, left_out=at_hand.settings.left_out_per_note)


def _in_use(db: Session) -> Tagger:
    """Asked for each job: somebody may have adopted another since the last."""
    return tagger_in_use(db, shipped_tagger())
