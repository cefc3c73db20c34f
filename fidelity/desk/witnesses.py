"""One principle, three witnesses: what the sessions, the note and comments say of it. Pure.

A mismatch rests on marks, which are a person's. What the machine suggests and nobody has decided on holds
a sentence back, or is called suggested; a place that was drawn by chance is treated alike, so that nothing
gives it away. In a review that is rated first there are no suggestions, and marks alone speak.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol
from uuid import UUID

from models import NoteSection, Polarity, Principle


class Mismatch(Enum):
    """How the note and the recordings of a week say different things of a principle."""

    ONLY_NOTE = "only in the note"
    ONLY_HEARD = "only heard"
    OPPOSITE = "opposite"
    ONLY_NOTE_SUGGESTED = "only suggested in the note"
    ONLY_HEARD_SUGGESTED = "only suggested in the recordings"


class Unseen(Enum):
    """Why one side can be no witness at all."""

    NO_NOTE = "no note"
    NO_RECORDING = "no recording"
    NO_WORDS = "no words"
    NO_SPEAKERS = "no speakers"


@dataclass(frozen=True, slots=True)
class Side:
    """What the note, or the recordings, say of one principle."""

    unseen: Unseen | None = None
    #: The directions of the marks that count.
    marked: frozenset[Polarity] = frozenset()
    #: Something may be there, though nothing counts yet: an undecided suggestion, or a mark on older words.
    is_open: bool = False


class OnWords(Protocol):
    """What hangs on characters of a turn, or of a section of a note."""

    @property
    def segment_id(self) -> UUID | None:
        """The turn's segment."""

    @property
    def revision_id(self) -> UUID | None:
        """The note's revision."""

    @property
    def section(self) -> NoteSection | None:
        """And its section."""

    @property
    def starts(self) -> int:
        """The first character."""

    @property
    def ends(self) -> int:
        """The one after the last."""


class OfPrinciple(OnWords, Protocol):
    """A mark, or a suggestion."""

    @property
    def principle(self) -> Principle:
        """What the words show, or go against."""


def mismatch(note: Side, sessions: Side) -> Mismatch | None:
    """What to say; nothing where the two agree, or where one of them cannot be seen or is not judged yet."""
    if note.unseen or sessions.unseen:
        return None
    if note.marked and sessions.marked:
        return None if note.marked & sessions.marked else Mismatch.OPPOSITE
    if note.marked or sessions.marked:
        silent, said = (sessions, Mismatch.ONLY_NOTE) if note.marked else (note, Mismatch.ONLY_HEARD)
        return None if silent.is_open else said
    if note.is_open is sessions.is_open:
        return None
    return Mismatch.ONLY_NOTE_SUGGESTED if note.is_open else Mismatch.ONLY_HEARD_SUGGESTED


def principles_of(remark: OnWords, rows: Iterable[OfPrinciple]) -> set[Principle]:
    """The principles that a comment belongs to: those of every mark or suggestion with words in common."""
    return {row.principle for row in rows if have_words_in_common(remark, row)}


def have_words_in_common(one: OnWords, other: OnWords) -> bool:
    """Whether some character belongs to both."""
    if one.segment_id is not None or other.segment_id is not None:
        is_same_text = one.segment_id == other.segment_id
    else:
        is_same_text = (one.revision_id, one.section) == (other.revision_id, other.section)
    return is_same_text and one.starts < other.ends and other.starts < one.ends
