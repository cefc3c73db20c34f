from uuid import uuid4

import pytest
from sqlalchemy import select

from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.reply_to_feedback import LONGEST_REPLY_CHARACTERS, About, reply_to_feedback
from models import AuditEntry, Comment, Principle, Reply, Role, Stance, now


@pytest.fixture
def review(people, factories):
    week = factories.Week(case=people["case"])
    return factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
    )


@pytest.fixture
def reply(db, people, review):
    def reply(stance="contest", text="I rang him twice.", about=None, by=None):
        return reply_to_feedback(
            db,
            by=by or people[Role.THERAPIST],
            review_id=review.id,
            about=about or About(),
            stance=stance,
            text=text,
        )

    return reply


def replies(db):
    return [(r.stance, r.text) for r in db.scalars(select(Reply).order_by(Reply.created_at))]


def test_a_later_reply_stands_beside_the_earlier_one(db, reply):
    reply("contest", " I rang him twice.\r\nOn Monday. ")
    reply("accept", "")

    assert replies(db) == [(Stance.CONTEST, "I rang him twice.\nOn Monday."), (Stance.ACCEPT, "")]


def test_it_answers_a_rating_marked_words_a_comment_or_the_whole(db, factories, review, reply):
    revision = factories.Note(week=review.week).revisions[0]
    mark = factories.Mark(review=review, quote="praised her", revision=revision)
    comment = Comment(
        review_id=review.id,
        by_id=review.by_id,
        revision_id=revision.id,
        section=mark.section,
        starts=0,
        ends=3,
        quote="Mum",
        text="Who?",
    )
    db.add(comment)
    db.commit()
    things = [
        About(rating_id=review.ratings[0].id),
        About(mark_id=mark.id),
        About(comment_id=comment.id),
        About(),
    ]

    made = [reply(about=about) for about in things]

    assert [About(r.rating_id, r.mark_id, r.comment_id) for r in made] == things


def test_a_double_click_makes_one_reply(db, review, reply):
    first = reply()
    again = reply()
    reply(about=About(rating_id=review.ratings[0].id))

    assert again.id == first.id
    assert len(replies(db)) == 2
    assert len(db.scalars(select(AuditEntry).filter_by(what="replied to feedback")).all()) == 2


def test_who_replies_has_read_it(db, review, reply):
    reply()

    db.refresh(review)
    assert review.read_at is not None


@pytest.mark.parametrize(
    ("stance", "text", "field"),
    [
        ("", "Because.", "stance"),
        ("shout", "Because.", "stance"),
        ("answer", "Because.", "stance"),  # that is for threads
        ("explain", "  ", "text"),
        ("contest", "\n", "text"),
        ("accept", "x" * (LONGEST_REPLY_CHARACTERS + 1), "text"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_kept(db, reply, stance, text, field):
    with pytest.raises(InvalidInput) as error:
        reply(stance, text)

    db.rollback()
    assert list(error.value.messages) == [field]
    assert replies(db) == []


def test_accepting_needs_no_words(db, reply):
    reply("accept", "")

    assert replies(db) == [(Stance.ACCEPT, "")]


def test_a_part_of_another_review_is_not_found(db, factories, review, reply):
    other = factories.Review(published=True, ratings={Principle.FINDING_THE_FIT: 1})
    revision = factories.Note(week=review.week).revisions[0]
    removed = factories.Mark(review=review, quote="Mum", revision=revision, removed_at=now())

    for about in (About(rating_id=other.ratings[0].id), About(mark_id=removed.id), About(comment_id=uuid4())):
        with pytest.raises(NotFound):
            reply(about=about)
    assert replies(db) == []


def test_only_the_therapist_replies(people, reply):
    for role in (Role.CONSULTANT, Role.SUPERVISOR, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            reply(by=people[role])
