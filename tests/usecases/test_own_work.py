"""Somebody who holds a family and reviews the team does not rate their own weeks."""

from contextlib import contextmanager
from datetime import timedelta

import pytest

from fidelity.permissions import Deed
from fidelity.usecases import guard
from fidelity.usecases.claim_week import claim_week
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.hand_over_week import find_hand_over
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.settle_difference import settle_difference
from fidelity.usecases.start_review import start_review
from models import CaseTherapist, Principle, Rater, Review, ReviewStatus, Role, SecondLook, TeamRole, now
from models.second_look import LookCause
from tests.factories import LONG_AGO, this_monday


@contextmanager
def refused():
    with pytest.raises(InvalidInput) as error:
        yield
    assert "You held this case" in next(iter(error.value.messages.values()))


@pytest.fixture
def team(factories):
    return factories.Team()


@pytest.fixture
def both(factories, team, db):
    """Consultant of the team, who also holds the family."""
    person = factories.Person(role=Role.CONSULTANT, team=team)
    person.team_roles.append(TeamRole(team_id=team.id, role=Role.THERAPIST, starts_on=LONG_AGO))
    db.commit()
    return person


@pytest.fixture
def week(factories, team, both):
    factories.Codebook()
    factories.noise()
    week = factories.Week(case=factories.Case(team=team, therapist=both))
    factories.Note(week=week, by=both)
    return week


def test_they_neither_begin_nor_claim_its_review(db, week, both):
    for deed in (
        lambda: start_review(db, by=both, case_id=week.case_id, monday=week.starts_on),
        lambda: claim_week(db, by=both, case_id=week.case_id, monday=week.starts_on, hours=4),
    ):
        with refused():
            deed()
        db.rollback()

    assert db.query(Review).filter_by(week_id=week.id).count() == 0


def test_nor_do_they_rate_it_a_second_time_or_settle_it(db, week, both, factories, team):
    first = factories.Review(
        week=week, published=True, ratings={Principle.GENERALISATION: 2}, by=factories.Person()
    )
    db.add(SecondLook(week_id=week.id, cause=LookCause.ASKED))
    db.commit()
    with refused():
        start_review(db, by=both, case_id=week.case_id, monday=week.starts_on, rater=Rater.SECOND)
    db.rollback()

    factories.Review(
        week=week, rater=Rater.SECOND, ratings={Principle.GENERALISATION: 4},
        by=factories.Person(role=Role.SUPERVISOR, team=team),
        status=ReviewStatus.SUBMITTED, submitted_at=now(), revision_id=first.revision_id,
    )  # fmt: skip
    with refused():
        settle_difference(
            db, by=both, case_id=week.case_id, monday=week.starts_on,
            principle=Principle.GENERALISATION, choice="5", why="It was so.",
        )  # fmt: skip


@pytest.mark.parametrize("is_therapist_still", [True, False])
def test_nor_do_they_read_what_is_written_of_it_before_it_is_given_to_them(
    db, week, both, factories, team, is_therapist_still
):
    if not is_therapist_still:
        both.team_roles[-1].ends_on = this_monday() - timedelta(days=1)
    review = factories.Review(week=week, by=factories.Person(role=Role.CONSULTANT, team=team))
    colleague = factories.Person(role=Role.SUPERVISOR, team=team)
    of_week = {"case_id": week.case_id, "monday": week.starts_on, "is_looked_at": False}

    def read(by):
        return guard.review(db, by, Deed.READ_REVIEW, review.id), read_desk(db, by=by, **of_week)

    assert read(colleague)[0].id == review.id
    with pytest.raises(NotFound):
        guard.review(db, both, Deed.READ_REVIEW, review.id)
    with pytest.raises(NotFound):
        read_desk(db, by=both, **of_week)
    review.status, review.published_at = ReviewStatus.PUBLISHED, now()
    db.commit()
    assert read(both)[0].id == review.id


def test_nobody_hands_it_over_to_them(db, week, both, factories, team):
    other = factories.Person(role=Role.CONSULTANT, team=team)
    third = factories.Person(role=Role.CONSULTANT, team=team)
    claim_week(db, by=other, case_id=week.case_id, monday=week.starts_on, hours=4)

    found = find_hand_over(db, by=other, case_id=week.case_id, monday=week.starts_on)

    assert [person.id for person in found.people] == [third.id]


def test_a_week_before_they_held_it_is_theirs_to_review(db, week, both, factories):
    held = db.query(CaseTherapist).filter_by(case_id=week.case_id).one()
    held.starts_on = this_monday() + timedelta(weeks=1)
    db.commit()
    db.expire_all()

    assert start_review(db, by=both, case_id=week.case_id, monday=week.starts_on).by_id == both.id
