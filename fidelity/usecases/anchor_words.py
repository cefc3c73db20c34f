"""Finds the words that a rater points at: in a turn, or in a section of the note that is reviewed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.quotes import find_quote
from fidelity.transcripts.shown import ShownText, standing
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.standing_turns import standing_turns
from models import CaseNoteRevision, NoteSection, Recording, RecordingStatus, Review, Segment, Transcript


@dataclass(frozen=True, slots=True)
class Place:
    """One turn or one section of the note, as a page names it: exactly one of the two is given."""

    segment_id: UUID | None = None
    #: A word of the part of the turn that is meant; nothing: the whole turn.
    word: int | None = None
    section: NoteSection | None = None


def anchor(db: Session, review: Review, place: Place, *, quote: str, near: int) -> dict[str, Any]:
    """The columns of an ``Anchored`` row for words in the week of a review, as its rater reads them."""
    return anchor_in(db, review.week_id, review.revision_id, place, quote=quote, near=near)


def anchor_in(
    db: Session, week_id: UUID, revision_id: UUID | None, place: Place, *, quote: str, near: int
) -> dict[str, Any]:
    """The columns of an ``Anchored`` row for words in a week's recordings, or in a revision of its note.

    ``near``: about where in the text they stand, counted in characters. The message about words that
    do not occur belongs to the field ``quote``.
    """
    text, columns, shown = _text(db, week_id, revision_id, place)
    if not quote.strip():
        raise InvalidInput({"quote": "Enter the words that you mean"})
    found = find_quote(text, quote, near=near)
    if found is None:
        raise InvalidInput({"quote": "Copy the words exactly as they stand in this part of the week"})
    # It hangs on the machine's text, which never changes; the quote is what was read.
    starts, ends = shown.to_machine(*found) if shown else found
    return columns | {"starts": starts, "ends": ends, "quote": text[slice(*found)]}


def words_at(db: Session, review: Review, place: Place) -> str:
    """The whole text of a place in the week of a review; NotFound for anything else."""
    return _text(db, review.week_id, review.revision_id, place)[0]


def _text(
    db: Session, week_id: UUID, revision_id: UUID | None, place: Place
) -> tuple[str, dict[str, Any], ShownText | None]:
    if place.segment_id is not None:
        of_the_week = (
            select(Segment)
            .join(Transcript)
            .join(Recording)
            .where(
                Segment.id == place.segment_id,
                Recording.week_id == week_id,
                Recording.status != RecordingStatus.WITHDRAWN,
            )
        )
        segment = db.scalar(of_the_week)
        if segment is None:
            raise NotFound
        shown = _shown(db, segment, place.word)
        return shown.text, {"segment_id": segment.id, "revision_id": None, "section": None}, shown

    revision = db.get(CaseNoteRevision, revision_id) if revision_id else None
    if revision is None or place.section is None or not revision.texts.get(place.section.value):
        raise NotFound
    text = str(revision.texts[place.section.value])
    return text, {"segment_id": None, "revision_id": revision.id, "section": place.section}, None


def _shown(db: Session, segment: Segment, word: int | None) -> ShownText:
    """The part of the turn with a word in it, as it is read; or the whole turn."""
    if word is None:
        return ShownText(segment, standing(c for c in segment.corrections if c.change.counts_at(None)))
    key = segment.transcript_id
    for turn in standing_turns(db, [key], of_segments=[segment.id])[key]:
        if turn.first_word <= word <= turn.last_word:
            return turn.shown
    raise NotFound
