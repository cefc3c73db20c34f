"""Which of a team's terms the recogniser has room for. Pure.

Whisper takes 448 tokens in all. faster-whisper cuts hotwords off after 223, in the middle of a name if need
be, so no more is given to it than surely fits. The exact count needs the recogniser's own vocabulary, which
a page must not load: it is estimated from letters, on the whole too high (tests/speech measures it).
"""

from collections.abc import Sequence

#: Of 223; what is left over is for terms that are cut smaller than the estimate says.
ROOM_TOKENS = 210
_SEPARATOR = 1.0
_PLAIN_LETTER = 0.55
_OTHER_LETTER = 1.5


def fitting(terms: Sequence[str]) -> int:
    """How many of the terms fit, from the first on."""
    left = float(ROOM_TOKENS)
    for number, term in enumerate(terms):
        left -= tokens(term)
        if left < 0:
            return number
    return len(terms)


def tokens(term: str) -> float:
    """About how many of the recogniser's tokens a term takes, with the comma before it."""
    return _SEPARATOR + sum(_PLAIN_LETTER if letter.isascii() else _OTHER_LETTER for letter in term)
