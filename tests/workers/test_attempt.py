"""Whatever a job's work does, its attempt ends and people are told."""

import errno
import threading
from dataclasses import fields
from uuid import uuid4

import pytest

from fidelity.queue import JobKind
from fidelity.settings import PREFIX
from fidelity.usecases import jobs
from fidelity.usecases.work_on_job import PAUSES, finish
from models import Job, JobStatus, Outcome, Recording, RecordingStatus, now
from workers.attempt import attempt
from workers.tools import tools


@pytest.fixture(autouse=True)
def of_this_test(settings, monkeypatch):
    """The worker's tools are those of this test's settings."""
    for field in fields(settings):
        value = getattr(settings, field.name)
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        monkeypatch.setenv(PREFIX + field.name.upper(), text)
    tools.cache_clear()
    yield
    tools().database.engine.dispose()
    tools.cache_clear()


@pytest.fixture
def job(db, factories):
    recording = factories.Recording(status=RecordingStatus.WAITING)
    job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
    db.commit()
    return job


def see(database, table, key):
    with database.reading() as db:
        return db.get(table, key)


def ended(database, job):
    with database.reading() as db:
        return [(each.outcome, each.trouble) for each in db.get(Job, job.id).attempts]


def full_disk(*_):
    raise OSError(errno.ENOSPC, "the words of a family must not stand here")


def test_a_full_disk_is_tried_again_later(database, job, caplog):
    attempt(str(job.id), full_disk)

    assert ended(database, job) == [(Outcome.TROUBLE, "OSError")]
    waiting = see(database, Job, job.id)
    assert waiting.status is JobStatus.WAITING
    assert waiting.not_before > now()
    assert see(database, Recording, job.subject_id).failure is None
    assert "family" not in " ".join(record.getMessage() for record in caplog.records)


def test_a_disk_that_stays_full_is_told_in_the_end(database, db, job):
    for _ in range(len(PAUSES) + 1):
        attempt(str(job.id), full_disk)
        db.get(Job, job.id, populate_existing=True).not_before = now()
        db.commit()

    recording = see(database, Recording, job.subject_id)
    assert recording.status is RecordingStatus.FAILED
    assert "Try again" in recording.failure


def test_work_that_is_done_is_not_done_again(database, job):
    done = []

    def work(_tools, db, taken, _heart):
        done.append(taken.id)
        finish(taken)
        db.commit()

    attempt(str(job.id), work)
    attempt(str(job.id), work)

    assert len(done) == 1
    assert see(database, Job, job.id).status is JobStatus.DONE


def test_a_job_that_nobody_knows_is_left_alone():
    attempt(str(uuid4()), full_disk)


def test_work_learns_that_it_was_cancelled(database, db, job, monkeypatch):
    monkeypatch.setattr("workers.attempt.BEAT_SECONDS", 0.05)
    started, went_on = threading.Event(), []

    def work(_tools, _db, taken, heart):
        with database.writing() as other:
            row = other.get(type(taken), taken.id)
            row.outcome, row.ended_at = Outcome.CANCELLED, now()
            row.job.status = JobStatus.CANCELLED
            other.commit()
        for _ in range(200):
            heart.progress(0.5)
            started.wait(0.05)
        went_on.append(True)

    attempt(str(job.id), work)

    assert went_on == []
    assert ended(database, job) == [(Outcome.CANCELLED, None)]


def test_what_is_done_is_what_has_its_turn_whatever_was_delivered(database, db, factories, job):
    later = jobs.ask(db, JobKind.TRANSCRIBE, factories.Recording(status=RecordingStatus.WAITING).id)
    db.commit()
    worked_on = []

    attempt(str(later.id), lambda _, __, taken, ___: worked_on.append(taken.job_id))

    assert worked_on == [job.id]
    assert see(database, Job, later.id).status is JobStatus.WAITING
