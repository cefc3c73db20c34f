"""A recording stays withdrawn, whatever somebody else was in the middle of; nothing of it is kept after."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from time import sleep

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.speech.tools import SpeechTools
from fidelity.usecases import jobs
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.retry_job import retry_job
from fidelity.usecases.transcribe_recording import transcribe_recording
from fidelity.usecases.withdraw_recording import withdraw_recording
from fidelity.usecases.work_on_job import take_job
from models import (
    Attempt,
    Job,
    JobStatus,
    Person,
    Polarity,
    Principle,
    Recording,
    RecordingStatus,
    Role,
    SpeakerRole,
    Suggestion,
    TranscriptChange,
)


@pytest.fixture
def transcript(people, factories):
    recording = factories.Recording(
        week=factories.Week(case=people["case"]), status=RecordingStatus.TRANSCRIBING
    )
    return factories.Transcript(recording=recording, turns=[("therapist", "Well done.")])


@contextmanager
def meanwhile(database, change):
    """``change`` is written and not yet committed while the block begins; it is committed soon after."""
    with ThreadPoolExecutor(1) as pool, database.writing() as first:
        change(first)
        first.flush()

        def later(do):
            with database.writing() as own:
                return do(own)

        def begin(do):
            running = pool.submit(later, do)
            sleep(0.3)  # until it waits, or has gone on with what it should have waited for
            first.commit()
            return running.result()

        yield begin


def withdrawn(key):
    def change(db):
        db.get_one(Recording, key).status = RecordingStatus.WITHDRAWN

    return change


def status(database, key):
    with database.reading() as own:
        return own.get_one(Recording, key).status


def test_a_worker_that_begins_just_then_leaves_it_withdrawn(database, db, transcript, store, queue):
    key = transcript.recording_id
    job = jobs.ask(db, JobKind.TRANSCRIBE, key)
    db.commit()
    attempt_id = take_job(db, job_id=job.id, worker="a:1:1").id

    def work(own):
        tools = SpeechTools(None, lambda _: pytest.fail("its sound is not to be heard"), None)
        attempt = own.get_one(Attempt, attempt_id)
        transcribe_recording(own, store, queue, tools, attempt=attempt, model="tiny", progress=print)

    with meanwhile(database, withdrawn(key)) as begin:
        begin(work)

    assert status(database, key) is RecordingStatus.WITHDRAWN


def test_an_administrator_who_tries_again_just_then_leaves_it_withdrawn(
    database, db, transcript, people, queue
):
    transcript.recording.status = RecordingStatus.FAILED
    job = Job(kind=JobKind.TRANSCRIBE.name, subject_id=transcript.recording_id, status=JobStatus.FAILED)
    db.add(job)
    db.commit()
    key, job_id, by_id = transcript.recording_id, job.id, people[Role.ADMINISTRATOR].id
    db.commit()

    with meanwhile(database, withdrawn(key)) as begin, pytest.raises(NotAllowed):
        begin(lambda own: retry_job(own, queue, by=own.get_one(Person, by_id), job_id=job_id))

    assert status(database, key) is RecordingStatus.WITHDRAWN


def test_a_person_who_names_speakers_just_then_finds_it_closed(database, db, transcript, people, queue):
    key, segment_id, by_id = transcript.recording_id, transcript.segments[0].id, people[Role.THERAPIST].id
    db.commit()

    def rename(own):
        namings = [Named(segment_id, SpeakerRole.CAREGIVER)]
        name_speakers(own, queue, by=own.get_one(Person, by_id), recording_id=key, namings=namings)

    with meanwhile(database, withdrawn(key)) as begin, pytest.raises(NotFound):
        begin(rename)

    db.rollback()
    assert db.query(TranscriptChange).count() == 0


def test_suggestions_that_are_written_just_then_go_with_it(database, db, transcript, people, store):
    recording, segment = transcript.recording, transcript.segments[0]
    key, week_id, segment_id, by_id = recording.id, recording.week_id, segment.id, people[Role.THERAPIST].id
    db.commit()

    def suggest(own):
        own.get_one(Recording, key, with_for_update={"of": Recording})
        own.add(
            Suggestion(
                week_id=week_id,
                segment_id=segment_id,
                starts=0,
                ends=4,
                quote="Well",
                principle=Principle.FINDING_THE_FIT,
                polarity=Polarity.ADHERENT,
                probability=0.9,
                model_version="one",
            )
        )

    def withdraw(own):
        withdraw_recording(own, store, by=own.get_one(Person, by_id), recording_id=key)

    with meanwhile(database, suggest) as begin:
        begin(withdraw)

    db.rollback()
    assert status(database, key) is RecordingStatus.WITHDRAWN
    assert db.scalars(select(Suggestion)).all() == []
