"""English or Welsh, window by window, for families who mix."""

from collections.abc import Mapping, Sequence
from math import exp, log

ENGLISH = "en"
WELSH = "cy"

#: The recogniser is no surer than this of either language, whatever it says.
_FLOOR = 0.001
#: How clear it must be, as the part of both that one language has, averaged over the stretches listened to.
#: Welsh wants more than English does: small recognisers take indistinct English for Welsh, and English that
#: is written down as Welsh is worth nothing. Chosen in docs/measurements/invented.md.
CLEAR_WELSH = 0.75
CLEAR_ENGLISH = 0.6
#: With less voice than this the window before decides.
LEAST_VOICED_SECONDS = 5.0


def choose(heard: Sequence[Mapping[str, float]], *, voiced_seconds: float, before: str | None = None) -> str:
    """The language of a window, a code of ISO 639-1.

    ``heard``: for stretches of up to half a minute, the recogniser's probability of each language it knows.
    ``before``: what was chosen for the window before, nothing for the first. An uncertain or short window is
    in the language of the one before, or in English.
    """
    stays = before or ENGLISH
    if voiced_seconds < LEAST_VOICED_SECONDS or not heard:
        return stays
    part = _part_welsh(heard)
    if part >= CLEAR_WELSH:
        return WELSH
    if 1 - part >= CLEAR_ENGLISH:
        return ENGLISH
    return stays


def _part_welsh(heard: Sequence[Mapping[str, float]]) -> float:
    """Of both languages, the part that Welsh has: the mean of log odds, so that no one stretch decides."""
    odds = [log(max(each.get(WELSH, 0.0), _FLOOR) / max(each.get(ENGLISH, 0.0), _FLOOR)) for each in heard]
    mean = sum(odds) / len(odds)
    return 1 / (1 + exp(-mean))
