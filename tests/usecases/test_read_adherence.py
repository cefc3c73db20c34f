from datetime import date, timedelta

import pytest

from fidelity.adherence.coverage import Coverage
from fidelity.adherence.series import FLOOR_WEEKS
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.read_adherence import read_adherence
from models import (
    CaseTherapist,
    Principle,
    Rater,
    Reply,
    Role,
    Stance,
)
from tests.factories import this_monday

FIT, RESPONSIBILITY = Principle.FINDING_THE_FIT, Principle.INCREASING_RESPONSIBILITY


def ago(weeks):
    return this_monday() - timedelta(weeks=weeks)


@pytest.fixture
def read(as_a_page):
    return as_a_page(read_adherence)


def test_it_gives_the_mean_of_each_week_and_of_the_principles_that_were_assessable(
    people, factories, reviewed, read
):
    other = factories.Case(team=people["team"])
    reviewed(2, {FIT: 3, RESPONSIBILITY: None})
    reviewed(2, {FIT: 5, RESPONSIBILITY: 2}, case=other)
    reviewed(1, {FIT: 4})

    found = read()

    assert [(p.week, p.mean, p.n, p.not_assessable) for p in found.by_principle[FIT].points] == [
        (ago(2), 4.0, 2, 0),
        (ago(1), 4.0, 1, 0),
    ]
    assert [(p.mean, p.n, p.not_assessable) for p in found.by_principle[RESPONSIBILITY].points] == [
        (2.0, 1, 1)
    ]
    assert [(p.mean, p.n) for p in found.composite.points] == [((3 + 3.5) / 2, 2), (4.0, 1)]
    assert found.by_principle[Principle.GENERALISATION].points == ()


def test_drafts_second_ratings_other_teams_and_older_weeks_stay_out(people, reviewed, read):
    first = reviewed(1, {FIT: 4})
    reviewed(2, {FIT: 1}, published=False)
    reviewed(14, {FIT: 1})

    assert [(p.week, p.mean) for p in read(weeks=13).by_principle[FIT].points] == [(ago(1), 4.0)]
    assert len(read(weeks=26).by_principle[FIT].points) == 2
    assert first.rater is Rater.FIRST


def test_a_second_rating_of_the_same_week_changes_nothing(factories, reviewed, read):
    first = reviewed(1, {FIT: 4})
    factories.Review(week=first.week, rater=Rater.SECOND, published=True, ratings={FIT: 1})

    [point] = read().by_principle[FIT].points

    assert (point.mean, point.n) == (4.0, 1)


def test_there_is_not_enough_below_five_weeks(reviewed, read):
    for weeks_ago in range(1, FLOOR_WEEKS):
        reviewed(weeks_ago, {FIT: 4})
    assert not read().composite.is_enough

    reviewed(FLOOR_WEEKS, {FIT: None, RESPONSIBILITY: 3})
    found = read()
    assert found.composite.is_enough
    assert not found.by_principle[FIT].is_enough


def test_a_missing_note_is_due_and_a_week_with_nothing_in_it_is_not(db, people, factories, reviewed, read):
    people["case"].opened_on = ago(4)
    db.commit()
    reviewed(1, {FIT: 4})
    factories.Week(case=people["case"], starts_on=ago(2), nothing_because="They were away.")
    factories.Note(week=factories.Week(case=people["case"], starts_on=ago(3)))

    # Week 4 ago has no row at all; this week is not over.
    found = read()

    assert found.coverage == Coverage(reviewed=1, due=3)
    assert (found.nothing, found.case_weeks) == (1, 5)


def test_a_closed_case_has_no_weeks_after_its_end(db, people, read):
    people["case"].opened_on, people["case"].closed_on = ago(6), ago(3)
    db.commit()

    assert read().coverage == Coverage(reviewed=0, due=4)


@pytest.mark.parametrize(
    ("stances", "of_whole", "contested"),
    [
        ([Stance.CONTEST], False, {FIT}),
        ([Stance.CONTEST, Stance.ACCEPT], False, set()),
        ([Stance.EXPLAIN], False, set()),
        ([Stance.CONTEST], True, {FIT, RESPONSIBILITY}),
    ],
)
def test_contested_ratings_are_marked(db, people, reviewed, read, stances, of_whole, contested):
    review = reviewed(1, {FIT: 4, RESPONSIBILITY: 2})
    for stance in stances:
        db.add(
            Reply(
                review_id=review.id,
                rating_id=None if of_whole else review.rating(FIT).id,
                by_id=people[Role.THERAPIST].id,
                stance=stance,
                text="Why.",
            )
        )
        db.commit()

    found = read()

    assert {
        p for p, series in found.by_principle.items() if any(x.contested for x in series.points)
    } == contested
    assert found.composite.points[0].contested == bool(contested)


def test_a_therapist_sees_own_cases_and_only_the_weeks_in_which_they_were_theirs(
    db, people, factories, reviewed, read
):
    therapist, colleague = people[Role.THERAPIST], factories.Person(role=Role.THERAPIST, team=people["team"])
    [held] = people["case"].therapists
    held.starts_on = ago(3)
    people["case"].therapists.append(
        CaseTherapist(person_id=colleague.id, starts_on=ago(10), ends_on=ago(3) - timedelta(days=1))
    )
    db.commit()
    reviewed(4, {FIT: 1})
    reviewed(2, {FIT: 5})
    reviewed(2, {FIT: 2}, case=factories.Case(team=people["team"], therapist=colleague))

    mine = read(Role.THERAPIST)

    assert [(p.week, p.mean, p.n) for p in mine.by_principle[FIT].points] == [(ago(2), 5.0, 1)]
    assert mine.choice.therapists == [(therapist.id, therapist.name)]
    assert [(p.week, p.mean, p.n) for p in read(therapist_id=therapist.id).by_principle[FIT].points] == [
        (ago(2), 5.0, 1)
    ]
    assert [(p.week, p.mean) for p in read(by=colleague).by_principle[FIT].points] == [(ago(2), 2.0)]
    assert [(p.week, p.mean, p.n) for p in read().by_principle[FIT].points] == [
        (ago(4), 1.0, 1),
        (ago(2), 3.5, 2),
    ]


def test_somebody_elses_team_therapist_or_case_is_not_found(people, factories, read):
    colleague = factories.Person(role=Role.THERAPIST, team=people["team"])
    theirs = factories.Case(team=people["team"], therapist=colleague)
    elsewhere = factories.Case()

    for role, asked in (
        (Role.THERAPIST, {"therapist_id": colleague.id}),
        (Role.THERAPIST, {"case_id": theirs.id}),
        (Role.SUPERVISOR, {"case_id": elsewhere.id}),
        (Role.SUPERVISOR, {"therapist_id": people[Role.CONSULTANT].id}),
    ):
        with pytest.raises(NotFound):
            read(role, **asked)
    with pytest.raises(NotFound):
        read(team_id=elsewhere.team_id)
    with pytest.raises(NotAllowed):
        read(Role.ADMINISTRATOR)


def test_an_unknown_number_of_weeks_is_half_a_year(read):
    assert [len(read(weeks=weeks).choice.weeks) for weeks in (13, 26, 52, 7, 10**9)] == [13, 26, 52, 26, 26]
    assert read().choice.weeks[-1] <= date.today()
