"""Adherence over weeks: ratings, how much was reviewed, and what changed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.adherence.coverage import Coverage, WeekState, coverage
from fidelity.adherence.series import FLOOR_WEEKS, Rated, Series, over_weeks
from fidelity.adherence.summary import Change, change
from fidelity.usecases import audit
from fidelity.usecases.choose_adherence import SPANS, Choice, choose_adherence
from fidelity.usecases.find_case_weeks import CaseWeek, find_case_weeks
from models import Person, Principle


@dataclass(frozen=True)
class Adherence:
    """A page of adherence."""

    choice: Choice
    composite: Series
    by_principle: Mapping[Principle, Series]
    coverage: Coverage
    #: Case weeks that are spoken of, and those of them with a reason why there is nothing.
    case_weeks: int
    nothing: int
    #: Due, not reviewed, and there is neither a note nor a recording nor a reason.
    without_note: int
    #: The last weeks beside those before, of all principles together and of each.
    composite_change: Change[None]
    changes: Sequence[Change[Principle]]
    #: How often each rating was given; 0: not assessable.
    spread: Mapping[Principle, Mapping[int, int]]
    #: Ratings that two raters agreed on, and contested ones that nobody has settled yet.
    settled: int
    unsettled: int
    #: Reviewed weeks that are left out, because the person rates them a second time or still may.
    kept: int

    @property
    def is_any_enough(self) -> bool:
        """Whether there is a line to draw, of the composite or of a principle."""
        return self.composite.is_enough or any(each.is_enough for each in self.by_principle.values())


def read_adherence(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    therapist_id: UUID | None = None,
    case_id: UUID | None = None,
    weeks: int = SPANS[1],
    floor_weeks: int = FLOOR_WEEKS,
) -> Adherence:
    """Ratings of published reviews alone: a draft is nobody's business yet.

    ``floor_weeks``: from how many weeks with a rating on there is a line.
    """
    choice = choose_adherence(
        db, by=by, team_id=team_id, therapist_id=therapist_id, case_id=case_id, weeks=weeks
    )
    case_weeks = find_case_weeks(db, choice)
    audit.note_reading(db, by, "read adherence", subject_id=team_id, team_id=team_id)
    composites = _rated(case_weeks, None)
    by_principle = {principle: _rated(case_weeks, principle) for principle in Principle}
    return Adherence(
        choice=choice,
        composite=over_weeks(composites, floor_weeks),
        by_principle={key: over_weeks(rated, floor_weeks) for key, rated in by_principle.items()},
        coverage=coverage(each.state for each in case_weeks),
        case_weeks=len(case_weeks),
        nothing=sum(each.state is WeekState.NOTHING for each in case_weeks),
        without_note=sum(each.state is WeekState.MISSING and not each.is_handed_in for each in case_weeks),
        composite_change=change(None, _values(composites), choice.weeks),
        changes=[change(key, _values(rated), choice.weeks) for key, rated in by_principle.items()],
        spread={key: Counter(int(each.value or 0) for each in rated) for key, rated in by_principle.items()},
        settled=sum(len(each.first) for each in case_weeks),
        unsettled=sum(len(each.unsettled) for each in case_weeks if each.contested),
        kept=sum(each.review_id in choice.hidden for each in case_weeks if each.review_id),
    )


def series_of(
    case_weeks: Sequence[CaseWeek], principle: Principle | None, floor_weeks: int = FLOOR_WEEKS
) -> Series:
    """The series of a principle, or of the composite."""
    return over_weeks(_rated(case_weeks, principle), floor_weeks)


def _rated(case_weeks: Sequence[CaseWeek], principle: Principle | None) -> list[Rated]:
    return [rated for each in case_weeks if each.ratings and (rated := each.rated(principle))]


def _values(rated: Sequence[Rated]) -> Mapping[date, Sequence[float]]:
    found: defaultdict[date, list[float]] = defaultdict(list)
    for each in rated:
        if each.value is not None:
            found[each.week].append(each.value)
    return found
