"""Notices that a case has a recording already."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from fidelity.usecases.errors import InvalidInput
from models import Case, Recording, RecordingStatus, Upload


class SameRecording(InvalidInput):
    """These very bytes are on the case already; ``recording_id`` says where."""

    def __init__(self, recording_id: UUID) -> None:
        super().__init__({"audio": "You have already uploaded this recording to this case"})
        self.recording_id = recording_id


def refuse_the_same(db: Session, case: Case, sha256: str) -> None:
    """For certain, by the hash of the whole file. Raises SameRecording."""
    same = _on(case).where(Recording.sha256 == sha256)
    if (found := db.scalar(same.limit(1))) is not None:
        raise SameRecording(found)


def refuse_the_same_early(db: Session, case: Case, fingerprint: str) -> None:
    """Before anything is sent, by what the browser says of the file. Raises SameRecording."""
    same = (
        _on(case).join(Upload, Upload.recording_id == Recording.id).where(Upload.fingerprint == fingerprint)
    )
    if fingerprint and (found := db.scalar(same.limit(1))) is not None:
        raise SameRecording(found)


def _on(case: Case) -> Select[UUID]:
    return select(Recording.id).where(
        Recording.case_id == case.id,
        Recording.status != RecordingStatus.WITHDRAWN,  # its audio is gone: it may come again
    )
