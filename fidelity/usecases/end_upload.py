"""Throws away what has arrived of an upload, because its person no longer wants it."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.slices import Slices
from fidelity.storage import AudioStore
from fidelity.usecases import audit
from fidelity.usecases.find_uploads import open_upload
from models import Case, Person, Upload, now


def end_upload(db: Session, store: AudioStore, *, by: Person, upload_id: UUID) -> Upload:
    """Delete its bytes. The row says for a while that it is gone, then the sweep takes it."""
    upload = open_upload(db, by=by, upload_id=upload_id)
    db.refresh(upload, with_for_update=True)
    upload.expires_at = now()
    case = db.get_one(Case, upload.case_id)
    audit.note(db, by, "threw upload away", subject_id=upload.id, team_id=case.team_id)
    db.commit()
    Slices(store, upload.storage_key).discard()
    return upload
