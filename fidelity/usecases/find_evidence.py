"""Finds where copied words stand in a week: in which turns, and in which sections of the note."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.quotes import find_quote
from fidelity.usecases.anchor_words import Place, anchor_in
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_week_words import read_visits
from models import CaseNoteRevision, NoteSection, Week

#: A word that stands in more places than these says nothing about any of them.
MOST_PLACES = 12
#: More is no evidence: nobody would read it, and to look for it in every turn takes long.
LONGEST_QUOTE = 5_000
#: So many characters beside the words tell one place from another.
BESIDE = 40


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place with the words in it, and what tells it from the others."""

    place: Place
    section: NoteSection | None = None
    visited_on: date | None = None
    #: Of the turn, from the beginning of the recording.
    seconds: float = 0.0
    #: The words and those beside them.
    around: str = ""


class WhichPlace(InvalidInput):
    """The words stand in several places: carries them, so that a page can ask which is meant."""

    def __init__(self, places: list[FoundPlace]) -> None:
        super().__init__({"place": "These words stand in more than one place. Choose the one you mean"})
        self.places = places


def find_evidence(
    db: Session, week: Week, revision_id: UUID | None, *, quote: str, place: Place | None
) -> dict[str, Any]:
    """The columns of an anchor for the words; none for no words.

    ``place``: where a person says that they stand; nothing: wherever they do. Raises WhichPlace, and
    InvalidInput for words that stand nowhere in the week.
    """
    quote = " ".join(quote.split())
    if not quote:
        return {}
    if len(quote) > LONGEST_QUOTE:
        raise InvalidInput({"quote": f"Copy a piece of {LONGEST_QUOTE:,} characters or fewer"})
    if place is None:
        found = list(islice(_places(db, week, revision_id, quote), MOST_PLACES + 1))
        if not found:
            raise InvalidInput(
                {
                    "quote": "These words were not found in this week. Copy them exactly, from one turn "
                    "of a session or from one part of the note"
                }
            )
        if len(found) > MOST_PLACES:
            raise InvalidInput({"quote": "These words stand in too many places. Copy a longer piece"})
        if len(found) > 1:
            raise WhichPlace(found)
        place = found[0].place
    return anchor_in(db, week.id, revision_id, place, quote=quote, near=0)


def _places(db: Session, week: Week, revision_id: UUID | None, quote: str) -> Iterator[FoundPlace]:
    revision = db.get(CaseNoteRevision, revision_id) if revision_id else None
    for section in NoteSection if revision else ():
        text = str(revision.texts.get(section.value, "")) if revision else ""
        if found := find_quote(text, quote):
            yield FoundPlace(Place(section=section), section=section, around=around(text, *found))
    for visit in read_visits(db, week):
        for turn in visit.turns:
            if found := find_quote(turn.text, quote):
                yield FoundPlace(
                    Place(segment_id=turn.segment.id, word=turn.first_word),
                    visited_on=visit.recording.visited_on,
                    seconds=turn.start,
                    around=around(turn.text, *found),
                )


def around(text: str, starts: int, ends: int) -> str:
    """Characters ``starts`` to ``ends`` of a text with whole words to both sides of them, in one line."""
    before, after = text[max(starts - BESIDE, 0) : starts], text[ends : ends + BESIDE]
    if starts > BESIDE:
        before = "…" + before.partition(" ")[2]
    if ends + BESIDE < len(text):
        after = after.rpartition(" ")[0] + "…"
    return " ".join(f"{before}{text[starts:ends]}{after}".split())
