"""``fidelity transcribe``: words from a file, without the pages."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import click

from fidelity.speech.types import AudioFacts, Progress, Transcription, Utterance


@click.command("transcribe")
@click.argument("audio", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of text.")
@click.option("--language", type=click.Choice(["en", "cy", "auto"]), default="auto", show_default=True)
@click.option("--people", type=click.IntRange(1, 20), help="How many people speak.")
@click.option("--model", help="Another recogniser than the one in the settings, by name or folder.")
def transcribe(audio: Path, as_json: bool, language: str, people: int | None, model: str | None) -> None:
    """Write down what is said in AUDIO. Ends with 2 for a file that cannot be read."""
    from fidelity.settings import Settings

    settings = Settings.from_environment()
    _look_at(audio, limit_seconds=settings.longest_recording_seconds)

    from fidelity.weights.check import MissingModel, StrayModelFile, WrongModelFile, verified

    name = model or settings.whisper_model
    try:
        folder = verified(settings.models_dir, name)
    except (MissingModel, StrayModelFile, WrongModelFile) as error:
        raise click.ClickException(str(error)) from None

    from fidelity.speech.types import UnreadableAudio
    from fidelity.speech.whisper import WhisperTranscriber

    transcriber = WhisperTranscriber(folder, model=name, threads=settings.speech_threads)
    try:
        with _progress_bar() as progress:
            heard = transcriber.transcribe(
                audio, language=None if language == "auto" else language, progress=progress, people=people
            )
    except UnreadableAudio as trouble:
        _refuse(audio, trouble.sentence)
    click.echo(json.dumps(as_object(heard), ensure_ascii=False) if as_json else as_text(heard))


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
    """One line an utterance, with the time at which it starts."""
    return "\n".join(f"{_clock(utterance.start)} {utterance.text}" for utterance in heard.utterances)


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
