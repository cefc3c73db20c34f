"""What people did on an agenda with things of feedback that somebody must not know yet: docs/adr/0026."""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from fidelity.agenda.items import Kind
from fidelity.usecases.agenda_span import EARLIEST, WEEKS_BACK, hidden_weeks
from models import Action, Case, Comment, Mark, Person, Rater, Rating, Review


def keys_hidden_from(db: Session, *, by: Person, team_id: UUID, monday: date) -> frozenset[str]:
    """Keys of a team's agenda that a person must not know, for who has been let through. Two queries."""
    first = max(monday, EARLIEST) - timedelta(weeks=WEEKS_BACK)
    return hidden_keys(db, hidden_weeks(db, by, Case.team_id == team_id, first))


def hidden_keys(db: Session, weeks: Collection[UUID]) -> frozenset[str]:
    """Keys of every item that is made from the feedback of these weeks. One query; none without weeks.

    A key says what kind of thing it is, and its row what was said of it in the call: both would tell.
    """
    if not weeks:
        return frozenset()
    reviews = select(Review.id).where(Review.week_id.in_(weeks), Review.rater == Rater.FIRST)
    things: list[tuple[Kind, Any]] = [
        (Kind.GOOD, reviews),
        (Kind.UNANSWERED, reviews),
        (Kind.CONTESTED, reviews),
        *(
            (Kind.CONTESTED, select(table.id).where(table.review_id.in_(reviews)))
            for table in (Rating, Mark, Comment)
        ),
        (Kind.ACTION, select(Action.id).where(Action.review_id.in_(reviews))),
    ]
    rows = union_all(*(found.add_columns(literal(kind.value)) for kind, found in things))
    of_weeks = {f"{Kind.CONSENSUS.value}:{week_id}" for week_id in weeks}
    return frozenset({f"{kind}:{thing_id}" for thing_id, kind in db.execute(rows)} | of_weeks)
