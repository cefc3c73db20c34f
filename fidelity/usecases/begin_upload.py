"""Begins an upload in slices: says yes or no before a byte is sent."""

import re
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.slices import Slices
from fidelity.storage import AudioStore, TooLarge
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.find_uploads import Arrived, arrived
from fidelity.usecases.same_recording import refuse_the_same_early
from models import Person, Upload, now

#: More than this at a time is taken to be a mistake, or worse.
MOST_OPEN = 10
MOST_AN_HOUR = 60
_FINGERPRINT = re.compile(r"[0-9a-f]{1,64}")


class TooMany(Exception):
    """The person has begun more uploads than one person does; ``sentence`` says what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__("too many uploads")
        self.sentence = sentence


def begin_upload(
    db: Session,
    store: AudioStore,
    *,
    by: Person,
    case_id: UUID,
    length_bytes: int,
    fingerprint: str,
    largest_bytes: int,
    keep_days: int,
) -> Arrived:
    """Make room for a file. ``fingerprint``: what the browser knows it by again; what is no hash is not kept.

    Raises TooLarge, DiskFull, TooMany, SameRecording, and InvalidInput where the case is closed.
    """
    case = guard.case(db, by, Deed.UPLOAD_RECORDING, case_id)
    if case.closed_on and case.closed_on < date.today():
        raise InvalidInput({"audio": "This case is closed: ask your supervisor to open it again"})
    if length_bytes < 1:
        raise InvalidInput({"audio": "The file is empty: choose another copy of the recording"})
    if length_bytes > largest_bytes:
        raise TooLarge
    fingerprint = fingerprint if _FINGERPRINT.fullmatch(fingerprint) else ""
    refuse_the_same_early(db, case, fingerprint)
    _refuse_too_many(db, by)
    store.check_room(length_bytes)
    slices = Slices.begin(store)
    try:
        upload = Upload(
            by_id=by.id,
            case_id=case.id,
            length_bytes=length_bytes,
            storage_key=slices.key,
            fingerprint=fingerprint,
            expires_at=now() + timedelta(days=keep_days),
        )
        db.add(upload)
        db.flush()
        audit.note(db, by, "began upload", subject_id=upload.id, team_id=case.team_id)
        db.commit()
    except BaseException:
        db.rollback()
        slices.discard()
        raise
    return arrived(store, upload)


def _refuse_too_many(db: Session, by: Person) -> None:
    mine = select(func.count()).select_from(Upload).where(Upload.by_id == by.id)
    is_open = Upload.recording_id.is_(None), Upload.expires_at > now()
    if (db.scalar(mine.where(*is_open)) or 0) >= MOST_OPEN:
        raise TooMany(
            f"You have {MOST_OPEN} uploads that are not finished. Finish some, or throw some away, "
            "on the pages of their cases"
        )
    if (db.scalar(mine.where(Upload.created_at > now() - timedelta(hours=1))) or 0) >= MOST_AN_HOUR:
        raise TooMany(f"You have begun {MOST_AN_HOUR} uploads in the last hour. Wait an hour, then go on")
