"""A week that is rated twice: drawn, contested or asked for; taken, rated blind, handed in, settled."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from fidelity.usecases.ask_second_look import ask_second_look
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import Blind, InvalidInput, NotAllowed, NotFound
from fidelity.usecases.hand_in_second_review import hand_in_second_review
from fidelity.usecases.hand_over_week import hand_over_week
from fidelity.usecases.list_second_looks import list_second_looks
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.rate_principle import rate_principle
from fidelity.usecases.read_both import read_both
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_feedback import read_feedback
from fidelity.usecases.read_review import preview_feedback, read_review
from fidelity.usecases.reply_to_feedback import About, reply_to_feedback
from fidelity.usecases.settle_difference import settle_difference
from fidelity.usecases.start_review import start_review
from fidelity.usecases.take_back_reply import take_back_reply
from fidelity.usecases.take_second_look import give_back_second_look, take_second_look
from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    AuditEntry,
    Consensus,
    LookCause,
    Principle,
    Rater,
    Reply,
    Review,
    ReviewStatus,
    Role,
    SecondLook,
    Stance,
    now,
)
from tests.factories import this_monday

FIT, EFFORT = Principle.FINDING_THE_FIT, Principle.CONTINUOUS_EFFORT


@pytest.fixture
def therapist(people):
    return people[Role.THERAPIST]


@pytest.fixture
def consultant(people):
    return people[Role.CONSULTANT]


@pytest.fixture
def supervisor(people):
    return people[Role.SUPERVISOR]


@pytest.fixture
def week(people, factories):
    week = factories.Week(case=people["case"])
    factories.Codebook()
    factories.Note(week=week, by=people[Role.THERAPIST])
    return week


@pytest.fixture
def first(week, consultant, factories):
    """Published, all threes."""
    return factories.Review(week=week, by=consultant, published=True, ratings=dict.fromkeys(Principle, 3))


def of(week):
    return {"case_id": week.case_id, "monday": week.starts_on}


def begin(db, by, week):
    return start_review(db, by=by, **of(week), rater=Rater.SECOND)


def rate_all(db, by, review, value="4"):
    for principle in Principle:
        rate_principle(db, by=by, review_id=review.id, principle=principle, choice=value, why="It was said.")


def looks(db):
    return db.scalars(select(SecondLook)).all()


def contest(db, therapist, review, **about):
    return reply_to_feedback(
        db, by=therapist, review_id=review.id, about=About(**about), stance="contest", text="I asked twice."
    )


def test_beginning_the_first_review_draws_the_week_in_the_teams_share(db, people, week, consultant):
    people["team"].second_share = 100
    db.commit()

    start_review(db, by=consultant, **of(week))
    start_review(db, by=consultant, **of(week))

    [look] = looks(db)
    assert (look.week_id, look.cause, look.asked_by_id) == (week.id, LookCause.SHARE, None)


def test_a_team_without_a_share_draws_nothing(db, week, consultant):
    start_review(db, by=consultant, **of(week))

    assert looks(db) == []


def test_what_a_therapist_contests_calls_for_a_second_rating_until_nothing_is_contested(db, therapist, first):
    rating = first.rating(FIT)
    contest(db, therapist, first, rating_id=rating.id)
    contest(db, therapist, first)
    assert [look.cause for look in looks(db)] == [LookCause.CONTESTED]

    take_back_reply(db, by=therapist, review_id=first.id, about=About())
    assert len(looks(db)) == 1
    reply_to_feedback(
        db, by=therapist, review_id=first.id, about=About(rating_id=rating.id), stance="accept", text=""
    )

    assert looks(db) == []


def test_a_second_rating_that_was_begun_or_drawn_stays_when_the_contest_goes(
    db, therapist, supervisor, first, week, factories
):
    contest(db, therapist, first)
    begin(db, supervisor, week)
    take_back_reply(db, by=therapist, review_id=first.id, about=About())
    assert len(looks(db)) == 1

    other = factories.Week(case=week.case, starts_on=this_monday() - timedelta(weeks=3))
    drawn = factories.Review(week=other, by=first.by, published=True, ratings={FIT: 2})
    factories.SecondLook(week=other, cause=LookCause.SHARE)
    contest(db, therapist, drawn)
    take_back_reply(db, by=therapist, review_id=drawn.id, about=About())

    assert sorted(look.cause.value for look in looks(db)) == ["contested", "share"]


def test_an_old_answered_or_foreign_reply_cannot_be_taken_back(db, therapist, consultant, first):
    reply = contest(db, therapist, first)
    answer = Reply(review_id=first.id, by_id=consultant.id, stance=Stance.ANSWER, text="I see.")
    db.add(answer)
    db.commit()
    with pytest.raises(InvalidInput):
        take_back_reply(db, by=therapist, review_id=first.id, about=About())
    with pytest.raises(NotAllowed):
        take_back_reply(db, by=consultant, review_id=first.id, about=About())

    db.delete(answer)
    reply.created_at = now() - timedelta(hours=2)
    db.commit()
    with pytest.raises(InvalidInput):
        take_back_reply(db, by=therapist, review_id=first.id, about=About())


def test_a_rater_asks_once_and_a_therapist_never(db, consultant, therapist, first, week, factories):
    one = ask_second_look(db, by=consultant, **of(week))
    again = ask_second_look(db, by=consultant, **of(week))

    assert one.id == again.id
    assert (one.cause, one.asked_by_id) == (LookCause.ASKED, consultant.id)
    with pytest.raises(NotAllowed):
        ask_second_look(db, by=therapist, **of(week))
    untouched = factories.Week(case=week.case, starts_on=this_monday() - timedelta(weeks=1))
    with pytest.raises(InvalidInput):
        ask_second_look(db, by=consultant, **of(untouched))


def test_it_waits_for_everybody_who_rates_but_the_first_until_somebody_takes_it(
    db, people, consultant, supervisor, therapist, first, week, factories
):
    other = factories.Person(role=Role.CONSULTANT, team=people["team"])
    ask_second_look(db, by=consultant, **of(week))

    assert [len(list_second_looks(db, by=who)) for who in (consultant, supervisor, other)] == [0, 1, 1]
    with pytest.raises(NotAllowed):
        list_second_looks(db, by=therapist)
    take_second_look(db, by=supervisor, **of(week))
    with pytest.raises(InvalidInput, match="start"):
        take_second_look(db, by=other, **of(week))
    with pytest.raises(InvalidInput, match="start"):
        take_second_look(db, by=consultant, **of(week))

    assert [len(list_second_looks(db, by=who)) for who in (consultant, supervisor, other)] == [0, 1, 0]
    give_back_second_look(db, by=supervisor, **of(week))
    [waiting] = list_second_looks(db, by=other, team_id=people["team"].id)
    assert (waiting.is_mine, waiting.is_begun, waiting.monday) == (False, False, week.starts_on)
    assert waiting.due > now()
    assert list_second_looks(db, by=other, team_id=week.id) == []


def test_what_was_begun_is_given_back_only_while_nothing_was_done(db, supervisor, first, week, factories):
    factories.SecondLook(week=week)
    begin(db, supervisor, week)
    give_back_second_look(db, by=supervisor, **of(week))
    assert db.query(Review).filter_by(rater=Rater.SECOND).count() == 0

    review = begin(db, supervisor, week)
    rate_principle(db, by=supervisor, review_id=review.id, principle=FIT, choice="4")
    with pytest.raises(InvalidInput):
        give_back_second_look(db, by=supervisor, **of(week))


def test_what_somebody_took_and_left_without_beginning_can_be_had_by_others(
    db, supervisor, first, week, people, factories
):
    gone = factories.Person(role=Role.CONSULTANT, team=people["team"])
    factories.SecondLook(week=week, given_to_id=gone.id)
    taken = list_second_looks(db, by=supervisor)
    gone.team_roles[0].ends_on = date.today() - timedelta(days=1)
    db.commit()

    [left] = list_second_looks(db, by=supervisor)
    given_back = give_back_second_look(db, by=supervisor, **of(week)).given_to_id
    look = take_second_look(db, by=supervisor, **of(week))

    assert taken == []
    assert (left.is_mine, given_back, look.given_to_id) == (False, gone.id, supervisor.id)
    assert begin(db, supervisor, week).by_id == supervisor.id


def test_what_was_seen_of_something_agreed_is_not_given_back_either(db, supervisor, first, week, factories):
    factories.SecondLook(week=week)
    review = begin(db, supervisor, week)
    agreed = Action(position=0, text="Ask dad.")
    first.actions.append(agreed)
    db.flush()
    seen = ActionAnswer(
        action_id=agreed.id, week_id=week.id, review_id=review.id, by_id=supervisor.id,
        outcome=ActionOutcome.NOT_SEEN, text="Nobody asked.",
    )  # fmt: skip
    db.add(seen)
    db.commit()

    with pytest.raises(InvalidInput):
        give_back_second_look(db, by=supervisor, **of(week))

    db.rollback()
    assert db.get(Review, review.id) is not None


def test_the_first_rater_cannot_be_the_second_nor_the_second_the_first(
    db, people, consultant, supervisor, week, first, factories
):
    factories.SecondLook(week=week)
    with pytest.raises(InvalidInput):
        begin(db, consultant, week)

    other = factories.Week(case=week.case, starts_on=this_monday() - timedelta(weeks=1))
    factories.Note(week=other, by=people[Role.THERAPIST])
    factories.SecondLook(week=other, given_to_id=consultant.id)
    with pytest.raises(InvalidInput, match="start"):
        start_review(db, by=consultant, **of(other))


def test_without_the_wish_there_is_no_second_rating(db, supervisor, first, week):
    with pytest.raises(NotFound):
        begin(db, supervisor, week)
    with pytest.raises(NotFound):
        read_desk(db, by=supervisor, **of(week), rater=Rater.SECOND, is_looked_at=False)


def test_it_is_rated_by_the_same_codebook_and_note_and_is_told_what_it_knew(
    db, consultant, supervisor, first, week, factories
):
    factories.SecondLook(week=week)
    factories.Codebook(version="published since")
    db.add(AuditEntry(person_id=supervisor.id, what="read feedback", subject_id=first.id))
    db.commit()

    knowing = begin(db, supervisor, week)

    assert (knowing.codebook_id, knowing.revision_id) == (first.codebook_id, first.revision_id)
    assert knowing.knew_first
    assert not first.knew_first


def test_whoever_wrote_the_first_review_for_a_while_knew_it(db, people, factories, consultant, week):
    other = factories.Person(role=Role.CONSULTANT, team=people["team"])
    start_review(db, by=consultant, **of(week))
    given = {"to_id": other.id, "why": "I am away.", "hours": 4}
    hand_over_week(db, by=consultant, **of(week), **given)
    factories.SecondLook(week=week)

    assert begin(db, consultant, week).knew_first


def test_who_has_not_read_the_first_review_did_not_know_it(db, supervisor, first, week, factories):
    factories.SecondLook(week=week)

    assert not begin(db, supervisor, week).knew_first


@pytest.mark.parametrize("read", [read_review, preview_feedback])
def test_reading_what_somebody_else_writes_is_knowing_it(database, db, consultant, supervisor, week, read):
    review = start_review(db, by=consultant, **of(week))
    with database.reading() as reading:
        if read is read_review:
            read_desk(reading, by=supervisor, **of(week))
        else:
            read(reading, by=supervisor, review_id=review.id)
    ask_second_look(db, by=consultant, **of(week))

    assert begin(db, supervisor, week).knew_first


def test_neither_sees_the_other_before_both_are_done(db, people, consultant, supervisor, week, factories):
    first = start_review(db, by=consultant, **of(week))
    ask_second_look(db, by=consultant, **of(week))
    second = begin(db, supervisor, week)
    third = factories.Person(role=Role.CONSULTANT, team=people["team"])

    def second_is_closed():
        for who in (consultant, third):
            with pytest.raises(NotFound):
                read_review(db, by=who, review_id=second.id)
            with pytest.raises(NotFound):
                read_desk(db, by=who, **of(week), rater=Rater.SECOND, is_looked_at=False)

    def first_is_closed_to_the_second():
        with pytest.raises(Blind):
            read_review(db, by=supervisor, review_id=first.id)
        with pytest.raises(Blind):
            read_desk(db, by=supervisor, **of(week), is_looked_at=False)
        with pytest.raises(NotFound):
            read_both(db, by=supervisor, **of(week), is_looked_at=False)

    second_is_closed()
    first_is_closed_to_the_second()
    rate_all(db, supervisor, second)
    hand_in_second_review(db, by=supervisor, review_id=second.id)
    second_is_closed()
    first_is_closed_to_the_second()
    with pytest.raises(NotFound):
        read_both(db, by=consultant, **of(week), is_looked_at=False)

    rate_all(db, consultant, first)
    first.strengths = "He asked."
    db.commit()
    publish_review(db, by=consultant, review_id=first.id)
    for who in (consultant, supervisor, third):
        both = read_both(db, by=who, **of(week), is_looked_at=False)
        assert (both.first.review.id, both.second.review.id) == (first.id, second.id)
    with pytest.raises(NotAllowed):
        read_both(db, by=people[Role.THERAPIST], **of(week), is_looked_at=False)


def test_a_second_rating_is_handed_in_with_everything_rated_and_never_published(
    db, consultant, supervisor, therapist, first, week, factories
):
    factories.SecondLook(week=week)
    second = begin(db, supervisor, week)
    with pytest.raises(InvalidInput) as told:
        hand_in_second_review(db, by=supervisor, review_id=second.id)
    assert len(told.value.messages) == len(Principle)
    rate_all(db, supervisor, second)
    with pytest.raises(NotFound):
        publish_review(db, by=supervisor, review_id=second.id)

    hand_in_second_review(db, by=supervisor, review_id=second.id)
    hand_in_second_review(db, by=supervisor, review_id=second.id)

    assert second.status is ReviewStatus.SUBMITTED
    assert second.submitted_at is not None
    assert looks(db)[0].done_at == second.submitted_at
    assert db.query(AuditEntry).filter_by(what="handed in second rating").count() == 1
    with pytest.raises(NotYoursToWrite):
        rate_principle(db, by=supervisor, review_id=second.id, principle=FIT, choice="1")
    with pytest.raises(NotFound):
        read_feedback(db, by=therapist, review_id=second.id)


def test_a_first_review_is_not_handed_in(db, consultant, week):
    first = start_review(db, by=consultant, **of(week))

    with pytest.raises(NotFound):
        hand_in_second_review(db, by=consultant, review_id=first.id)


@pytest.fixture
def both(factories, supervisor, first, week):
    """The second gave fours, and the same for one principle."""
    return factories.second_review(
        week=week, by=supervisor, ratings=dict.fromkeys(Principle, 4) | {EFFORT: 3}
    )


def test_they_agree_on_what_counts_and_every_agreement_stays(db, consultant, supervisor, week, both):
    def settle(by, choice, why):
        return settle_difference(db, by=by, **of(week), principle=FIT, choice=choice, why=why)

    settle(consultant, "4", "He asked who was there.")
    settle(consultant, "4", "He asked who was there.")
    settle(supervisor, "not_assessable", "The recording breaks off.")

    pair = next(
        p
        for p in read_both(db, by=supervisor, **of(week), is_looked_at=False).pairs
        if p.first.entry.principle is FIT
    )
    assert [row.value for row in pair.agreed] == [4, None]
    assert db.scalar(select(func.count(Consensus.id))) == 2


def test_where_both_gave_the_same_there_is_nothing_to_settle_unless_it_is_contested(
    db, therapist, supervisor, first, week, both
):
    def pair():
        pairs = read_both(db, by=supervisor, **of(week), is_looked_at=False).pairs
        return next(p for p in pairs if p.first.entry.principle is EFFORT)

    assert (pair().is_equal, pair().may_settle) == (True, False)
    contest(db, therapist, first, rating_id=first.rating(EFFORT).id)

    assert pair().may_settle
    assert len(looks(db)) == 1


@pytest.mark.parametrize(
    ("choice", "why", "field"),
    [
        ("", "Because.", "choice-finding_the_fit"),
        ("6", "Because.", "choice-finding_the_fit"),
        ("3", "  ", "why-finding_the_fit"),
        ("3", "x" * 2_001, "why-finding_the_fit"),
    ],
)
def test_an_agreement_wants_a_number_and_a_reason(db, consultant, week, both, choice, why, field):
    with pytest.raises(InvalidInput) as told:
        settle_difference(db, by=consultant, **of(week), principle=FIT, choice=choice, why=why)

    assert list(told.value.messages) == [field]


def test_nothing_is_settled_before_both_are_done(db, consultant, supervisor, first, week, factories):
    factories.second_review(week=week, by=supervisor, is_done=False)

    with pytest.raises(NotFound):
        settle_difference(db, by=consultant, **of(week), principle=FIT, choice="4", why="So.")
