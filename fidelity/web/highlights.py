"""Cuts a text where suggestions, marks and comments begin and end, so that a page can draw them inside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from uuid import UUID

from models import Polarity, Principle

#: What can hang on words; also the first half of the HTML id of the place that explains it.
SpanKind = Literal["suggestion", "mark", "comment"]


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``starts`` to ``ends`` (end not included) of a text, and what hangs on them.

    A comment has neither principle nor polarity.
    """

    kind: SpanKind
    id: UUID
    starts: int
    ends: int
    principle: Principle | None = None
    polarity: Polarity | None = None

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
    #: Those of them whose words end here.
    ending: tuple[Span, ...]


def cut(text: str, spans: Sequence[Span]) -> list[Piece]:
    """The text in pieces; joined again they are the text. Spans may overlap.

    What reaches beyond the text is shortened; a span that covers no character is left out.
    """
    inside = [(max(span.starts, 0), min(span.ends, len(text)), span) for span in spans]
    drawn = sorted((s, -e, span.html_id, span) for s, e, span in inside if s < e)
    edges = sorted({0, len(text)} | {s for s, *_ in drawn} | {-e for _, e, *_ in drawn})
    return [
        Piece(
            text=text[start:end],
            starts=start,
            spans=tuple(span for s, e, _, span in drawn if s <= start and end <= -e),
            ending=tuple(span for _, e, _, span in drawn if -e == end),
        )
        for start, end in pairwise(edges)
    ]
