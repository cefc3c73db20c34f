"""``fidelity tag``: suggestions for a note or for turns, in the terminal or for a script."""

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

import click

from fidelity.nlp.turns import Turn, UnreadableTurn, read_turns
from fidelity.nlp.types import PRINCIPLE_NAMES, Sentence, SuggestedMark, Tagger, Unit
from fidelity.settings import Settings
from fidelity.weights.check import MissingModel, StrayModelFile, WrongModelFile, verified

_MODELS = ("minilm", "en_core_web_sm")
#: Turns judged between two lines of output, so that a long file shows its first results soon.
_TURNS = 256


@click.command("tag")
@click.argument("file", metavar="FILE")
@click.option(
    "--json", "as_json", is_flag=True, help="One JSON object for a note, in place of readable text."
)
def tag(file: str, *, as_json: bool) -> None:
    r"""Suggest which principles a note or the turns of a session show.

    FILE is a note (.txt, .md, .docx, .pdf), or turns (.jsonl: id, speaker, text), or - for standard input,
    which holds turns if its first line is JSON with a text, and a note if not.

    Turns give one JSON line each, in order: {"id", "suggestions": [{"principle", "polarity", "probability",
    "start", "end"}]}. A note gives its sentences with what each may show; with --json one object: {"model",
    "sentences": [{"start", "end", "text", "suggestions"}]}. Positions are characters of the text, or
    of the words read from a Word or PDF file.
    """
    given = _turns_or_note(file)
    tagger = _tagger()
    if isinstance(given, list):
        for line in _tagged_turns(tagger, given):
            click.echo(line)
    elif as_json:
        click.echo(_as_json(tagger, given))
    else:
        for line in _as_text(tagger, given):
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


def _tagged_turns(tagger: Tagger, turns: list[Turn]) -> Iterator[str]:
    for start in range(0, len(turns), _TURNS):
        some = turns[start : start + _TURNS]
        for turn, marks in zip(some, tagger.tag([turn.unit for turn in some]), strict=True):
            yield json.dumps(
                {"id": turn.id, "suggestions": [asdict(mark) for mark in marks]}, ensure_ascii=False
            )


def _as_json(tagger: Tagger, text: str) -> str:
    sentences: list[dict[str, Any]] = [
        {
            "start": sentence.start,
            "end": sentence.end,
            "text": text[sentence.start : sentence.end],
            "suggestions": [asdict(mark) for mark in marks],
        }
        for sentence, marks in _by_sentence(tagger, text)
    ]
    return json.dumps({"model": tagger.version, "sentences": sentences}, ensure_ascii=False, indent=2)


def _as_text(tagger: Tagger, text: str) -> Iterator[str]:
    count = total = 0
    for sentence, marks in _by_sentence(tagger, text):
        yield " ".join(text[sentence.start : sentence.end].split())
        for mark in marks:
            name = PRINCIPLE_NAMES[mark.principle]
            yield f"    {mark.polarity} {name.order} {name.title} ({mark.probability:.0%})"
        count, total = count + 1, total + len(marks)
    yield ""
    yield f"{total} suggestions in {count} sentences. A suggestion may be wrong: a person decides."


def _by_sentence(tagger: Tagger, text: str) -> Iterator[tuple[Sentence, list[SuggestedMark]]]:
    marks = tagger.tag([Unit(text, "note")])[0]
    for sentence in tagger.sentences(text):
        yield sentence, [mark for mark in marks if sentence.start <= mark.start < sentence.end]
