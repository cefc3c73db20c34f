"""Hears one window, and again in another way where words seem to be missing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from fidelity.speech.cut import cut
from fidelity.speech.tools import Manner
from fidelity.speech.trust.again import Hearing, Way, best, next_way
from fidelity.speech.trust.gaps import coverage, gaps
from fidelity.speech.trust.suspect import runs
from fidelity.speech.types import Gap, HeardWindow, Passage, Utterance, Word
from fidelity.speech.voiced import VoiceTrack
from fidelity.speech.whisper import Whisper
from fidelity.speech.window_sound import WindowSound
from fidelity.speech.windows import Chunk, Window, smaller, with_pauses


@dataclass(frozen=True)
class _Try:
    hearing: Hearing
    utterances: tuple[Utterance, ...]
    gaps: tuple[Gap, ...]


class Listener:
    """Hears the windows of one recording. ``so_far`` takes the seconds of voice that are done in a window."""

    def __init__(
        self, whisper: Whisper, track: VoiceTrack, manner: Manner, so_far: Callable[[float], None]
    ) -> None:
        self._whisper, self._track, self._so_far = whisper, track, so_far
        self._terms = manner.hotwords
        self._hotwords = ", ".join(manner.hotwords) or None

    def hear(self, sound: WindowSound, language: str) -> HeardWindow:
        """Hear it until it is as good as it will get."""
        window = sound.window
        tries: list[_Try] = []
        while way := next_way([each.hearing for each in tries]):
            tries.append(self._judged(way, window, self._passages(way, sound, language)))
        kept_hearing = best([each.hearing for each in tries])
        kept = next(each for each in tries if each.hearing is kept_hearing)
        voiced = kept_hearing.voiced_seconds
        return HeardWindow(
            position=window.position,
            start=window.start,
            end=window.end,
            language=language,
            how=kept_hearing.way.value,
            voiced_seconds=voiced,
            coverage=round(kept_hearing.trusted_seconds / voiced, 3) if voiced else None,
            utterances=kept.utterances,
            gaps=kept.gaps,
        )

    def _passages(self, way: Way, sound: WindowSound, language: str) -> list[Passage]:
        hear = self._whisper.in_turn if way is Way.SEQUENTIAL else self._whisper.together
        passages = []
        for passage in hear(
            sound, self._chunks(way, sound.window), language=language, hotwords=self._hotwords
        ):
            passages.append(passage)
            self._so_far(self._track.voiced_seconds(sound.window.start, passage.end))
        return passages

    def _chunks(self, way: Way, window: Window) -> Sequence[Chunk]:
        match way:
            case Way.UNFILTERED:
                return with_pauses(window)
            case Way.SMALLER:
                return smaller(window, self._track)
        return window.chunks

    def _judged(self, way: Way, window: Window, passages: Sequence[Passage]) -> _Try:
        utterances = tuple(self._utterances(passages, window.end))
        trusted = [word for each in utterances if each.suspect is None for word in each.words]
        found = [word for each in utterances for word in each.words]
        missing = gaps(found, self._track, window.start, window.end)
        voiced = self._track.voiced_seconds(window.start, window.end)
        covered = self._covered(trusted, window) * voiced
        hearing = Hearing(
            way=way,
            voiced_seconds=voiced,
            trusted_seconds=covered,
            suspect_seconds=self._covered(found, window) * voiced - covered,
            missing_seconds=sum(self._track.voiced_seconds(gap.start, gap.end) for gap in missing),
        )
        return _Try(hearing, utterances, missing)

    def _covered(self, words: Sequence[Word], window: Window) -> float:
        return coverage(words, self._track, window.start, window.end) or 0.0

    def _utterances(self, passages: Sequence[Passage], end: float) -> Iterator[Utterance]:
        for run in runs(passages, self._track, end, self._terms):
            for words in cut(run.words):
                yield Utterance(
                    start=words[0].start,
                    end=words[-1].end,
                    text=" ".join(word.text for word in words),
                    words=words,
                    suspect=run.reason.value if run.reason else None,
                )
