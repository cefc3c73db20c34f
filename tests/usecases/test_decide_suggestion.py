"""What a rater decides on a suggestion: its clock, and saying that the words show something else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from fidelity.usecases.decide_suggestion import LONGEST_SITTING, decide_suggestion
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.mark_instead import mark_instead
from fidelity.usecases.show_suggestions import show_suggestions
from fidelity.usecases.start_review import start_review
from fidelity.usecases.withdraw_recording import withdraw_recording
from models import Mark, Polarity, Principle, Role, SuggestionDecision, Verdict, now
from tests.factories import this_monday

WORDS = "Mum set the rule and praised her for being home by nine."
OTHER = Principle.POSITIVE_AND_STRENGTH_FOCUSED


@pytest.fixture
def week(people, factories):
    factories.noise()
    factories.Codebook()
    return factories.Week(case=people["case"])


@pytest.fixture
def revision(factories, people, week):
    return factories.Note(week=week, by=people[Role.THERAPIST], texts={"advances": WORDS}).latest


@pytest.fixture
def suggestion(factories, week, revision):
    return factories.Suggestion(week=week, quote="praised her", revision=revision)


@pytest.fixture
def review(db, people, week, revision):
    return start_review(db, by=people[Role.CONSULTANT], case_id=week.case_id, monday=week.starts_on)


@pytest.fixture
def decide(db, people, review, suggestion):
    def decide(verdict, **given):
        ids = {"review_id": review.id, "suggestion_id": suggestion.id}
        return decide_suggestion(db, **{"by": people[Role.CONSULTANT], "verdict": verdict} | ids | given)

    return decide


@pytest.fixture
def say(db, people, review, suggestion):
    def say(principle, polarity=Polarity.ADHERENT, **given):
        ids = {"review_id": review.id, "suggestion_id": suggestion.id}
        return mark_instead(
            db, principle=principle, polarity=polarity, **{"by": people[Role.CONSULTANT]} | ids | given
        )

    return say


def marks(db, review):
    rows = db.scalars(select(Mark).filter_by(review_id=review.id, removed_at=None).order_by(Mark.created_at))
    return [(mark.principle, mark.polarity, mark.quote, mark.suggestion_id) for mark in rows]


def test_the_clock_runs_from_when_it_was_last_brought_onto_the_screen(decide, suggestion, db):
    suggestion.first_shown_at = a_week_ago = now() - timedelta(weeks=1)
    db.commit()

    decide(Verdict.REJECTED, shown_at=now() - timedelta(seconds=30))

    assert 30 <= suggestion.decisions[0].seconds < 60
    assert suggestion.first_shown_at == a_week_ago


def test_what_was_never_reported_as_shown_was_first_shown_then(decide, suggestion):
    decide(Verdict.REJECTED, shown_at=now() - timedelta(seconds=30))

    decision = suggestion.decisions[0]
    assert suggestion.first_shown_at == decision.created_at - timedelta(seconds=decision.seconds)


@pytest.mark.parametrize(
    ("ago", "seconds"),
    [
        (timedelta(days=-1), 0),
        (timedelta(days=400), LONGEST_SITTING.total_seconds()),
        (None, 0),
    ],
)
def test_a_clock_that_cannot_be_right_is_not_believed(decide, suggestion, ago, seconds):
    decide(Verdict.ACCEPTED, shown_at=ago and now() - ago)

    assert suggestion.decisions[0].seconds == pytest.approx(seconds, abs=0.01)


def test_showing_notes_the_first_time_alone_and_nothing_of_another_week(
    db, factories, people, review, suggestion
):
    elsewhere = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    other = factories.Suggestion(week=elsewhere, quote="Mum", revision=factories.Note(week=elsewhere).latest)

    def show():
        ids = [suggestion.id, other.id, uuid4()]
        show_suggestions(db, by=people[Role.CONSULTANT], review_id=review.id, suggestion_ids=ids)
        db.refresh(suggestion)
        return suggestion.first_shown_at

    assert show() == show() is not None
    db.refresh(other)
    assert other.first_shown_at is None


def test_saying_what_words_show_instead_rejects_and_marks_in_one_step(db, say, review, suggestion):
    for _ in range(2):
        say(OTHER, shown_at=now() - timedelta(seconds=5))

    [decision] = db.scalars(select(SuggestionDecision).filter_by(suggestion_id=suggestion.id))
    assert decision.verdict is Verdict.REJECTED
    assert 5 <= decision.seconds < 30
    assert marks(db, review) == [(OTHER, Polarity.ADHERENT, "praised her", None)]


def test_the_other_direction_is_something_else_too(db, say, review, suggestion):
    say(suggestion.principle, Polarity.COUNTER)

    assert marks(db, review) == [(suggestion.principle, Polarity.COUNTER, "praised her", None)]


def test_saying_what_the_machine_says_is_accepting_it(db, say, review, suggestion):
    say(suggestion.principle)

    assert suggestion.decision_in(review.id).verdict is Verdict.ACCEPTED
    assert marks(db, review) == [(suggestion.principle, Polarity.ADHERENT, "praised her", suggestion.id)]


def test_one_undo_takes_back_the_rejection_and_the_mark_and_nothing_else(
    db, say, decide, review, revision, factories
):
    factories.Mark(review=review, quote="praised her", revision=revision, principle=OTHER)

    say(OTHER, Polarity.COUNTER)
    decide(Verdict.UNDONE)

    assert marks(db, review) == [(OTHER, Polarity.ADHERENT, "praised her", None)]


def test_what_is_not_chosen_is_asked_for_and_nothing_happens(db, say, review, suggestion):
    with pytest.raises(InvalidInput) as raised:
        say(None, None)

    assert set(raised.value.messages) == {"principle", "polarity"}
    assert suggestion.decisions == []


def test_words_of_a_recording_that_was_taken_back_are_closed_and_what_was_decided_can_be_undone(
    db, store, people, factories, week, review, sign_in
):
    therapist, by = people[Role.THERAPIST], people[Role.CONSULTANT]
    recording = factories.Recording(week=week, by=therapist)
    (turn,) = factories.Transcript(recording=recording, turns=[("therapist", WORDS)]).segments
    open_, accepted = (factories.Suggestion(week=week, quote=q, segment=turn) for q in ("Mum", "by nine"))

    def decide(suggestion, verdict):
        decide_suggestion(db, by=by, review_id=review.id, suggestion_id=suggestion.id, verdict=verdict)

    for suggestion, verdict in (
        (open_, Verdict.REJECTED),
        (open_, Verdict.UNDONE),
        (accepted, Verdict.ACCEPTED),
    ):
        decide(suggestion, verdict)
    path = f"/reviews/{review.id}/suggestions/{open_.id}/instead"
    assert WORDS[:3] in sign_in(by).get(path).text

    withdraw_recording(db, store, by=therapist, recording_id=recording.id)

    with pytest.raises(NotFound):
        decide(open_, Verdict.ACCEPTED)
    db.rollback()
    ids = {"review_id": review.id, "suggestion_id": open_.id}
    with pytest.raises(NotFound):
        mark_instead(db, by=by, principle=OTHER, polarity=Polarity.ADHERENT, **ids)
    db.rollback()
    assert sign_in(by).get(path).status_code == 404
    decide(accepted, Verdict.UNDONE)
    assert marks(db, review) == []


def test_nobody_else_decides(db, say, decide, people, factories, suggestion):
    stranger = factories.Person(role=Role.CONSULTANT)

    for deed in (lambda by: say(OTHER, by=by), lambda by: decide(Verdict.ACCEPTED, by=by)):
        with pytest.raises(NotYoursToWrite):
            deed(people[Role.SUPERVISOR])
        for nobody in (people[Role.THERAPIST], stranger):
            with pytest.raises(NotFound):
                deed(nobody)

    assert suggestion.decisions == []
