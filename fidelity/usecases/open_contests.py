"""How many contested things are not settled yet, in the teams that a person rates for."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.blind import is_hidden_from
from fidelity.usecases.reach import cases_within_reach
from fidelity.usecases.standing_contests import is_open, standing_contests
from models import Case, Person, Review, Week


def count_open_contests(db: Session, *, by: Person) -> int:
    """NotAllowed for people who review in no team. One query."""
    guard.require(by, Deed.RATE_SECOND)
    contests = standing_contests()
    counted = (
        select(func.count())
        .select_from(contests)
        .join(Review, Review.id == contests.c.review_id)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(is_open(contests), cases_within_reach(by, Deed.RATE_SECOND), ~is_hidden_from(by))
    )
    return db.scalar(counted) or 0
