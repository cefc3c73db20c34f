"""How words that something hangs on read, now or at a moment. Pure."""

from datetime import datetime

from fidelity.transcripts.shown import ShownText, standing
from models import Segment


def quote_of(segment: Segment, starts: int, ends: int, quote: str, *, at: datetime | None = None) -> str:
    """How the words at characters ``starts`` to ``ends`` of ``Segment.text`` read, now or at a moment.

    ``quote``: as they were read when something was hung on them. It stays where the words still hold it
    (a correction counts whole, a quote may be a part of it), and where nothing is left of them.
    """
    if not segment.corrections:
        return quote
    shown = ShownText(segment, standing(c for c in segment.corrections if c.change.counts_at(at)))
    now = shown.text[slice(*shown.to_shown(starts, ends))]
    words, wanted = now.split(), quote.split()
    is_held = any(words[n : n + len(wanted)] == wanted for n in range(len(words) - len(wanted) + 1))
    return quote if is_held or not words else now
