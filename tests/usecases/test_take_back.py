"""Feedback is taken back within the hour by whoever published it, and leaves a trace."""

from datetime import timedelta
from inspect import getmodule

import pytest
from sqlalchemy import update

from fidelity.usecases.answer_reply import answer_reply
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.rate_principle import CLEARED, rate_principle
from fidelity.usecases.read_feedback import note_feedback_read
from fidelity.usecases.read_taken_back import read_taken_back
from fidelity.usecases.reply_to_feedback import About, reply_to_feedback
from fidelity.usecases.review_words import AgreedAction, ReviewWords
from fidelity.usecases.save_review_words import save_review_words
from fidelity.usecases.take_back_reply import take_back_reply
from fidelity.usecases.take_back_review import take_back_review
from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    AuditEntry,
    Principle,
    RatingChange,
    Reply,
    Review,
    ReviewStatus,
    Role,
    TakenBack,
    now,
)

FIT = Principle.FINDING_THE_FIT


@pytest.fixture
def review(db, factories, people):
    week = factories.Week(case=people["case"])
    factories.Note(week=week, by=people[Role.THERAPIST])
    review = factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
    )
    db.add(Action(review_id=review.id, position=0, text="Ask dad."))
    db.commit()
    db.refresh(review)
    return review


def take_back(db, by, review, *, reason="I had the wrong week in mind.", minutes=60):
    return take_back_review(db, by=by, review_id=review.id, reason=reason, minutes=minutes)


def test_it_becomes_a_draft_of_the_same_writer_and_what_stood_in_it_is_kept(db, people, review):
    consultant, published_at = people[Role.CONSULTANT], review.published_at

    take_back(db, consultant, review)
    take_back(db, consultant, review)

    assert (review.status, review.published_at, review.offer) == (ReviewStatus.DRAFT, None, None)
    trace = db.query(TakenBack).one()
    assert (trace.by_id, trace.published_at, trace.read_at) == (consultant.id, published_at, None)
    assert trace.content["ratings"] == {principle.value: 3 for principle in Principle}
    assert trace.content["whys"][FIT.value] == "As her words show."
    assert (trace.content["strengths"], trace.content["actions"]) == (review.strengths, ["Ask dad."])
    assert db.query(AuditEntry).filter_by(what="took back review").count() == 1
    rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice="5")
    publish_review(db, by=consultant, review_id=review.id)
    assert review.published_at > published_at


def test_who_published_without_looking_counts_as_having_looked_when_they_take_it_back(db, people, review):
    consultant = people[Role.CONSULTANT]
    review.is_rated_first = True
    db.commit()

    take_back(db, consultant, review)
    rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice="5")

    assert review.revealed_at == db.query(TakenBack).one().created_at
    assert db.query(RatingChange).one().is_after_reveal


def test_nobody_else_can_take_it_back_and_nobody_later(db, factories, people, review):
    supervisor, stranger = people[Role.SUPERVISOR], factories.Person(role=Role.CONSULTANT)

    for by, error in ((supervisor, NotAllowed), (people[Role.THERAPIST], NotAllowed), (stranger, NotFound)):
        with pytest.raises(error):
            take_back(db, by, review)
        db.rollback()
    with pytest.raises(InvalidInput):
        take_back(db, people[Role.CONSULTANT], review, reason="  ")
    with pytest.raises(InvalidInput):
        take_back(db, people[Role.CONSULTANT], review, minutes=0)
    db.rollback()
    review.published_at = now() - timedelta(minutes=61)
    db.commit()
    with pytest.raises(InvalidInput) as late:
        take_back(db, people[Role.CONSULTANT], review)

    assert "more than 60 minutes ago" in late.value.messages["reason"]
    db.rollback()
    assert db.get(Review, review.id).status is ReviewStatus.PUBLISHED


def test_it_stays_once_a_second_rater_has_handed_in(db, factories, people, review):
    factories.second_review(week=review.week, by=people[Role.SUPERVISOR])

    with pytest.raises(InvalidInput):
        take_back(db, people[Role.CONSULTANT], review)


def test_what_the_therapist_said_meanwhile_stays(db, people, review):
    therapist, consultant = people[Role.THERAPIST], people[Role.CONSULTANT]
    about = About(rating_id=review.rating(FIT).id)
    reply_to_feedback(db, by=therapist, review_id=review.id, about=about, stance="contest", text="No.")
    answer = ActionAnswer(
        action_id=review.actions[0].id, week_id=review.week_id, by_id=therapist.id, outcome=ActionOutcome.DONE
    )
    db.add(answer)
    db.commit()

    take_back(db, consultant, review)
    with pytest.raises(InvalidInput):
        rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice=CLEARED)
    db.rollback()
    with pytest.raises(InvalidInput):
        save_review_words(
            db, by=consultant, review_id=review.id, based_on=review.number, words=ReviewWords("You asked.")
        )
    db.rollback()
    two = ReviewWords("You asked.", actions=(AgreedAction("First."), AgreedAction("Ask dad.")))
    save_review_words(db, by=consultant, review_id=review.id, based_on=review.number, words=two)

    assert db.query(Reply).filter_by(rating_id=about.rating_id).one().text == "No."
    assert [(each.text, each.id == answer.action_id) for each in review.actions] == [
        ("First.", False),
        ("Ask dad.", True),
    ]
    with pytest.raises(NotFound):
        reply_to_feedback(db, by=therapist, review_id=review.id, about=About(), stance="accept", text="")


def test_a_reply_and_a_reading_in_the_moment_of_taking_back_come_too_late(db, people, review, monkeypatch):
    therapist = people[Role.THERAPIST]
    reply_to_feedback(db, by=therapist, review_id=review.id, about=About(), stance="explain", text="Mum.")
    review.read_at = None
    db.commit()
    draft = {"status": ReviewStatus.DRAFT, "published_at": None}

    def take_back_meanwhile(*_):
        taken = update(Review).where(Review.id == review.id).values(**draft)
        db.execute(taken.execution_options(synchronize_session=False))

    for deed, given in (
        (reply_to_feedback, {"stance": "contest", "text": "No."}),
        (answer_reply, {"text": "So?"}),
        (take_back_reply, {}),
    ):
        monkeypatch.setattr(getmodule(deed), "require_of", take_back_meanwhile)
        with pytest.raises(NotFound):
            deed(db, by=therapist, review_id=review.id, about=About(), **given)
        db.rollback()
    take_back_meanwhile()
    db.commit()
    note_feedback_read(db, therapist, review, is_therapist=True)

    assert [each.text for each in db.query(Reply)] == ["Mum."]
    db.refresh(review)
    assert review.read_at is None


def test_whoever_could_read_it_is_told_and_nobody_else(db, factories, people, review):
    stranger = factories.Person(role=Role.THERAPIST)
    with pytest.raises(NotFound):
        read_taken_back(db, by=people[Role.THERAPIST], review_id=review.id)
    db.rollback()
    take_back(db, people[Role.CONSULTANT], review)

    gone = read_taken_back(db, by=people[Role.THERAPIST], review_id=review.id)

    assert gone.taken_back.reason == "I had the wrong week in mind."
    for by, error in ((stranger, NotFound), (people[Role.ADMINISTRATOR], NotAllowed)):
        with pytest.raises(error):
            read_taken_back(db, by=by, review_id=review.id)
