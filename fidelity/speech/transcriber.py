"""From a file to words, window by window: what was heard is kept before the next window is begun."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from fidelity.speech.ahead import ahead
from fidelity.speech.tools import Keep, Manner
from fidelity.speech.trust.language import ENGLISH, choose
from fidelity.speech.types import UNKNOWN_LANGUAGE, HeardWindow, Progress, Transcription
from fidelity.speech.voiced import VoiceTrack, kept_track
from fidelity.speech.whisper import Whisper
from fidelity.speech.window import Listener
from fidelity.speech.window_sound import WindowSound, sounds
from fidelity.speech.windows import Window, plan

#: Part of the bar that finding the voices takes.
_TRACK_SHARE = 0.04


class WindowTranscriber:
    """Hears recordings of any length with as much memory as a few minutes need."""

    def __init__(self, whisper: Whisper) -> None:
        self._whisper = whisper

    @property
    def model(self) -> str:
        """Name of the recogniser's model."""
        return self._whisper.model

    @property
    def chunks(self) -> int:
        """As many half minutes as the machine hears side by side make a window."""
        return self._whisper.machine.batch

    def load(self) -> None:
        """Load the model now instead of with the first file."""
        self._whisper.load()

    def transcribe(
        self,
        path: Path,
        *,
        manner: Manner,
        progress: Progress,
        heard: Sequence[HeardWindow] = (),
        keep: Keep = lambda _: None,
    ) -> Transcription:
        """Hear the words of a file; no utterances where nobody speaks."""
        progress(0.0)
        track = kept_track(path, manner.track_path, lambda part: progress(part * _TRACK_SHARE))
        windows = plan(track, chunks=manner.chunks or self.chunks)
        done = _usable(heard, windows)
        bar = _Bar(progress, track.voiced_seconds(0, track.seconds))
        for position in done:
            bar.add(done[position].voiced_seconds)
        listener = Listener(self._whisper, track, manner, bar.within)
        missing = [window for window in windows if window.position not in done]
        for sound in ahead(sounds(path, missing)):
            position = sound.window.position
            language = self._language(manner, sound, track, done.get(position - 1))
            done[position] = listener.hear(sound, language)
            keep(done[position])
            bar.add(done[position].voiced_seconds)
        progress(1.0)
        return self._together(manner, track.seconds, [done[window.position] for window in windows])

    def _language(
        self, manner: Manner, sound: WindowSound, track: VoiceTrack, before: HeardWindow | None
    ) -> str:
        if not self._whisper.is_multilingual:
            return ENGLISH
        return manner.language or choose(
            self._whisper.languages(sound),
            voiced_seconds=track.voiced_seconds(sound.window.start, sound.window.end),
            before=before.language if before else None,
        )

    def _together(self, manner: Manner, seconds: float, heard: list[HeardWindow]) -> Transcription:
        settings: dict[str, str | int | float | bool] = {
            **self._whisper.settings,
            "language": manner.language or "auto",
            "chunks_in_a_window": manner.chunks or self.chunks,
            "hotwords": len(manner.hotwords),
        }
        voiced = sum(window.voiced_seconds for window in heard)
        covered = sum((window.coverage or 0.0) * window.voiced_seconds for window in heard)
        return Transcription(
            duration=round(seconds, 3),
            language=_language_of_most_words(heard) or manner.language or UNKNOWN_LANGUAGE,
            coverage=round(covered / voiced, 3) if voiced else None,
            model=self._whisper.model,
            engine=self._whisper.engine,
            settings=settings,
            utterances=tuple(utterance for window in heard for utterance in window.utterances),
            gaps=tuple(gap for window in heard for gap in window.gaps),
        )


class _Bar:
    """Turns seconds of voice into the part done; it never goes back, also when a window is heard again."""

    def __init__(self, progress: Progress, voiced_seconds: float) -> None:
        self._progress, self._voiced = progress, max(voiced_seconds, 1e-9)
        self._done = self._furthest = 0.0

    def add(self, seconds: float) -> None:
        """So much more is done for good."""
        self._done += seconds
        self.within(0.0)

    def within(self, seconds: float) -> None:
        """So much is done of what is being heard."""
        self._furthest = max(self._furthest, min((self._done + seconds) / self._voiced, 1.0))
        self._progress(_TRACK_SHARE + (1 - _TRACK_SHARE) * self._furthest)


def _usable(heard: Sequence[HeardWindow], windows: Sequence[Window]) -> dict[int, HeardWindow]:
    """Of what was heard before, what lies where it lies now."""
    places = {(window.position, window.start, window.end) for window in windows}
    return {each.position: each for each in heard if (each.position, each.start, each.end) in places}


def _language_of_most_words(heard: Sequence[HeardWindow]) -> str | None:
    counts: Counter[str] = Counter()
    for window in heard:
        counts[window.language] += sum(len(utterance.words) for utterance in window.utterances)
    (most, words) = counts.most_common(1)[0] if counts else ("", 0)
    return most if words else None
