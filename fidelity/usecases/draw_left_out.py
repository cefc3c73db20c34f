"""Draws some of what the machine left unmarked, so that people tell what it misses: docs/adr/0021."""

from collections.abc import Sequence
from uuid import UUID

from fidelity.nlp.types import LeftOut, Tagger, Unit

#: Seeds are smaller than this: every generator of random numbers takes them.
_SEEDS = 2**32


def draw_left_out(tagger: Tagger, units: Sequence[Unit], *, how_many: int, of: UUID) -> list[LeftOut]:
    """About ``how_many`` of the units' marks below the usual threshold, each with the chance it had.

    ``of`` is the key of the transcript or of the note's revision: tagged twice by the same model, the same
    are drawn. Its last digits are as good as chance, and nobody can choose them. 0 draws nothing.
    """
    return tagger.left_out(units, how_many, of.int % _SEEDS) if how_many else []
