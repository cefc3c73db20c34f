"""One week of a case: all that hangs on it, as far as somebody may know of it. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.casenotes.form import Sections, tidy
from fidelity.permissions import Deed, may
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_agreed import AgreedBefore, find_agreed
from fidelity.usecases.find_said_nothing import SaidNothing, find_said_nothing
from fidelity.usecases.find_week_reviews import WeekReview, find_week_reviews
from fidelity.usecases.find_weeks import WeekSummary, weeks_between
from fidelity.usecases.knew_first import note_agreed_read
from fidelity.usecases.note_state import first_form, latest_revision, state_of
from fidelity.usecases.week_of import week_problem
from fidelity.usecases.week_standing import Standing, covers_between, standing_of
from models import Case, CaseNoteRevision, NoteSection, Person, Recording


@dataclass(frozen=True, slots=True)
class Goal:
    """One of last week's goals. ``rating``: as the form knows it; nothing: not rated yet."""

    goal: str
    rating: str = ""
    comment: str = ""


@dataclass(frozen=True)
class ShownWeek:
    """The week, and what this person may do with it."""

    case: Case
    monday: date
    summary: WeekSummary
    standing: Standing
    note: CaseNoteRevision | None
    goals: Sequence[Goal]
    #: The same, where they were pasted whole.
    goals_text: str
    agreed: AgreedBefore | None
    reviews: Sequence[WeekReview]
    nothing: SaidNothing | None
    earlier: date | None
    later: date | None
    #: Whether it can be written in: it has begun, and the case was open.
    is_open: bool
    may_write_note: bool
    may_upload: bool
    may_say_nothing: bool
    may_answer: bool
    may_review: bool

    @property
    def questions(self) -> str:
        """What the therapist wants from the consultation."""
        return str(self.note.texts.get(NoteSection.QUESTIONS.value, "")) if self.note else ""

    @property
    def recordings(self) -> Sequence[Recording]:
        """Those that were not withdrawn, oldest first."""
        return self.summary.recordings


def read_week(db: Session, *, by: Person, case_id: UUID, monday: date) -> ShownWeek:
    """NotFound for a week outside the case's time, unless something hangs on it."""
    case, week = guard.week(db, by, Deed.SEE_CASE, case_id, monday)
    today = date.today()
    is_open = week_problem(case, monday, today) is None
    if week is None and not is_open:
        raise NotFound
    may_write = may(by, Deed.WRITE_NOTE, case=case)
    sees_reviews = may(by, Deed.READ_REVIEW, case=case)
    summary = weeks_between(db, [case.id], monday, monday).get((case.id, monday)) or WeekSummary(monday)
    covers = covers_between(db, [case.team_id], monday, monday)
    note = latest_revision(db, case.id, monday)
    # Until the note says how they went, the goals are those that it will have to rate.
    form = tidy(note.sections) if note else _unwritten(db, case, monday, may_write=may_write)
    audit.note_reading(db, by, "read week", subject_id=week.id if week else case.id, team_id=case.team_id)
    agreed = find_agreed(db, by, case, monday)
    note_agreed_read(db, by, agreed.review if agreed else None)
    return ShownWeek(
        case=case,
        monday=monday,
        summary=summary,
        standing=standing_of(case, summary, covers, sees_reviews=sees_reviews),
        note=note,
        goals=[
            Goal(goal["goal"], goal["rating"], goal["comment"])
            for goal in form[NoteSection.PREVIOUS_GOALS.value]
        ],
        goals_text=form[f"{NoteSection.PREVIOUS_GOALS.value}_text"],
        agreed=agreed,
        reviews=find_week_reviews(db, by, week, sees_drafts=sees_reviews) if week else [],
        nothing=find_said_nothing(db, week) if week and week.nothing_because else None,
        earlier=_beside(case, monday, -1, today),
        later=_beside(case, monday, 1, today),
        is_open=is_open,
        may_write_note=may_write,
        may_upload=may(by, Deed.UPLOAD_RECORDING, case=case),
        may_say_nothing=may(by, Deed.SAY_NOTHING_HAPPENED, case=case),
        may_answer=may(by, Deed.ANSWER_ACTION, case=case),
        may_review=may(by, Deed.REVIEW, case=case),
    )


def _unwritten(db: Session, case: Case, monday: date, *, may_write: bool) -> Sections:
    """The form that nobody has handed in yet. A draft is known to who writes it."""
    if may_write:
        return state_of(db, case.id, monday).sections
    return first_form(db, case.id, monday)[0]


def _beside(case: Case, monday: date, step: int, today: date) -> date | None:
    """The week before or after, where the case has it."""
    near = monday + timedelta(weeks=step)
    return near if week_problem(case, near, today) is None else None
