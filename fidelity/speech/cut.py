"""Cuts what the recogniser hears into sentences, so that no utterance holds the turns of two people."""

from collections.abc import Iterable, Iterator

from fidelity.speech.types import Word

#: Whisper joins turns of different people into stretches of half a minute. On the recordings s01, s04 and
#: s07, 172 of 173 changes of speaker fall on a sentence's end with this pause: docs/measurements/speech.md.
PAUSE_SECONDS = 0.1
#: A pause as long as this ends an utterance even where no full stop was heard.
LONG_PAUSE_SECONDS = 1.5

_ENDS = tuple(".?!…")


def cut(words: Iterable[Word]) -> Iterator[tuple[Word, ...]]:
    """Yield the words in order, sentence by sentence."""
    sentence: list[Word] = []
    for word in words:
        if sentence and _ends_before(word, sentence[-1]):
            yield tuple(sentence)
            sentence = []
        sentence.append(word)
    if sentence:
        yield tuple(sentence)


def _ends_before(word: Word, last: Word) -> bool:
    pause = word.start - last.end
    is_end = last.text.rstrip("\"'”’)").endswith(_ENDS)
    return pause >= LONG_PAUSE_SECONDS or (is_end and pause >= PAUSE_SECONDS)
