"""A second rating that was begun goes to somebody else: handed on, or taken from who is away or gone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import Blind, InvalidInput, NotFound
from fidelity.usecases.hand_in_second_review import hand_in_second_review
from fidelity.usecases.list_second_looks import list_second_looks
from fidelity.usecases.pass_on_second import find_pass_on, pass_on_second
from fidelity.usecases.rate_principle import rate_principle
from fidelity.usecases.read_both import read_both
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_feedback import read_feedback
from fidelity.usecases.read_review import read_review
from fidelity.usecases.reveal_suggestions import reveal_suggestions
from fidelity.usecases.second_work import set_aside
from fidelity.usecases.start_review import start_review
from fidelity.usecases.take_second_look import take_second_look
from models import AuditEntry, Person, Principle, Rater, Review, ReviewStatus, Role

FIT = Principle.FINDING_THE_FIT


@pytest.fixture
def week(people, factories):
    week = factories.Week(case=people["case"])
    factories.Note(week=week, by=people[Role.THERAPIST])
    factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
    )
    factories.SecondLook(week=week)
    return week


@pytest.fixture
def next_one(people, factories):
    """Somebody else who may rate the week a second time."""
    return factories.Person(role=Role.SUPERVISOR, team=people["team"])


def of(week):
    return {"case_id": week.case_id, "monday": week.starts_on}


def begin(db, by, week):
    return start_review(db, by=by, **of(week), rater=Rater.SECOND)


def rate(db, by, review, value, *principles):
    for principle in principles:
        given = {"principle": principle, "choice": value, "why": f"Why {value}."}
        rate_principle(db, by=by, review_id=review.id, **given)


@pytest.fixture
def begun(db, people, week):
    """The supervisor's, with one rating."""
    review = begin(db, people[Role.SUPERVISOR], week)
    rate(db, people[Role.SUPERVISOR], review, "2", FIT)
    return review


def test_what_was_begun_is_kept_and_the_next_starts_blind_with_their_own(
    db, people, factories, week, begun, next_one
):
    supervisor, consultant = people[Role.SUPERVISOR], people[Role.CONSULTANT]
    factories.second_review(week=factories.noise(), by=factories.Person(), is_done=False)

    to = pass_on_second(db, by=supervisor, **of(week), to_id=next_one.id)
    theirs = begin(db, next_one, week)

    assert (to, theirs.by_id, theirs.rater) == (next_one, next_one.id, Rater.SECOND)
    assert (theirs.ratings, theirs.id == begun.id) == ([], False)
    assert (begun.rater, begun.by_id, begun.rating(FIT).value) == (Rater.PASSED_ON, supervisor.id, 2)
    for who in (next_one, consultant):
        with pytest.raises(NotFound):
            read_review(db, by=who, review_id=begun.id)
    with pytest.raises(Blind):
        read_feedback(db, by=next_one, review_id=_first(db, week).id)
    with pytest.raises(NotYoursToWrite):
        rate(db, supervisor, begun, "3", FIT)
    with pytest.raises(NotFound):
        read_desk(db, by=supervisor, **of(week), rater=Rater.SECOND, is_looked_at=False)
    traces = {entry.what: entry.subject_id for entry in db.scalars(select(AuditEntry))}
    assert traces["passed on a second rating"] == week.id
    assert traces["set a second rating aside"] == begun.id


def test_it_stands_beside_both_once_they_are_done_and_counts_nowhere(db, people, week, begun, next_one):
    supervisor, consultant = people[Role.SUPERVISOR], people[Role.CONSULTANT]
    pass_on_second(db, by=supervisor, **of(week), to_id=None)
    theirs = begin(db, next_one, week)
    rate(db, next_one, theirs, "4", *Principle)
    hand_in_second_review(db, by=next_one, review_id=theirs.id)

    both = read_both(db, by=consultant, **of(week), is_looked_at=False)

    assert both.second.review.id == theirs.id
    [kept] = both.passed_on
    assert (kept.review.by, kept.principles[FIT.number - 1].rating.value) == (supervisor, 2)
    assert not theirs.knew_first
    with pytest.raises(NotFound):
        read_review(db, by=people[Role.THERAPIST], review_id=begun.id)


@pytest.mark.parametrize("why", ["away", "left", "inactive", "there"])
def test_others_take_it_over_from_who_is_away_or_rates_in_the_team_no_more(
    db, people, factories, week, begun, next_one, why
):
    supervisor = people[Role.SUPERVISOR]
    if why == "away":
        factories.Absence(team=people["team"], person=supervisor, covered_by=people[Role.CONSULTANT])
    elif why == "left":
        supervisor.team_roles[0].ends_on = date.today() - timedelta(days=1)
    elif why == "inactive":
        supervisor.active = False
    db.commit()

    if why == "there":
        assert list_second_looks(db, by=next_one) == []
        with pytest.raises(NotFound):
            begin(db, next_one, week)
        with pytest.raises(InvalidInput):
            take_second_look(db, by=next_one, **of(week))
        return
    [look] = list_second_looks(db, by=next_one)
    assert (look.is_mine, look.is_begun, look.let_go_by) == (False, False, supervisor.name)
    theirs = begin(db, next_one, week)

    assert (theirs.by_id, theirs.ratings, begun.rater) == (next_one.id, [], Rater.PASSED_ON)
    assert list_second_looks(db, by=people[Role.CONSULTANT]) == []


