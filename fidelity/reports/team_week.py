"""A team's week as it is reported: each case's, and what the team's come to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from fidelity.adherence.coverage import Coverage
from fidelity.agenda.items import AgreedThing
from fidelity.contests import ContestState, Thing
from fidelity.week_state import State
from models import Principle, Stance


@dataclass(frozen=True, slots=True)
class Counted:
    """One principle's rating. A value that is nothing: not assessable."""

    principle: Principle
    first: int | None
    #: What the second rater gave, and what both agreed on; ``None`` before the tuple: there is none.
    second: tuple[int | None] | None = None
    agreed: tuple[int | None] | None = None
    #: What settled it.
    why: str = ""
    stance: Stance | None = None
    reply: str = ""
    #: How far it is, where the therapist contests it.
    contest: ContestState | None = None

    @property
    def value(self) -> int | None:
        """What counts: what was agreed on, else the first rating."""
        return self.agreed[0] if self.agreed else self.first


@dataclass(frozen=True, slots=True)
class Replied:
    """What the therapist last said to one thing. ``principle``: of marked words."""

    thing: Thing
    stance: Stance
    text: str
    principle: Principle | None = None
    contest: ContestState | None = None


@dataclass(frozen=True, slots=True)
class ReportedCase:
    """One case's week. ``is_hidden``: the reader may still rate it a second time."""

    case_id: UUID
    reference: str
    therapists: str
    monday: date
    state: State
    nothing_because: str | None = None
    handed_in_at: datetime | None = None
    recordings: int = 0
    recorded_seconds: float = 0
    #: Recordings whose words are not there yet, or never will be.
    not_ready: int = 0
    review_id: UUID | None = None
    reviewer: str = ""
    published_at: datetime | None = None
    is_hidden: bool = False
    ratings: Sequence[Counted] = ()
    #: The therapist's replies to what has no number of its own: words marked, comments, the whole.
    replies: Sequence[Replied] = ()
    before: Sequence[AgreedThing] = field(default=())
    agreed: Sequence[AgreedThing] = field(default=())


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """The whole report."""

    team_id: UUID
    team: str
    monday: date
    due: datetime
    made_at: datetime
    made_by: str
    #: Who is away on the day of the consultation, and who covers.
    away: Sequence[tuple[str, str]]
    coverage: Coverage
    cases: Sequence[ReportedCase]
