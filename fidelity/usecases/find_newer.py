"""Where words that hang on an older version of a session, or revision of a note, stand in the newest one.

What is done stays on what was read; this only finds the way from there. Nothing is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased, lazyload

from fidelity.casenotes.find_again import Stretch, find_again
from fidelity.transcripts.placing import Anchor, Version, place
from fidelity.usecases.newest_revision import is_newest_revision
from models import CaseNoteRevision, NoteSection, Segment, Transcript

#: Seconds beside a turn in which its words are looked for: more than ``placing`` ever compares.
_BESIDE = 10.0


@dataclass(frozen=True, slots=True)
class Newer:
    """The newest version, and the place of the words in it; without one they are not there, or not surely."""

    #: Of the transcript, or of the note's revision.
    number: int
    segment_id: UUID | None = None
    #: When the turn with the words in it begins.
    seconds: float = 0.0
    section: NoteSection | None = None
    #: Characters of the turn's text, or of the section's.
    starts: int = 0
    ends: int = 0

    @property
    def is_found(self) -> bool:
        """Whether the words stand there."""
        return self.segment_id is not None or self.section is not None


class OldWords(NamedTuple):
    """Characters of an older version: of a turn, or of a section of a revision."""

    id: UUID
    #: Of the segment, or of the revision.
    of: UUID
    starts: int
    ends: int
    section: NoteSection | None = None


def find_newer_turns(
    db: Session, words: Sequence[OldWords], turns: Mapping[UUID, Segment]
) -> dict[UUID, Newer]:
    """By key of the words. ``turns``: by their keys, all of older versions. Three queries.

    Only the words that were said near them are read: an hour has fifteen hundred turns.
    """
    old_keys = {turn.transcript_id for turn in turns.values()}
    newest = _newest(db, old_keys)
    of_version = _read_near(db, turns, newest)
    found = {}
    for each in words:
        turn = turns[each.of]
        key, number = newest[turn.transcript_id]
        old, new = of_version[turn.transcript_id], of_version[key]
        position = next(n for n, row in enumerate(old.turns) if row.id == turn.id)
        there = place(old, Anchor(position, each.starts, each.ends), new)
        found[each.id] = Newer(number)
        if there is not None:
            hit = new.turns[there.turn]
            found[each.id] = Newer(number, hit.id, hit.starts_seconds, starts=there.starts, ends=there.ends)
    return found


def find_newer_sections(db: Session, words: Sequence[OldWords]) -> dict[UUID, Newer]:
    """By key of the words, all of older revisions. One query."""
    old, newest = _texts(db, {each.of for each in words})
    found = {}
    for each in words:
        note_id, texts = old[each.of]
        number, there = newest[note_id]
        section = each.section.value if each.section else ""
        hit = find_again(texts, Stretch(section, each.starts, each.ends), there)
        found[each.id] = (
            Newer(number, section=NoteSection(hit.section), starts=hit.starts, ends=hit.ends)
            if hit
            else Newer(number)
        )
    return found


def _newest(db: Session, old: Iterable[UUID]) -> dict[UUID, tuple[UUID, int]]:
    """By transcript the key and number of the newest version of the same recording."""
    any_version = aliased(Transcript)
    rows = db.execute(
        select(Transcript.id, any_version.id, any_version.version)
        .join(any_version, any_version.recording_id == Transcript.recording_id)
        .where(Transcript.id.in_(old))
        .order_by(any_version.version)
    )
    return {key: (newest_id, number) for key, newest_id, number in rows}


def _read_near(
    db: Session, turns: Mapping[UUID, Segment], newest: Mapping[UUID, tuple[UUID, int]]
) -> dict[UUID, Version]:
    """The words of old and newest versions around the turns; what people changed of them plays no part."""
    windows: defaultdict[UUID, list[tuple[float, float]]] = defaultdict(list)
    for turn in turns.values():
        window = (turn.starts_seconds - _BESIDE, turn.ends_seconds + _BESIDE)
        windows[turn.transcript_id].append(window)
        windows[newest[turn.transcript_id][0]].append(window)
    times = (Segment.id, Segment.transcript_id, Segment.starts_seconds, Segment.ends_seconds)
    near = [
        key
        for key, transcript_id, starts, ends in db.execute(
            select(*times).where(Segment.transcript_id.in_(windows))
        )
        if any(ends >= low and starts <= high for low, high in windows[transcript_id])
    ]
    rows = db.scalars(
        select(Segment)
        .where(Segment.id.in_(near))
        .order_by(Segment.position)
        .options(lazyload(Segment.namings), lazyload(Segment.corrections))
    ).all()
    return {key: Version([row for row in rows if row.transcript_id == key]) for key in windows}


_Texts = Mapping[str, str]


def _texts(
    db: Session, revisions: Iterable[UUID]
) -> tuple[dict[UUID, tuple[UUID, _Texts]], dict[UUID, tuple[int, _Texts]]]:
    """The note and texts of these revisions, and by note the number and texts of its newest."""
    wanted, notes = set(revisions), aliased(CaseNoteRevision)
    of_notes = select(notes.note_id).where(notes.id.in_(wanted))
    rows = db.execute(
        select(CaseNoteRevision.id, CaseNoteRevision.note_id, CaseNoteRevision.number, CaseNoteRevision.texts)
        .where(
            CaseNoteRevision.note_id.in_(of_notes),
            or_(CaseNoteRevision.id.in_(wanted), is_newest_revision()),
        )
        .order_by(CaseNoteRevision.number)
    ).all()
    old = {key: (note_id, texts) for key, note_id, _, texts in rows if key in wanted}
    return old, {note_id: (number, texts) for _, note_id, number, texts in rows}
