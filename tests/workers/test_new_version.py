"""A recording is transcribed, marked and named, then transcribed again: by real workers, through the real queue."""

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.storage import AudioStore
from fidelity.usecases import jobs
from fidelity.usecases.transcribe_again import Choice, transcribe_again
from models import (
    CarriedOver,
    ChangeKind,
    Job,
    JobStatus,
    Language,
    Mark,
    RecordingStatus,
    Role,
    Segment,
    SpeakerRole,
    Transcript,
    TranscriptChange,
)
from tests.versions import mark
from tests.workers.conftest import SPEECH

pytestmark = pytest.mark.speech


def test_marks_and_names_go_to_the_new_version(machine, db, factories):
    machine.start_queue_server()
    machine.start_workers()
    store = AudioStore(machine.settings.recordings_dir, reserve_bytes=0)
    with SPEECH.open("rb") as audio:
        key = store.copy(audio, largest_bytes=10**9).keep().key
    team = factories.Team()
    consultant = factories.Person(role=Role.CONSULTANT, team=team)
    week = factories.Week(case=factories.Case(team=team))
    recording = factories.Recording(
        week=week, audio_key=key, status=RecordingStatus.WAITING, duration_seconds=15.0
    )
    job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
    db.commit()
    jobs.send(db, machine.queue, job)
    machine.wait_for_recording(recording.id)
    turn = turns_of(db, recording, version=1)[0]
    review = factories.Review(week=week, by=consultant)
    marked = mark(factories, review, turn, " ".join(turn.text.split()[:4]))
    factories.Naming(segment=turn, role=SpeakerRole.THERAPIST, by=consultant)

    transcribe_again(
        db,
        machine.queue,
        by=consultant,
        recording_id=recording.id,
        choice=Choice(Language.ENGLISH, "whisper-tiny.en", 2),
        models=["whisper-tiny.en"],
    )
    machine.wait_for_recording(recording.id)

    new = turns_of(db, recording, version=2)
    assert db.get_one(Mark, marked.id).segment_id in {each.id for each in new}
    kept = db.scalars(select(CarriedOver).filter_by(mark_id=marked.id)).one()
    assert (kept.from_segment_id, kept.quote) == (turn.id, " ".join(turn.text.split()[:4]))
    steps = db.scalars(select(TranscriptChange).filter_by(transcript_id=new[0].transcript_id)).all()
    assert [(step.kind, step.by_id) for step in steps] == [(ChangeKind.CARRIED_OVER, consultant.id)]
    assert new[0].namings[0].role is SpeakerRole.THERAPIST
    asked = jobs.latest(db, JobKind.TRANSCRIBE, recording.id)
    assert (asked.status, asked.parameters["people"]) == (JobStatus.DONE, 2)
    tagged = db.scalars(select(Job).filter_by(kind=JobKind.TAG_TRANSCRIPT.name)).all()
    assert new[0].transcript_id in {each.subject_id for each in tagged}, "it gets its own suggestions"
    db.commit()


def turns_of(db, recording, *, version):
    db.expire_all()
    turns = select(Segment).join(Transcript)
    turns = turns.where(Transcript.recording_id == recording.id, Transcript.version == version)
    found = db.scalars(turns.order_by(Segment.position)).all()
    db.commit()
    return found
