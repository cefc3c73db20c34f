"""A job is claimed once, lives while its heart beats, and ends whatever happens."""

from datetime import timedelta
from uuid import uuid4

import pytest

from fidelity.queue import JobKind
from fidelity.speech.types import HeardWindow
from fidelity.usecases import jobs
from fidelity.usecases.keep_windows import keep_window
from fidelity.usecases.sweep import sweep
from fidelity.usecases.work_on_job import PAUSES, beat, finish, still_ours, stumble, take_job
from models import Attempt, Job, JobStatus, Outcome, Recording, RecordingStatus, now


@pytest.fixture
def job(db, factories):
    recording = factories.Recording(status=RecordingStatus.WAITING)
    job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
    jobs.ask(db, JobKind.TAG_NOTE, uuid4())  # noise
    db.commit()
    return job


def look(db, store, queue, *, is_dead=lambda _: False):
    sweep(db, store, queue, stranded_after_seconds=60, is_dead=is_dead)


def test_asking_twice_for_the_same_thing_makes_one_job(db, job):
    assert jobs.ask(db, JobKind.TRANSCRIBE, job.subject_id) is job


def test_a_job_is_taken_by_one_worker_however_often_it_is_delivered(db, job):
    assert take_job(db, job_id=job.id, worker="a:1:1") is not None
    assert take_job(db, job_id=job.id, worker="b:2:2") is None


def test_a_beat_moves_the_heart_and_the_bar(db, job):
    attempt = take_job(db, job_id=job.id, worker="a:1:1")

    assert beat(db, attempt_id=attempt.id, progress=0.4)

    db.refresh(job)
    assert job.progress == pytest.approx(0.4)


def test_a_beat_tells_a_worker_that_its_attempt_is_over(db, job):
    attempt = take_job(db, job_id=job.id, worker="a:1:1")
    attempt.outcome, attempt.ended_at = Outcome.CANCELLED, now()
    db.commit()

    assert not beat(db, attempt_id=attempt.id, progress=0.9)
    assert not still_ours(db, attempt)


def test_trouble_that_may_pass_is_tried_again_after_longer_and_longer_pauses(db, job):
    waits = []
    for _ in PAUSES:
        attempt = take_job(db, job_id=job.id, worker="a:1:1")
        db.refresh(job)
        assert stumble(attempt, Outcome.TROUBLE, "OSError")
        waits.append((job.not_before - now()).total_seconds())
        job.not_before = now()
        db.commit()

    assert waits == sorted(waits)
    assert waits[0] == pytest.approx(PAUSES[0], abs=5)
    last = take_job(db, job_id=job.id, worker="a:1:1")
    db.refresh(job)
    assert not stumble(last, Outcome.TROUBLE, "OSError")
    assert job.status is JobStatus.FAILED


def test_tries_that_led_a_little_further_are_not_counted(db, job):
    for position in range(2 * len(PAUSES)):
        attempt = take_job(db, job_id=job.id, worker="a:1:1")
        db.refresh(job)
        keep_window(db, job, HeardWindow(position, position, position + 1.0, "en", "batched", 1.0, 1.0, ()))
        db.commit()
        assert stumble(attempt, Outcome.STRANDED, "WorkerDied")
        job.not_before = now()
        db.commit()

    for _ in PAUSES:
        attempt = take_job(db, job_id=job.id, worker="a:1:1")
        db.refresh(job)
        assert stumble(attempt, Outcome.STRANDED, "WorkerDied")
        job.not_before = now()
        db.commit()
    last = take_job(db, job_id=job.id, worker="a:1:1")
    db.refresh(job)
    assert not stumble(last, Outcome.STRANDED, "WorkerDied")


def test_a_job_that_must_wait_is_not_taken_before_its_time(db, job):
    job.not_before = now() + timedelta(minutes=1)
    db.commit()

    assert take_job(db, job_id=job.id, worker="a:1:1") is None


def test_the_sweep_sends_what_the_queue_never_got(db, store, queue, job):
    look(db, store, queue)

    assert (JobKind.TRANSCRIBE, job.id) in queue.jobs
    assert job.asked_at is not None


def test_the_sweep_leaves_alone_what_was_just_sent(db, store, queue, job):
    jobs.send(db, queue, job)
    queue.jobs.clear()

    look(db, store, queue)

    assert (JobKind.TRANSCRIBE, job.id) not in queue.jobs


def test_a_queue_that_is_away_costs_nothing_but_time(db, store, queue, job):
    queue.is_away = True
    look(db, store, queue)
    assert job.asked_at is None

    queue.is_away = False
    look(db, store, queue)

    assert (JobKind.TRANSCRIBE, job.id) in queue.jobs


def test_the_sweep_takes_work_from_a_worker_whose_heart_has_stopped(db, store, queue, job):
    attempt = take_job(db, job_id=job.id, worker="a:1:1")
    attempt.heartbeat_at = now() - timedelta(seconds=61)
    db.commit()

    look(db, store, queue)

    db.refresh(job)
    assert attempt.outcome is Outcome.STRANDED
    assert job.status is JobStatus.WAITING
    assert (JobKind.TRANSCRIBE, job.id) in queue.jobs


def test_the_sweep_leaves_a_living_worker_its_work(db, store, queue, job):
    attempt = take_job(db, job_id=job.id, worker="a:1:1")

    look(db, store, queue, is_dead=lambda name: name == "b:2:2")

    assert attempt.outcome is None


def test_the_sweep_need_not_wait_for_a_worker_that_is_known_to_be_dead(db, store, queue, job):
    attempt = take_job(db, job_id=job.id, worker="a:1:1")

    look(db, store, queue, is_dead=lambda name: name == "a:1:1")

    assert attempt.outcome is Outcome.STRANDED


def test_a_recording_that_kills_every_worker_says_so_in_the_end(db, store, queue, job):
    for _ in range(len(PAUSES) + 1):
        take_job(db, job_id=job.id, worker="a:1:1")
        look(db, store, queue, is_dead=lambda _: True)

    recording = db.get(Recording, job.subject_id)
    db.refresh(recording)
    assert recording.status is RecordingStatus.FAILED
    assert "It is safe" in recording.failure
    assert db.get(Job, job.id).status is JobStatus.FAILED


def test_a_finished_attempt_closes_its_job(db, job):
    attempt = take_job(db, job_id=job.id, worker="a:1:1")

    finish(attempt)
    db.commit()

    assert (job.status, job.progress) == (JobStatus.DONE, 1.0)
    assert db.get(Attempt, attempt.id).outcome is Outcome.DONE


def test_the_sweep_deletes_audio_that_was_withdrawn(db, store, queue, factories):
    kept = factories.Recording(status=RecordingStatus.READY)
    gone = factories.Recording(status=RecordingStatus.WITHDRAWN)
    for recording in (kept, gone):
        store.path(recording.audio_key).parent.mkdir(parents=True)

    look(db, store, queue)

    assert store.path(kept.audio_key).parent.exists()
    assert not store.path(gone.audio_key).parent.exists()
