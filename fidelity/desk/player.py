"""How a person likes to listen. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

#: Times as fast as it was spoken.
SPEEDS = (0.5, 0.6, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.25, 2.5)
#: Seconds that may be heard again when somebody goes on after a pause.
REWINDS = (0, 1, 2, 3, 4, 5)


@dataclass(frozen=True, slots=True)
class PlayerChoices:
    """What stays as it is from page to page."""

    speed: float = 1.0
    #: Whether stretches in which nobody speaks are jumped over.
    skips_silence: bool = False
    #: Whether the words move in step with the sound.
    follows: bool = True
    rewind_seconds: int = 2

    def as_kept(self) -> dict[str, Any]:
        """As it stands in the database and on the page."""
        return asdict(self)


def player_choices(kept: Mapping[str, Any]) -> PlayerChoices:
    """What was kept; what is missing, or cannot be meant, is as usual."""
    usual = PlayerChoices()
    speed, rewind = kept.get("speed"), kept.get("rewind_seconds")
    return PlayerChoices(
        speed=float(speed) if speed in SPEEDS and not isinstance(speed, bool) else usual.speed,
        skips_silence=kept.get("skips_silence", usual.skips_silence) is True,
        follows=kept.get("follows", usual.follows) is True,
        rewind_seconds=int(rewind)
        if rewind in REWINDS and not isinstance(rewind, bool)
        else usual.rewind_seconds,
    )
