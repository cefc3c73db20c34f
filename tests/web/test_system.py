"""The administrator's page: what workers do, what waits, what came of it, and how fast it goes."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event

from fidelity.queue import WorkerSeen
from models import Attempt, Job, JobStatus, Outcome, Recording, Role, monday_of, now

NAME = "worker-host:{}:1700000000000"


@pytest.fixture
def queue(queue):
    """The fake can be looked at, too, and knows two workers."""
    queue.workers = lambda: [
        WorkerSeen("worker-host", pid, (name,), "busy" if pid == 7 else "idle", now() - timedelta(minutes=9))
        for pid, name in ((7, "speech"), (8, "text"))
    ]
    queue.depth = lambda _name: 0
    return queue


@pytest.fixture
def administrator(people, sign_in):
    return sign_in(people[Role.ADMINISTRATOR])


@pytest.fixture
def transcribed(db, factories):
    """``transcribed(weeks_ago, times_real_time)``: an hour's recording was done then, so fast."""

    def transcribed(weeks_ago, speed, **more):
        recording = factories.Recording(duration_seconds=3600.0)
        ended = now() - timedelta(weeks=weeks_ago)
        job = Job(kind="TRANSCRIBE", subject_id=recording.id, status=JobStatus.DONE, **{"tries": 1} | more)
        job.attempts.append(
            Attempt(
                worker=NAME.format(6),
                started_at=ended - timedelta(seconds=3600 / speed),
                heartbeat_at=ended,
                ended_at=ended,
                outcome=Outcome.DONE,
            )
        )
        db.add(job)
        db.commit()
        return ended

    return transcribed


def add_job(db, kind="TRANSCRIBE", *, attempts=(), **given):
    job = Job(kind=kind, subject_id=uuid4(), **given)
    job.attempts.extend(attempts)
    db.add(job)
    db.commit()
    return job


def page_of(browser):
    """The page's words, without its tags."""
    page = browser.get("/system")
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.text))


def test_it_says_what_each_worker_does_and_never_on_whose_recording(administrator, db, factories, people):
    recording = factories.Recording(week=factories.Week(case=people["case"]))
    running = Attempt(worker=NAME.format(7))
    job = add_job(db, status=JobStatus.RUNNING, progress=0.42, attempts=[running])
    job.subject_id = recording.id
    gone = Attempt(worker=NAME.format(9))
    add_job(db, "TAG_NOTE", status=JobStatus.RUNNING, attempts=[gone])

    page = page_of(administrator)

    assert "No work waits." in page
    assert "worker-host, 7 Queues speech Does now Transcribe a recording, 42%, since" in page
    assert "Last seen just now" in page
    assert "worker-host, 8 Queues text Does now Waits for work Last seen 9 minutes ago" in page
    assert (
        "worker-host, 9 Queues Not known to the queue server Does now Look for principles in a case note, 0%"
        in page
    )
    assert people["case"].reference not in page


def test_it_says_what_waits_and_since_when(administrator, db):
    for hours in (1, 3, 2):
        add_job(db, created_at=now() - timedelta(hours=hours))
    add_job(db, status=JobStatus.DONE, created_at=now() - timedelta(days=9))

    page = page_of(administrator)

    oldest = re.search(r"Transcribe a recording Waiting 3 The oldest waits since (\S+ \S+ \S+ at \S+)", page)
    assert oldest
    assert "Look for principles in a case note Waiting" not in page  # none does


def test_it_counts_the_attempts_of_the_last_days_with_their_trouble_in_words(administrator, db):
    for days, trouble in ((1, "WorkerDied"), (6, "WorkerDied"), (2, "UnheardOf"), (8, "DiskFull")):
        ended = now() - timedelta(days=days)
        add_job(
            db,
            status=JobStatus.WAITING,
            attempts=[
                Attempt(
                    worker="w:1:1",
                    started_at=ended,
                    ended_at=ended,
                    outcome=Outcome.STRANDED,
                    trouble=trouble,
                )
            ],
        )

    page = page_of(administrator)

    died = "The worker stopped in the middle: the machine was restarted, or ran out of memory."
    assert f"Outcome Worker stopped Trouble {died} How many 2" in page
    assert "Trouble of the kind UnheardOf; see the log. How many 1" in page
    assert "There was not enough room on the disk. How many" not in page


def test_it_says_how_fast_each_week_was_and_with_what(administrator, transcribed, factories):
    factories.Transcript(settings={"device": "cpu", "compute_type": "int8"}, model="whisper-base")
    for weeks_ago, speed in ((3, 2.0), (1, 4.0), (1, 6.0), (1, 3.0), (40, 9.0)):
        ended = transcribed(weeks_ago, speed)
    transcribed(1, 100.0, tries=2)

    page = page_of(administrator)

    rows = re.findall(r"Week of (\d+ \w+ \d+) Median ([\d.]+) × real time Recordings (\d+)", page)
    assert [(speed, count) for _, speed, count in rows] == [("2.0", "1"), ("4.0", "3")]
    assert str(monday_of((now() - timedelta(weeks=3)).date()).day) == rows[0][0].split()[0]
    assert "Last with whisper-base on the processor (int8)" in page
    assert ended


def test_before_anything_was_done_it_says_so(administrator):
    page = page_of(administrator)

    assert "None has ended in these days." in page
    assert "× real time Recordings" not in page


def test_it_asks_the_database_as_often_however_much_there_is(administrator, app, db, transcribed):
    engine, asked = app.extensions["fidelity.database"].engine, []
    page_of(administrator)
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    page_of(administrator)
    few, asked[:] = len(asked), []

    for week in range(8):
        transcribed(week, 4.0)
        add_job(
            db,
            status=JobStatus.FAILED,
            ended_at=now(),
            attempts=[Attempt(worker="w:1:1", outcome=Outcome.FAILED)],
        )
        add_job(db, status=JobStatus.RUNNING, attempts=[Attempt(worker=NAME.format(20 + week))])
    page_of(administrator)

    assert len(asked) == few + 1  # what failed work was about
    assert few < 30
    assert db.query(Recording).count()
