import pytest

from fidelity.contests import ContestState
from fidelity.usecases.answer_reply import answer_reply
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.read_feedback import read_feedback
from fidelity.usecases.reply_texts import reply_texts
from fidelity.usecases.reply_to_feedback import About, reply_to_feedback
from fidelity.usecases.settle_difference import settle_difference
from models import Mark, Principle, Reply, ReviewStatus, Role, SecondLook, Stance, now

FIT, EFFORT = Principle.FINDING_THE_FIT, Principle.CONTINUOUS_EFFORT


@pytest.fixture
def review(people, factories):
    week = factories.Week(case=people["case"])
    review = factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
    )
    revision = factories.Note(week=week, by=people[Role.THERAPIST]).revisions[0]
    factories.Mark(review=review, quote="praised her", revision=revision, principle=EFFORT)
    return review


@pytest.fixture
def mark(db, review):
    return db.query(Mark).filter_by(review_id=review.id).one()


@pytest.fixture
def say(db, people, review):
    """The therapist replies, or anybody answers."""

    def say(stance, by=Role.THERAPIST, **about):
        given = {"by": people[by], "review_id": review.id, "about": About(**about)}
        if stance is Stance.ANSWER:
            return answer_reply(db, text="Thank you.", **given)
        return reply_to_feedback(db, stance=stance.value, text="He did.", **given)

    return say


@pytest.fixture
def read(db, database, people, review):
    def read(role=Role.THERAPIST):
        db.commit()
        with database.reading() as reading:
            feedback = read_feedback(reading, by=people[role], review_id=review.id)
            return {
                "rating": next(on for on in feedback.principles if on.entry.principle is FIT),
                "quote": next(q for on in feedback.principles for q in on.quotes),
                "whole": feedback.thread,
                "feedback": feedback,
            }

    return read


def test_raters_and_the_therapist_answer_and_the_therapist_stands_where_they_stood(db, review, say, read):
    rating_id = review.rating(FIT).id
    say(Stance.CONTEST, rating_id=rating_id)

    for role in (Role.CONSULTANT, Role.SUPERVISOR, Role.THERAPIST):
        say(Stance.ANSWER, by=role, rating_id=rating_id)
    again = say(Stance.ANSWER, rating_id=rating_id)

    thread = read()["rating"].thread
    assert [reply.stance for reply in thread.replies] == [Stance.CONTEST, *[Stance.ANSWER] * 3]
    assert thread.replies[-1].id == again.id
    assert thread.stance is Stance.CONTEST


def test_where_nothing_was_replied_and_without_words_there_is_no_answer(db, people, review, say):
    with pytest.raises(InvalidInput):
        say(Stance.ANSWER, by=Role.CONSULTANT)
    say(Stance.ACCEPT)
    for text in (" ", "x" * 5_001):
        with pytest.raises(InvalidInput):
            answer_reply(db, by=people[Role.CONSULTANT], review_id=review.id, about=About(), text=text)

    assert db.query(Reply).count() == 1


def test_strangers_colleagues_and_administrators_do_not_answer(db, people, factories, review, say):
    say(Stance.CONTEST)
    for person, refusal in (
        (factories.Person(role=Role.CONSULTANT), NotFound),
        (factories.Person(role=Role.THERAPIST, team=people["team"]), NotFound),
        (people[Role.ADMINISTRATOR], NotAllowed),
    ):
        with pytest.raises(refusal):
            answer_reply(db, by=person, review_id=review.id, about=About(), text="Me, too.")


def test_the_page_says_how_far_each_contest_is(db, people, factories, review, mark, say, read):
    say(Stance.CONTEST, rating_id=review.rating(FIT).id)
    say(Stance.CONTEST, mark_id=mark.id)
    say(Stance.CONTEST)
    say(Stance.EXPLAIN, rating_id=review.rating(EFFORT).id)

    def states():
        seen = read()
        return [seen["rating"].thread.contest, seen["quote"].thread.contest, seen["whole"].contest]

    assert states() == [ContestState.WAITING] * 3
    assert read()["feedback"].replied == 4

    db.delete(db.query(SecondLook).one())
    db.commit()
    second = factories.second_review(
        week=review.week, by=people[Role.SUPERVISOR], is_done=False, ratings={FIT: 5, EFFORT: 3}
    )
    assert states() == [ContestState.BEING_RATED] * 3
    assert (read()["rating"].consensus, read()["rating"].is_same) == (None, False)

    second.status, second.submitted_at = ReviewStatus.SUBMITTED, now()
    db.query(SecondLook).one().done_at = now()
    assert states() == [ContestState.TO_SETTLE, ContestState.SETTLED, ContestState.TO_SETTLE]

    say(Stance.ANSWER, by=Role.CONSULTANT)
    week = review.week
    settle_difference(
        db,
        by=people[Role.CONSULTANT],
        case_id=week.case_id,
        monday=week.starts_on,
        principle=FIT,
        choice="4",
        why="It was said.",
    )
    assert states() == [ContestState.SETTLED] * 3
    assert (read()["rating"].consensus.value, read()["rating"].rating.value) == (4, 3)
    assert read()["quote"].thread.is_contested


def test_what_was_replied_can_be_read_for_a_report(db, people, factories, review, mark, say):
    say(Stance.CONTEST, rating_id=review.rating(FIT).id)
    say(Stance.ANSWER, by=Role.CONSULTANT, rating_id=review.rating(FIT).id)
    say(Stance.ACCEPT, mark_id=mark.id)
    say(Stance.EXPLAIN)
    other = factories.Review(week=factories.Week(case=factories.Case()), published=True)
    db.add(Reply(review_id=other.id, by_id=other.by_id, stance=Stance.ACCEPT))
    db.commit()

    texts = reply_texts(db, [review.id])

    assert list(texts) == [review.id]
    assert [
        (each.stance, each.principle, each.is_of_mark, each.is_of_whole) for each in texts[review.id]
    ] == [
        (Stance.CONTEST, FIT, False, False),
        (Stance.ANSWER, FIT, False, False),
        (Stance.ACCEPT, EFFORT, True, False),
        (Stance.EXPLAIN, None, False, True),
    ]
    assert {each.by for each in texts[review.id]} == {
        people[Role.THERAPIST].name,
        people[Role.CONSULTANT].name,
    }
    assert reply_texts(db, []) == {}
