"""From a kept file to a transcript; with a recogniser of two lines."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.speech.roles.types import Present
from fidelity.speech.tools import SpeechTools
from fidelity.speech.types import (
    AudioProblem,
    Gap,
    HeardWindow,
    Transcription,
    UnreadableAudio,
    Utterance,
    Word,
)
from fidelity.usecases import jobs
from fidelity.usecases.cancel_recording import stop_work
from fidelity.usecases.transcribe_recording import transcribe_recording
from fidelity.usecases.work_on_job import take_job
from models import (
    Attempt,
    JobStatus,
    Language,
    Outcome,
    Person,
    Recording,
    RecordingStatus,
    Segment,
    SpeakerRole,
    SpeechWindow,
    TeamTerm,
    Transcript,
    now,
)


def utterance(start, text):
    return Utterance(start, start + 1.0, text, (Word(start, start + 1.0, text, 0.9),))


class Recogniser:
    """Hears one window for each text; ``meanwhile`` happens while a window is heard."""

    model, chunks = "tiny", 8

    def __init__(self, *texts, meanwhile=lambda: None):
        self.texts, self.meanwhile, self.asked, self.heard_now = texts, meanwhile, [], []

    def transcribe(self, path, *, manner, heard, keep, progress):
        self.asked.append(manner)
        done = {window.position: window for window in heard}
        for n, text in enumerate(self.texts):
            if n not in done:
                self.meanwhile()
                self.heard_now.append(n)
                done[n] = HeardWindow(n, n, n + 1.0, "en", "batched", 1.0, 0.98, (utterance(n, text),))
                keep(done[n])
            progress((n + 1) / len(self.texts))
        utterances = tuple(each for n in sorted(done) for each in done[n].utterances)
        gaps = (Gap(5.0, 7.5),)
        return Transcription(2.0, "en", 0.98, "tiny", "fake", {"beam_size": 5}, utterances, gaps)


def nobody_named(path, heard, *, track_path, people, present, progress):
    progress(1.0)
    return heard


def play(_source, copy, _peaks, progress):
    progress(1.0)
    return 2.0


@pytest.fixture
def attempt(db, factories):
    recording = factories.Recording(status=RecordingStatus.WAITING, language=Language.AUTO)
    job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id)
    db.commit()
    return take_job(db, job_id=job.id, worker="a:1:1")


def run(
    db,
    store,
    queue,
    attempt,
    recogniser,
    make_playback=play,
    progress=lambda _: None,
    name_speakers=nobody_named,
    models=None,
):
    def transcriber_of(model):
        if models is not None:
            models.append(model)
        return recogniser

    tools = SpeechTools(make_playback, transcriber_of, name_speakers)
    transcribe_recording(db, store, queue, tools, attempt=attempt, model="tiny", progress=progress)
    return db.get(Recording, attempt.job.subject_id)


def test_it_keeps_what_was_said_and_asks_for_suggestions(db, store, queue, attempt):
    recording = run(db, store, queue, attempt, Recogniser("Hello.", "Hi."))

    transcript = db.scalars(select(Transcript)).one()
    assert transcript.gaps == [{"start": 5.0, "end": 7.5}]
    assert [segment.text for segment in transcript.segments] == ["Hello.", "Hi."]
    assert transcript.segments[0].words[0]["probability"] == 0.9
    assert recording.status is RecordingStatus.TAGGING
    assert recording.is_playable
    assert attempt.job.status is JobStatus.DONE
    assert queue.jobs == [(JobKind.TAG_TRANSCRIPT, jobs.latest(db, JobKind.TAG_TRANSCRIPT, transcript.id).id)]


def test_it_tells_the_recogniser_what_the_form_said(db, store, queue, attempt):
    recogniser = Recogniser("Hello.")

    run(db, store, queue, attempt, recogniser)

    (manner,) = recogniser.asked
    assert (manner.language, manner.chunks, manner.hotwords) == (None, 8, ())
    assert manner.track_path.name == "voice.npz"


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


def another_attempt(db, attempt):
    """The worker died, and another takes the job over."""
    row = db.get(Attempt, attempt.id)
    row.outcome, row.ended_at, row.job.status = Outcome.STRANDED, now(), JobStatus.WAITING
    db.commit()
    return take_job(db, job_id=row.job_id, worker="a:2:2")


class Died(Exception):
    pass


def die_at(count):
    """Something to happen meanwhile: the worker's end, the ``count``-th time."""
    left = [count]

    def meanwhile():
        left[0] -= 1
        if left[0] == 0:
            raise Died

    return meanwhile


def windows(db):
    return db.scalars(select(SpeechWindow).order_by(SpeechWindow.position)).all()


def test_what_was_heard_before_the_worker_died_is_not_heard_again(db, store, queue, attempt):
    with pytest.raises(Died):
        run(db, store, queue, attempt, Recogniser("One.", "Two.", "Three.", meanwhile=die_at(3)))
    db.rollback()
    kept = [(window.position, window.heard["utterances"][0]["text"]) for window in windows(db)]
    again = Recogniser("ONE.", "TWO.", "Three.")

    run(db, store, queue, another_attempt(db, attempt), again)

    assert kept == [(0, "One."), (1, "Two.")]
    assert again.heard_now == [2]
    transcript = db.scalars(select(Transcript)).one()
    assert [segment.text for segment in transcript.segments] == ["One.", "Two.", "Three."]


