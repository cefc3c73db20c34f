"""Takes a recording back, because somebody in it no longer agrees or because it should not be here."""

from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.storage import AudioStore
from fidelity.usecases import audit, guard
from fidelity.usecases.cancel_recording import stop_work
from models import (
    Mark,
    Person,
    Recording,
    RecordingStatus,
    Segment,
    Suggestion,
    SuggestionDecision,
    Transcript,
)


def withdraw_recording(db: Session, store: AudioStore, *, by: Person, recording_id: UUID) -> Recording:
    """Delete the audio and close the transcript for good. Safe to do twice.

    Suggestions that nobody has decided on go. What people wrote stays: marks, comments, reviews.
    """
    recording = guard.recording(db, by, Deed.UPLOAD_RECORDING, recording_id)
    if recording.status is not RecordingStatus.WITHDRAWN:
        stop_work(db, recording)
        # Whoever writes suggestions just now is waited for, so that those go, too.
        db.refresh(recording, with_for_update={"of": Recording})
        _forget_undecided(db, recording)
        recording.status, recording.failure = RecordingStatus.WITHDRAWN, None
        recording.is_playable = False
        audit.note(db, by, "withdrew recording", subject_id=recording.id, team_id=recording.case.team_id)
    db.commit()
    # After the commit: a recording that says it is there must have its audio. Should this process die
    # just here, withdrawing once more removes it.
    store.delete(recording.audio_key)
    return recording


def _forget_undecided(db: Session, recording: Recording) -> None:
    turns = select(Segment.id).join(Transcript).where(Transcript.recording_id == recording.id)
    used = select(Mark.suggestion_id).where(Mark.suggestion_id.is_not(None))
    db.execute(
        delete(Suggestion)
        .where(
            Suggestion.segment_id.in_(turns),
            Suggestion.id.not_in(select(SuggestionDecision.suggestion_id)),
            Suggestion.id.not_in(used),
        )
        .execution_options(synchronize_session=False)
    )
