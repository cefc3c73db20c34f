"""Published feedback stands next to the words it speaks of, for the therapist who can reply to it."""

import pytest

from models import Comment, Polarity, Principle, Reply, ReviewStatus, Role, Stance, now
from tests.versions import mark as mark_on


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def revision(people, week, factories):
    return factories.Note(week=week, by=people[Role.THERAPIST]).revisions[0]


@pytest.fixture
def transcript(people, week, factories):
    recording = factories.Recording(week=week, by=people[Role.THERAPIST])
    return factories.Transcript(recording=recording)


@pytest.fixture
def review(db, people, week, revision, transcript, factories):
    review = factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
    )
    factories.Mark(review=review, quote="praised her", revision=revision, polarity=Polarity.COUNTER)
    mark_on(factories, review, transcript.segments[0], "just before")
    comment = Comment(
        review_id=review.id,
        by_id=review.by_id,
        revision_id=revision.id,
        section="advances",
        starts=0,
        ends=3,
        quote="Mum",
        text="Which of <b>them</b>?",
    )
    db.add(comment)
    factories.second_review(week=week, by=people[Role.SUPERVISOR], ratings=dict.fromkeys(Principle, 5))
    db.commit()
    return review


@pytest.fixture
def pages(people, week, transcript, sign_in):
    """The recording's page and the note's, as a person sees them."""

    def pages(role):
        browser = sign_in(people[role])
        note = browser.get(f"/cases/{week.case_id}/weeks/{week.starts_on}/note")
        return browser.get(f"/recordings/{transcript.recording_id}").text, note.text

    return pages


def test_the_therapist_finds_marks_and_comments_where_they_belong(review, pages):
    recording, note = pages(Role.THERAPIST)

    assert recording.count("data-said") == 1
    assert "<q>just before</q>" in recording
    assert f'href="/feedback/{review.id}#replies-' in recording
    assert note.count("data-said") == 2
    assert "Goes against 3. " in note
    assert "Which of &lt;b&gt;them&lt;/b&gt;?" in note


def test_what_the_therapist_made_of_it_stands_there_too(db, people, review, pages):
    comment = db.query(Comment).one()
    for stance in (Stance.CONTEST, Stance.ANSWER):
        by_id = people[Role.THERAPIST].id
        db.add(Reply(review_id=review.id, comment_id=comment.id, by_id=by_id, stance=stance, text="Mum."))
        db.commit()

    _, note = pages(Role.THERAPIST)

    assert "You contest it." in note


def test_raters_find_it_in_the_feedback_and_nobody_finds_a_draft_or_a_second_rating(db, review, pages):
    for role in (Role.CONSULTANT, Role.SUPERVISOR):
        assert "data-said" not in "".join(pages(role))
    review.status, review.published_at = ReviewStatus.DRAFT, None
    db.commit()

    assert "data-said" not in "".join(pages(Role.THERAPIST))


def test_what_was_removed_before_publishing_is_not_there(db, review, pages):
    db.query(Comment).one().removed_at = now()
    db.commit()

    assert "Which of" not in pages(Role.THERAPIST)[1]
