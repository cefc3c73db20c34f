"""Finds sentences in notes as people type them and in what a recogniser heard, by spaCy."""

import re
from collections.abc import Iterator
from pathlib import Path

import spacy

from fidelity.nlp.types import Sentence

#: No sentence is longer: about what MiniLM reads at once (256 tokens), with room for words it breaks up.
MAX_CHARACTERS = 800
#: What the sentence model is given at once; keeps memory flat whatever the text.
_BLOCK = 5_000
#: A line at least this long that stops mid-sentence was broken to fit a page, as in text from a PDF file.
_FULL_LINE = 60

_LINE = re.compile(r"[^\n]+")
_LINE_BREAK = re.compile(r"[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNREADABLE = re.compile(r"[\x00-\x09\x0e-\x1b\x1f\x7f\ud800-\udfff]")
_BULLET = re.compile(r"\s*(?:[-*•·▪◦●>–—]+\s+|\(?\d{1,2}[.)]\s+)+")
_LAST_CUT = re.compile(r".*[.!?;:,]\s|.*\s", re.DOTALL)


class SentenceFinder:
    """spaCy's `senter`, line by line: as good on hurried notes as the parser, at a tenth of its time.

    Measured in docs/measurements/tagging.md.
    """

    def __init__(self, folder: Path) -> None:
        unused = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner"]
        self._model = spacy.load(folder, exclude=unused)
        self._model.enable_pipe("senter")

    def find(self, text: str) -> list[Sentence]:
        """The sentences in order, none empty; bullets, list numbers and the space around are left out."""
        # Each stand-in is one character, so positions stay those of the text that was given.
        readable = _UNREADABLE.sub(" ", _LINE_BREAK.sub("\n", text))
        blocks = list(_blocks(readable))
        found: list[Sentence] = []
        # The zone frees the words spaCy would otherwise remember for the life of the process.
        with self._model.memory_zone():
            documents = self._model.pipe(readable[start:end].replace("\n", " ") for start, end in blocks)
            for (start, _), document in zip(blocks, documents, strict=True):
                for span in document.sents:
                    found.extend(_pieces(readable, start + span.start_char, start + span.end_char))
        return found


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Lines, with those that a page broke joined again, cut where one is too long to hold."""
    start = end = 0
    for line in _LINE.finditer(text):
        if start < end and _goes_on(
            text[start:end].rpartition("\n")[2], line.group(), text[end : line.start()]
        ):
            end = line.end()
            continue
        yield from _cut(text, start, end, _BLOCK)
        bullet = _BULLET.match(text, line.start(), line.end())
        start, end = (bullet.end() if bullet else line.start()), line.end()
    yield from _cut(text, start, end, _BLOCK)


def _goes_on(above: str, line: str, between: str) -> bool:
    above = above.rstrip()
    return (
        between == "\n"
        and len(above) >= _FULL_LINE
        and above[-1] not in ".!?:;"
        and line.lstrip()[:1].islower()
    )


def _pieces(text: str, start: int, end: int) -> Iterator[Sentence]:
    for piece_start, piece_end in _cut(text, start, end, MAX_CHARACTERS):
        words = text[piece_start:piece_end]
        left = len(words) - len(words.lstrip())
        if words.strip():
            yield Sentence(piece_start + left, piece_start + len(words.rstrip()))


def _cut(text: str, start: int, end: int, longest: int) -> Iterator[tuple[int, int]]:
    """Parts of at most `longest` characters, cut after punctuation or a space where there is one."""
    while end - start > longest:
        cut = _LAST_CUT.match(text, start + longest // 2, start + longest)
        middle = cut.end() if cut else start + longest
        yield start, middle
        start = middle
    if start < end:
        yield start, end
