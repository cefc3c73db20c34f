"""What counts where two raters differed and settled it: the last agreement. Earlier ones stay beside it."""

from sqlalchemy import Subquery, func, select

from models import Consensus

_COLUMNS = ("week_id", "principle", "value", "why", "by_id", "created_at")


def standing_consensus() -> Subquery:
    """One row for each week and principle that was settled. ``value``: nothing is not assessable."""
    place = func.row_number().over(
        partition_by=(Consensus.week_id, Consensus.principle),
        order_by=(Consensus.created_at.desc(), Consensus.id.desc()),
    )
    ranked = select(*(getattr(Consensus, name) for name in _COLUMNS), place.label("place")).subquery()
    return select(*(ranked.c[name] for name in _COLUMNS)).where(ranked.c.place == 1).subquery()
