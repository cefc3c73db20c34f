"""When a window has to be heard again, in which way, and which of the hearings is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Way(Enum):
    """How a window is heard; the values are the words of fidelity.speech.types.HOW."""

    BATCHED = "batched"
    SEQUENTIAL = "sequential"
    UNFILTERED = "unfiltered"
    SMALLER = "smaller"


#: In which order they are tried: what finds most of what others missed comes first. Measured in
#: docs/measurements/invented.md.
ORDER = (Way.BATCHED, Way.SEQUENTIAL, Way.UNFILTERED, Way.SMALLER)

#: Less coverage than this falls short even where no single gap is long.
LEAST_COVERAGE = 0.9
#: Another way is worth while if it brings at least this much more coverage.
GAIN = 0.02
#: A minute or more of voice of which less than this part can be believed is a murmur, as of a television in
#: the next room. No other way made words of one, and the slowest takes ten times as long with it.
MURMUR = 0.1
MURMUR_SECONDS = 60.0


@dataclass(frozen=True)
class Hearing:
    """What one way of hearing a window came to; seconds are of voice."""

    way: Way
    voiced_seconds: float
    #: With words that are believed.
    trusted_seconds: float
    #: With words that are suspect.
    suspect_seconds: float
    #: In gaps: see fidelity.speech.trust.gaps.
    missing_seconds: float

    @property
    def falls_short(self) -> bool:
        """Whether words seem to be missing."""
        return self.missing_seconds > 0 or self._coverage < LEAST_COVERAGE

    @property
    def is_murmur(self) -> bool:
        """Whether a voice goes on for long and next to nothing of it can be believed."""
        return self.voiced_seconds >= MURMUR_SECONDS and self._coverage < MURMUR

    @property
    def worth(self) -> float:
        """The part of the voice that has words to be believed, less the part that has suspect ones."""
        return (self.trusted_seconds - self.suspect_seconds) / max(self.voiced_seconds, 1e-9)

    @property
    def _coverage(self) -> float:
        return self.trusted_seconds / self.voiced_seconds if self.voiced_seconds else 1.0


def next_way(tried: Sequence[Hearing]) -> Way | None:
    """How to hear the window next, ``tried`` in order; nothing where it is as good as it will get.

    It ends when nothing is missing, at a murmur, when all ways were tried, or when two ways in a row brought
    nothing: what three ways do not hear are no words.
    """
    if not tried:
        return ORDER[0]
    if len(tried) == len(ORDER) or not best(tried).falls_short or tried[0].is_murmur:
        return None
    if len(tried) > 2 and best(tried).worth < best(tried[:-2]).worth + GAIN:
        return None
    return ORDER[len(tried)]


def best(tried: Sequence[Hearing]) -> Hearing:
    """The one to keep: a later one only where it is clearly better."""
    kept = tried[0]
    for hearing in tried[1:]:
        if hearing.worth >= kept.worth + GAIN:
            kept = hearing
    return kept
