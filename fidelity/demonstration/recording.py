"""Uploads the demonstration's recording, as its therapist would have done."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.demonstration.source import RECORDED_WEEKDAY, RECORDING, moment, monday
from fidelity.storage import AudioStore
from models import Case, Language, Recording, Week

_SECONDS, _CODEC = 242.9, "aac"
_UPLOADED_HOUR = 19
_LARGEST_BYTES = 20_000_000


def add_recording(db: Session, store: AudioStore, case: Case) -> Recording:
    """Keep the audio and write its row; the caller asks for the transcript."""
    with RECORDING.open("rb") as audio:
        kept = store.copy(audio, largest_bytes=_LARGEST_BYTES).keep()
    visited_on = monday(1) + timedelta(days=RECORDED_WEEKDAY)
    recording = Recording(
        case_id=case.id,
        week_id=db.scalars(select(Week.id).filter_by(case_id=case.id, starts_on=monday(1))).one(),
        uploaded_by_id=case.therapists[0].person_id,
        created_at=moment(visited_on, _UPLOADED_HOUR),
        visited_on=visited_on,
        is_therapist_present=True,
        caregivers=2,
        young_people=1,
        others=0,
        language=Language.ENGLISH,
        consent_confirmed_at=moment(visited_on, _UPLOADED_HOUR),
        audio_key=kept.key,
        size_bytes=kept.size_bytes,
        sha256=kept.sha256,
        duration_seconds=_SECONDS,
        codec=_CODEC,
    )
    db.add(recording)
    db.flush()
    return recording