def test_only_who_has_it_passes_it_on_to_who_may_and_nothing_that_is_handed_in(
    db, people, factories, week, begun, next_one
):
    supervisor, consultant = people[Role.SUPERVISOR], people[Role.CONSULTANT]

    found = find_pass_on(db, by=supervisor, **of(week))
    assert (found.people, found.has_work) == ([next_one], True)
    with pytest.raises(NotFound):
        pass_on_second(db, by=next_one, **of(week), to_id=None)
    for nobody in (consultant, people[Role.THERAPIST], factories.Person(role=Role.SUPERVISOR)):
        with pytest.raises(InvalidInput):
            pass_on_second(db, by=supervisor, **of(week), to_id=nobody.id)
    rate(db, supervisor, begun, "2", *Principle)
    hand_in_second_review(db, by=supervisor, review_id=begun.id)
    with pytest.raises(InvalidInput):
        pass_on_second(db, by=supervisor, **of(week), to_id=None)
    assert begun.status is ReviewStatus.SUBMITTED


def test_what_nobody_has_worked_on_leaves_nothing_and_twice_is_kept_but_no_more(db, people, week, next_one):
    supervisor = people[Role.SUPERVISOR]
    begin(db, supervisor, week)
    assert not find_pass_on(db, by=supervisor, **of(week)).has_work
    pass_on_second(db, by=supervisor, **of(week), to_id=next_one.id)
    assert db.query(Review).filter_by(week_id=week.id).count() == 1

    for one, other in ((next_one, supervisor), (supervisor, next_one)):
        rate(db, one, begin(db, one, week), "2", FIT)
        pass_on_second(db, by=one, **of(week), to_id=other.id)
    raters = set(db.scalars(select(Review.rater).filter_by(week_id=week.id)))
    assert raters == {Rater.FIRST, Rater.PASSED_ON, Rater.PASSED_ON_AGAIN}
    rate(db, next_one, begin(db, next_one, week), "2", FIT)
    with pytest.raises(InvalidInput):
        pass_on_second(db, by=next_one, **of(week), to_id=None)


def test_of_two_who_take_it_over_in_the_same_second_one_has_it(
    database, db, people, factories, week, begun, next_one
):
    another = factories.Person(role=Role.SUPERVISOR, team=people["team"])
    factories.Absence(team=people["team"], person=people[Role.SUPERVISOR], covered_by=next_one)
    given, people_ids, ready = of(week), [next_one.id, another.id], Barrier(2)
    db.commit()

    def take(person_id):
        with database.writing() as own:
            by = own.get_one(Person, person_id)
            own.rollback()
            ready.wait()
            try:
                return start_review(own, by=by, **given, rater=Rater.SECOND).by_id
            except (InvalidInput, NotFound):
                return None

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(take, people_ids))

    assert sorted(each is None for each in told) == [False, True]
    raters = db.scalars(select(Review.rater).filter_by(week_id=week.id).order_by(Review.rater)).all()
    assert raters == [Rater.FIRST, Rater.PASSED_ON, Rater.SECOND]


def test_what_was_handed_in_in_the_same_moment_is_not_set_aside(db, people, begun, next_one):
    supervisor = people[Role.SUPERVISOR]
    rate(db, supervisor, begun, "2", *Principle)
    hand_in_second_review(db, by=supervisor, review_id=begun.id)

    with pytest.raises(InvalidInput):
        set_aside(db, next_one, begun)

    assert (begun.rater, begun.status) == (Rater.SECOND, ReviewStatus.SUBMITTED)


@pytest.mark.parametrize("has_looked", [True, False])
def test_who_takes_it_again_after_the_suggestions_were_shown_does_not_rate_before_them(
    db, people, week, has_looked
):
    supervisor, week.case.team.is_rated_first = people[Role.SUPERVISOR], True
    begun = begin(db, supervisor, week)
    rate(db, supervisor, begun, "2", *Principle)
    if has_looked:
        reveal_suggestions(db, by=supervisor, review_id=begun.id)

    pass_on_second(db, by=supervisor, **of(week), to_id=None)
    again = begin(db, supervisor, week)

    assert begun.rater is Rater.PASSED_ON
    assert again.is_rated_first is not has_looked


def _first(db, week):
    return db.scalars(select(Review).filter_by(week_id=week.id, rater=Rater.FIRST)).one()
