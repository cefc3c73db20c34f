"""Notes whether everyone in a recording agrees that it may teach the tagger; it can be taken back."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotAllowed
from models import Person, Recording, RecordingStatus


def agree_to_learning(db: Session, *, by: Person, recording_id: UUID, is_agreed: bool) -> Recording:
    """Every later training goes by it. The same answer twice is one. NotAllowed once it is withdrawn."""
    recording = guard.recording(db, by, Deed.UPLOAD_RECORDING, recording_id)
    db.refresh(recording, with_for_update={"of": Recording})
    if recording.status is RecordingStatus.WITHDRAWN:
        raise NotAllowed
    if recording.is_learning_agreed is not is_agreed:
        recording.is_learning_agreed = is_agreed
        what = "agreed to learning from recording" if is_agreed else "ended learning from recording"
        audit.note(db, by, what, subject_id=recording.id, team_id=recording.case.team_id)
    db.commit()
    return recording
