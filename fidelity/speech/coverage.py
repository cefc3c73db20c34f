"""How much of the speech has words: a low figure says that something was heard but not written down."""

from collections.abc import Iterable

from fidelity.speech.types import Word

#: The voice detector adds this much on both sides of every voice it finds (faster-whisper's VadOptions), so
#: words get the same: else every pause for breath would count as speech that was lost.
PAD_SECONDS = 0.4


def coverage(words: Iterable[Word], *, voiced_seconds: float) -> float | None:
    """Time covered by words ÷ time with a voice in it, 0 to 1; nothing where there was no voice."""
    if voiced_seconds <= 0:
        return None
    covered = reached = 0.0
    for word in sorted(words, key=lambda word: word.start):
        start, end = max(word.start - PAD_SECONDS, reached), word.end + PAD_SECONDS
        if end > start:
            covered += end - start
            reached = end
    return round(min(covered / voiced_seconds, 1.0), 3)
