"""What can stand on an agenda, and what is said of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from uuid import UUID

from fidelity.contests import ContestState, Thing
from fidelity.repeated import Repeated
from models import ActionOutcome, Principle


class Kind(Enum):
    """What an item is made from, in the order in which the agenda suggests to take them."""

    CONTESTED = "contested"
    CONSENSUS = "consensus"
    QUESTION = "question"
    OWN = "own"
    BARRIER = "barrier"
    GOAL = "goal"
    ACTION = "action"
    UNANSWERED = "unanswered"
    MISSING = "missing"
    GOOD = "good"
    #: What was ticked off or noted here, and can no longer be shown.
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Contested:
    """The therapist contests something of a published review."""

    thing: Thing
    review_id: UUID
    thing_id: UUID
    principle: Principle | None
    #: What was given, where a rating is contested; nothing: not assessable.
    value: int | None
    text: str
    by: str
    said_at: datetime
    #: Settled ones are shown only where somebody has touched the item.
    state: ContestState


@dataclass(frozen=True, slots=True)
class Differing:
    """Two raters are done with a week and have not settled where they differ."""

    #: Principle, the first's value, the second's; nothing: not assessable.
    values: Sequence[tuple[Principle, int | None, int | None]]

    @property
    def is_close(self) -> bool:
        """By no more than a step: what raters differ by often, and settle between them."""
        return all(
            first is not None and second is not None and abs(first - second) <= 1
            for _, first, second in self.values
        )


@dataclass(frozen=True, slots=True)
class Question:
    """What a note asks of the consultant."""

    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """A barrier, or a goal that was not met, in notes in a row."""

    repeated: Repeated


@dataclass(frozen=True, slots=True)
class AgreedThing:
    """Something agreed in feedback and, once it was looked for, what became of it."""

    id: UUID
    text: str
    owner: str
    due_on: date | None
    #: What the therapist says became of it, and in which words.
    therapist: ActionOutcome | None = None
    therapist_text: str = ""
    #: What the rater found, and in which review.
    rater: ActionOutcome | None = None
    found_in: UUID | None = None
    is_done: bool = False


@dataclass(frozen=True, slots=True)
class Agreed:
    """Something agreed that was not done or not seen."""

    review_id: UUID
    thing: AgreedThing


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What was agreed in one feedback, whose day has come, and of which nothing is known.

    Nothing at all: all of it was answered since, and somebody had touched the item.
    """

    review_id: UUID
    things: Sequence[AgreedThing]


@dataclass(frozen=True, slots=True)
class Missing:
    """Weeks with neither a note nor a reason, oldest first.

    No week at all: the notes have come since, and somebody had touched the item.
    """

    mondays: Sequence[date]
    recordings: int = 0


@dataclass(frozen=True, slots=True)
class Rise:
    """A counted rating that is higher than in the case's review before, with words marked for it."""

    principle: Principle
    before: int
    now: int


@dataclass(frozen=True, slots=True)
class Good:
    """Good work in a published review, and what makes it worth hearing.

    ``strengths`` is what the rater wrote; ``done`` what had been agreed, was done, and was seen in this week;
    ``fives`` are principles rated 5, ``marked`` those of them for which words are marked.
    """

    review_id: UUID
    by: str
    strengths: str = ""
    rises: Sequence[Rise] = ()
    done: Sequence[str] = ()
    fives: Sequence[Principle] = ()
    marked: Sequence[Principle] = ()


@dataclass(frozen=True, slots=True)
class Own:
    """What a person put on the agenda."""

    text: str
    by: str


Content = Contested | Differing | Question | Again | Agreed | Unanswered | Missing | Good | Own | None


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to talk about. ``key`` stays the same from week to week."""

    key: str
    kind: Kind
    #: The Monday of the consultation at which it comes up first.
    home: date
    case_id: UUID | None
    reference: str
    #: Who holds the case, by name.
    therapists: str
    #: The Monday of the week that it is about.
    monday: date | None
    content: Content


def suggested(items: Sequence[Item]) -> list[Item]:
    """By kind; within one by case, the older week first."""
    kinds = list(Kind)
    return sorted(
        items, key=lambda item: (kinds.index(item.kind), item.reference, item.monday or item.home, item.key)
    )
