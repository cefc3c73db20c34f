"""The reply that counts for each thing: the latest one. Earlier ones stay beside it."""

from sqlalchemy import Subquery, func, select

from models import Reply

_THING = (Reply.review_id, Reply.rating_id, Reply.mark_id, Reply.comment_id)


def standing_replies() -> Subquery:
    """Rows of ``review_id, rating_id, mark_id, comment_id, stance``: one for each thing replied to."""
    place = func.row_number().over(partition_by=_THING, order_by=(Reply.created_at.desc(), Reply.id.desc()))
    ranked = select(*_THING, Reply.stance, place.label("place")).subquery()
    columns = [ranked.c[name] for name in ("review_id", "rating_id", "mark_id", "comment_id", "stance")]
    return select(*columns).where(ranked.c.place == 1).subquery()
