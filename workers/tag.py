"""Jobs: a transcript or a note gets its suggestions."""

from functools import cache
from typing import cast

from sqlalchemy.orm import Session

from fidelity.nlp.lessons import LearningTagger
from fidelity.nlp.types import Tagger
from fidelity.usecases.suggest import suggest_for_note, suggest_for_segment, suggest_for_transcript
from fidelity.usecases.tagger_in_use import tagger_in_use
from models import Attempt
from workers.attempt import Heart, attempt
from workers.tools import Tools, tools


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
    return tagger_in_use(db, _shipped())


@cache
def _shipped() -> LearningTagger:
    from fidelity.nlp.pipeline import load_tagger  # here, so that the speech worker stays small
    from fidelity.weights.check import verified

    models_dir = tools().settings.models_dir
    for name in ("minilm", "en_core_web_sm"):
        verified(models_dir, name)
    return cast("LearningTagger", load_tagger(models_dir))
