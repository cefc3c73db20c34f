"""Where nobody speaks: what a player may jump over. Pure."""

from collections.abc import Sequence

from fidelity.transcripts.gaps import Gap
from fidelity.transcripts.turns import EffectiveTurn

#: Shorter pauses belong to how people talk.
LEAST_SECONDS = 2.0


def silences(
    turns: Sequence[EffectiveTurn], gaps: Sequence[Gap], duration: float
) -> list[tuple[float, float]]:
    """From second to second, in order. Where a voice was heard and no words were found is no silence.

    Nothing is silent where there are no words at all: then nobody has looked.
    """
    if not turns:
        return []
    heard = sorted([(turn.start, turn.end) for turn in turns] + [(gap.start, gap.end) for gap in gaps])
    found, until = [], 0.0
    for start, end in [*heard, (duration, duration)]:
        if start - until >= LEAST_SECONDS:
            found.append((round(until, 2), round(start, 2)))
        until = max(until, end)
    return found
