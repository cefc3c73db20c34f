"""A person says that from one word on somebody else speaks, to the end of the turn."""

from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobQueue
from fidelity.usecases.errors import NotFound
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.transcript_change import open_transcript, transcript_of, turns_by_segment
from models import Person, SpeakerRole, TranscriptChange


def split_turn(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    recording_id: UUID,
    segment_id: UUID,
    words: tuple[int, int],
    number: int,
    role: SpeakerRole,
) -> TranscriptChange | None:
    """``words``: first and last of the segment that the turn has. ``number``: of the word as it is read.

    It counts from 0, which names the whole turn. NotFound where the turn is no longer there, because
    somebody has split or corrected it since.
    """
    opened = open_transcript(db, by, Deed.NAME_SPEAKERS, recording_id, transcript_of(db, [segment_id]))
    turns = turns_by_segment(db, opened, [segment_id])[segment_id]
    turn = next((each for each in turns if (each.first_word, each.last_word) == words), None)
    if turn is None or not 0 <= number < max(len(turn.shown.words), 1):
        raise NotFound
    first = turn.shown.word_at(turn.shown.words[number].starts) if number else turn.first_word
    naming = Named(segment_id, role, first, turn.last_word)
    return name_speakers(db, queue, by=by, recording_id=recording_id, namings=[naming])
