"""A recording and a note go all the way, and nothing that dies on the way takes them along."""

import psutil
import pytest

from fidelity.queue import JobKind
from fidelity.storage import AudioStore
from fidelity.usecases import jobs
from models import (
    Job,
    JobStatus,
    Outcome,
    Recording,
    RecordingStatus,
    Role,
    Segment,
    SpeakerRole,
    Suggestion,
    Transcript,
)
from tests.workers.conftest import LONG_SPEECH, PATIENCE_SECONDS, SPEECH

pytestmark = pytest.mark.speech


@pytest.fixture
def upload(machine, db, factories):
    """``upload(path)`` keeps a file and asks for its transcript, as the upload page does."""
    store = AudioStore(machine.settings.recordings_dir, reserve_bytes=0)

    def upload(path):
        with path.open("rb") as audio:
            kept = store.copy(audio, largest_bytes=10**9).keep()
        recording = factories.Recording(audio_key=kept.key, status=RecordingStatus.WAITING)
        job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
        db.commit()
        jobs.send(db, machine.queue, job)
        return recording.id

    return upload


@pytest.fixture
def hand_in(machine, db, factories):
    """``hand_in(text)`` makes a note and asks for its suggestions."""

    def hand_in(text):
        note = factories.Note(week=factories.Week(), texts={"advances": text})
        job = jobs.ask(db, JobKind.TAG_NOTE, note.latest.id)
        db.commit()
        jobs.send(db, machine.queue, job)
        return note.latest.id, job.id

    return hand_in


def transcripts(machine):
    with machine.database.reading() as db:
        return db.query(Transcript).all()


def segments(machine):
    with machine.database.reading() as db:
        return db.query(Segment).all()


def suggestions(machine):
    with machine.database.reading() as db:
        return db.query(Suggestion).all()


def test_a_recording_is_transcribed_and_can_be_played(machine, upload):
    machine.start_queue_server()
    machine.start_workers()

    recording = machine.wait_for_recording(upload(SPEECH))

    store = AudioStore(machine.settings.recordings_dir, reserve_bytes=0)
    assert recording.is_playable
    assert store.path(recording.audio_key, "playback.m4a").stat().st_size > 1000
    assert store.path(recording.audio_key, "peaks.json").exists()
    (transcript,) = transcripts(machine)
    assert transcript.model == "whisper-tiny.en"
    spoken_by = {segment.id: segment.machine_role for segment in segments(machine)}
    assert len(spoken_by) >= 4
    assert {spoken_by[each.segment_id] for each in suggestions(machine)} <= {SpeakerRole.THERAPIST}


def test_a_note_gets_suggestions_whose_words_stand_in_it(machine, hand_in):
    machine.start_queue_server()
    machine.start_workers(("text", "default"))
    text = (
        "Mum set the rule, told K the consequence and kept to it on four nights out of five. "
        "We drew the fit circle together and asked what was happening just before each argument."
    )
    _, job_id = hand_in(text)

    machine.wait_until(lambda: machine.see(Job, job_id).status is JobStatus.DONE)

    found = suggestions(machine)
    assert found
    assert all(text[each.starts : each.ends] == each.quote for each in found)


# On SQLite a worker is killed five times: test_windows.py.
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_recording_survives_its_worker(machine, upload):
    machine.start_queue_server()
    machine.start_workers()
    recording_id = upload(LONG_SPEECH)
    machine.wait_until(lambda: machine.see(Recording, recording_id).is_playable)

    machine.kill_worker("speech")

    machine.wait_for_recording(recording_id)
    assert machine.outcomes() == [Outcome.STRANDED]
    assert len(transcripts(machine)) == 1


def test_a_note_survives_its_worker(machine, hand_in):
    machine.start_queue_server()
    machine.start_workers(("text", "default"))
    _, job_id = hand_in("Mum praised K for being home by nine and they agreed what comes next. " * 150)
    machine.wait_until(machine.is_being_worked_on)

    machine.kill_worker("text and default")

    machine.wait_until(lambda: machine.see(Job, job_id).status is JobStatus.DONE)
    assert machine.outcomes() == [Outcome.STRANDED]
    keys = [(each.starts, each.ends, each.principle, each.polarity) for each in suggestions(machine)]
    assert len(keys) == len(set(keys)), "a second attempt repeats nothing"


def test_a_recording_that_comes_while_the_queue_is_away_is_done_when_it_is_back(machine, upload):
    machine.start_queue_server()
    machine.start_workers()
    machine.kill_queue_server()

    recording_id = upload(SPEECH)
    assert machine.see(Recording, recording_id).status is RecordingStatus.WAITING
    machine.start_queue_server()

    machine.wait_for_recording(recording_id)


def test_a_worker_that_has_grown_too_large_makes_room_for_a_new_one(machine, upload, monkeypatch):
    monkeypatch.setenv("FIDELITY_WORKER_MEMORY_BYTES", "1000")
    machine.start_queue_server()
    machine.start_workers(("speech",), ("text", "default"))
    first = machine.worker_pid("speech")

    machine.wait_for_recording(upload(SPEECH))
    machine.wait_until(lambda: machine.worker_pid("speech") != first)
    machine.wait_for_recording(upload(SPEECH))

    assert machine.outcomes() == [], "no attempt was lost by it"


def test_a_file_that_cannot_be_read_says_why_and_is_not_tried_again(machine, upload, tmp_path):
    machine.start_queue_server()
    machine.start_workers(("speech",))
    broken = tmp_path / "broken"
    broken.write_bytes(b"no sound in here" * 100)

    recording = machine.wait_for_recording(upload(broken), RecordingStatus.FAILED)

    assert recording.failure.startswith("We could not read the sound in the selected file")
    assert machine.outcomes() == [Outcome.FAILED]


def test_a_recording_of_silence_ends_without_speech(machine, upload, tmp_path):
    import wave

    machine.start_queue_server()
    machine.start_workers(("speech",))
    with wave.open(str(tmp_path / "silence.wav"), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(bytes(2 * 16000 * 5))

    recording = machine.wait_for_recording(upload(tmp_path / "silence.wav"), RecordingStatus.NO_SPEECH)

    assert recording.is_playable


def test_a_cancelled_recording_is_let_go_of(machine, upload, factories, db):
    from fidelity.usecases.cancel_recording import cancel_recording

    machine.start_queue_server()
    machine.start_workers(("speech",))
    recording_id = upload(LONG_SPEECH)
    machine.wait_until(machine.is_being_worked_on)
    recording = db.get(Recording, recording_id)
    supervisor = factories.Person(role=Role.SUPERVISOR, team=recording.case.team)

    cancel_recording(db, by=supervisor, recording_id=recording_id)

    machine.wait_until(lambda: not machine.is_being_worked_on())
    assert machine.outcomes() == [Outcome.CANCELLED]
    other = upload(SPEECH)
    machine.wait_for_recording(other, RecordingStatus.TAGGING, RecordingStatus.READY)
    assert machine.see(Recording, recording_id).status is RecordingStatus.CANCELLED


def test_a_worker_that_is_told_to_end_in_the_middle_ends_although_the_queue_is_gone(machine, upload):
    machine.start_queue_server()
    machine.start_workers(("speech",))
    upload(SPEECH)
    machine.wait_until(machine.is_being_worked_on)
    worker = psutil.Process(machine.worker_pid("speech"))

    machine.kill_queue_server()  # as when everything is told to end at once
    worker.terminate()

    worker.wait(PATIENCE_SECONDS)
