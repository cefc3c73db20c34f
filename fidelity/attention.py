"""Which week of a queue needs attention most, and why. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from models import Principle

#: Weeks in a row with nothing for a principle before the queue says so.
WEEKS_WITHOUT = 3
#: Adherence in a case's first month went with how it ended (Gillespie, Huey and Cunningham 2017).
FIRST_WEEKS = 4


class Why(IntEnum):
    """Reasons, as usual the weightiest first: at the same consultation the lower number stands higher."""

    CONTESTED = 1
    NOTHING_FOR_A_PRINCIPLE = 2
    AGAINST_A_PRINCIPLE = 3
    FIRST_WEEKS = 4
    NEVER_REVIEWED = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the principles that it is about."""

    why: Why
    principles: tuple[Principle, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a week that may need attention."""

    is_contested: bool
    #: Principles shown in this week and in each of those before it, newest first, as far as there was work.
    shown: Sequence[set[Principle]]
    contradicted: set[Principle]
    week_of_case: int
    is_therapist_reviewed: bool


def order_from(names: Sequence[str]) -> tuple[Why, ...]:
    """A team's own order, by names of Why. None is as usual; a name that means nothing is passed over."""
    known = [Why[name] for name in dict.fromkeys(names) if name in Why.__members__]
    return tuple(known) or tuple(Why)


def moved(names: Sequence[str], name: str, *, up: bool) -> list[str]:
    """The names with one of them a place higher, or lower; at the end of its way it stays."""
    left = list(names)
    if name in left:
        place = left.index(name)
        left.insert(max(place - 1, 0) if up else place + 1, left.pop(place))
    return left


def reasons(facts: Facts, order: Sequence[Why] = tuple(Why)) -> tuple[Reason, ...]:
    """Every reason that holds and counts in this order, the weightiest first."""
    found = {reason.why: reason for reason in _all_reasons(facts)}
    return tuple(found[why] for why in order if why in found)


def urgency(found: Sequence[Reason], order: Sequence[Why] = tuple(Why)) -> tuple[tuple[int, int], ...]:
    """Sorts weeks of one consultation: by the weightiest reason, then the next; none comes last.

    Of two weeks with the same reason the one with more principles in it stands higher.
    """
    return (*((order.index(each.why), -len(each.principles)) for each in found), (len(order), 0))


def _all_reasons(facts: Facts) -> list[Reason]:
    found = []
    if facts.is_contested:
        found.append(Reason(Why.CONTESTED))
    if len(facts.shown) >= WEEKS_WITHOUT:
        anywhere = set().union(*facts.shown[:WEEKS_WITHOUT])
        if missing := tuple(principle for principle in Principle if principle not in anywhere):
            found.append(Reason(Why.NOTHING_FOR_A_PRINCIPLE, missing))
    if facts.contradicted:
        found.append(Reason(Why.AGAINST_A_PRINCIPLE, tuple(p for p in Principle if p in facts.contradicted)))
    if facts.week_of_case <= FIRST_WEEKS:
        found.append(Reason(Why.FIRST_WEEKS))
    if not facts.is_therapist_reviewed:
        found.append(Reason(Why.NEVER_REVIEWED))
    return found
