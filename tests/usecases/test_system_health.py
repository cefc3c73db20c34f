"""The system page's rows, asking again for failed work, and the codebook's tables."""

import pytest
from sqlalchemy import func, select

from fidelity.nlp.codebook import load_codebook as written_codebook
from fidelity.queue import JobKind, QueueAway, WorkerSeen
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.load_codebook import load_codebook
from fidelity.usecases.read_codebook import read_codebook
from fidelity.usecases.read_health import read_health
from fidelity.usecases.retry_job import retry_job
from models import Attempt, CodebookEntry, Job, JobStatus, Outcome, Principle, RecordingStatus, Role, now


class WatchedFake:
    is_away = False

    def depth(self, name):
        if self.is_away:
            raise QueueAway
        return {"speech": 2}.get(name, 0)

    def workers(self):
        return [WorkerSeen("here", 7, ("speech",), "idle", now())]


@pytest.fixture
def read(db, store, settings, people):
    def read(queue, role=Role.ADMINISTRATOR):
        return read_health(
            db,
            store,
            queue,
            by=people[role],
            models_dir=settings.data_dir / "no-models",
            chosen_models=("whisper-base", "campplus"),
        )

    return read


@pytest.fixture
def failed(db, people, factories):
    recording = factories.Recording(
        week=factories.Week(case=people["case"]), status=RecordingStatus.FAILED, failure="Sorry."
    )
    job = Job(
        kind=JobKind.TRANSCRIBE.name,
        subject_id=recording.id,
        status=JobStatus.FAILED,
        tries=5,
        ended_at=now(),
    )
    job.attempts.append(Attempt(worker="w", outcome=Outcome.TROUBLE, trouble="DiskFull", ended_at=now()))
    db.add(job)
    db.commit()
    return job, recording


def test_an_administrator_sees_everything_that_can_go_wrong(read, people, failed):
    health = read(WatchedFake())

    assert health.disk.free_bytes > 0
    assert health.database.kind in ("SQLite", "PostgreSQL")
    assert health.database.size_bytes > 10_000
    assert health.database.is_current
    assert [(m.name, m.is_here) for m in health.models] == [
        ("whisper-base", False),
        ("campplus", False),
        ("en_core_web_sm", False),
        ("pyannet", False),
    ]
    assert health.queue.depths == {"speech": 2, "text": 0, "default": 0}
    assert health.queue.workers[0].pid == 7
    assert health.jobs[JobStatus.FAILED] == 1
    assert [a.trouble for a in health.attempts] == ["DiskFull"]
    assert [(f.subject, f.trouble) for f in health.failed] == [(people["case"].reference, "DiskFull")]


def test_a_queue_that_is_away_is_said_and_not_an_error(read):
    queue = WatchedFake()
    queue.is_away = True

    assert not read(queue).queue.is_reachable


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR])
def test_nobody_else_sees_the_system_or_asks_again(db, queue, read, people, failed, role):
    with pytest.raises(NotAllowed):
        read(WatchedFake(), role)
    with pytest.raises(NotAllowed):
        retry_job(db, queue, by=people[role], job_id=failed[0].id)


def test_failed_work_goes_back_in_line_once(db, queue, people, failed):
    job, recording = failed
    administrator = people[Role.ADMINISTRATOR]

    retry_job(db, queue, by=administrator, job_id=job.id)

    assert (job.status, job.tries) == (JobStatus.WAITING, 0)
    assert (recording.status, recording.failure) == (RecordingStatus.WAITING, None)
    assert queue.jobs == [(JobKind.TRANSCRIBE, job.id)]
    with pytest.raises(NotAllowed):
        retry_job(db, queue, by=administrator, job_id=job.id)


def test_work_on_a_recording_that_was_withdrawn_since_is_left_alone(db, queue, people, failed):
    job, recording = failed
    recording.status = RecordingStatus.WITHDRAWN
    db.commit()

    with pytest.raises(NotAllowed):
        retry_job(db, queue, by=people[Role.ADMINISTRATOR], job_id=job.id)
    db.rollback()

    assert (job.status, recording.status, queue.jobs) == (
        JobStatus.FAILED,
        RecordingStatus.WITHDRAWN,
        [],
    )


def test_work_that_does_not_exist_is_not_found(db, queue, people):
    with pytest.raises(NotFound):
        retry_job(db, queue, by=people[Role.ADMINISTRATOR], job_id=people["team"].id)


def test_a_retry_while_the_queue_is_away_waits_for_the_sweep(db, queue, people, failed):
    queue.is_away = True

    job = retry_job(db, queue, by=people[Role.ADMINISTRATOR], job_id=failed[0].id)

    assert (job.status, job.asked_at) == (JobStatus.WAITING, None)


def test_the_codebook_is_loaded_once_however_often_it_is_asked_for(db):
    assert read_codebook(db) is None

    first = load_codebook(db, written_codebook())
    again = load_codebook(db, written_codebook())

    assert first.id == again.id
    assert db.scalar(select(func.count()).select_from(CodebookEntry)) == 9
    shown = read_codebook(db)
    assert [entry.principle for entry in shown.entries] == list(Principle)
    entry = shown.entry(Principle.FINDING_THE_FIT)
    assert list(entry.anchors) == ["1", "2", "3", "4", "5"]
    assert entry.examples["+"]
    assert entry.examples["-"]
