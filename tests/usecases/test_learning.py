"""The switch, asking for a training, and the training itself: safe when killed, and nothing but numbers kept."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.usecases import jobs
from fidelity.usecases.agree_to_learning import agree_to_learning
from fidelity.usecases.ask_to_learn import ask_to_learn, ask_to_learn_when_due, training_under_way
from fidelity.usecases.errors import InvalidInput, NotAllowed
from fidelity.usecases.give_up import give_up
from fidelity.usecases.learn import SWITCHED_OFF, TAKEN_BACK, learn
from fidelity.usecases.switch_learning import is_learning_on, switch_learning
from fidelity.usecases.withdraw_recording import withdraw_recording
from fidelity.usecases.work_on_job import stumble, take_job
from models import (
    AuditEntry,
    Job,
    JobStatus,
    LearnedTagger,
    LearningSwitch,
    Outcome,
    Review,
    Role,
    TaggerAdoption,
    now,
)
from tests.learning import Decided, LearningTagger

OTHERS = [role for role in Role if role is not Role.ADMINISTRATOR]


@pytest.fixture
def administrator(people):
    return people[Role.ADMINISTRATOR]


@pytest.fixture
def decided(db, factories, people):
    return Decided(db, factories, people["case"], people[Role.CONSULTANT])


@pytest.fixture
def switch(db, administrator):
    def switch(is_on=True):
        db.rollback()
        return switch_learning(db, by=administrator, is_on=is_on)

    return switch


@pytest.fixture
def ask(db, queue, administrator):
    def ask(by=administrator):
        db.rollback()
        return ask_to_learn(db, queue, by=by)

    return ask


@pytest.fixture
def train(db):
    """Work on the training that waits, as a worker does; gives its row."""

    def train(tagger=None):
        job = db.scalars(select(Job).filter_by(kind=JobKind.LEARN.name, status=JobStatus.WAITING)).one()
        attempt = take_job(db, job_id=job.id, worker="a:1:1")
        learn(db, tagger or LearningTagger(), attempt=attempt, progress=lambda _: None)
        db.rollback()
        return db.get_one(LearnedTagger, job.subject_id)

    return train


def audited(db):
    return db.scalars(select(AuditEntry.what).order_by(AuditEntry.at)).all()


def test_learning_is_off_until_an_administrator_switches_it_on(db, switch):
    assert not is_learning_on(db)
    assert switch(is_on=False) is None

    switch()
    switch()

    assert is_learning_on(db)
    switch(is_on=False)
    assert not is_learning_on(db)
    assert len(db.scalars(select(LearningSwitch)).all()) == 2
    assert audited(db) == ["switched learning on", "switched learning off"]


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_switches_it_or_asks(db, queue, people, role, switch):
    switch()

    with pytest.raises(NotAllowed):
        switch_learning(db, by=people[role], is_on=False)
    with pytest.raises(NotAllowed):
        ask_to_learn(db, queue, by=people[role])

    assert is_learning_on(db)
    assert queue.jobs == []


def test_nothing_is_asked_for_while_it_is_off(db, queue, ask):
    with pytest.raises(InvalidInput):
        ask()

    db.rollback()
    assert db.scalars(select(Job)).all() == []


def test_two_who_ask_ask_for_one_training(db, queue, switch, ask, factories):
    switch()

    first, second = ask(), ask(factories.Person(role=Role.ADMINISTRATOR))

    assert first.id == second.id
    assert [kind for kind, _ in queue.jobs] == [JobKind.LEARN]
    assert training_under_way(db).id == first.id


def test_a_queue_that_is_away_loses_no_training(db, queue, switch, ask):
    switch()
    queue.is_away = True

    learned = ask()

    job = jobs.latest(db, JobKind.LEARN, learned.id)
    assert (job.status, job.asked_at) == (JobStatus.WAITING, None)


def test_a_training_is_kept_as_numbers_and_not_put_to_use(db, decided, switch, ask, train):
    decided.weeks(10)
    transcript = decided.session(("therapist", "What happened just before?"), week=decided.week(11))
    decided.mark(decided.publish(transcript.recording.week), "What happened", segment=transcript.segments[0])
    switch()
    ask()
    tagger = LearningTagger()

    learned = train(tagger)

    assert len(tagger.lessons) == 121
    assert len(tagger.held_out) == 30
    assert learned.failure is None
    assert (learned.head, learned.version, learned.base_version) == (b"learned", "shipped/learned", "shipped")
    assert learned.results["beside"] == "shipped"
    assert learned.results["held_out"]["all"][1]["right"] == 20
    assert learned.lessons == {
        "learned": 121,
        "held_out": 30,
        "weeks": 9,
        "held_out_weeks": 2,
        "by_principle": {"increasing_responsibility": [71, 80]},
        "recordings": [str(transcript.recording_id)],
    }
    assert "tried step" not in json.dumps([learned.lessons, learned.results])
    assert db.scalars(select(TaggerAdoption)).all() == []
    assert jobs.latest(db, JobKind.LEARN, learned.id).status is JobStatus.DONE


def test_too_little_is_said_and_nothing_is_trained(decided, switch, ask, train):
    decided.weeks(3)
    switch()
    ask()
    tagger = LearningTagger()

    learned = train(tagger)

    assert learned.failure == "Not enough yet: decisions from 3 of at least 5 weeks."
    assert (learned.head, learned.trained_at, tagger.lessons) == (None, None, None)


@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_nothing_is_learned_once_it_is_switched_off(db, decided, switch, ask, train, when):
    decided.weeks(10)
    switch()
    ask()
    tagger = LearningTagger()
    if when == "before":
        switch(is_on=False)
    else:
        tagger.meanwhile = lambda: switch(is_on=False)

    learned = train(tagger)

    assert (learned.failure, learned.head, learned.results) == (SWITCHED_OFF, None, {})
    assert (tagger.lessons is None) is (when == "before")


@pytest.mark.parametrize("how", ["agreement", "withdrawn"])
def test_a_recording_that_is_taken_back_meanwhile_is_in_nothing_that_is_kept(
    db, store, decided, people, switch, ask, train, how
):
    decided.weeks(10)
    transcript = decided.session(("therapist", "What happened just before?"), week=decided.week(11))
    decided.mark(decided.publish(transcript.recording.week), "What happened", segment=transcript.segments[0])
    switch()
    ask()
    tagger = LearningTagger()
    by, key = people[Role.SUPERVISOR], transcript.recording_id
    tagger.meanwhile = (
        (lambda: agree_to_learning(db, by=by, recording_id=key, is_agreed=False))
        if how == "agreement"
        else (lambda: withdraw_recording(db, store, by=by, recording_id=key))
    )

    learned = train(tagger)

    assert (learned.failure, learned.head) == (TAKEN_BACK, None)


def test_no_transaction_is_open_while_the_model_works(db, decided, switch, ask, train):
    decided.weeks(10)
    switch()
    ask()
    tagger = LearningTagger()
    seen = []
    tagger.meanwhile = lambda: seen.append(db.in_transaction())

    train(tagger)

    assert seen == [False]


def test_a_training_that_was_cut_off_is_done_by_the_next_and_the_first_writes_nothing(
    db, decided, switch, ask, train
):
    decided.weeks(10)
    switch()
    learned = ask()
    job = jobs.latest(db, JobKind.LEARN, learned.id)
    lost = take_job(db, job_id=job.id, worker="a:1:1")
    tagger = LearningTagger(version="late")

    def is_taken_to_be_dead():
        stumble(lost, Outcome.STRANDED, "WorkerDied")
        job.not_before = now()
        db.commit()

    tagger.meanwhile = is_taken_to_be_dead
    learn(db, tagger, attempt=lost, progress=lambda _: None)
    assert db.get_one(LearnedTagger, learned.id).head is None

    assert train().version == "shipped/learned"


def test_a_training_that_never_works_says_so(db, switch, ask):
    switch()
    learned = ask()
    job = jobs.latest(db, JobKind.LEARN, learned.id)
    attempt = take_job(db, job_id=job.id, worker="a:1:1")
    attempt.trouble = "MemoryError"

    give_up(db, job)

    assert learned.failure == (
        "Nothing was learned after several tries, because the machine has too little memory. "
        "What is in use stays as it is."
    )


def test_the_timetable_asks_once_enough_was_decided_and_a_week_is_over(db, queue, decided, switch):
    def due(after=100):
        db.rollback()
        return ask_to_learn_when_due(db, queue, after_decisions=after)

    decided.weeks(10)
    assert due() is None, "it is off"
    switch()
    assert due(after=0) is None, "the setting says never"
    assert due(after=1000) is None, "too little was decided"

    learned = due()

    assert learned.by_id is None
    assert due() is None, "it is under way"
    jobs.latest(db, JobKind.LEARN, learned.id).status = JobStatus.DONE
    db.commit()
    assert due() is None, "it is not a week ago"
    learned.created_at = now() - timedelta(days=8)
    db.commit()
    assert due().id != learned.id, "all of it was published since"


def test_the_timetable_does_not_count_what_was_decided_before_the_last_training(db, queue, decided, switch):
    decided.weeks(10)
    switch()
    learned = LearnedTagger()
    db.add(learned)
    db.commit()
    learned.created_at = now() - timedelta(days=8)
    for review in db.scalars(select(Review).where(Review.published_at.is_not(None))):
        review.published_at = now() - timedelta(days=9)
    db.commit()

    assert ask_to_learn_when_due(db, queue, after_decisions=1) is None
