"""What tagging again may change of what was suggested before, and what it leaves alone: docs/adr/0018."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.usecases.retire_suggestions import is_decided
from models import NoteSection, Polarity, Principle, Strength, Suggestion, now


def settle_suggestions(
    db: Session,
    fresh: Sequence[Suggestion],
    before: Sequence[Suggestion],
    *,
    version: str,
    published_at: datetime | None,
    probes: Sequence[Suggestion] = (),
) -> None:
    """Add what is new, offer again what was retired, retire what is neither found again nor decided.

    ``fresh``: what this version of the tagger found, and what was drawn of the rest. ``before``: every row
    of the same words, the oldest first; of those ``probes`` stand without being drawn again.
    ``published_at``: when a review of the week was last published. What it counted is changed no more, and
    what was retired by then stays so: both are added anew.
    """
    decided = [row for row in before if is_decided(row)]
    wanted = _worth_offering(fresh, decided, probes)
    undecided = [row for row in before if not is_decided(row)]
    known = {
        _identity(row): row
        for row in undecided
        if row.model_version == version
        and (row.retired_at is None or published_at is None or row.retired_at > published_at)
    }
    kept: set[UUID] = set()
    seen: set[_Identity] = set()
    for row in wanted:
        key = _identity(row)
        if key in seen:
            continue
        seen.add(key)
        same = known.get(key)
        if same is None or (published_at and same.created_at <= published_at and _differs(same, row)):
            db.add(row)
        else:
            _bring_up_to_date(same, row)
            kept.add(same.id)
    moment = now()
    for row in undecided:
        if row.retired_at is None and row.id not in kept:
            row.retired_at = moment


def _worth_offering(
    fresh: Sequence[Suggestion], decided: Sequence[Suggestion], probes: Sequence[Suggestion]
) -> list[Suggestion]:
    """Without what says again what somebody has decided on; no words twice for one principle."""
    settled = _by_unit(decided)
    new = [row for row in fresh if not any(says_the_same(row, each) for each in settled[_unit(row)])]
    found = [row for row in new if row.chance is None]
    sure = _by_unit([*decided, *(row for row in found if row.strength is not Strength.WEAK)])
    drawn = [
        row
        for row in [*(row for row in new if row.chance is not None), *probes]
        if not any(is_about_the_same(row, each) for each in sure[_unit(row)])
    ]
    asked = _by_unit(drawn)
    # A weak suggestion that is drawn, too, is there once.
    return drawn + [
        row
        for row in found
        if row.strength is not Strength.WEAK
        or not any(says_the_same(row, each) for each in asked[_unit(row)])
    ]


def says_the_same(one: Suggestion, other: Suggestion) -> bool:
    """Whether both say the same of mostly the same words."""
    return one.polarity is other.polarity and is_about_the_same(one, other)


def is_about_the_same(one: Suggestion, other: Suggestion) -> bool:
    """Whether both speak of the same principle in at least half of the shorter one's words."""
    if _unit(one) != _unit(other) or one.principle is not other.principle:
        return False
    common = min(one.ends, other.ends) - max(one.starts, other.starts)
    shorter = min(one.ends - one.starts, other.ends - other.starts)
    return common > 0 and 2 * common >= shorter


_Unit = tuple[UUID | None, UUID | None, NoteSection | None]
_Identity = tuple[_Unit, int, int, Principle, Polarity, bool]


def _unit(row: Suggestion) -> _Unit:
    return row.segment_id, row.revision_id, row.section


def _identity(row: Suggestion) -> _Identity:
    return _unit(row), row.starts, row.ends, row.principle, row.polarity, row.chance is None


def _by_unit(rows: Collection[Suggestion]) -> dict[_Unit, list[Suggestion]]:
    found: dict[_Unit, list[Suggestion]] = defaultdict(list)
    for row in rows:
        found[_unit(row)].append(row)
    return found


def _differs(old: Suggestion, new: Suggestion) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in _MAY_CHANGE)


def _bring_up_to_date(old: Suggestion, new: Suggestion) -> None:
    """What nobody has decided on says what the machine finds now."""
    old.retired_at = None
    for name in _MAY_CHANGE:
        setattr(old, name, getattr(new, name))


_MAY_CHANGE = ("quote", "strength", "probability", "evidence", "chance")
