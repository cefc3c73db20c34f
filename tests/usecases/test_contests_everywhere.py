"""One week in each state of a contest: every page, list, message and file says the same of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.agenda.items import Kind
from fidelity.contests import ContestState, Thing
from fidelity.usecases.count_waiting import count_waiting
from fidelity.usecases.find_past_reviews import find_contested_cases
from fidelity.usecases.list_feedback import Only, list_feedback
from fidelity.usecases.list_second_looks import list_second_looks
from fidelity.usecases.read_adherence import read_adherence
from fidelity.usecases.read_agenda import read_agenda
from fidelity.usecases.read_both import read_both
from fidelity.usecases.read_evidence import Wanted, read_evidence
from fidelity.usecases.read_feedback import assemble_feedback
from fidelity.usecases.read_team_week import read_team_week
from fidelity.usecases.resolve_comment import resolve_comment
from fidelity.usecases.standing_contests import standing_contests
from fidelity.usecases.take_export import take_export
from models import Case, Comment, Consensus, LookCause, Principle, Reply, Review, Role, Stance, now
from tests.factories import this_monday

FIT, EFFORT = Principle.FINDING_THE_FIT, Principle.CONTINUOUS_EFFORT
WAITING, BEING_RATED, TO_SETTLE, SETTLED = ContestState
#: What is contested, what happened, and how far that is. ``rated``: whether the second rater was done
#: before or after the contest and gave the same; the rest happened before it or after.
CASES = [
    (Thing.RATING, {}, WAITING),
    (Thing.COMMENT, {}, WAITING),
    (Thing.MARK, {"answered": "after"}, WAITING),
    (Thing.RATING, {"rated": "begun"}, BEING_RATED),
    (Thing.WHOLE, {"rated": "begun"}, BEING_RATED),
    (Thing.MARK, {"rated": "other after"}, TO_SETTLE),
    (Thing.RATING, {"rated": "same before"}, TO_SETTLE),
    (Thing.RATING, {"rated": "same before", "agreed": "before"}, TO_SETTLE),
    (Thing.RATING, {"rated": "other before", "answered": "after"}, TO_SETTLE),
    (Thing.WHOLE, {"rated": "same before", "answered": "before"}, TO_SETTLE),
    (Thing.COMMENT, {"rated": "same after"}, TO_SETTLE),
    (Thing.RATING, {"rated": "same after"}, SETTLED),
    (Thing.WHOLE, {"rated": "same after"}, SETTLED),
    (Thing.RATING, {"rated": "other before", "agreed": "after"}, SETTLED),
    (Thing.MARK, {"rated": "other after", "agreed": "after"}, SETTLED),
    # Agreed on one of two numbers: the other is left.
    (Thing.WHOLE, {"rated": "other before", "agreed": "after"}, TO_SETTLE),
    (Thing.MARK, {"rated": "other before", "answered": "after"}, SETTLED),
    (Thing.WHOLE, {"rated": "same before", "answered": "after"}, SETTLED),
    (Thing.COMMENT, {"rated": "other before", "answered": "after"}, SETTLED),
    (Thing.COMMENT, {"resolved": "after"}, SETTLED),
    (Thing.COMMENT, {"resolved": "before"}, WAITING),
]


@pytest.fixture
def contested(db, people, factories):
    """Makes a week with published feedback of which one thing is contested."""
    contested_at = now() - timedelta(hours=2)
    times = {"before": contested_at - timedelta(hours=1), "after": contested_at + timedelta(hours=1)}
    consultant, supervisor = people[Role.CONSULTANT], people[Role.SUPERVISOR]

    def contested(thing, *, rated=None, agreed=None, answered=None, resolved=None, weeks_ago=0):
        week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=weeks_ago))
        note = factories.Note(week=week, by=people[Role.THERAPIST])
        published_at = contested_at - timedelta(days=1)
        review = factories.Review(
            week=week, by=consultant, published=True, published_at=published_at, ratings={FIT: 3, EFFORT: 3}
        )
        mark = factories.Mark(review=review, quote="set the rule", revision=note.latest, principle=FIT)
        comment = Comment(
            review_id=review.id, by_id=consultant.id, text="Well said.", revision_id=note.latest.id,
            section="advances", starts=0, ends=3, quote="Mum", resolved_at=times.get(resolved),
        )  # fmt: skip
        db.add(comment)
        db.flush()
        about = {
            Thing.RATING: {"rating_id": review.rating(FIT).id},
            Thing.MARK: {"mark_id": mark.id},
            Thing.COMMENT: {"comment_id": comment.id},
            Thing.WHOLE: {},
        }[thing]

        def say(by, stance, at):
            db.add(Reply(review_id=review.id, by_id=by.id, stance=stance, text="So.", created_at=at, **about))

        say(people[Role.THERAPIST], Stance.CONTEST, contested_at)
        if answered:
            say(consultant, Stance.ANSWER, times[answered] + timedelta(minutes=30))
        say(people[Role.THERAPIST], Stance.ANSWER, now())  # which settles nothing
        if rated == "begun":
            factories.second_review(week=week, by=supervisor, is_done=False)
        elif rated:
            same, at = rated.split()
            values = {FIT: 3, EFFORT: 3} if same == "same" else {FIT: 4, EFFORT: 2}
            factories.second_review(week=week, by=supervisor, ratings=values, submitted_at=times[at])
        else:
            factories.SecondLook(week=week, cause=LookCause.CONTESTED)
        if agreed:
            db.add(
                Consensus(
                    week_id=week.id, principle=FIT, value=4, why="He asked.", by_id=consultant.id,
                    created_at=times[agreed] + timedelta(minutes=20),
                )
            )  # fmt: skip
        db.commit()
        return review

    return contested


def states(db, people, review, thing):
    """What each place says, as the same word: the state where it tells it, else whether it is open."""
    consultant, team = people[Role.CONSULTANT], people["team"].id
    feedback = assemble_feedback(db, review, may_reply=False)
    threads = {
        Thing.RATING: feedback.principles[FIT.number - 1].thread,
        Thing.MARK: feedback.principles[FIT.number - 1].quotes[0].thread,
        Thing.COMMENT: feedback.remarks[0].thread,
        Thing.WHOLE: feedback.thread,
    }
    contests = standing_contests()
    items = read_agenda(db, by=consultant, team_id=team, monday=next_monday()).lines
    [case] = read_team_week(db, by=consultant, team_id=team, monday=this_monday()).cases
    replies = {reply.thing: reply.contest for reply in case.replies}
    replies[Thing.RATING] = next(r.contest for r in case.ratings if r.principle is FIT)
    told = {
        "feedback": threads[thing].contest,
        "in sql": ContestState(db.scalar(select(contests.c.state))),
        "team week": replies[thing],
        "agenda": next(
            (line.item.content.state for line in items if line.item.kind is Kind.CONTESTED), SETTLED
        ),
    }
    if thing is not Thing.WHOLE:
        name = {Thing.RATING: "ratings", Thing.MARK: "marks", Thing.COMMENT: "comments"}[thing]
        rows = take_export(db, by=consultant, team_id=team, name=name).rows
        [said] = [row["contest_state"] for row in rows if row["contest_state"]]
        told["export"] = ContestState(said)
    for who in (consultant, people[Role.THERAPIST]):
        [listed] = list_feedback(db, by=who).rows
        told[f"list of {who.name}"] = listed.open
        told[f"filter of {who.name}"] = len(list_feedback(db, by=who, only=Only.OPEN).rows)
    told["digest"] = count_waiting(db, consultant).contests
    told["queue"] = len(find_contested_cases(db, hidden=(), cases=Case.id == people["case"].id))
    return told


def next_monday():
    return this_monday() + timedelta(weeks=1)


@pytest.mark.parametrize(("thing", "happened", "state"), CASES)
def test_every_place_says_the_same_of_a_contest(
    database, people, factories, contested, thing, happened, state
):
    factories.noise()
    review = contested(thing, **happened)

    with database.reading() as reading:
        told = states(reading, people, reading.merge(review, load=False), thing)

    expected = {
        place: state if isinstance(said, ContestState) else int(state is not SETTLED)
        for place, said in told.items()
    }
    assert told == expected


@pytest.mark.parametrize(
    ("thing", "happened", "state"), [case for case in CASES if case[0] is not Thing.COMMENT]
)
def test_adherence_counts_the_numbers_that_a_contest_leaves_open(
    database, people, factories, contested, thing, happened, state
):
    factories.noise()
    review_id = contested(thing, **happened).id
    consultant, team = people[Role.CONSULTANT], people["team"].id
    numbers = [FIT, EFFORT] if thing is Thing.WHOLE else [FIT]
    of_one = thing is Thing.WHOLE and happened.get("agreed") == "after"
    left = [] if state is SETTLED else [EFFORT] if of_one else numbers

    with database.reading() as db:
        review = db.get_one(Review, review_id)
        found = read_adherence(db, by=consultant, team_id=team)
        points = {each: series.points[-1] for each, series in found.by_principle.items() if series.points}
        rows = list(take_export(db, by=consultant, team_id=team, name="ratings").rows)

        assert found.unsettled == len(left)
        assert [each for each in points if points[each].contested] == numbers
        assert [each for each in points if points[each].open] == left
        for principle in numbers:
            evidence = read_evidence(
                db, by=consultant, team_id=team, principle=principle, wanted=Wanted(is_contested=True)
            )
            assert evidence.page.total == (principle in left)
        assert {row["principle"] for row in rows if row["is_unsettled"]} == set(left)
        assert assemble_feedback(db, review, may_reply=False).unsettled == set(left)
        if happened.get("rated", "begun") != "begun":
            both = read_both(db, by=consultant, case_id=review.week.case_id, monday=review.week.starts_on)
            assert {pair.first.entry.principle for pair in both.pairs if pair.is_open} == set(left)
            assert set(left) <= {pair.first.entry.principle for pair in both.pairs if pair.is_to_settle}


def test_a_second_rating_waits_as_long_as_a_contest_that_called_for_it_is_open(db, people, contested):
    review = contested(Thing.COMMENT)
    supervisor, [comment] = people[Role.SUPERVISOR], db.scalars(select(Comment)).all()

    def resolve(is_resolved):
        resolve_comment(
            db, by=supervisor, review_id=review.id, comment_id=comment.id, is_resolved=is_resolved
        )
        return len(list_second_looks(db, by=supervisor)), count_waiting(db, supervisor).second_ratings

    assert resolve(True) == (0, 0)
    assert resolve(False) == (1, 1)


def test_what_is_agreed_of_one_week_settles_no_contest_of_another(db, contested):
    agreed = contested(Thing.RATING, rated="other before", agreed="after")
    left = contested(Thing.RATING, rated="other before", weeks_ago=1)

    assert _states(db) == {agreed.id: SETTLED, left.id: TO_SETTLE}


def test_who_is_therapist_of_another_family_answers_as_a_rater(db, people, factories, contested):
    factories.Week(case=factories.Case(team=people["team"], therapist=people[Role.CONSULTANT]))

    review = contested(Thing.MARK, rated="other before", answered="after")

    assert _states(db) == {review.id: SETTLED}


def _states(db):
    contests = standing_contests()
    return {
        key: ContestState(state) for key, state in db.execute(select(contests.c.review_id, contests.c.state))
    }
