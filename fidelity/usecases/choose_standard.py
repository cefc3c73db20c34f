"""Chooses what length of treatment and case-load are expected of a team, or goes back to what is usual."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.standards import Standard
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers
from models import Person, Team

#: Three years, and more cases than anybody holds: beyond it something was mistyped.
_MOST_DAYS, _MOST_CASES = 1_095, 40
_DAYS, _CASES = ("days_from", "days_to"), ("cases_from", "cases_to")
FIELDS = (*_DAYS, *_CASES, "source")


def choose_standard(
    db: Session, *, by: Person, team_id: UUID, is_own: bool, typed: Mapping[str, str]
) -> Team:
    """As typed, by the names in FIELDS. Not own: what is usual for the variant. Cases may be left empty."""
    team = guard.team(db, by, Deed.CHOOSE_STANDARD, team_id)
    own = _own(typed) if is_own else None
    kept = own.as_kept() if own else None
    if kept != team.standard:
        team.standard = kept
        audit.note(db, by, f"chose standard: {_in_words(own)}", subject_id=team.id, team_id=team.id)
    db.commit()
    return team


def _own(typed: Mapping[str, str]) -> Standard:
    answers = Answers()
    days = _pair(answers, _DAYS, typed, most=_MOST_DAYS, what="days")
    has_cases = any(typed.get(field, "").strip() for field in _CASES)
    cases = _pair(answers, _CASES, typed, most=_MOST_CASES, what="cases") if has_cases else None
    source = answers.text(
        "source",
        typed.get("source", ""),
        name="Where the figures are from",
        missing="Say where the figures are from, such as the service’s goals and guidelines",
    )
    answers.check()
    return Standard(days, cases, source)


def _pair(
    answers: Answers, fields: tuple[str, str], typed: Mapping[str, str], *, most: int, what: str
) -> tuple[int, int]:
    low, high = (_whole(answers, field, typed.get(field, "").strip(), most, what) for field in fields)
    if low > high:
        answers.refuse(fields[1], f"Enter {low} or more: it cannot be less than the first number")
    return low, high


def _whole(answers: Answers, field: str, typed: str, most: int, what: str) -> int:
    if typed.isascii() and typed.isdecimal() and len(typed) <= len(str(most)) and 1 <= int(typed) <= most:
        return int(typed)
    answers.refuse(field, f"Enter a whole number of {what} from 1 to {most:,}")
    return 1


def _in_words(own: Standard | None) -> str:
    """Numbers alone: what somebody typed is not in the log."""
    if own is None:
        return "as usual"
    cases = f"{own.cases[0]} to {own.cases[1]} cases" if own.cases else "no number of cases"
    return f"{own.days[0]} to {own.days[1]} days, {cases}"
