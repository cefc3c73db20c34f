"""A team's week, case by case: what there is, what counts, what was agreed. For its report."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.adherence.coverage import coverage, is_open_in
from fidelity.adherence.coverage import state_of as coverage_state
from fidelity.agenda.items import AgreedThing
from fidelity.contests import Thing
from fidelity.permissions import Deed
from fidelity.reports.team_week import Counted, Replied, ReportedCase, TeamWeek
from fidelity.usecases import audit, guard
from fidelity.usecases.agenda_span import AgendaWeek, Span, agenda_span, check_monday
from fidelity.usecases.find_agenda_reviews import Published, find_agreed, find_published
from fidelity.usecases.find_contested import LastWord, find_last_words
from fidelity.usecases.find_covers import covers_on
from fidelity.usecases.find_second_ratings import SecondRating, find_second_ratings
from fidelity.usecases.held_cases import HeldCase
from fidelity.week_state import Facts, due_at, state_of
from models import (
    CaseNote,
    CaseNoteRevision,
    Person,
    Principle,
    Rater,
    Rating,
    Recording,
    RecordingStatus,
    Review,
    monday_of,
    now,
)

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)
#: What was agreed is taken from the last feedback before the week, and from none that is older.
_WEEKS_BEFORE = 4


@dataclass(frozen=True, slots=True)
class _Found:
    """Everything that was read, by week, review or thing."""

    published: Mapping[UUID, Published]
    seconds: Mapping[UUID, SecondRating]
    ratings: Mapping[UUID, dict[Principle, tuple[UUID, int | None]]]
    words: Mapping[UUID, LastWord]
    agreed: Mapping[UUID, list[AgreedThing]]
    handed_in: Mapping[UUID, datetime]
    recordings: Mapping[UUID, tuple[int, float, int]]
    being_written: set[UUID]


def read_team_week(
    db: Session, *, by: Person, team_id: UUID, monday: date, deed: str = "read team week"
) -> TeamWeek:
    """NotAllowed for therapists, NotFound for a week that has not begun. ``deed`` goes into the audit log."""
    team = guard.team(db, by, Deed.SEE_ADHERENCE, team_id)
    guard.require(by, Deed.EXPORT, team_id=team_id)
    check_monday(monday, latest=monday_of(date.today()))
    span = agenda_span(db, by=by, team=team, monday=monday, weeks_back=_WEEKS_BEFORE)
    found = _find(db, span)
    weeks = {week.case_id: week for week in span.weeks.values() if week.monday == monday}
    cases = [
        _case(span, case, weeks.get(case.id), found)
        for case in span.cases.values()
        if case.id in weeks or is_open_in(monday, opened_on=case.opened_on, closed_on=case.closed_on)
    ]
    due = span.due(monday)
    audit.note_reading(db, by, deed, subject_id=team_id, team_id=team_id)
    return TeamWeek(
        team_id=team.id,
        team=team.name,
        monday=monday,
        due=due,
        made_at=now(),
        made_by=by.name,
        away=[(each.person.name, each.covered_by.name) for each in covers_on(db, [team_id], due.date())],
        coverage=coverage(
            coverage_state(
                monday,
                is_reviewed=case.published_at is not None or case.is_hidden,
                is_nothing=case.nothing_because is not None,
                today=date.today(),
            )
            for case in cases
        ),
        cases=cases,
    )


def _find(db: Session, span: Span) -> _Found:
    published = find_published(db, span)
    of_week = {review.id for review in published.values() if review.week.monday == span.monday}
    week_ids = {week.id for week in span.weeks.values() if week.monday == span.monday}
    ratings: dict[UUID, dict[Principle, tuple[UUID, int | None]]] = {}
    rows = select(Rating.review_id, Rating.principle, Rating.id, Rating.value)
    for review_id, principle, rating_id, value in db.execute(rows.where(Rating.review_id.in_(of_week))):
        ratings.setdefault(review_id, {})[principle] = rating_id, value
    handed_in = select(CaseNote.week_id, func.max(CaseNoteRevision.created_at)).join(CaseNote.revisions)
    return _Found(
        published=published,
        seconds=find_second_ratings(db, week_ids - span.hidden),
        ratings=ratings,
        words=find_last_words(db, of_week),
        agreed=find_agreed(db, span, published),
        handed_in=dict(
            db.execute(handed_in.where(CaseNote.week_id.in_(week_ids)).group_by(CaseNote.week_id)).all()
        ),
        recordings=_recordings(db, week_ids),
        being_written=set(
            db.scalars(
                select(Review.week_id).where(
                    Review.week_id.in_(week_ids), Review.rater == Rater.FIRST, Review.published_at.is_(None)
                )
            )
        ),
    )


def _recordings(db: Session, week_ids: set[UUID]) -> dict[UUID, tuple[int, float, int]]:
    """Of each week: how many are there, how long in all, and how many have no words."""
    rows: Iterable[Any] = db.execute(
        select(Recording.week_id, Recording.status, func.count(), func.sum(Recording.duration_seconds))
        .where(Recording.week_id.in_(week_ids), Recording.status.not_in(_GONE))
        .group_by(Recording.week_id, Recording.status)
    )
    found: dict[UUID, tuple[int, float, int]] = {}
    for week_id, status, count, seconds in rows:
        before = found.get(week_id, (0, 0.0, 0))
        without = 0 if status is RecordingStatus.READY else count
        found[week_id] = before[0] + count, before[1] + seconds, before[2] + without
    return found


def _case(span: Span, case: HeldCase, week: AgendaWeek | None, found: _Found) -> ReportedCase:
    reviews = [each for each in found.published.values() if each.week.case_id == case.id]
    review = next((each for each in reviews if each.week.monday == span.monday), None)
    earlier = max(
        (each for each in reviews if each.week.monday < span.monday),
        key=lambda each: each.week.monday,
        default=None,
    )
    is_hidden = week is not None and week.id in span.hidden
    handed_in_at = found.handed_in.get(week.id) if week else None
    count, seconds, not_ready = found.recordings.get(week.id, (0, 0.0, 0)) if week else (0, 0.0, 0)
    facts = Facts(
        due=due_at(
            span.monday,
            weekday=span.team.consultation_weekday,
            at=span.team.consultation_time,
            opened_on=case.opened_on,
        ),
        is_handed_in=handed_in_at is not None,
        is_nothing=week is not None and week.nothing_because is not None,
        is_under_review=week is not None and week.id in found.being_written,
        is_reviewed=review is not None or is_hidden,
    )
    return ReportedCase(
        case_id=case.id,
        reference=case.reference,
        therapists=", ".join(case.names_in(span.monday)),
        monday=span.monday,
        state=state_of(facts, moment=now()),
        nothing_because=week.nothing_because if week else None,
        handed_in_at=handed_in_at,
        recordings=count,
        recorded_seconds=seconds,
        not_ready=not_ready,
        review_id=review.id if review else None,
        reviewer=review.by if review else "",
        published_at=review.published_at if review else None,
        is_hidden=is_hidden,
        ratings=_ratings(review, found) if review else (),
        replies=_replies(review, found) if review else (),
        before=found.agreed.get(earlier.id, ()) if earlier else (),
        agreed=found.agreed.get(review.id, ()) if review else (),
    )


def _ratings(review: Published, found: _Found) -> list[Counted]:
    given, second = found.ratings.get(review.id, {}), found.seconds.get(review.week.id, SecondRating())
    counted = []
    for principle in Principle:
        if principle not in given:
            continue
        rating_id, value = given[principle]
        word, agreed = found.words.get(rating_id), second.agreed.get(principle)
        counted.append(
            Counted(
                principle=principle,
                first=value,
                second=(second.second[principle],) if principle in second.second else None,
                agreed=(agreed.value,) if agreed else None,
                why=agreed.why if agreed else "",
                stance=word.said.stance if word else None,
                reply=word.said.text if word else "",
                contest=word.contest(second) if word else None,
            )
        )
    return counted


def _replies(review: Published, found: _Found) -> list[Replied]:
    """To words marked, comments and the whole, in this order: the whole has the last word."""
    second = found.seconds.get(review.week.id, SecondRating())
    things = (Thing.MARK, Thing.COMMENT, Thing.WHOLE)
    return [
        Replied(thing, word.said.stance, word.said.text, word.principle, word.contest(second))
        for thing in things
        for word in found.words.values()
        if word.thing is thing and word.said.review_id == review.id
    ]
