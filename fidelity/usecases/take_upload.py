"""Takes what arrived in slices to where a recording is made of it, once and wholly."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.slices import Slices
from fidelity.storage import AudioStore
from fidelity.usecases import guard
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.find_uploads import arrived
from fidelity.usecases.same_recording import SameRecording
from models import Person, Upload, now

NOT_YET = "The recording has not arrived yet. Wait until all of it is here, then press Upload again"
_GONE = "What had arrived of this recording is no longer here. Choose the file again"
_CHANGED = "More of this recording arrived just now. Press Upload again"


@dataclass(frozen=True)
class Taken:
    """A whole file, and the row that it came by."""

    upload_id: UUID
    completed_at: datetime | None
    slices: Slices


def take_upload(db: Session, store: AudioStore, *, by: Person, case_id: UUID, upload_id: UUID) -> Taken:
    """Raises InvalidInput for one that is not whole or not there, SameRecording for one that was used."""
    upload = _locked(db, by, upload_id)
    if upload.case_id != case_id:
        raise InvalidInput({"audio": _GONE})
    slices = Slices(store, upload.storage_key, sha256=upload.sha256)
    slices.take_back()  # a process may have died between keeping the file and writing its recording
    if not arrived(store, upload).is_complete:
        raise InvalidInput({"audio": NOT_YET})
    return Taken(upload.id, upload.completed_at, slices)


def take_for_good(db: Session, taken: Taken, *, by: Person) -> Upload:
    """The same upload once more, locked until the commit that makes a recording of it."""
    upload = _locked(db, by, taken.upload_id)
    if upload.completed_at != taken.completed_at:
        raise InvalidInput({"audio": _CHANGED})
    return upload


def forget_upload(db: Session, taken: Taken, *, by: Person) -> None:
    """It can never become a recording: delete it. Gives up what else was begun, and commits."""
    db.rollback()
    upload = _locked(db, by, taken.upload_id)
    upload.expires_at = now()
    db.commit()
    taken.slices.discard()


def _locked(db: Session, by: Person, upload_id: UUID) -> Upload:
    try:
        upload = guard.upload(db, by, Deed.UPLOAD_RECORDING, upload_id)
    except (NotFound, NotAllowed):
        raise InvalidInput({"audio": _GONE}) from None
    db.refresh(upload, with_for_update=True)
    if upload.recording_id is not None:
        raise SameRecording(upload.recording_id)
    if upload.expires_at <= now():
        raise InvalidInput({"audio": _GONE})
    return upload
