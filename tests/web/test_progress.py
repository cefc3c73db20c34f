"""What a person sees of the work on a recording: its place, how far it is, when it should be done, why it failed."""

from datetime import timedelta

import pytest

from fidelity.queue import JobKind
from fidelity.usecases.give_up import give_up
from models import Attempt, Job, JobStatus, Outcome, RecordingStatus, Role, now

HOUR = 3600.0


@pytest.fixture
def therapist(people, sign_in):
    return sign_in(people[Role.THERAPIST])


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def asked(db, factories, week):
    """``asked(by)`` gives a recording of that person's and the job for it, asked for a second later each."""
    times = iter(range(100))
    begun = now() - timedelta(minutes=10)

    def asked(
        by, *, seconds=HOUR, status=JobStatus.WAITING, recording_status=RecordingStatus.WAITING, **more
    ):
        recording = factories.Recording(week=week, by=by, status=recording_status, duration_seconds=seconds)
        created = begun + timedelta(seconds=next(times))
        job = Job(
            kind=JobKind.TRANSCRIBE.name, subject_id=recording.id, by_id=by.id, status=status,
            **{"created_at": created} | more,
        )  # fmt: skip
        db.add(job)
        db.commit()
        return recording, job

    return asked


@pytest.fixture
def measured(db, asked, factories):
    """An hour took six minutes, a week ago; what went on after a stop says nothing about the speed."""
    for tries, minutes in ((1, 6), (2, 1)):
        began = now() - timedelta(days=7)
        _, job = asked(
            factories.Person(), status=JobStatus.DONE, tries=tries, recording_status=RecordingStatus.READY
        )
        job.attempts.append(
            Attempt(
                worker="w",
                started_at=began,
                ended_at=began + timedelta(minutes=minutes),
                outcome=Outcome.DONE,
            )
        )
    db.commit()


def part_of(browser, recording):
    return browser.get(f"/recordings/{recording.id}/status").text


def test_a_place_is_told_by_the_turns_that_people_take(therapist, people, factories, asked, measured):
    many = factories.Person()
    for _ in range(40):
        asked(many)
    recording, _ = asked(people[Role.THERAPIST])

    part = part_of(therapist, recording)

    assert "1 recording waits before it." in part
    assert "It should start in about 6 minutes and then take about 6 minutes." in part


def test_what_is_being_worked_on_counts_and_so_do_the_workers(
    therapist, people, factories, asked, measured, db
):
    running = {"status": JobStatus.RUNNING, "recording_status": RecordingStatus.TRANSCRIBING}
    asked(factories.Person(), progress=0.5, **running)
    recording, _ = asked(people[Role.THERAPIST])
    assert "It is next. It should start in about 3 minutes" in part_of(therapist, recording)

    asked(factories.Person(), progress=0.5, **running)
    asked(factories.Person(), **running, seconds=2 * HOUR)

    # 30 minutes, 30 minutes and two hours are left, shared by three workers: an hour of sound each.
    assert "It is next. It should start in about 6 minutes" in part_of(therapist, recording)


def test_while_a_pause_lasts_nobody_is_told_that_work_goes_on(therapist, people, asked, measured):
    recording, _ = asked(
        people[Role.THERAPIST],
        recording_status=RecordingStatus.TRANSCRIBING,
        progress=0.4,
        not_before=now() + timedelta(minutes=5),
    )

    part = part_of(therapist, recording)

    assert "It waits for the machine" in part
    assert "It did not work the last time. That can pass, so it will be tried again at " in part
    assert "<progress" not in part


def test_how_far_a_new_version_is_can_be_seen_too(therapist, people, factories, asked, measured):
    recording, job = asked(people[Role.THERAPIST])
    factories.Transcript(recording=recording)
    waiting = part_of(therapist, recording)
    assert "A new version of the words waits" in waiting
    assert "It is next." in waiting

    job.status, job.progress, recording.status = JobStatus.RUNNING, 0.25, RecordingStatus.TRANSCRIBING
    factories.db.commit()
    running = part_of(therapist, recording)
    assert "The machine is making a new version" in running
    assert 'value="25"' in running
    assert "Cancel the transcription" in therapist.get(f"/recordings/{recording.id}").text


@pytest.mark.parametrize(
    ("trouble", "because"),
    [
        ("WorkerDied", ", because the work was cut off each time, perhaps for want of memory"),
        ("DiskFull", ", because there was no room left"),
        ("SomethingNew", ""),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_person_is_told_why_it_failed_and_can_ask_again(therapist, people, db, asked, trouble, because):
    recording, job = asked(
        people[Role.THERAPIST], status=JobStatus.FAILED, recording_status=RecordingStatus.TRANSCRIBING
    )
    for minutes, each in ((2, "DiskFull"), (1, trouble)):
        moment = now() - timedelta(minutes=minutes)
        job.attempts.append(
            Attempt(worker="w", started_at=moment, ended_at=moment, outcome=Outcome.TROUBLE, trouble=each)
        )
    give_up(db, job)
    db.commit()

    page = therapist.get(f"/recordings/{recording.id}").text

    assert f"could not be transcribed after several tries{because}" in page
    assert "SomethingNew" not in page
    assert "Try again" in page
    assert "Needs attention" in therapist.get("/my-week").text
    assert "Needs attention" in therapist.get(f"/cases/{recording.case_id}").text