def test_once_the_transcript_is_there_windows_hold_no_words(db, store, queue, attempt):
    run(db, store, queue, attempt, Recogniser("One.", "Two."))

    transcript = db.scalars(select(Transcript)).one()
    assert [(each.heard, each.transcript_id) for each in windows(db)] == [({}, transcript.id)] * 2
    assert windows(db)[0].coverage == 0.98


def test_a_cancelled_attempt_keeps_no_further_window(db, database, store, queue, attempt):
    def cancel():
        with database.writing() as other:
            row = other.get(Attempt, attempt.id)
            row.outcome, row.ended_at = Outcome.CANCELLED, now()
            other.commit()

    recogniser = Recogniser("One.", "Two.", meanwhile=cancel)
    run(db, store, queue, attempt, recogniser)

    db.rollback()
    assert recogniser.heard_now == [0]
    assert windows(db) == []


def test_a_recording_that_is_cancelled_keeps_no_words_in_windows(db, store, queue, attempt):
    with pytest.raises(Died):
        run(db, store, queue, attempt, Recogniser("One.", "Two.", meanwhile=die_at(2)))
    db.rollback()
    recording = db.get(Recording, attempt.job.subject_id)

    stop_work(db, recording)
    db.commit()

    assert windows(db) == []


def add_term(db, team_id, term, **given):
    by = db.scalars(select(Person)).first()
    db.add(TeamTerm(team_id=team_id, by_id=by.id, term=term, **given))
    db.commit()


def test_what_was_chosen_stands_for_every_attempt(db, store, queue, attempt, factories):
    recording = db.get(Recording, attempt.job.subject_id)
    yesterday = now() - timedelta(days=1)
    ours, others = recording.case.team_id, factories.Team().id
    add_term(db, ours, "Tŷ Gwyn", created_at=yesterday)
    add_term(db, ours, "Removed", created_at=yesterday, removed_at=yesterday)
    add_term(db, others, "Of another team", created_at=yesterday)
    with pytest.raises(Died):
        run(db, store, queue, attempt, Recogniser("One.", meanwhile=die_at(1)))
    db.rollback()
    add_term(db, ours, "Later")
    recording.language, recording.caregivers = Language.WELSH, 5
    db.commit()
    again = Recogniser("One.")
    again.chunks = 2

    run(db, store, queue, another_attempt(db, attempt), again)

    (manner,) = again.asked
    assert (manner.language, manner.hotwords, manner.chunks) == (None, ("Tŷ Gwyn",), 8)
    assert attempt.job.parameters == {"language": "auto", "model": "tiny", "people": 3, "chunks": 8}


def test_a_job_may_name_its_model_and_language(db, store, queue, factories):
    recording = factories.Recording(status=RecordingStatus.WAITING, language=Language.ENGLISH)
    chosen = {"language": "cy", "model": "larger", "people": None}
    job = jobs.ask(db, JobKind.TRANSCRIBE, recording.id, parameters=chosen)
    db.commit()
    recogniser, models, people = Recogniser("Helo."), [], []

    def name_speakers(path, heard, **told):
        people.append(told["people"])
        return heard

    taken = take_job(db, job_id=job.id, worker="a:1:1")
    run(db, store, queue, taken, recogniser, name_speakers=name_speakers, models=models)

    assert models == ["larger"]
    assert recogniser.asked[0].language == "cy"
    assert people == [None]


def test_who_speaks_is_asked_once_all_words_are_kept(db, store, queue, attempt):
    seen = []

    def name_speakers(path, heard, *, track_path, people, present, progress):
        seen.append((len(windows(db)), people, present))
        db.rollback()
        (only,) = heard.utterances
        named = replace(only, voice="A", role="therapist", role_probability=0.93)
        return replace(heard, utterances=(named,))

    run(db, store, queue, attempt, Recogniser("One."), name_speakers=name_speakers)

    assert seen == [(1, 3, Present(therapist=True, caregivers=1, young_people=1, others=0))]
    segment = db.scalars(select(Segment)).one()
    assert (segment.voice, segment.machine_role) == ("A", SpeakerRole.THERAPIST)
    assert segment.machine_role_probability == 0.93


def test_words_that_are_all_suspect_are_no_speech(db, store, queue, attempt):
    def doubt(path, heard, **_):
        (only,) = heard.utterances
        return replace(heard, utterances=(replace(only, suspect="no voice can be heard there"),))

    recording = run(db, store, queue, attempt, Recogniser("Thank you."), name_speakers=doubt)

    assert recording.status is RecordingStatus.NO_SPEECH
    assert db.scalars(select(Segment)).one().suspect_because == "no voice can be heard there"
    assert queue.jobs == []
