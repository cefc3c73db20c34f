"""Turns a recording into a playback copy and a transcript, then asks for suggestions."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind, JobQueue
from fidelity.speech.types import MakePlayback, Progress, Transcriber, Transcription, UnreadableAudio
from fidelity.storage import AudioStore
from fidelity.usecases import jobs
from fidelity.usecases.carry_over import carry_over, hold_for_carrying
from fidelity.usecases.give_up import NOTHING_HEARD, give_up
from fidelity.usecases.versions import has_words
from fidelity.usecases.work_on_job import fail, finish, still_ours
from models import Attempt, Language, Recording, RecordingStatus, Segment, SpeakerRole, Transcript

#: How much of the bar making the playback copy takes; measured at about a twentieth of the time.
_PLAYBACK_SHARE = 0.05


def transcribe_recording(
    db: Session,
    store: AudioStore,
    queue: JobQueue,
    make_playback: MakePlayback,
    transcriber: Transcriber,
    *,
    attempt: Attempt,
    progress: Progress,
) -> None:
    """Safe to run twice: what is there already is not made again.

    No transaction is open during the minutes of work. Each result is committed before the next
    is asked for, and only while the attempt is still ours.
    """
    recording = db.get_one(Recording, attempt.job.subject_id)
    if not recording.is_in_hand:
        finish(attempt)
        db.commit()
        return
    recording.status = RecordingStatus.TRANSCRIBING
    db.commit()

    key, language, people = recording.audio_key, recording.language, recording.people_present
    try:
        if not recording.is_playable:
            make_playback(
                store.path(key),
                store.path(key, "playback.m4a"),
                store.path(key, "peaks.json"),
                lambda part: progress(part * _PLAYBACK_SHARE),
            )
            if not still_ours(db, attempt):
                return
            recording.is_playable = True
            db.commit()
        transcription = transcriber.transcribe(
            store.path(key),
            language=None if language is Language.AUTO else language.value,
            people=people,
            progress=lambda part: progress(_PLAYBACK_SHARE + part * (1 - _PLAYBACK_SHARE)),
        )
    except UnreadableAudio as error:
        if still_ours(db, attempt):
            give_up(db, attempt.job, f"{error.sentence}.")
            fail(attempt, "UnreadableAudio")
            db.commit()
        return
    if still_ours(db, attempt):
        _keep(db, queue, attempt, recording, transcription)


def _keep(
    db: Session, queue: JobQueue, attempt: Attempt, recording: Recording, transcription: Transcription
) -> None:
    older = hold_for_carrying(db, recording)
    if not transcription.utterances and has_words(db, recording.id):
        give_up(db, attempt.job, NOTHING_HEARD)
        finish(attempt)
        db.commit()
        return
    transcript = _transcript(db, recording, transcription)
    db.add(transcript)
    db.flush()
    carry_over(db, older, transcript)
    next_job = None
    if transcript.segments:
        recording.status = RecordingStatus.TAGGING
        next_job = jobs.ask(db, JobKind.TAG_TRANSCRIPT, transcript.id)
    else:
        recording.status = RecordingStatus.NO_SPEECH
    finish(attempt)
    db.commit()
    if next_job is not None:
        jobs.send(db, queue, next_job)


def _transcript(db: Session, recording: Recording, transcription: Transcription) -> Transcript:
    newest = db.scalar(select(func.max(Transcript.version)).filter_by(recording_id=recording.id))
    transcript = Transcript(
        recording_id=recording.id,
        recording=recording,
        version=(newest or 0) + 1,
        engine=transcription.engine,
        model=transcription.model,
        settings=dict(transcription.settings),
        language=transcription.language,
        coverage=transcription.coverage,
    )
    for position, utterance in enumerate(transcription.utterances):
        transcript.segments.append(
            Segment(
                position=position,
                starts_seconds=utterance.start,
                ends_seconds=utterance.end,
                text=utterance.text,
                words=[
                    {"start": w.start, "end": w.end, "text": w.text, "probability": w.probability}
                    for w in utterance.words
                ],
                machine_role=SpeakerRole(utterance.role),
                suspect_because=utterance.suspect,
            )
        )
    return transcript
