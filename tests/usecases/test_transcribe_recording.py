"""From a kept file to a transcript; with a recogniser of two lines."""

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.speech.types import AudioProblem, Transcription, UnreadableAudio, Utterance, Word
from fidelity.usecases import jobs
from fidelity.usecases.transcribe_recording import transcribe_recording
from fidelity.usecases.work_on_job import take_job
from models import Attempt, JobStatus, Language, Outcome, Recording, RecordingStatus, Segment, Transcript, now


class Recogniser:
    def __init__(self, *texts, meanwhile=lambda: None):
        self.texts, self.meanwhile, self.asked = texts, meanwhile, []

    def transcribe(self, path, *, language, progress, people=None):
        self.asked.append((language, people))
        progress(0.5)
        self.meanwhile()
        utterances = tuple(
            Utterance(n, n + 1.0, text, (Word(n, n + 1.0, text, 0.9),)) for n, text in enumerate(self.texts)
        )
        return Transcription(2.0, "en", 0.98, "tiny", "fake", {"beam_size": 5}, utterances)


def play(_source, copy, _peaks, progress):
    progress(1.0)
    return 2.0


@pytest.fixture
def attempt(db, factories):
    recording = factories.Recording(status=RecordingStatus.WAITING, language=Language.AUTO)
    job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
    db.commit()
    return take_job(db, job_id=job.id, worker="a:1:1")


def run(db, store, queue, attempt, recogniser, make_playback=play, progress=lambda _: None):
    transcribe_recording(db, store, queue, make_playback, recogniser, attempt=attempt, progress=progress)
    return db.get(Recording, attempt.job.subject_id)


def test_it_keeps_what_was_said_and_asks_for_suggestions(db, store, queue, attempt):
    recording = run(db, store, queue, attempt, Recogniser("Hello.", "Hi."))

    transcript = db.scalars(select(Transcript)).one()
    assert [segment.text for segment in transcript.segments] == ["Hello.", "Hi."]
    assert transcript.segments[0].words[0]["probability"] == 0.9
    assert recording.status is RecordingStatus.TAGGING
    assert recording.is_playable
    assert attempt.job.status is JobStatus.DONE
    assert queue.jobs == [(JobKind.TAG_TRANSCRIPT, jobs.latest(db, JobKind.TAG_TRANSCRIPT, transcript.id).id)]


def test_it_tells_the_recogniser_what_the_form_said(db, store, queue, attempt):
    recogniser = Recogniser("Hello.")

    run(db, store, queue, attempt, recogniser)

    assert recogniser.asked == [(None, 3)]


def test_progress_never_goes_back(db, store, queue, attempt):
    seen = []

    run(db, store, queue, attempt, Recogniser("Hello."), progress=seen.append)

    assert seen == sorted(seen)
    assert 0 < seen[0] < seen[-1] <= 1


def test_where_nobody_speaks_the_recording_ends_so(db, store, queue, attempt):
    recording = run(db, store, queue, attempt, Recogniser())

    assert recording.status is RecordingStatus.NO_SPEECH
    assert queue.jobs == []


def test_a_file_that_cannot_be_read_fails_at_once_with_a_sentence(db, store, queue, attempt):
    def refuse(*_):
        raise UnreadableAudio(AudioProblem.DAMAGED)

    recording = run(db, store, queue, attempt, Recogniser(), make_playback=refuse)

    assert recording.status is RecordingStatus.FAILED
    assert recording.failure.endswith("save it again as an MP3 or WAV.")
    assert attempt.outcome is Outcome.FAILED


def test_what_was_cancelled_meanwhile_leaves_no_transcript(db, database, store, queue, attempt):
    def cancel():
        with database.writing() as other:
            row = other.get(Attempt, attempt.id)
            row.outcome, row.ended_at = Outcome.CANCELLED, now()
            other.commit()

    run(db, store, queue, attempt, Recogniser("Hello.", meanwhile=cancel))

    db.rollback()
    assert db.scalars(select(Transcript)).all() == []


def test_no_transaction_is_open_during_the_minutes_of_work(db, store, queue, attempt):
    open_then = []

    run(
        db,
        store,
        queue,
        attempt,
        Recogniser("Hello.", meanwhile=lambda: open_then.append(db.in_transaction())),
    )

    assert open_then == [False]


def test_running_it_again_adds_a_version_and_rewrites_nothing(db, store, queue, attempt):
    recording = run(db, store, queue, attempt, Recogniser("Hello."))
    recording.status = RecordingStatus.WAITING
    job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
    db.commit()

    run(db, store, queue, take_job(db, job_id=job.id, worker="a:1:1"), Recogniser("Hallo."))

    versions = db.scalars(select(Transcript).order_by(Transcript.version)).all()
    assert [(t.version, t.segments[0].text) for t in versions] == [(1, "Hello."), (2, "Hallo.")]


def test_a_recording_that_is_finished_is_left_alone(db, store, queue, attempt):
    db.get(Recording, attempt.job.subject_id).status = RecordingStatus.WITHDRAWN
    db.commit()

    recording = run(db, store, queue, attempt, Recogniser("Hello."))

    assert recording.status is RecordingStatus.WITHDRAWN
    assert db.scalars(select(Segment)).all() == []
