"""Turns a recording into a playback copy and a transcript, then asks for suggestions."""

from sqlalchemy.orm import Session

from fidelity.queue import JobKind, JobQueue
from fidelity.speech.roles.types import Present
from fidelity.speech.tools import Manner, SpeechTools
from fidelity.speech.types import HeardWindow, Progress, Transcription, UnreadableAudio
from fidelity.storage import AudioStore
from fidelity.usecases import jobs
from fidelity.usecases.add_transcript import add_transcript
from fidelity.usecases.carry_over import carry_over, hold_for_carrying
from fidelity.usecases.give_up import NOTHING_HEARD, give_up
from fidelity.usecases.keep_windows import empty_windows, find_windows, keep_window
from fidelity.usecases.settle_hearing import settle_hearing
from fidelity.usecases.versions import has_words
from fidelity.usecases.work_on_job import fail, finish, still_ours
from models import Attempt, Recording, RecordingStatus

#: Parts of the bar: making the playback copy, then the words, then who speaks. Measured roughly:
#: docs/measurements/speech.md.
_PLAYBACK_ENDS, _WORDS_END = 0.05, 0.65


class _NotOurs(Exception):
    """The attempt was ended from outside, so nothing more may be written."""


def transcribe_recording(
    db: Session,
    store: AudioStore,
    queue: JobQueue,
    tools: SpeechTools,
    *,
    attempt: Attempt,
    model: str,
    progress: Progress,
) -> None:
    """Safe to run twice: what is there already is not made again, not even a window of a few minutes.

    ``model``: the recogniser to take where the job names none. No transaction is open during the minutes of
    work. Each result is committed before the next is begun, and only while the attempt is still ours.
    """
    # Whoever withdraws or cancels it just now is waited for, and is seen.
    recording = db.get_one(Recording, attempt.job.subject_id, with_for_update={"of": Recording})
    if not recording.is_in_hand:
        finish(attempt)
        db.commit()
        return
    recording.status = RecordingStatus.TRANSCRIBING
    db.commit()  # whoever stops the work takes the job first and the recording second: neither is held here
    transcriber = tools.transcriber_of(attempt.job.parameters.get("model") or model)
    how = settle_hearing(db, attempt, recording, model=transcriber.model, chunks=transcriber.chunks)
    heard = find_windows(db, attempt.job)
    key, is_playable, present = recording.audio_key, recording.is_playable, _present(recording)
    db.commit()

    def keep(window: HeardWindow) -> None:
        _go_on(db, attempt)
        keep_window(db, attempt.job, window)
        db.commit()

    try:
        if not is_playable:
            tools.make_playback(
                store.path(key),
                store.path(key, "playback.m4a"),
                store.path(key, "peaks.json"),
                _part(progress, 0.0, _PLAYBACK_ENDS),
            )
            _go_on(db, attempt)
            recording.is_playable = True
            db.commit()
        track_path = store.path(key, "voice.npz")
        transcription = transcriber.transcribe(
            store.path(key),
            manner=Manner(how.language, how.hotwords, how.chunks, track_path),
            heard=heard,
            keep=keep,
            progress=_part(progress, _PLAYBACK_ENDS, _WORDS_END),
        )
        # From here on every word is safe.
        transcription = tools.name_speakers(
            store.path(key),
            transcription,
            track_path=track_path,
            people=how.people,
            present=present,
            progress=_part(progress, _WORDS_END, 1.0),
        )
        _go_on(db, attempt)
    except _NotOurs:
        db.rollback()
        return
    except UnreadableAudio as error:
        if still_ours(db, attempt):
            give_up(db, attempt.job, f"{error.sentence}.")
            fail(attempt, "UnreadableAudio")
            db.commit()
        return
    _keep(db, queue, attempt, recording, transcription)


def _go_on(db: Session, attempt: Attempt) -> None:
    if not still_ours(db, attempt):
        raise _NotOurs


def _part(progress: Progress, start: float, end: float) -> Progress:
    return lambda part: progress(start + part * (end - start))


def _present(recording: Recording) -> Present | None:
    if not recording.people_present:
        return None
    return Present(
        recording.is_therapist_present, recording.caregivers, recording.young_people, recording.others
    )


def _keep(
    db: Session, queue: JobQueue, attempt: Attempt, recording: Recording, transcription: Transcription
) -> None:
    older = hold_for_carrying(db, recording)
    is_speech = any(utterance.suspect is None for utterance in transcription.utterances)
    if not is_speech and has_words(db, recording.id):
        give_up(db, attempt.job, NOTHING_HEARD)
        finish(attempt)
        db.commit()
        return
    transcript = add_transcript(db, recording, transcription)
    empty_windows(db, attempt.job, transcript)
    carry_over(db, older, transcript)
    next_job = None
    if is_speech:
        recording.status = RecordingStatus.TAGGING
        next_job = jobs.ask(db, JobKind.TAG_TRANSCRIPT, transcript.id)
    else:
        recording.status = RecordingStatus.NO_SPEECH
    finish(attempt)
    db.commit()
    if next_job is not None:
        jobs.send(db, queue, next_job)
