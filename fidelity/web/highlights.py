"""Cuts a text where suggestions, marks and comments begin and end, so that a page can draw them inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from uuid import UUID

from models import Polarity, Principle, Strength

#: What can hang on words; also the first half of the HTML id of the place that explains it.
SpanKind = Literal["suggestion", "mark", "comment"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``starts`` to ``ends`` (end not included) of a text, and what hangs on them.

    A comment has neither principle nor polarity; only a suggestion has a strength.
    """

    kind: SpanKind
    id: UUID
    starts: int
    ends: int
    principle: Principle | None = None
    polarity: Polarity | None = None
    strength: Strength | None = None

    @property
    def html_id(self) -> str:
        """Where on the page it is explained."""
        return f"{self.kind}-{self.id}"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are covered by the same spans from beginning to end."""

    text: str
    #: Position of the first character in the whole text.
    starts: int
    #: Everything that covers the piece, widest first.
    spans: tuple[Span, ...]
    #: For each of them, on which line below the words it is drawn: what overlaps has lines of its own.
    lanes: tuple[int, ...]
    #: Those of them whose words end here.
    ending: tuple[Span, ...]

    @property
    def drawn(self) -> list[tuple[Span, int]]:
        """Every span with its line."""
        return list(zip(self.spans, self.lanes, strict=True))


def cut(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The text in pieces; joined again they are the text. Spans may overlap.

    What reaches beyond the text is shortened; a span that covers no character is left out.
    """
    inside = [(max(span.starts, 0), min(span.ends, len(text)), span) for span in spans]
    drawn = sorted((s, -e, span.html_id, span) for s, e, span in inside if s < e)
    lanes = _lanes([(s, -e, span) for s, e, _, span in drawn])
    edges = sorted({0, len(text)} | {s for s, *_ in drawn} | {-e for _, e, *_ in drawn})
    pieces = []
    for start, end in pairwise(edges):
        covering = [n for n, (s, e, *_) in enumerate(drawn) if s <= start and end <= -e]
        pieces.append(
            Piece(
                text=text[start:end],
                starts=start,
                spans=tuple(drawn[n][-1] for n in covering),
                lanes=tuple(lanes[n] for n in covering),
                ending=tuple(span for _, e, _, span in drawn if -e == end),
            )
        )
    return pieces


def _lanes(drawn: Sequence[tuple[int, int, Span]]) -> list[int]:
    """The first line that is free from beginning to end; a comment is a tint and takes none."""
    lanes: list[int] = []
    free_from: list[int] = []
    for starts, ends, span in drawn:
        if span.kind == "comment":
            lanes.append(0)
            continue
        lane = next((n for n, free in enumerate(free_from) if free <= starts), len(free_from))
        free_from[lane:] = [ends, *free_from[lane + 1 :]]
        lanes.append(lane)
    return lanes
