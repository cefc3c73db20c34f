"""How much each therapist carries, and what is missing: counted from rows. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from statistics import median
from uuid import UUID

from fidelity.standards import Standard, within


class NoteState(Enum):
    """What is there of a week that is due."""

    HANDED_IN = "handed_in"
    #: The consultation is over, and there is neither a note nor a reason.
    MISSING = "missing"
    NOTHING = "nothing"


class Agreement(Enum):
    """What can be seen of people's agreement to be recorded."""

    #: An upload is refused without this; when it was confirmed is kept.
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    #: Recorded with agreement, but not for teaching the tagger.
    NOT_FOR_LEARNING = "not_for_learning"


@dataclass(frozen=True, slots=True)
class LoadCase:
    """A case, and who holds it today or held it when it was closed."""

    id: UUID
    reference: str
    opened_on: date
    closed_on: date | None
    therapists: frozenset[UUID]

    def days(self, today: date) -> int:
        """Of treatment, both ends counted, so far or altogether."""
        return ((self.closed_on or today) - self.opened_on).days + 1


@dataclass(frozen=True, slots=True)
class LoadWeek:
    """A week of a case that is due, or has a reason; ``therapists`` held the case on some day of it."""

    case_id: UUID
    reference: str
    monday: date
    state: NoteState
    reason: str | None
    therapists: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class LoadRecording:
    """A recording that was uploaded; ``therapists`` held the case on the day of the session."""

    id: UUID
    reference: str
    visited_on: date
    is_withdrawn: bool
    is_learning_agreed: bool
    therapists: frozenset[UUID]

    def shows(self, agreement: Agreement) -> bool:
        """Whether it is one of these. What was withdrawn is nothing else besides."""
        match agreement:
            case Agreement.WITHDRAWN:
                return self.is_withdrawn
            case Agreement.NOT_FOR_LEARNING:
                return not self.is_withdrawn and not self.is_learning_agreed
            case Agreement.CONFIRMED:
                return not self.is_withdrawn


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long treatment takes: ``n`` cases, their median in days, and how many of them fit the standard."""

    n: int
    median_days: float | None
    shorter: int
    within: int
    longer: int


@dataclass(frozen=True)
class CaseLoad:
    """Of a team, or what ``of`` leaves of it."""

    today: date
    cases: Sequence[LoadCase]
    weeks: Sequence[LoadWeek]
    recordings: Sequence[LoadRecording]

    def of(self, therapist_id: UUID) -> "CaseLoad":
        """One therapist's part. A case that two hold is in both parts."""

        def is_theirs(row: LoadCase | LoadWeek | LoadRecording) -> bool:
            return therapist_id in row.therapists

        return CaseLoad(
            self.today,
            [case for case in self.cases if is_theirs(case)],
            [week for week in self.weeks if is_theirs(week)],
            [recording for recording in self.recordings if is_theirs(recording)],
        )

    @property
    def open_cases(self) -> list[LoadCase]:
        """Open today."""
        return [case for case in self.cases if _is_open(case, self.today)]

    def longer_cases(self, standard: Standard) -> list[LoadCase]:
        """Open for longer than the standard."""
        return [case for case in self.open_cases if within(case.days(self.today), standard.days) > 0]

    @property
    def closed_cases(self) -> list[LoadCase]:
        """Closed already."""
        return [case for case in self.cases if not _is_open(case, self.today)]

    def weeks_that_are(self, state: NoteState) -> list[LoadWeek]:
        """Weeks in a state."""
        return [week for week in self.weeks if week.state is state]

    @property
    def weeks_due(self) -> int:
        """Weeks that want a note: those with a reason do not."""
        return sum(week.state is not NoteState.NOTHING for week in self.weeks)

    def recordings_that_are(self, agreement: Agreement) -> list[LoadRecording]:
        """Recordings of a kind."""
        return [recording for recording in self.recordings if recording.shows(agreement)]


def lengths(cases: Iterable[LoadCase], standard: Standard, today: date) -> Lengths:
    """Of open cases the days so far: one that is short may become longer."""
    days = [case.days(today) for case in cases]
    beside = [within(each, standard.days) for each in days]
    return Lengths(
        len(days),
        median(days) if days else None,
        beside.count(-1),
        beside.count(0),
        beside.count(1),
    )


def mondays_back(today: date, weeks: int) -> list[date]:
    """Oldest first; the last is of the current week."""
    current = today - timedelta(days=today.weekday())
    return [current - timedelta(weeks=ago) for ago in reversed(range(weeks))]


def _is_open(case: LoadCase, today: date) -> bool:
    return case.opened_on <= today and (case.closed_on is None or case.closed_on >= today)
