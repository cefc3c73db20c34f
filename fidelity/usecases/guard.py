"""Lets a person through to an object, or not. Every use-case that takes one begins here."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.usecases.blind import require_sight
from fidelity.usecases.errors import NotAllowed, NotFound
from models import Case, Person, Recording, Review, ReviewStatus, Team, Upload, Week


def require(person: Person | None, deed: Deed, *, team_id: UUID | None = None) -> None:
    """For what belongs to no case: refuse with NotAllowed."""
    if not _allows(person, deed, team_id=team_id):
        raise NotAllowed


def team(db: Session, person: Person | None, deed: Deed, team_id: UUID) -> Team:
    """A team that the person may see and do this in."""
    found = db.get(Team, team_id)
    if found is None or not _allows(person, Deed.SEE_TEAM, team_id=team_id):
        raise NotFound
    if not _allows(person, deed, team_id=team_id):
        raise NotAllowed
    return found


def case(db: Session, person: Person | None, deed: Deed, case_id: UUID) -> Case:
    """A case: NotFound unless the person may know of it, NotAllowed unless they may do this."""
    return _through(db.get(Case, case_id), person, deed)


def week(db: Session, person: Person, deed: Deed, case_id: UUID, monday: date) -> tuple[Case, Week | None]:
    """A case and its week, which need not have a row yet. A day that is no Monday is not found."""
    found = case(db, person, deed, case_id)
    if monday.weekday() != 0:
        raise NotFound
    return found, db.scalar(select(Week).filter_by(case_id=case_id, starts_on=monday))


def recording(db: Session, person: Person, deed: Deed, recording_id: UUID) -> Recording:
    """A recording, by way of its case."""
    found = db.get(Recording, recording_id)
    if found is None:
        raise NotFound
    _through(found.case, person, deed)
    return found


def upload(db: Session, person: Person, deed: Deed, upload_id: UUID) -> Upload:
    """An upload, by way of its case. Nobody but who began it may know of it."""
    found = db.get(Upload, upload_id)
    if found is None or found.by_id != person.id:
        raise NotFound
    case(db, person, deed, found.case_id)
    return found


def review(db: Session, person: Person, deed: Deed, review_id: UUID) -> Review:
    """A review, by way of its case. Until it is published only those who review may know of it.

    Of two raters of a week neither sees the other's until both are done.
    """
    found = db.get(Review, review_id)
    if found is None:
        raise NotFound
    of_case = found.week.case
    if found.status is not ReviewStatus.PUBLISHED and not may(person, Deed.READ_REVIEW, case=of_case):
        raise NotFound
    _through(of_case, person, deed)
    require_sight(db, person, found)
    return found


def _through(found: Case | None, person: Person | None, deed: Deed) -> Case:
    if found is None:
        raise NotFound
    if _allows(person, deed, case=found):
        return found
    if _allows(person, Deed.SEE_CASE, case=found) or _allows(person, Deed.LIST_CASES, case=found):
        raise NotAllowed
    raise NotFound


def _allows(
    person: Person | None, deed: Deed, *, case: Case | None = None, team_id: UUID | None = None
) -> bool:
    """The table's answer; or yes, where nobody is named.

    Nobody is the owner of the machine at its command line. Whoever can start a command there can read
    the database and the recordings as files, so there is nothing left to refuse. Only fidelity.commands
    hands in None: a page always hands in the person who is signed in.
    """
    return person is None or may(person, deed, case=case, team_id=team_id)
