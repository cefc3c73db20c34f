"""A person says who speaks: turns, some words of one, or a whole range in one step."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobQueue
from fidelity.transcripts.turns import EffectiveTurn, KnownBy
from fidelity.usecases.errors import NotFound
from fidelity.usecases.transcript_change import keep_step, open_transcript, transcript_of, turns_by_segment
from models import ChangeKind, Person, SpeakerNaming, SpeakerRole, TranscriptChange


@dataclass(frozen=True, slots=True)
class Named:
    """Who speaks a segment, or its words ``first_word`` to ``last_word``, counted from 0."""

    segment_id: UUID
    role: SpeakerRole
    first_word: int | None = None
    last_word: int | None = None


def name_speakers(
    db: Session, queue: JobQueue, *, by: Person, recording_id: UUID, namings: Sequence[Named]
) -> TranscriptChange | None:
    """Keep them as one step; nothing where a person has said the same already.

    To confirm the machine's guess is a change: from then on a person has said it. Naming the words from
    one on splits a turn there. Suspect words may be named; they are never tagged. All must be of one
    transcript of the recording.
    """
    keys = {naming.segment_id for naming in namings}
    opened = open_transcript(db, by, Deed.NAME_SPEAKERS, recording_id, transcript_of(db, keys))
    turns = turns_by_segment(db, opened, keys)
    rows = [row for naming in namings if (row := _row(naming, turns[naming.segment_id])) is not None]
    if not rows:
        db.rollback()
        return None
    return keep_step(
        db, queue, by=by, opened=opened, kind=ChangeKind.NAMED_TURNS, rows=rows, what="named speakers"
    )


def _row(naming: Named, turns: Sequence[EffectiveTurn]) -> SpeakerNaming | None:
    """The row to keep; nothing if it says nothing new. NotFound if there are no such words."""
    end = turns[-1].last_word
    first = 0 if naming.first_word is None else naming.first_word
    last = end if naming.last_word is None else naming.last_word
    if not 0 <= first <= last <= end:
        raise NotFound
    touched = [turn for turn in turns if turn.first_word <= last and first <= turn.last_word]
    if all(turn.role is naming.role and turn.known_by is KnownBy.TURN for turn in touched):
        return None
    is_whole = (first, last) == (0, end)
    return SpeakerNaming(
        segment_id=naming.segment_id,
        role=naming.role,
        first_word=None if is_whole else first,
        last_word=None if is_whole else last,
    )
