"""Who speaks when, as it stands: the machine's turns, with what people have changed over them. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import pairwise
from typing import TypeVar

from fidelity.transcripts.shown import ShownText, places_of, standing
from models import Segment, SpeakerNaming, SpeakerRole, VoiceNaming, WordCorrection

_Naming = TypeVar("_Naming", SpeakerNaming, VoiceNaming)


class KnownBy(Enum):
    """How it is known who speaks."""

    #: A person said it of these words.
    TURN = "turn"
    #: A person said it of the voice.
    VOICE = "voice"
    #: The machine's guess.
    MACHINE = "machine"
    #: It is not known.
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class EffectiveTurn:
    """Consecutive words of one segment with the same speaker."""

    segment: Segment
    #: Words of the segment, counted from 0; both belong to the turn.
    first_word: int
    last_word: int
    role: SpeakerRole
    known_by: KnownBy
    #: How sure the machine is of its guess, 0 to 1; nothing where a person has said who speaks.
    probability: float | None
    #: Seconds.
    start: float
    end: float
    #: The words as they are read, with the way to the machine's text.
    shown: ShownText

    @property
    def voice(self) -> str | None:
        """Which of the voices that were told apart."""
        return self.segment.voice

    @property
    def text(self) -> str:
        """The words as they are read; empty where a person said that nothing was said."""
        return self.shown.text

    @property
    def starts(self) -> int:
        """Where the words begin in ``Segment.text``, in characters."""
        return self.shown.machine_starts

    @property
    def ends(self) -> int:
        """Where they end there."""
        return self.shown.machine_ends

    @property
    def suspect(self) -> str | None:
        """Why the words are probably not what was said; nothing once a person has heard each of them."""
        return None if self.shown.is_all_heard else self.segment.suspect_because

    @property
    def is_guess(self) -> bool:
        """Whether only the machine says who speaks."""
        return self.known_by is KnownBy.MACHINE

    @property
    def counts_as_therapist(self) -> bool:
        """Whether principles may be suggested from it: the therapist's words, and probably said."""
        return self.role is SpeakerRole.THERAPIST and self.suspect is None

    @property
    def key(self) -> str:
        """Names it on a page: the segment, and for a later part of it the first word."""
        return f"{self.segment.id}-{self.first_word}" if self.first_word else str(self.segment.id)

    def covers(self, starts: int, ends: int) -> bool:
        """Whether characters ``starts`` to ``ends`` of ``Segment.text`` have anything in common with it."""
        return starts < self.ends and self.starts < ends


def effective_turns(
    segments: Iterable[Segment], voice_namings: Iterable[VoiceNaming], *, at: datetime | None = None
) -> list[EffectiveTurn]:
    """The turns of one transcript, in the order of its segments. ``at``: as they stood at that moment.

    Of a word counts what a person said last of it, else of its voice, else the machine's guess. No word
    is left out. A correction is never cut in two: it belongs to whoever speaks its first word.
    """
    voices = voice_roles(voice_namings, at)
    return [turn for segment in segments for turn in _turns(segment, voices, at)]


def turns_of(
    segment: Segment, voice_namings: Iterable[VoiceNaming], *, at: datetime | None = None
) -> list[EffectiveTurn]:
    """The turns of one segment."""
    return list(_turns(segment, voice_roles(voice_namings, at), at))


def voice_roles(namings: Iterable[VoiceNaming], at: datetime | None = None) -> dict[str, SpeakerRole]:
    """Who each voice is, where a person has said so."""
    return {naming.voice: naming.role for naming in _in_order(namings) if naming.change.counts_at(at)}


def _in_order(rows: Iterable[_Naming]) -> list[_Naming]:
    return sorted(rows, key=lambda row: (row.change.created_at, row.created_at, str(row.id)))


def _turns(segment: Segment, voices: dict[str, SpeakerRole], at: datetime | None) -> Iterator[EffectiveTurn]:
    corrections = (
        standing(c for c in segment.corrections if c.change.counts_at(at)) if segment.corrections else []
    )
    namings = [n for n in segment.namings if n.change.counts_at(at)] if segment.namings else []
    pieces = _pieces(max(len(segment.words), 1), namings, corrections)
    # Of a turn that is whole and as the machine has it nobody asks where each word stands.
    places = places_of(segment) if corrections or len(pieces) > 1 else None
    for first, last, role in pieces:
        yield _turn(
            segment,
            voices,
            ShownText(segment, corrections, first_word=first, last_word=last, places=places),
            role,
        )


def _pieces(
    count: int, namings: Sequence[SpeakerNaming], corrections: Sequence[WordCorrection]
) -> list[tuple[int, int, SpeakerRole | None]]:
    """Runs of words of which people said the same: first, last, and who; nothing where they said nothing."""
    if not namings:
        return [(0, count - 1, None)]
    if all(naming.first_word is None and naming.last_word is None for naming in namings):
        newest = namings[0] if len(namings) == 1 else _in_order(namings)[-1]
        return [(0, count - 1, newest.role)]
    roles: list[SpeakerRole | None] = [None] * count
    for naming in _in_order(namings):
        first = naming.first_word or 0
        last = count - 1 if naming.last_word is None else min(naming.last_word, count - 1)
        roles[first : last + 1] = [naming.role] * max(last + 1 - first, 0)
    for correction in corrections:
        length = min(correction.last_word, count - 1) + 1 - correction.first_word
        roles[correction.first_word : correction.first_word + length] = [
            roles[correction.first_word]
        ] * length
    ends = [end for end in range(1, count + 1) if end == count or roles[end] is not roles[end - 1]]
    return [(begin, end - 1, roles[begin]) for begin, end in pairwise([0, *ends])]


def _turn(
    segment: Segment, voices: dict[str, SpeakerRole], shown: ShownText, named: SpeakerRole | None
) -> EffectiveTurn:
    probability = None
    if named is not None:
        role, known_by = named, KnownBy.TURN
    elif segment.voice is not None and segment.voice in voices:
        role, known_by = voices[segment.voice], KnownBy.VOICE
    else:
        role, probability = segment.machine_role, segment.machine_role_probability
        known_by = KnownBy.NOTHING if role is SpeakerRole.UNKNOWN else KnownBy.MACHINE
    words = segment.words
    is_first, is_last = shown.first_word == 0, shown.last_word >= len(words) - 1
    return EffectiveTurn(
        segment=segment,
        first_word=shown.first_word,
        last_word=shown.last_word,
        role=role,
        known_by=known_by,
        probability=probability,
        start=segment.starts_seconds if is_first else float(words[shown.first_word]["start"]),
        end=segment.ends_seconds if is_last else float(words[shown.last_word]["end"]),
        shown=shown,
    )
