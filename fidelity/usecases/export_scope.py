"""How far an export reaches: which team, which cases and weeks, and which reviews are done."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased

from fidelity.consultation import LOCAL
from fidelity.permissions import Deed, may, teams_as
from fidelity.usecases.blind import is_kept_from
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.reach import cases_within_reach
from models import (
    Case,
    Person,
    Rater,
    Recording,
    RecordingStatus,
    Reply,
    Review,
    ReviewStatus,
    Role,
    Segment,
    Stance,
    Team,
    Transcript,
    Week,
)


@dataclass(frozen=True)
class Scope:
    """Weeks from Monday to Monday, both included; nothing: from the first, to the last."""

    by: Person
    team: Team
    since: date | None = None
    until: date | None = None

    @property
    def is_whole_team(self) -> bool:
        """Else the cases that a therapist holds today."""
        return may(self.by, Deed.EXPORT, team_id=self.team.id)

    def may(self, deed: Deed) -> bool:
        """Whether the person may do something in this team; a therapist, to their own cases."""
        if self.is_whole_team:
            return may(self.by, deed, team_id=self.team.id)
        return deed is Deed.EXPORT

    def cases(self) -> ColumnElement[bool]:
        """True of the rows of ``case``."""
        return and_(Case.team_id == self.team.id, cases_within_reach(self.by, Deed.EXPORT))

    def hidden(self) -> ColumnElement[bool]:
        """True of the rows of ``review`` that would tell the person what they are to rate blind, or may be.

        A page that tells it counts as having seen it; a whole table would count for every week in it.
        """
        return is_kept_from(self.by)

    def weeks(self) -> ColumnElement[bool]:
        """True of the rows of ``week`` that are joined with their case."""
        wanted = [self.cases()]
        if self.since:
            wanted.append(Week.starts_on >= self.since)
        if self.until:
            wanted.append(Week.starts_on <= self.until)
        return and_(*wanted)

    def hidden_week(self) -> ColumnElement[bool]:
        """True of the rows of ``week`` of which the person is to know nothing of the first review."""
        return exists().where(Review.week_id == Week.id, Review.rater == Rater.FIRST, self.hidden())

    def between(self, moment: Any) -> ColumnElement[bool]:
        """True where a moment or day lies in the weeks."""
        wanted = [true()]
        if self.since:
            wanted.append(moment >= datetime.combine(self.since, time(), LOCAL))
        if self.until:
            wanted.append(moment < datetime.combine(self.until + timedelta(weeks=1), time(), LOCAL))
        return and_(*wanted)


def scope_of(
    db: Session, *, by: Person, team_id: UUID, since: date | None = None, until: date | None = None
) -> Scope:
    """A therapist takes out the own cases. NotFound for another team, NotAllowed for who may see no case."""
    team = db.get(Team, team_id)
    if team is None or not may(by, Deed.SEE_TEAM, team_id=team_id):
        raise NotFound
    scope = Scope(by, team, since, until)
    if not scope.is_whole_team and team_id not in teams_as(by, Role.THERAPIST):
        raise NotAllowed
    return scope


def of_weeks(scope: Scope, *columns: Any) -> Select[Any]:
    """These columns of weeks of the scope's cases, in order."""
    return (
        select(*columns)
        .select_from(Week)
        .join(Case, Case.id == Week.case_id)
        .where(scope.weeks())
        .order_by(Case.reference, Week.starts_on)
    )


def of_done_reviews(scope: Scope, *columns: Any) -> Select[Any]:
    """These columns of reviews that are done, with their week and case, in order.

    Done is a first review that is published, and for those who review a second one that was handed in, of
    a week whose first is published. What is not done, or blind for this person, is in no export: neither
    is somebody's own draft.
    """
    first = aliased(Review)
    is_published = exists().where(
        first.week_id == Review.week_id, first.rater == Rater.FIRST, first.status == ReviewStatus.PUBLISHED
    )
    is_first = and_(Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED)
    is_second = and_(Review.rater == Rater.SECOND, Review.status == ReviewStatus.SUBMITTED, is_published)
    return (
        select(*columns)
        .select_from(Review)
        .join(Week, Week.id == Review.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(
            scope.weeks(),
            or_(is_first, is_second if scope.may(Deed.READ_REVIEW) else false()),
            ~scope.hidden(),
        )
        .order_by(Case.reference, Week.starts_on, Review.rater, Review.id)
    )


def standing_reply() -> Subquery:
    """The therapist's reply that counts for each thing, with its words: as standing_replies, and the text."""
    thing = (Reply.review_id, Reply.rating_id, Reply.mark_id, Reply.comment_id)
    place = func.row_number().over(partition_by=thing, order_by=(Reply.created_at.desc(), Reply.id.desc()))
    ranked = (
        select(*thing, Reply.stance, Reply.text, Reply.created_at, place.label("place"))
        .where(Reply.stance != Stance.ANSWER)
        .subquery()
    )
    return select(ranked).where(ranked.c.place == 1).subquery()


def reply_columns(reply: Subquery) -> list[Any]:
    """What stands of it in a row, as ``fidelity.exports.common.REPLY`` names it."""
    return [
        reply.c.stance.label("reply_stance"),
        reply.c.text.label("reply_text"),
        reply.c.created_at.label("replied_at"),
    ]


def place_columns(anchored: Any) -> list[Any]:
    """Where words stand, and what they are."""
    place = case((anchored.segment_id.is_not(None), "recording"), else_="note")
    return [place.label("place"), anchored.section.label("section"), quote_column(anchored)]


def quote_column(anchored: Any) -> Any:
    """The words themselves, as pages show them: none of a recording that was withdrawn."""
    segment, transcript, recording = aliased(Segment), aliased(Transcript), aliased(Recording)
    is_withdrawn = exists().where(
        segment.id == anchored.segment_id,
        transcript.id == segment.transcript_id,
        recording.id == transcript.recording_id,
        recording.status == RecordingStatus.WITHDRAWN,
    )
    return case((~is_withdrawn, anchored.quote)).label("quote")


def week_columns() -> list[Any]:
    """A week's family and Monday."""
    return [Case.reference.label("case"), Week.starts_on.label("week")]


def person_columns(name: str, person: Any) -> list[Any]:
    """Somebody's id and name."""
    return [person.id.label(f"{name}_id"), person.name.label(f"{name}_name")]
