"""From whom the machine's suggestions of a week are still hidden: ratings come first there (docs/adr/0024).

Every page, list and file with a suggestion in it asks here before it shows one to somebody who reviews.
"""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.permissions import Deed, teams_where
from models import PASSED_ON, Case, Person, Rater, Review, ReviewStatus, SecondLook, Team, Week


def is_still_hidden(review: Review) -> bool:
    """Whether its writer has yet to rate before looking. What is handed in or published hides nothing."""
    return review.is_rated_first and review.revealed_at is None and review.status is ReviewStatus.DRAFT


def are_hidden(db: Session, by: Person, week_id: UUID) -> bool:
    """Whether this person may not see yet what the machine suggests for a week."""
    return db.scalar(select(Week.id).where(Week.id == week_id, is_hidden_from(by))) is not None


def is_hidden_from(by: Person) -> ColumnElement[bool]:
    """The same as a question to the database, about each ``Week`` of it.

    Hidden from whoever writes a review of the week that is rated first and not revealed; and where the team
    rates first, from everybody who could still become a rater of the week: until the first review is
    published, or while a second rating is wanted of them.
    """
    own, first = aliased(Review), aliased(Review)
    is_own = (own.week_id == Week.id, own.by_id == by.id, own.rater.not_in(PASSED_ON))
    is_open = exists().where(
        *is_own, own.is_rated_first, own.revealed_at.is_(None), own.status == ReviewStatus.DRAFT
    )
    is_published = exists().where(
        first.week_id == Week.id, first.rater == Rater.FIRST, first.status == ReviewStatus.PUBLISHED
    )
    is_wanted = exists().where(
        SecondLook.week_id == Week.id,
        SecondLook.done_at.is_(None),
        or_(SecondLook.given_to_id.is_(None), SecondLook.given_to_id == by.id),
    )
    return or_(
        is_open,
        and_(~exists().where(*is_own), _is_of_rater(by), or_(~is_published, is_wanted)),
    )


def was_looked_at() -> ColumnElement[bool]:
    """Of each ``Review`` that is done: whether its rater had the suggestions before them at all.

    Who rates first and publishes without looking was offered nothing.
    """
    return or_(Review.is_rated_first.is_(False), Review.revealed_at.is_not(None))


def _is_of_rater(by: Person) -> ColumnElement[bool]:
    """Of a team that rates first, and in which this person reviews."""
    case, team = aliased(Case), aliased(Team)
    theirs = [] if (teams := teams_where(by, Deed.REVIEW)) is None else [case.team_id.in_(teams)]
    return exists().where(case.id == Week.case_id, team.id == case.team_id, team.is_rated_first, *theirs)
