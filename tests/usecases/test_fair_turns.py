"""People take turns: forty recordings of one do not hold up the rest, and nothing is done twice or never."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.queue import JobKind
from fidelity.usecases import jobs
from fidelity.usecases.fair_turns import in_turn
from fidelity.usecases.sweep import sweep
from fidelity.usecases.work_on_job import finish, stumble, take_turn
from models import Attempt, Job, JobStatus, Outcome, now


@pytest.fixture
def ask(db):
    """``ask(person, how_many)``: that many recordings are to be transcribed, each asked for a second later."""
    begun = now() - timedelta(hours=2)
    times = iter(range(10_000))

    def ask(person, how_many=1, **more):
        asked = [
            Job(
                kind=JobKind.TRANSCRIBE.name,
                subject_id=uuid4(),
                by_id=person and person.id,
                created_at=begun + timedelta(seconds=next(times)),
                **more,
            )
            for _ in range(how_many)
        ]
        db.add_all(asked)
        db.add(Job(kind=JobKind.TAG_NOTE.name, subject_id=uuid4(), created_at=begun))  # noise
        db.commit()
        return asked

    return ask


@pytest.fixture
def work(db):
    """A worker gets something delivered, takes what it should, and is done with it at once."""

    def work(delivered, *, outcome=None):
        attempt = take_turn(db, job_id=delivered.id, worker="a:1:1")
        if attempt is None:
            return None
        db.refresh(attempt.job)
        if outcome is None:
            finish(attempt)
        else:
            stumble(attempt, outcome, "OSError")
        job = attempt.job
        db.commit()
        return job

    return work


def test_forty_of_one_person_do_not_hold_up_two_of_others(db, factories, ask, work):
    many, second, third = (factories.Person() for _ in range(3))
    forty = ask(many, 40)
    (of_second,), (of_third,) = ask(second), ask(third)

    done = [work(delivered) for delivered in [*forty, of_second, of_third]]

    assert done[:3] == [forty[0], of_second, of_third]
    assert done[3:] == forty[1:]


def test_who_was_served_longest_ago_comes_first(db, factories, ask, work):
    first, second = factories.Person(), factories.Person()
    earlier = ask(second, 1) + ask(first, 1)
    for delivered in earlier:
        work(delivered)
    of_first, of_second = ask(first, 2), ask(second, 2)

    done = [work(delivered) for delivered in of_first + of_second]

    assert done == [of_second[0], of_first[0], of_second[1], of_first[1]]


def test_what_is_said_of_the_order_is_what_happens(db, factories, ask, work):
    people = [factories.Person() for _ in range(3)]
    for person, count in zip([*people, people[0], None, people[1]], (3, 1, 2, 2, 2, 1), strict=True):
        ask(person, count)
    work(ask(people[0])[0])
    foretold = [job.id for job in in_turn(db, JobKind.TRANSCRIBE)]

    waiting = db.query(Job).filter_by(kind="TRANSCRIBE", status=JobStatus.WAITING).all()
    done = [work(delivered).id for delivered in waiting]

    assert done == foretold


def test_a_job_in_its_pause_is_passed_over_and_its_turn_is_not_lost(db, factories, ask, work):
    person, other = factories.Person(), factories.Person()
    (first,), (second,) = ask(person), ask(other)

    assert work(first, outcome=Outcome.TROUBLE) is first
    assert work(second) is second
    assert work(first) is None
    first.not_before = now()
    db.commit()

    assert work(first) is first


def test_a_delivery_of_something_that_was_cancelled_serves_whoever_is_next(db, factories, ask, work):
    cancelled, waiting = ask(factories.Person(), 2)
    cancelled.status = JobStatus.CANCELLED
    db.commit()

    assert work(cancelled) is waiting
    assert work(waiting) is None


def test_other_kinds_of_work_are_done_as_they_are_delivered(db, factories, ask):
    ask(factories.Person())
    first, second = (jobs.ask(db, JobKind.TAG_NOTE, uuid4()) for _ in range(2))
    db.commit()

    assert take_turn(db, job_id=second.id, worker="a:1:1").job_id == second.id
    assert take_turn(db, job_id=first.id, worker="a:1:1").job_id == first.id
    assert take_turn(db, job_id=uuid4(), worker="a:1:1") is None


def test_a_job_that_was_passed_over_is_asked_for_again_by_the_sweep(db, store, queue, factories, ask, work):
    (passed_over,), (taken,) = ask(factories.Person()), ask(factories.Person())
    passed_over.asked_at = taken.asked_at = now() - timedelta(minutes=5)
    db.commit()
    assert work(taken) is passed_over
    queue.jobs.clear()

    sweep(db, store, queue, stranded_after_seconds=60, is_dead=lambda _: False)

    assert (JobKind.TRANSCRIBE, taken.id) in queue.jobs


def test_two_workers_at_once_share_everything_and_repeat_nothing(database, db, factories, ask):
    asked = [job for person in (factories.Person(), factories.Person(), None) for job in ask(person, 6)]
    deliveries, taken = [job.id for job in asked], [[], []]

    def worker(number):
        for job_id in deliveries[number::2]:
            with database.writing() as own:
                attempt = take_turn(own, job_id=job_id, worker=f"{number}:1:1")
                taken[number].append(attempt and attempt.job_id)

    threads = [threading.Thread(target=worker, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(taken[0] + taken[1]) == sorted(deliveries)
    assert db.query(Attempt).count() == len(deliveries)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_everything_is_done_once(db, factories, ask, work, data):
    """Jobs come, are delivered in any order and more than once, fail, are cancelled and are delivered again."""
    db.query(Attempt).delete()
    db.query(Job).delete()
    db.commit()
    people = [*(factories.Person() for _ in range(3)), None]
    asked, cancelled, done = [], set(), []
    for _ in range(data.draw(st.integers(5, 15))):
        match data.draw(st.sampled_from(["ask", "ask", "deliver", "fail", "cancel"])):
            case "ask":
                asked += ask(data.draw(st.sampled_from(people)), data.draw(st.integers(1, 3)))
            case "deliver" if asked:
                done.append(work(data.draw(st.sampled_from(asked))))
            case "fail" if asked and (
                job := work(data.draw(st.sampled_from(asked)), outcome=Outcome.STRANDED)
            ):
                job.not_before = now()
            case "cancel" if asked:
                job = data.draw(st.sampled_from(asked))
                if job.status is JobStatus.WAITING:
                    job.status = JobStatus.CANCELLED
                    cancelled.add(job.id)
        db.commit()

    done += [work(job) for job in asked]
    failed = {job.id for job in asked if job.status is JobStatus.FAILED}

    ids = [job.id for job in done if job]
    assert len(ids) == len(set(ids))
    assert set(ids) | cancelled | failed == {job.id for job in asked}
    assert not set(ids) & (cancelled | failed)
