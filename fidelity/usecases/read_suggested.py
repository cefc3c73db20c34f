"""The machine's suggestions behind a number on an adherence page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.adherence.suggested import Fate
from fidelity.permissions import Deed
from fidelity.usecases import audit, guard
from fidelity.usecases.choose_adherence import SPANS, Choice, choose_adherence
from fidelity.usecases.find_suggestions import fate_of, left_out_of, suggestions_of
from fidelity.usecases.held_cases import HeldCase
from fidelity.usecases.hidden_suggestions import is_hidden_from
from fidelity.usecases.locate_words import Place, locate_words
from fidelity.usecases.paging import Page, page_of
from models import Person, Polarity, Principle, Review, Suggestion, Week


@dataclass(frozen=True)
class SuggestedWords:
    """One suggestion: where it stands, and what became of it."""

    suggestion: Suggestion
    place: Place
    review_id: UUID
    case: HeldCase
    week: date
    fate: Fate


@dataclass(frozen=True)
class SuggestedEvidence:
    """The suggestions for one principle or all, of one polarity or both and of some fates.

    Of weeks from ``since`` to ``until``, where these are given. ``are_left_out``: they are what the machine
    had left unmarked, drawn to find out what it misses, and decided on.
    """

    choice: Choice
    principle: Principle | None
    polarity: Polarity | None
    fates: Sequence[Fate]
    since: date | None
    until: date | None
    are_left_out: bool
    page: Page[SuggestedWords]


def read_suggested(
    db: Session,
    *,
    by: Person,
    team_id: UUID,
    therapist_id: UUID | None = None,
    case_id: UUID | None = None,
    weeks: int = SPANS[1],
    principle: Principle | None = None,
    polarity: Polarity | None = None,
    fates: Sequence[Fate] = tuple(Fate),
    since: date | None = None,
    until: date | None = None,
    are_left_out: bool = False,
    page: int = 1,
) -> SuggestedEvidence:
    """Newest week first; within a week the surest first. Without weeks that the person has yet to rate."""
    choice = choose_adherence(
        db, by=by, team_id=team_id, therapist_id=therapist_id, case_id=case_id, weeks=weeks
    )
    if are_left_out:
        guard.require(by, Deed.SEE_SUGGESTIONS_OVER_TIME, team_id=team_id)
    shown = {
        (case.id, week): case
        for case, week in choice.case_weeks()
        if (since or week) <= week <= (until or week)
    }
    columns = (Suggestion.id, Review.id, Week.case_id, Week.starts_on, Review.published_at)
    wanted = (left_out_of if are_left_out else suggestions_of)(choice, *columns)
    wanted = wanted.where(~is_hidden_from(by))
    if principle is not None:
        wanted = wanted.where(Suggestion.principle == principle)
    if polarity is not None:
        wanted = wanted.where(Suggestion.polarity == polarity)
    newest_first = wanted.order_by(Week.starts_on.desc(), Suggestion.probability.desc(), Suggestion.id)
    found = [
        (suggestion_id, review_id, shown[case_id, week], week, fate_of(verdict), published_at)
        for suggestion_id, review_id, case_id, week, published_at, verdict in db.execute(newest_first)
        if (case_id, week) in shown and fate_of(verdict) in fates
    ]
    cut = page_of(found, page)
    of_page = select(Suggestion).where(Suggestion.id.in_([row[0] for row in cut.rows]))
    suggestions = {each.id: each for each in db.scalars(of_page)}
    # As they read when the review was published.
    places = locate_words(db, suggestions.values(), at={row[0]: row[-1] for row in cut.rows})
    rows = [
        SuggestedWords(suggestions[key], places[key], review_id, case, week, fate)
        for key, review_id, case, week, fate, _ in cut.rows
    ]
    audit.note_reading(db, by, "read suggestions", subject_id=team_id, team_id=team_id)
    return SuggestedEvidence(
        choice, principle, polarity, fates, since, until, are_left_out, Page(rows, cut.number, cut.total)
    )
