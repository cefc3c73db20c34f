"""The reply that counts for each thing: the latest of the therapist's. Earlier ones stay beside it.

An answer in a thread is no reply of this kind: it leaves the therapist where they stand.
"""

from sqlalchemy import ColumnElement, Subquery, func, select

from models import Reply, Stance

_THING = (Reply.review_id, Reply.rating_id, Reply.mark_id, Reply.comment_id)


def standing_replies(*among: ColumnElement[bool]) -> Subquery:
    """Rows of the thing's keys, ``stance`` and ``created_at``: one for each thing replied to.

    ``among``: what must be true of a thing's replies, such as their review; never of one reply alone.
    """
    place = func.row_number().over(partition_by=_THING, order_by=(Reply.created_at.desc(), Reply.id.desc()))
    taken = select(*_THING, Reply.stance, Reply.created_at, place.label("place"))
    ranked = taken.where(Reply.stance != Stance.ANSWER, *among).subquery()
    names = ("review_id", "rating_id", "mark_id", "comment_id", "stance", "created_at")
    columns = [ranked.c[name] for name in names]
    return select(*columns).where(ranked.c.place == 1).subquery()
