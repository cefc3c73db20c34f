"""A second rating that was passed on: with it every table, list and number is as it was without."""

from datetime import timedelta

import pytest
from sqlalchemy import true

from fidelity.exports.values import plain
from fidelity.usecases.count_evidence import count_evidence
from fidelity.usecases.count_waiting import count_waiting
from fidelity.usecases.find_agreed import find_agreed
from fidelity.usecases.find_judgements import find_judgements
from fidelity.usecases.find_marked_weeks import find_marked_weeks
from fidelity.usecases.find_rated_twice import Between, find_rated_twice
from fidelity.usecases.find_second_ratings import find_second_ratings
from fidelity.usecases.find_week_reviews import find_week_reviews
from fidelity.usecases.list_feedback import list_feedback
from fidelity.usecases.list_queue import list_queue
from fidelity.usecases.list_second_looks import list_second_looks
from fidelity.usecases.read_adherence import read_adherence
from fidelity.usecases.take_export import list_exports, take_export
from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    Comment,
    NoteSection,
    Polarity,
    Principle,
    Rater,
    RatingChange,
    ReviewStatus,
    Role,
    SuggestionDecision,
    Verdict,
    now,
)
from tests.factories import this_monday

FIT = Principle.FINDING_THE_FIT
LAST = this_monday() - timedelta(weeks=1)


@pytest.fixture
def rated(people, factories):
    """A week with a published first rating, and words that the machine and the first rater marked."""
    week = factories.Week(case=people["case"], starts_on=LAST)
    note = factories.Note(week=week, by=people[Role.THERAPIST], texts={"advances": "Mam said sorry."})
    first = factories.Review(
        week=week,
        by=people[Role.CONSULTANT],
        published=True,
        ratings=dict.fromkeys(Principle, 3),
        revision_id=note.revisions[-1].id,
    )
    words = {"revision": note.revisions[-1], "quote": "said sorry"}
    factories.Mark(review=first, **words)
    return week, words, factories.Suggestion(week=week, **words)


def everything(database, db, people, week):
    """What each of the team's people may take out, and what pages and measures count."""
    db.commit()
    with database.reading() as reading:
        return _everything(reading, people, week)


def _everything(db, people, week):
    team_id, found = people["team"].id, {}
    for role in (Role.SUPERVISOR, Role.CONSULTANT, Role.THERAPIST):
        by = people[role]
        for table in list_exports(db, by=by, team_id=team_id).tables:
            if table.name == "audit_log":
                continue
            taken = take_export(db, by=by, team_id=team_id, name=table.name, with_quotes=True)
            found[role, table.name] = [
                {column.name: plain(row.get(column.name)) for column in taken.columns} for row in taken.rows
            ]
        found[role, "adherence"] = _numbers(read_adherence(db, by=by, team_id=team_id))
        found[role, "waiting"] = count_waiting(db, by)
    supervisor, since = people[Role.SUPERVISOR], Between(team_id, LAST, this_monday(), now())
    found["twice"] = repr(find_rated_twice(db, since))
    found["marked"] = repr(find_marked_weeks(db, since))
    found["learned"] = db.execute(find_judgements(db)).all()
    found["seconds"] = repr(find_second_ratings(db, [week.id]))
    found["evidence"] = repr(count_evidence(db, cases=true(), mondays=[LAST], hidden=()))
    found["reviews"] = find_week_reviews(db, supervisor, week, sees_drafts=True)
    found["feedback"] = list_feedback(db, by=supervisor).rows
    found["looks"] = list_second_looks(db, by=supervisor)
    found["queue"] = len(list_queue(db, by=supervisor).to_review)
    return found


def _numbers(page):
    return repr((page.composite, page.by_principle, page.coverage, page.without_note))


@pytest.mark.parametrize("is_done", [True, False])
def test_with_one_that_was_passed_on_everything_is_as_without(
    database, db, people, factories, rated, is_done
):
    week, words, suggestion = rated
    supervisor, gone = people[Role.SUPERVISOR], factories.Person(role=Role.SUPERVISOR, team=people["team"])
    ratings = dict.fromkeys(Principle, 4)
    factories.second_review(week=week, by=supervisor, ratings=ratings, is_done=is_done)
    before = everything(database, db, people, week)

    passed = factories.Review(
        week=week,
        by=gone,
        ratings=dict.fromkeys(Principle, 1),
        rater=Rater.PASSED_ON,
        status=ReviewStatus.SUBMITTED,
        submitted_at=now(),
        revision_id=words["revision"].id,
    )
    factories.Mark(review=passed, **words, principle=FIT, polarity=Polarity.COUNTER)
    of_passed = {"review_id": passed.id, "by_id": gone.id}
    place = {"revision_id": words["revision"].id, "section": NoteSection.ADVANCES, "starts": 0, "ends": 3}
    db.add_all(
        [
            Comment(**of_passed, **place, quote="Mam", text="Only mine"),
            RatingChange(**of_passed, principle=FIT, value=1),
            SuggestionDecision(
                **of_passed, suggestion_id=suggestion.id, verdict=Verdict.REJECTED, seconds=1.0
            ),
        ]
    )

    after = everything(database, db, people, week)
    assert {key: after[key] for key in after if after[key] != before[key]} == {}
    assert before[Role.CONSULTANT, "ratings"]
    assert before[Role.CONSULTANT, "marks"]


def test_what_its_rater_had_found_of_something_agreed_is_no_answer(db, people, factories, rated):
    week, _, _ = rated
    consultant, supervisor = people[Role.CONSULTANT], people[Role.SUPERVISOR]
    before = factories.Week(case=people["case"], starts_on=LAST - timedelta(weeks=1))
    earlier = factories.Review(week=before, by=consultant, published=True)
    action = Action(review_id=earlier.id, position=0, text="Ring the school")
    of_passed = {"rater": Rater.PASSED_ON, "status": ReviewStatus.SUBMITTED, "submitted_at": now()}
    passed = factories.Review(week=week, by=supervisor, **of_passed)
    second = factories.second_review(week=week, by=supervisor, is_done=False)
    db.add(action)
    db.flush()
    for review, outcome in ((passed, ActionOutcome.NOT_SEEN), (second, ActionOutcome.SEEN)):
        of_week = {"week_id": week.id, "review_id": review.id, "by_id": supervisor.id}
        db.add(ActionAnswer(**of_week, action_id=action.id, outcome=outcome))
    db.commit()

    agreed = find_agreed(db, supervisor, people["case"], LAST)

    [thing] = agreed.actions
    assert [each.answer.outcome for each in thing.seen] == [ActionOutcome.SEEN]
