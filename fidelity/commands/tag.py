"""``fidelity tag``: suggestions for a note or for turns, in the terminal or for a script."""

import io
import json
import sys
from pathlib import Path
from typing import NoReturn

import click

from fidelity.commands.tag_output import note_as_json, note_as_text, tagged_turns
from fidelity.nlp.turns import Turn, UnreadableTurn, read_turns
from fidelity.nlp.types import Strength, Tagger
from fidelity.settings import Settings
from fidelity.weights.check import MissingModel, StrayModelFile, WrongModelFile, verified

_MODELS = ("en_core_web_sm",)


@click.command("tag")
@click.argument("file", metavar="FILE")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object for a note, in place of readable text."
)
@click.option("--fewer", is_flag=True, help="Only strong suggestions.")
@click.option("--more", is_flag=True, help="Weak suggestions, too.")
def tag(file: str, *, as_json: bool, fewer: bool, more: bool) -> None:
    r"""Suggest which principles a note or the turns of a session show.

    FILE is a note (.txt, .md, .docx, .pdf), or turns (.jsonl: id, speaker, text), or - for standard input,
    which holds turns if its first line is JSON with a text, and a note if not.

    Turns are read in order as one session, and give one JSON line each: {"id", "suggestions": [{"principle",
    "polarity", "probability", "start", "end"}]}. A note gives its sentences with what each may show; with
    --json one object: {"model", "sentences": [{"start", "end", "text", "suggestions"}]}. Positions are
    characters of the text, or of the words read from a Word or PDF file.
    """
    if fewer and more:
        raise click.UsageError("Choose one of --fewer and --more.")
    shown = frozenset(list(Strength)[: 1 if fewer else 3 if more else 2])
    given = _turns_or_note(file)
    tagger = _tagger()
    if isinstance(given, list):
        for line in tagged_turns(tagger, given, shown):
            click.echo(line)
    elif as_json:
        click.echo(note_as_json(tagger, given, shown))
    else:
        for line in note_as_text(tagger, given, shown):
            click.echo(line)


def _turns_or_note(file: str) -> list[Turn] | str:
    # Word and PDF readers take half a second to import: not for `fidelity --help`.
    from fidelity.nlp.documents import LARGEST_FILE, UnreadableDocument, read_document

    try:
        content = _content(file, LARGEST_FILE + 1)
        name = "" if file == "-" else file
        if not (name.lower().endswith(".jsonl") or (not name and _looks_like_turns(content))):
            return read_document(io.BytesIO(content), name)
        if len(content) > LARGEST_FILE:
            _refuse(file, "it must be smaller than 20 MB")
        # Not splitlines(): a text may hold one of the rarer line breaks that it knows.
        return list(read_turns(content.decode("utf-8-sig").split("\n")))
    except OSError as error:
        _refuse(file, (error.strerror or "it cannot be opened").lower())
    except UnicodeDecodeError:
        _refuse(file, "it is not UTF-8 text")
    except UnreadableTurn as error:
        _refuse(file, str(error))
    except UnreadableDocument as error:
        _refuse(file, error.reason)


def _content(file: str, most: int) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read(most)
    with Path(file).open("rb") as stream:
        return stream.read(most)


def _looks_like_turns(content: bytes) -> bool:
    try:
        first = json.loads(content.lstrip().partition(b"\n")[0])
    except (ValueError, RecursionError):
        return False
    return isinstance(first, dict) and "text" in first


def _refuse(file: str, reason: str) -> NoReturn:
    click.echo(f"{'standard input' if file == '-' else file}: {reason}", err=True)
    sys.exit(2)


def _tagger() -> Tagger:
    models_dir = Settings.from_environment().models_dir
    try:
        for name in _MODELS:
            verified(models_dir, name)
    except (MissingModel, WrongModelFile, StrayModelFile) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    from fidelity.nlp.pipeline import load_tagger

    return load_tagger(models_dir)
