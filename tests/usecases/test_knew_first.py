"""Who begins a second rating and had looked where the first rater's numbers stood."""

from datetime import timedelta

import pytest

from fidelity.usecases.list_queue import list_queue
from fidelity.usecases.pass_on_second import pass_on_second
from fidelity.usecases.read_adherence import read_adherence
from fidelity.usecases.read_agenda import read_agenda
from fidelity.usecases.read_coverage import read_coverage
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_evidence import read_evidence
from fidelity.usecases.read_feedback import read_feedback
from fidelity.usecases.read_team_week import read_team_week
from fidelity.usecases.read_week import read_week
from fidelity.usecases.start_review import start_review
from fidelity.usecases.take_export import take_export
from fidelity.usecases.take_second_look import take_second_look
from models import Action, Person, Principle, Rater, Role
from tests.factories import this_monday

LOOKS = {
    "adherence": lambda db, by, team_id, _: read_adherence(db, by=by, team_id=team_id),
    "evidence": lambda db, by, team_id, _: read_evidence(db, by=by, team_id=team_id),
    "coverage": lambda db, by, team_id, _: read_coverage(db, by=by, team_id=team_id),
    "agenda": lambda db, by, team_id, _: read_agenda(db, by=by, team_id=team_id, monday=this_monday()),
    "team week": lambda db, by, team_id, _: read_team_week(db, by=by, team_id=team_id, monday=this_monday()),
    "export": lambda db, by, team_id, _: take_export(db, by=by, team_id=team_id, name="ratings"),
    "next desk": lambda db, by, _, review: read_desk(
        db, by=by, case_id=review.week.case_id, monday=this_monday()
    ),
    "next week": lambda db, by, _, review: read_week(
        db, by=by, case_id=review.week.case_id, monday=this_monday()
    ),
    "feedback": lambda db, by, _, review: read_feedback(db, by=by, review_id=review.id),
}
#: What shows nothing of the week as soon as a second rating of it is wanted.
KEPT = {"adherence", "evidence", "coverage", "agenda", "team week", "export", "next week"}


@pytest.fixture
def first(db, people, factories):
    """Published, of the week before; this week has a note."""
    weeks = [
        factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=ago)) for ago in (1, 0)
    ]
    for week in weeks:
        factories.Note(week=week, by=people[Role.THERAPIST])
    review = factories.Review(
        week=weeks[0], by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
    )
    db.add(Action(review_id=review.id, position=0, text="Call the tutor."))
    db.commit()
    return review


@pytest.fixture
def look(database, db, people, first):
    """Somebody opens a page; by itself the supervisor."""

    def look(page, by=None):
        by_id, team_id, review_id = (by or people[Role.SUPERVISOR]).id, people["team"].id, first.id
        db.commit()
        with database.reading() as reading:
            LOOKS[page](
                reading, reading.get_one(Person, by_id), team_id, reading.get_one(type(first), review_id)
            )

    return look


def begin(db, by, first):
    week = first.week
    return start_review(db, by=by, case_id=week.case_id, monday=week.starts_on, rater=Rater.SECOND).knew_first


@pytest.mark.parametrize("page", LOOKS)
def test_who_looked_before_it_was_wanted_knew_the_first(db, people, factories, first, look, page):
    look(page)
    factories.SecondLook(week=first.week)

    assert begin(db, people[Role.SUPERVISOR], first)


@pytest.mark.parametrize("page", LOOKS)
def test_who_looked_while_it_was_wanted_knew_it_only_from_a_page_about_it(
    db, people, factories, first, look, page
):
    factories.SecondLook(week=first.week)
    look(page)

    assert begin(db, people[Role.SUPERVISOR], first) == (page not in KEPT)


def test_who_looked_at_nothing_knew_nothing_of_it(db, people, factories, first, look):
    look("adherence", by=factories.Person(role=Role.SUPERVISOR, team=people["team"]))
    factories.SecondLook(week=first.week)

    assert not begin(db, people[Role.SUPERVISOR], first)


def test_who_looked_while_somebody_else_had_it_knew_it(db, people, factories, first, look):
    colleague = factories.Person(role=Role.SUPERVISOR, team=people["team"])
    factories.SecondLook(week=first.week)
    of = {"case_id": first.week.case_id, "monday": first.week.starts_on}
    take_second_look(db, by=colleague, **of)
    look("adherence")
    pass_on_second(db, by=colleague, **of, to_id=people[Role.SUPERVISOR].id)

    assert begin(db, people[Role.SUPERVISOR], first)


def test_what_was_looked_at_before_the_first_was_published_tells_nothing(db, people, factories, first, look):
    factories.noise()
    look("adherence")
    first.published_at += timedelta(hours=1)
    factories.SecondLook(week=first.week)

    assert not begin(db, people[Role.SUPERVISOR], first)


def test_adherence_says_how_many_weeks_it_keeps_from_whom(database, db, people, factories, first, look):
    factories.SecondLook(week=first.week)

    def seen_by(role):
        db.commit()
        with database.reading() as reading:
            found = read_adherence(reading, by=people[role], team_id=people["team"].id)
        return found.kept, len(found.composite.points)

    assert (seen_by(Role.SUPERVISOR), seen_by(Role.CONSULTANT)) == ((1, 0), (0, 1))
    look("feedback")  # who knows it is kept from it no more
    assert seen_by(Role.SUPERVISOR) == (0, 1)
    assert list_queue(db, by=people[Role.SUPERVISOR]).second_ratings == 1
