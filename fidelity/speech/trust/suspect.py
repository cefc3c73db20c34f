"""Which of the recogniser's words are probably not what was said, and why.

Whisper writes fluent text over noise, over murmuring behind a wall and over nothing at all, and is often sure
of it. So no single figure decides: what the recogniser says of itself, what the voice detector heard at the
same time, and the shape of the text are looked at together. What each limit was chosen on is written down in
docs/measurements/invented.md. Real speech must stay: a child who says "no" ten times has said it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from fidelity.speech.cut import cut
from fidelity.speech.trust.loops import loops
from fidelity.speech.trust.phrases import is_of_subtitles, is_small_talk, plain
from fidelity.speech.trust.terms import terms_read_out
from fidelity.speech.types import Passage, Word
from fidelity.speech.voiced import FRAME_SECONDS, VoiceTrack


class Reason(Enum):
    """Completes "Probably not what was said: …"."""

    NO_VOICE = "no voice can be heard there"
    UNSURE = "the recogniser was guessing"
    LOOP = "the same words come again and again"
    TERMS = "it is the list of names and terms that the recogniser was given"
    ECHO = "the same words stand there half minute after half minute"
    TOO_FAST = "nobody speaks that fast"
    SUBTITLES = "it is what stands under films, and the voice is weak or unclear"
    FILLER = "such words are often written for a noise, and the voice is weak or unclear"


@dataclass(frozen=True)
class Run:
    """Words one after the other that are believed, or not believed for one reason."""

    words: tuple[Word, ...]
    reason: Reason | None


#: Times of words are blurred: so much on both sides is listened to before words are said to be over silence.
BLUR_SECONDS = 0.5
#: Where no frame nearby has this much of a voice, nobody spoke.
FAINT = 0.2
#: Where none has this much, the voice is weak: the voice detector would not have begun with it.
WEAK = 0.5
#: Below this mean logarithm of the probability of its tokens, most words of a passage were wrong.
GUESSING = -0.7
#: Below this, it may be a guess: other evidence decides.
UNCLEAR = -0.55
#: From this on, the recogniser believes that nobody speaks; now and then it does so of real speech, too.
NO_SPEECH = 0.6
#: Words over a voice that goes on much longer than they do: of the voice, less than this part has words.
SPARSE = 0.4
SPARSE_SECONDS = 4.0
#: So many goes of the recogniser, half a minute each, with the same text are an echo.
ECHOES = 3
#: So many words in less than so many seconds: nobody speaks twenty words in a second.
FAST_ROW = 5
FAST_SECONDS = 0.25
#: So many rounds of a row of one word, of two and of more are a loop; and fewer where something else is odd.
_ROUNDS = {1: 16, 2: 10}
_ROUNDS_DOUBTFUL = {1: 6, 2: 4}


def runs(
    passages: Sequence[Passage], voice: VoiceTrack, end: float, terms: Sequence[str] = ()
) -> Iterator[Run]:
    """Yield all words in order; no run goes from one passage to the next.

    ``passages`` are those of one window, in order, and ``end`` is the second at which the window ends.
    ``terms`` are those that the recogniser was given, in order: over noise it reads them out.
    """
    together = [list(row) for _, row in groupby(passages, key=_figures)]
    after = [*(decoded[0].start for decoded in together[1:]), end][: len(together)]
    echoed = _echoed(together)
    for decoded, until, is_echo in zip(together, after, echoed, strict=True):
        reasons = _reasons(decoded, voice, until, is_echo=is_echo)
        for passage in decoded:
            read_out = terms_read_out([plain(word.text) for word in passage.words], terms)
            judged = [
                (word, next(reasons) or (Reason.TERMS if is_read_out else None))
                for word, is_read_out in zip(passage.words, read_out, strict=True)
            ]
            for reason, row in groupby(judged, key=lambda each: each[1]):
                yield Run(tuple(word for word, _ in row), reason)


def _echoed(together: list[list[Passage]]) -> list[bool]:
    """Which goes of the recogniser came to the same text as both neighbours, or more, in a row."""
    echoed: list[bool] = []
    for _, row in groupby(together, key=_text):
        count = len(list(row))
        echoed += [count >= ECHOES] * count
    return echoed


def _text(decoded: list[Passage]) -> str:
    return plain(" ".join(word.text for passage in decoded for word in passage.words))


def _figures(passage: Passage) -> tuple[float, float]:
    """Those of the whole go of the recogniser: passages that share them were decoded together."""
    return passage.log_probability, passage.no_speech_probability


def _reasons(
    decoded: list[Passage], voice: VoiceTrack, end: float, *, is_echo: bool
) -> Iterator[Reason | None]:
    """One for each word of what was decoded together; ``end``: where the next begins."""
    words = [word for passage in decoded for word in passage.words]
    whole = _of_the_whole(decoded, words, voice, end)
    if is_echo and (len(words) > 2 or _is_sparse(words, voice, end)):
        whole = Reason.ECHO
    found = [whole] * len(words)
    if whole is None:
        _mark_loops(found, words, decoded[0], voice)
        _mark_silence(found, words, voice)
        _mark_fast(found, words)
        at = 0
        for passage in decoded:
            for sentence in cut(passage.words):
                reason = _of_a_sentence(sentence, passage, voice)
                for number in range(at, at + len(sentence)):
                    found[number] = found[number] or reason
                at += len(sentence)
    yield from found


def _of_the_whole(decoded: list[Passage], words: list[Word], voice: VoiceTrack, end: float) -> Reason | None:
    certainty, no_speech = _figures(decoded[0])
    if certainty < GUESSING:
        return Reason.UNSURE
    if certainty < UNCLEAR and (no_speech >= NO_SPEECH or _is_sparse(words, voice, end)):
        return Reason.UNSURE
    if certainty < UNCLEAR and _is_nothing_but_small_talk(decoded):
        return Reason.FILLER
    return None


def _is_nothing_but_small_talk(decoded: list[Passage]) -> bool:
    sentences = (sentence for passage in decoded for sentence in cut(passage.words))
    return all(is_small_talk(" ".join(word.text for word in sentence)) for sentence in sentences)


def _is_sparse(words: list[Word], voice: VoiceTrack, end: float) -> bool:
    """Whether a voice goes on and on of which little was written down: so it is with a murmur."""
    voiced = voice.voiced_seconds(words[0].start, end)
    said = sum(voice.voiced_seconds(word.start, word.end) for word in words)
    return voiced >= SPARSE_SECONDS and said < SPARSE * voiced


def _mark_loops(found: list[Reason | None], words: list[Word], facts: Passage, voice: VoiceTrack) -> None:
    texts = [plain(word.text) for word in words]
    for first, length, rounds in loops(texts):
        row = words[first : first + length * rounds]
        doubtful = (
            facts.log_probability < UNCLEAR
            or facts.no_speech_probability >= NO_SPEECH
            or _loudest(voice, row[0].start, row[-1].end) < WEAK
            or any(_fast_rows(row))
        )
        if rounds >= (_ROUNDS_DOUBTFUL if doubtful else _ROUNDS).get(length, 3 if doubtful else 7):
            found[first : first + len(row)] = [Reason.LOOP] * len(row)
    # What led into a loop that takes up most of it was no better heard.
    if sum(reason is Reason.LOOP for reason in found) > len(found) / 2:
        found[:] = [Reason.LOOP] * len(found)


def _mark_silence(found: list[Reason | None], words: list[Word], voice: VoiceTrack) -> None:
    at = 0
    for silent, row in groupby(words, key=lambda word: _loudest(voice, word.start, word.end) < FAINT):
        count = len(list(row))
        if silent and (count > 1 or count == len(words)):
            for number in range(at, at + count):
                found[number] = found[number] or Reason.NO_VOICE
        at += count


def _of_a_sentence(sentence: tuple[Word, ...], facts: Passage, voice: VoiceTrack) -> Reason | None:
    start, end = sentence[0].start, sentence[-1].end
    loudest = _loudest(voice, start, end)
    if loudest < FAINT:
        return Reason.NO_VOICE
    text = " ".join(word.text for word in sentence)
    if is_of_subtitles(text) and (loudest < WEAK or facts.log_probability < UNCLEAR):
        return Reason.SUBTITLES
    if is_small_talk(text) and loudest < WEAK:
        return Reason.FILLER
    return None


def _mark_fast(found: list[Reason | None], words: list[Word]) -> None:
    for first in _fast_rows(words):
        for number in range(first, first + FAST_ROW):
            found[number] = found[number] or Reason.TOO_FAST


def _fast_rows(words: Sequence[Word]) -> Iterator[int]:
    for first in range(len(words) - FAST_ROW + 1):
        if words[first + FAST_ROW - 1].end - words[first].start < FAST_SECONDS:
            yield first


def _loudest(voice: VoiceTrack, start: float, end: float) -> float:
    """The most that any frame in or near these seconds has of a voice."""
    first = max(int((start - BLUR_SECONDS) / FRAME_SECONDS), 0)
    near = voice.probabilities[first : int((end + BLUR_SECONDS) / FRAME_SECONDS) + 1]
    return float(near.max()) if len(near) else 0.0
