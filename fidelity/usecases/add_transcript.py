"""Writes a transcription down as the next version of a recording's words."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.speech.types import Transcription, Utterance
from models import Recording, Segment, SpeakerRole, Transcript


def add_transcript(db: Session, recording: Recording, transcription: Transcription) -> Transcript:
    """Part of the caller's transaction."""
    newest = db.scalar(select(func.max(Transcript.version)).filter_by(recording_id=recording.id))
    transcript = Transcript(
        recording_id=recording.id,
        recording=recording,
        version=(newest or 0) + 1,
        engine=transcription.engine,
        model=transcription.model,
        settings=dict(transcription.settings),
        language=transcription.language,
        coverage=transcription.coverage,
        gaps=[asdict(gap) for gap in transcription.gaps],
    )
    transcript.segments += [
        _segment(position, utterance) for position, utterance in enumerate(transcription.utterances)
    ]
    db.add(transcript)
    db.flush()
    return transcript


def _segment(position: int, utterance: Utterance) -> Segment:
    words: list[dict[str, Any]] = [asdict(word) for word in utterance.words]
    return Segment(
        position=position,
        starts_seconds=utterance.start,
        ends_seconds=utterance.end,
        text=utterance.text,
        words=words,
        voice=utterance.voice,
        machine_role=SpeakerRole(utterance.role),
        machine_role_probability=utterance.role_probability,
        suspect_because=utterance.suspect,
    )
