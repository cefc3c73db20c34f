"""A worker that is killed again and again in the middle of one recording."""

import pytest

from fidelity.queue import JobKind
from fidelity.storage import AudioStore
from fidelity.usecases import jobs
from models import Outcome, Recording, RecordingStatus, Segment, SpeechWindow, Transcript
from tests.workers.conftest import LONG_SPEECH

pytestmark = pytest.mark.speech

KILLS = 5


@pytest.fixture
def upload(machine, db, factories):
    store = AudioStore(machine.settings.recordings_dir, reserve_bytes=0)

    def upload():
        with LONG_SPEECH.open("rb") as audio:
            kept = store.copy(audio, largest_bytes=10**9).keep()
        recording = factories.Recording(audio_key=kept.key, status=RecordingStatus.WAITING)
        job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
        db.commit()
        jobs.send(db, machine.queue, job)
        return recording.id, job.id

    return upload


def windows(machine, job_id):
    with machine.database.reading() as db:
        rows = db.query(SpeechWindow).filter_by(job_id=job_id).order_by(SpeechWindow.position)
        return {row.position: row.id for row in rows}


def turns(machine, recording_id):
    with machine.database.reading() as db:
        rows = db.query(Segment).join(Transcript).filter_by(recording_id=recording_id)
        return [
            (row.text, row.words, row.voice, row.machine_role, row.suspect_because)
            for row in rows.order_by(Segment.position)
        ]


# The other kind of database has no part in it: tests/usecases goes on from windows on both.
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_recording_whose_worker_is_killed_five_times_is_written_down_as_if_nothing_had_been(
    machine, upload, monkeypatch
):
    monkeypatch.setenv("FIDELITY_SPEECH_BATCH", "1")  # windows of half a minute
    machine.start_queue_server()
    machine.start_workers(("speech",))
    recording_id, job_id = upload()

    def one_more_is_kept():
        return len(windows(machine, job_id)) > len(kept)

    kept = {}
    for _ in range(KILLS):
        machine.wait_until(one_more_is_kept)
        machine.kill_worker("speech")
        now_kept = windows(machine, job_id)
        # At least one more is kept each time, so that none but the one in hand is begun again.
        assert kept.items() < now_kept.items()
        kept = now_kept
    machine.wait_for_recording(recording_id, RecordingStatus.TAGGING, RecordingStatus.READY)

    assert len(kept) < len(windows(machine, job_id)), "the last kill came before the end"
    assert kept.items() <= windows(machine, job_id).items(), "what was kept was not done again"
    assert machine.outcomes() == [Outcome.STRANDED] * KILLS
    undisturbed, _ = upload()
    machine.wait_for_recording(undisturbed, RecordingStatus.TAGGING, RecordingStatus.READY)
    assert turns(machine, recording_id) == turns(machine, undisturbed)
    assert machine.see(Recording, recording_id).failure is None
