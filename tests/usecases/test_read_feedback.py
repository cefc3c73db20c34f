from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.read_feedback import read_feedback
from models import (
    AuditEntry,
    Comment,
    Principle,
    Rater,
    RecordingStatus,
    Reply,
    Role,
    Stance,
    now,
)

FIT, RESPONSIBILITY = Principle.FINDING_THE_FIT, Principle.INCREASING_RESPONSIBILITY


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def review(people, factories, week):
    return factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings={FIT: 4, RESPONSIBILITY: None}
    )


@pytest.fixture
def read(database, db):
    """As a page that only looks asks for it."""

    def read(person, review):
        db.commit()
        with database.reading() as reading:
            return read_feedback(reading, by=person, review_id=review.id)

    return read


def test_the_therapist_gets_ratings_with_their_anchors_in_the_order_of_the_codebook(db, people, review, read):
    db.commit()
    feedback = read(people[Role.THERAPIST], review)

    assert [on.entry.principle for on in feedback.principles] == list(Principle)
    fit, _, responsibility = feedback.principles[:3]
    assert (fit.rating.value, fit.anchor) == (4, "What a 4 looks like.")
    assert (responsibility.rating.value, responsibility.anchor) == (None, None)
    assert feedback.principles[1].rating is None
    assert feedback.may_reply


def test_marked_words_come_with_their_place_and_not_those_that_were_taken_back(
    db, people, factories, week, review, read
):
    revision = factories.Note(week=week).revisions[0]
    suggestion = factories.Suggestion(week=week, quote="praised her", revision=revision)
    kept = factories.Mark(review=review, quote="praised her", revision=revision, suggestion_id=suggestion.id)
    factories.Mark(review=review, quote="Mum", revision=revision, removed_at=now())
    transcript = factories.Transcript(recording=factories.Recording(week=week))
    segment = transcript.segments[0]
    comment = Comment(
        review_id=review.id,
        by_id=review.by_id,
        segment_id=segment.id,
        text="Good.",
        starts=14,
        ends=18,
        quote="just",
    )
    db.add(comment)
    db.commit()

    feedback = read(people[Role.SUPERVISOR], review)

    [quote] = next(on for on in feedback.principles if on.entry.principle is RESPONSIBILITY).quotes
    assert (quote.mark.id, quote.mark.suggestion_id) == (kept.id, suggestion.id)
    assert (quote.place.section.value, quote.place.revision) == ("advances", 1)
    [remark] = feedback.remarks
    # "What happened just": the third word, 0.3 s a word.
    assert (remark.place.recording_id, remark.place.seconds) == (transcript.recording_id, pytest.approx(0.6))


def test_the_words_of_a_withdrawn_recording_are_known_to_be_withdrawn(
    db, people, factories, week, review, read
):
    recording = factories.Recording(week=week, status=RecordingStatus.WITHDRAWN)
    segment = factories.Transcript(recording=recording).segments[0]
    db.add(
        Comment(
            review_id=review.id,
            by_id=review.by_id,
            segment_id=segment.id,
            text="Good.",
            starts=0,
            ends=4,
            quote="What",
        )
    )
    db.commit()

    [remark] = read(people[Role.THERAPIST], review).remarks

    assert remark.place.is_withdrawn


def test_the_first_opening_by_the_therapist_is_put_down_and_no_later_one(db, people, review, read):
    therapist = people[Role.THERAPIST]
    db.commit()

    read(people[Role.CONSULTANT], review)
    db.commit()
    db.refresh(review)
    assert review.read_at is None

    db.commit()
    read(therapist, review)
    db.commit()
    db.refresh(review)
    first = review.read_at
    assert first is not None

    db.commit()
    read(therapist, review)
    db.commit()
    db.refresh(review)
    assert review.read_at == first


def test_every_reading_leaves_a_trace(db, people, review, read):
    db.commit()
    read(people[Role.SUPERVISOR], review)
    db.commit()

    [entry] = db.scalars(select(AuditEntry).filter_by(what="read feedback"))
    assert (entry.person_id, entry.subject_id, entry.team_id) == (
        people[Role.SUPERVISOR].id,
        review.id,
        people["team"].id,
    )


def test_a_thread_is_contested_while_its_last_reply_contests(db, people, review, read):
    rating, therapist = review.rating(FIT), people[Role.THERAPIST]

    def stances(*given):
        for stance in given:
            db.add(
                Reply(
                    review_id=review.id, rating_id=rating.id, by_id=therapist.id, stance=stance, text="Why."
                )
            )
            db.commit()
        return read(therapist, review).principles[0].thread

    thread = stances(Stance.EXPLAIN, Stance.CONTEST)
    assert [reply.stance for reply in thread.replies] == [Stance.EXPLAIN, Stance.CONTEST]
    assert thread.is_contested

    db.commit()
    assert not stances(Stance.ACCEPT).is_contested


def test_a_draft_and_a_second_rating_are_nobodys_feedback(db, people, factories, week, read):
    draft = factories.Review(week=week, by=people[Role.CONSULTANT])
    second = factories.Review(
        week=factories.Week(case=people["case"], starts_on=week.starts_on - timedelta(weeks=1)),
        published=True,
        rater=Rater.SECOND,
    )
    db.commit()

    for review in (draft, second):
        for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
            with pytest.raises(NotFound):
                read(people[role], review)


def test_nobody_else_gets_it(db, people, factories, review, read):
    stranger = factories.Person(role=Role.THERAPIST, team=people["team"])
    elsewhere = factories.Person(role=Role.CONSULTANT)
    db.commit()

    for person in (stranger, elsewhere):
        with pytest.raises(NotFound):
            read(person, review)
    with pytest.raises(NotAllowed):
        read(people[Role.ADMINISTRATOR], review)
