"""Job: a recording becomes a transcript."""

from sqlalchemy.orm import Session

from fidelity.usecases.transcribe_recording import transcribe_recording
from models import Attempt
from workers.attempt import Heart, attempt
from workers.tools import Tools


def transcribe(job_id: str) -> None:
    """Make the playback copy and the transcript."""
    attempt(job_id, _work)


def _work(at_hand: Tools, db: Session, taken: Attempt, heart: Heart) -> None:
    from fidelity.speech.playback import make_playback  # here, so that the text worker stays small
    from fidelity.speech.tools import SpeechTools
    from workers.speech import speakers, transcriber

    transcribe_recording(
        db,
        at_hand.store,
        at_hand.queue,
        SpeechTools(make_playback, transcriber, speakers().name),
        attempt=taken,
        model=at_hand.settings.whisper_model,
        progress=heart.progress,
    )
