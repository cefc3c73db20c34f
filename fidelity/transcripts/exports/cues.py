"""Cuts turns into captions: two lines at most, a few seconds each, never inside a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from fidelity.transcripts.exports import wording
from fidelity.transcripts.exports.take_away import Spoken, TranscriptToTakeAway
from fidelity.transcripts.gaps import Gap
from fidelity.transcripts.shown_words import ShownWord
from models import SpeakerRole

LINE_CHARACTERS = 42
LINES = 2
LONGEST_SECONDS = 7.0
#: A caption that holds this much may end where a sentence does.
_ENOUGH_CHARACTERS = LINE_CHARACTERS
#: A silence that is worth a new caption.
_PAUSE_SECONDS = 1.5
#: Words that take no time are shown for this long.
_SHORTEST_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Cue:
    """What is shown at one time. Seconds; one or two lines, or more where a single word is that long."""

    start: float
    end: float
    lines: tuple[str, ...]
    #: Nothing where it is a remark and not somebody's words.
    role: SpeakerRole | None
    #: Whether it is the first of its turn.
    is_first: bool
    is_suspect: bool


def cues_of(taken: TranscriptToTakeAway) -> list[Cue]:
    """All captions: beginnings never go back, and each ends after it begins."""
    found = [cue for row in taken.rows for cue in (_of_gap(row) if isinstance(row, Gap) else _of_turn(row))]
    # Two who speak at once overlap, and captions are in the order in which they begin.
    found.sort(key=lambda cue: cue.start)
    return [replace(cue, end=max(cue.end, cue.start + _SHORTEST_SECONDS)) for cue in found]


def _of_gap(gap: Gap) -> Iterator[Cue]:
    lines = tuple(wrap(f"[{wording.NO_WORDS}]", LINE_CHARACTERS))
    yield Cue(gap.start, gap.end, lines, role=None, is_first=True, is_suspect=False)


def _of_turn(turn: Spoken) -> Iterator[Cue]:
    latest = turn.start
    for place, words in enumerate(_together(turn.words)):
        latest = max(latest, words[0].start)
        yield Cue(
            start=latest,
            end=words[-1].end,
            lines=tuple(wrap(_text(words), LINE_CHARACTERS, break_long_words=False, break_on_hyphens=False)),
            role=turn.role,
            is_first=place == 0,
            is_suspect=turn.suspect is not None,
        )


def _together(words: Sequence[ShownWord]) -> Iterator[list[ShownWord]]:
    held: list[ShownWord] = []
    for word in words:
        if held and _is_full(held, word):
            yield held
            held = []
        held.append(word)
    if held:
        yield held


def _is_full(held: Sequence[ShownWord], following: ShownWord) -> bool:
    text = _text(held)
    is_long_enough = len(text) >= _ENOUGH_CHARACTERS
    return (
        len(wrap(f"{text} {following.text}", LINE_CHARACTERS, break_on_hyphens=False)) > LINES
        or following.end - held[0].start > LONGEST_SECONDS
        or following.start - held[-1].end > _PAUSE_SECONDS
        or (is_long_enough and text.endswith((".", "?", "!")))
    )


def _text(words: Sequence[ShownWord]) -> str:
    return " ".join(word.text for word in words)
