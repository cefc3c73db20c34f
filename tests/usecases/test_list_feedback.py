from datetime import UTC, datetime, timedelta

import pytest

from fidelity.usecases.errors import NotAllowed
from fidelity.usecases.list_feedback import Only, list_feedback
from fidelity.usecases.open_contests import count_open_contests
from fidelity.usecases.paging import PAGE_LENGTH
from models import Principle, Rater, Reply, ReviewStatus, Role, Stance, TakenBack
from tests.factories import this_monday


@pytest.fixture
def published(people, factories):
    """Makes published reviews: one a week, back from this week."""

    def published(count, case=None):
        weeks = [
            factories.Week(case=case or people["case"], starts_on=this_monday() - timedelta(weeks=ago))
            for ago in range(count)
        ]
        return [
            factories.Review(
                week=week,
                by=people[Role.CONSULTANT],
                published=True,
                published_at=datetime(2026, 6, 1, tzinfo=UTC) - timedelta(weeks=ago),
                ratings={Principle.FINDING_THE_FIT: 3},
            )
            for ago, week in enumerate(weeks)
        ]

    return published


def listed(db, person, **asked):
    return [row.review_id for row in list_feedback(db, by=person, **asked).rows]


def test_the_newest_comes_first_and_only_what_is_published_by_a_first_rater(db, people, factories, published):
    reviews = published(3)
    factories.Review(week=reviews[0].week, rater=Rater.SECOND, published=True)
    factories.Review(week=factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=9)))

    for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
        assert listed(db, people[role]) == [review.id for review in reviews]
    with pytest.raises(NotAllowed):
        listed(db, people[Role.ADMINISTRATOR])


def test_a_therapist_sees_the_own_cases_alone(db, people, factories, published):
    colleague = factories.Person(role=Role.THERAPIST, team=people["team"])
    [theirs] = published(1, case=factories.Case(team=people["team"], therapist=colleague))
    [mine] = published(1)

    assert listed(db, people[Role.THERAPIST]) == [mine.id]
    assert listed(db, colleague) == [theirs.id]
    assert set(listed(db, people[Role.CONSULTANT])) == {mine.id, theirs.id}


def test_only_what_is_contested_now_can_be_asked_for(db, people, published):
    plain, contested, settled = published(3)
    therapist = people[Role.THERAPIST]

    def reply(review, stance, rating=True):
        rating_id = review.ratings[0].id if rating else None
        db.add(
            Reply(review_id=review.id, rating_id=rating_id, by_id=therapist.id, stance=stance, text="Why.")
        )
        db.commit()

    reply(contested, Stance.CONTEST)
    reply(contested, Stance.EXPLAIN, rating=False)
    reply(settled, Stance.CONTEST)
    reply(settled, Stance.ACCEPT)
    for review in (plain, contested, settled):
        reply(review, Stance.ANSWER)  # which changes nothing of where the therapist stands

    rows = {row.review_id: row for row in list_feedback(db, by=therapist).rows}
    assert listed(db, therapist, only=Only.CONTESTED) == [contested.id]
    assert (rows[contested.id].contested, rows[contested.id].replies) == (1, 3)
    assert (rows[settled.id].contested, rows[settled.id].replies) == (0, 3)
    assert (rows[plain.id].contested, rows[plain.id].replies) == (0, 1)


def test_only_what_is_contested_and_not_settled_can_be_asked_for(db, people, factories, published):
    answered, settled, open_, explained = published(4)
    therapist, consultant = people[Role.THERAPIST], people[Role.CONSULTANT]

    def say(review, stance, by=therapist):
        rating_id = review.ratings[0].id
        db.add(Reply(review_id=review.id, rating_id=rating_id, by_id=by.id, stance=stance, text=f"{stance}"))
        db.commit()

    for review in (answered, settled, open_):
        say(review, Stance.CONTEST)
    say(explained, Stance.EXPLAIN)
    say(answered, Stance.ANSWER, consultant)  # which settles no number
    ratings = {Principle.FINDING_THE_FIT: 3}
    factories.second_review(week=settled.week, by=people[Role.SUPERVISOR], ratings=ratings)

    for who in (consultant, people[Role.SUPERVISOR], therapist):
        assert listed(db, who, only=Only.OPEN) == [answered.id, open_.id]
    rows = {row.review_id: row for row in list_feedback(db, by=therapist, only=Only.CONTESTED).rows}
    assert {key: row.open for key, row in rows.items()} == {answered.id: 1, settled.id: 0, open_.id: 1}
    assert count_open_contests(db, by=consultant) == 2
    assert count_open_contests(db, by=factories.Person(role=Role.CONSULTANT)) == 0
    with pytest.raises(NotAllowed):
        count_open_contests(db, by=therapist)


def test_what_was_taken_back_stays_in_the_list_and_says_so(db, people, published):
    [review] = published(1)
    at = review.published_at
    db.add(
        TakenBack(
            review_id=review.id, by_id=review.by_id, reason="A typing error.", published_at=at, content={}
        )
    )
    review.status, review.published_at = ReviewStatus.DRAFT, None
    db.commit()

    [row] = list_feedback(db, by=people[Role.THERAPIST]).rows

    assert (row.review_id, row.published_at) == (review.id, None)
    assert row.taken_back_at is not None


def test_a_second_rater_does_not_find_what_is_closed_to_them(db, people, factories, published):
    [review] = published(1)
    factories.second_review(week=review.week, by=people[Role.SUPERVISOR], is_done=False)

    assert listed(db, people[Role.SUPERVISOR]) == []
    assert listed(db, people[Role.CONSULTANT]) == [review.id]


def test_who_could_still_rate_a_week_blind_is_told_before_reading(db, people, factories, published):
    waiting, taken, _ = published(3)
    factories.SecondLook(week=waiting.week)
    factories.SecondLook(week=taken.week, given_to_id=factories.Person().id)

    def to_rate(role):
        return {row.review_id for row in list_feedback(db, by=people[role]).rows if row.is_to_rate}

    assert to_rate(Role.SUPERVISOR) == {waiting.id}
    assert to_rate(Role.CONSULTANT) == set()  # rated it first
    assert to_rate(Role.THERAPIST) == set()


def test_a_long_list_comes_in_pages(db, people, published):
    reviews = published(PAGE_LENGTH + 1)

    second = list_feedback(db, by=people[Role.THERAPIST], page=2)

    assert [row.review_id for row in second.rows] == [reviews[-1].id]
    assert (second.number, second.pages, second.total) == (2, 2, PAGE_LENGTH + 1)
    assert list_feedback(db, by=people[Role.THERAPIST], page=99).number == 2
    assert list_feedback(db, by=people[Role.THERAPIST], page=-1).number == 1
