"""Chooses how a team's weeks are reviewed: the order of its queue, rating first, how many are rated twice."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.attention import Why
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers
from models import Person, Team

_WHOLE = 100
#: Python refuses to read a number of thousands of figures.
_MOST_DIGITS = 9


def choose_reviewing(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    order: Sequence[str],
    counts: Collection[str],
    is_rated_first: bool,
    second_share: str,
) -> Team:
    """As typed. ``order``: names of Why, the weightiest first; those not in ``counts`` do not count.

    Rating first, and the share, hold for reviews that are begun from now on.
    """
    team = guard.team(db, by, Deed.CHOOSE_REVIEWING, team_id)
    answers = Answers()
    names = [name for name in dict.fromkeys([*order, *Why.__members__]) if name in Why.__members__]
    counted = [name for name in names if name in counts]
    if not counted:
        answers.refuse("order", "Let at least one reason count")
    share = _share(answers, second_share)
    answers.check()

    kept = [] if counted == list(Why.__members__) else counted
    if kept != team.queue_order:
        team.queue_order = kept
        _note(db, by, team, f"chose queue order: {', '.join(kept).lower() or 'as usual'}")
    if is_rated_first is not team.is_rated_first:
        team.is_rated_first = is_rated_first
        _note(db, by, team, f"chose rating first: {'yes' if is_rated_first else 'no'}")
    if share != team.second_share:
        team.second_share = share
        _note(db, by, team, f"chose share rated twice: {share} in 100")
    db.commit()
    return team


def _share(answers: Answers, typed: str) -> int:
    tidy = typed.strip().rstrip("%").strip()
    if tidy.isascii() and tidy.isdecimal() and len(tidy) <= _MOST_DIGITS and int(tidy) <= _WHOLE:
        return int(tidy)
    answers.refuse("second_share", "Enter a whole number from 0 to 100")
    return 0


def _note(db: Session, by: Person, team: Team, what: str) -> None:
    audit.note(db, by, what, subject_id=team.id, team_id=team.id)
