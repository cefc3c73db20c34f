"""Where somebody speaks and no words were found, put in its place among the turns. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from fidelity.transcripts.turns import EffectiveTurn
from models import Transcript


@dataclass(frozen=True, slots=True)
class Gap:
    """A stretch with a voice in it and without words; seconds."""

    start: float
    end: float


def gaps_of(transcript: Transcript) -> list[Gap]:
    """Its gaps, in order."""
    gaps = (Gap(float(gap["start"]), float(gap["end"])) for gap in transcript.gaps)
    return sorted(gaps, key=lambda gap: gap.start)


def with_gaps(turns: Sequence[EffectiveTurn], gaps: Sequence[Gap]) -> list[EffectiveTurn | Gap]:
    """Turns and gaps as they follow one another. The order of the turns is not touched."""
    rows: list[EffectiveTurn | Gap] = []
    left = list(reversed(gaps))
    for turn in turns:
        while left and left[-1].start < turn.start:
            rows.append(left.pop())
        rows.append(turn)
    return rows + left[::-1]
