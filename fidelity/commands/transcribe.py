"""``fidelity transcribe``: words from a file, without the pages."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import click

from fidelity.settings import Settings
from fidelity.speech.roles.types import UNKNOWN
from fidelity.speech.types import AudioFacts, Progress, Transcription, Utterance

#: Part of the bar that the words take; who speaks takes the rest.
_WORDS_SHARE = 0.65


@click.command("transcribe")
@click.argument("audio", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@click.option("--language", type=click.Choice(["en", "cy", "auto"]), default="auto", show_default=True)
@click.option("--people", type=click.IntRange(1, 20), help="How many people speak.")
@click.option("--model", help="Another recogniser than the one in the settings, by name or folder.")
def transcribe(audio: Path, as_json: bool, language: str, people: int | None, model: str | None) -> None:
    """Write down what is said in AUDIO. Ends with 2 for a file that cannot be read."""
    settings = Settings.from_environment()
    _look_at(audio, limit_seconds=settings.longest_recording_seconds)

    from fidelity.weights.check import MissingModel, StrayModelFile, WrongModelFile, verified

    name = model or settings.whisper_model
    try:
        folder = verified(settings.models_dir, name)
    except (MissingModel, StrayModelFile, WrongModelFile) as error:
        raise click.ClickException(str(error)) from None

    from fidelity.speech.types import UnreadableAudio

    chosen = None if language == "auto" else language
    try:
        with _progress_bar() as progress:
            heard = _hear(settings, folder, audio, model=name, language=chosen, people=people, bar=progress)
    except UnreadableAudio as trouble:
        _refuse(audio, trouble.sentence)
    click.echo(json.dumps(as_object(heard), ensure_ascii=False) if as_json else as_text(heard))


def _hear(
    settings: Settings,
    folder: Path,
    audio: Path,
    *,
    model: str,
    language: str | None,
    people: int | None,
    bar: Progress,
) -> Transcription:
    """The same way as a worker goes, without keeping anything."""
    from fidelity.speech.machine import this_machine
    from fidelity.speech.speakers import Speakers
    from fidelity.speech.tools import Manner
    from fidelity.speech.transcriber import WindowTranscriber
    from fidelity.speech.voices.tell_apart import Ears
    from fidelity.speech.whisper import Whisper
    from fidelity.weights.check import verified

    def ears() -> Ears:
        return Ears.load(
            listener=verified(settings.models_dir, "pyannet"),
            embedder=verified(settings.models_dir, settings.speaker_embedder),
            threads=settings.speech_threads,
        )

    transcriber = WindowTranscriber(Whisper(folder, model=model, machine=this_machine(settings)))
    with tempfile.TemporaryDirectory() as folder_for_now:
        track = Path(folder_for_now) / "voice.npz"
        heard = transcriber.transcribe(
            audio, manner=Manner(language, track_path=track), progress=lambda part: bar(part * _WORDS_SHARE)
        )
        return Speakers(ears).name(
            audio, heard, track_path=track, people=people, present=None,
            progress=lambda part: bar(_WORDS_SHARE + part * (1 - _WORDS_SHARE)),
        )  # fmt: skip


def _look_at(audio: Path, *, limit_seconds: int) -> AudioFacts:
    from fidelity.speech.ask_probe import ask_probe
    from fidelity.speech.types import UnreadableAudio

    try:
        return ask_probe(audio, limit_seconds=limit_seconds)
    except UnreadableAudio as trouble:
        _refuse(audio, trouble.sentence)
    except OSError as error:
        _refuse(audio, error.strerror or "it cannot be opened")


def _refuse(audio: Path, why: str) -> NoReturn:
    click.echo(f"{audio}: {why}", err=True)
    sys.exit(2)


@contextmanager
def _progress_bar() -> Iterator[Progress]:
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Listening", total=1.0)
        yield lambda part: bar.update(task, completed=part)


def as_text(heard: Transcription) -> str:
    """One line an utterance: the time at which it starts, who speaks as far as that is known, the words."""
    return "\n".join(f"{_clock(each.start)} {_who(each)}{_words(each)}" for each in heard.utterances)


def _who(utterance: Utterance) -> str:
    role = utterance.role if utterance.role != UNKNOWN else ""
    who = ", ".join(filter(None, [utterance.voice, role]))
    return f"{who}: " if who else ""


def _words(utterance: Utterance) -> str:
    if utterance.suspect is None:
        return utterance.text
    return f"[{utterance.text}] (probably not what was said: {utterance.suspect})"


def as_object(heard: Transcription) -> dict[str, Any]:
    """The object that scripts rely on; its names and their order are promised in the documentation."""
    return {
        "duration": heard.duration,
        "language": heard.language,
        "coverage": heard.coverage,
        "model": heard.model,
        "segments": [_segment(utterance) for utterance in heard.utterances],
    }


def _segment(utterance: Utterance) -> dict[str, Any]:
    return {
        "start": utterance.start,
        "end": utterance.end,
        "text": utterance.text,
        "speaker": utterance.voice,
        "role": utterance.role,
        "suspect": utterance.suspect,
        "words": [asdict(word) for word in utterance.words],
    }


def _clock(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
