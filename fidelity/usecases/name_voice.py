"""A person says who one of the voices is, for every turn of it that was not named by itself."""

from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobQueue
from fidelity.usecases.errors import NotFound
from fidelity.usecases.transcript_change import keep_step, open_transcript
from models import ChangeKind, Person, Segment, SpeakerRole, TranscriptChange, VoiceNaming


def name_voice(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    recording_id: UUID,
    transcript_id: UUID,
    voice: str,
    role: SpeakerRole,
) -> TranscriptChange | None:
    """Keep it as one step; nothing where a person has said the same already."""
    opened = open_transcript(db, by, Deed.NAME_SPEAKERS, recording_id, transcript_id)
    if not db.scalar(select(exists().where(Segment.transcript_id == transcript_id, Segment.voice == voice))):
        raise NotFound
    said = select(VoiceNaming).filter_by(transcript_id=transcript_id, voice=voice)
    in_force = [naming for naming in db.scalars(said) if naming.change.counts_at(None)]
    if in_force and max(in_force, key=lambda naming: naming.created_at).role is role:
        db.rollback()
        return None
    row = VoiceNaming(transcript_id=transcript_id, voice=voice, role=role)
    return keep_step(
        db, queue, by=by, opened=opened, kind=ChangeKind.NAMED_VOICE, rows=[row], what="named a voice"
    )
