"""A new version is asked for; until it is there, and if it does not come, the words stay as they are."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.usecases import jobs
from fidelity.usecases.cancel_recording import cancel_recording
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.give_up import NOTHING_HEARD, give_up
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_recording import read_state
from fidelity.usecases.read_versions import list_versions, usual_seconds
from fidelity.usecases.retry_job import retry_job
from fidelity.usecases.sweep import sweep
from fidelity.usecases.transcribe_again import Choice, transcribe_again
from fidelity.usecases.work_on_job import PAUSES, fail, finish, take_job
from models import (
    AuditEntry,
    CarriedOver,
    Job,
    JobStatus,
    Language,
    Person,
    Principle,
    Rating,
    RecordingStatus,
    Role,
    Transcript,
)
from tests.usecases.test_transcribe_recording import Recogniser, run
from tests.versions import SAME, add_version, mark

MODELS = ("whisper-base", "whisper-tiny.en")
WELSH = Choice(Language.WELSH, "whisper-base", 3)


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def recording(factories, week, people):
    recording = factories.Recording(week=week, by=people[Role.THERAPIST])
    factories.Transcript(recording=recording)
    return recording


@pytest.fixture
def ask(db, queue, people, recording):
    """``ask(choice)`` as the therapist; gives back the job."""

    def ask(choice=WELSH, by=None):
        person = by or people[Role.THERAPIST]
        transcribe_again(db, queue, by=person, recording_id=recording.id, choice=choice, models=MODELS)
        job = jobs.latest(db, JobKind.TRANSCRIBE, recording.id)
        db.commit()
        return job

    return ask


def test_the_work_is_asked_for_with_what_was_chosen(db, queue, people, recording, ask):
    job = ask()

    assert job.parameters == {"language": "cy", "model": "whisper-base", "people": 3}
    assert (job.by_id, job.status) == (people[Role.THERAPIST].id, JobStatus.WAITING)
    assert (JobKind.TRANSCRIBE, job.id) in queue.jobs
    assert recording.status is RecordingStatus.WAITING
    assert recording.language is Language.ENGLISH, "what the form said of the session stays"
    assert "asked for a new transcript" in db.scalars(select(AuditEntry.what)).all()
    db.commit()


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR])
def test_whoever_works_with_the_words_may_ask_and_cancel(db, people, recording, ask, role):
    ask(by=people[role])

    assert read_state(db, by=people[role], recording_id=recording.id).can_cancel
    cancel_recording(db, by=people[role], recording_id=recording.id)

    assert recording.status is RecordingStatus.READY
    assert recording.failure == "The new version was cancelled. The words are as they were."
    assert read_state(db, by=people[role], recording_id=recording.id).can_transcribe_again
    db.commit()


def test_others_may_not(db, factories, people, ask):
    stranger = factories.Person(role=Role.SUPERVISOR)
    colleague = factories.Person(role=Role.THERAPIST, team=people["team"])

    for person, refusal in (
        (stranger, NotFound),
        (colleague, NotFound),
        (people[Role.ADMINISTRATOR], NotAllowed),
    ):
        with pytest.raises(refusal):
            ask(by=person)
        db.rollback()


@pytest.mark.parametrize(
    ("choice", "field"),
    [
        (Choice(None, "whisper-base", None), "language"),
        (Choice(Language.WELSH, "whisper-tiny.en", None), "language"),
        (Choice(Language.ENGLISH, "/etc", None), "model"),
        (Choice(Language.ENGLISH, "whisper-base", 0), "people"),
        (Choice(Language.ENGLISH, "whisper-base", 21), "people"),
    ],
)
def test_a_person_is_told_what_to_put_right(db, ask, choice, field):
    with pytest.raises(InvalidInput) as refused:
        ask(choice)

    assert list(refused.value.messages) == [field]
    db.rollback()
    assert db.scalars(select(Job)).all() == []
    db.commit()


def test_two_clicks_ask_once(db, ask):
    ask()

    with pytest.raises(InvalidInput) as refused:
        ask()

    assert "already" in refused.value.messages["model"]
    db.rollback()
    assert len(db.scalars(select(Job).filter_by(kind="TRANSCRIBE")).all()) == 1
    db.commit()


def test_a_withdrawn_recording_is_not_transcribed_again(db, recording, ask):
    recording.status = RecordingStatus.WITHDRAWN
    db.commit()

    with pytest.raises(NotFound):
        ask()
    db.rollback()


def test_the_words_can_be_reviewed_while_a_new_version_is_made(db, people, recording, week, ask):
    ask()

    desk = read_desk(
        db, by=people[Role.CONSULTANT], case_id=week.case_id, monday=week.starts_on, is_looked_at=False
    )
    (visit,) = desk.visits
    assert [turn.text for turn in visit.turns] == ["What happened just before that?"]
    assert read_state(db, by=people[Role.THERAPIST], recording_id=recording.id).has_words
    db.commit()


def test_where_a_new_version_fails_the_words_stay_and_an_administrator_may_have_it_tried_again(
    db, queue, people, recording, ask
):
    job = ask()
    attempt = take_job(db, job_id=job.id, worker="a:1:1")
    give_up(db, job)
    fail(attempt, "MemoryError")
    db.commit()

    assert recording.status is RecordingStatus.READY
    assert recording.failure.startswith("No new version could be made")
    retry_job(db, queue, by=people[Role.ADMINISTRATOR], job_id=job.id)

    assert recording.status is RecordingStatus.WAITING
    assert job.parameters["language"] == "cy", "a later try does the same"
    db.commit()


def test_a_worker_that_dies_again_and_again_leaves_the_words(db, store, queue, recording, ask):
    job = ask()
    for _ in range(len(PAUSES) + 1):
        job.not_before = job.created_at
        db.commit()
        assert take_job(db, job_id=job.id, worker="a:1:1") is not None
        recording.status = RecordingStatus.TRANSCRIBING
        db.commit()
        sweep(db, store, queue, stranded_after_seconds=90, is_dead=lambda worker: True)

    db.refresh(recording)
    assert recording.status is RecordingStatus.READY
    assert "The words are as they were" in recording.failure
    db.commit()


def test_where_nothing_is_heard_this_time_no_version_is_added(db, store, queue, recording, ask):
    job = ask()
    attempt = take_job(db, job_id=job.id, worker="a:1:1")

    run(db, store, queue, attempt, Recogniser())

    assert (recording.status, recording.failure) == (
        RecordingStatus.READY,
        f"The words are as they were. {NOTHING_HEARD}",
    )
    assert [each.version for each in db.scalars(select(Transcript).filter_by(recording_id=recording.id))] == [
        1
    ]
    assert job.status is JobStatus.DONE
    db.commit()


def test_what_is_cancelled_in_the_middle_leaves_everything_on_the_old_words(
    db, database, store, queue, factories, people, recording, week, ask
):
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    old = db.scalars(select(Transcript).filter_by(recording_id=recording.id)).one()
    kept = mark(factories, review, old.segments[0], "What happened")
    attempt = take_job(db, job_id=ask().id, worker="a:1:1")

    def cancel():
        with database.writing() as other:
            therapist = other.get(Person, people[Role.THERAPIST].id)
            cancel_recording(other, by=therapist, recording_id=recording.id)

    run(db, store, queue, attempt, Recogniser("What happened just before that?", meanwhile=cancel))

    db.expire_all()
    assert recording.status is RecordingStatus.READY
    assert kept.segment_id == old.segments[0].id
    assert len(db.scalars(select(Transcript).filter_by(recording_id=recording.id)).all()) == 1
    assert db.scalars(select(CarriedOver)).all() == []
    db.commit()


def test_a_worker_carries_over_in_the_commit_that_adds_the_version(
    db, store, queue, factories, people, recording, week, ask
):
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    old = db.scalars(select(Transcript).filter_by(recording_id=recording.id)).one()
    kept = mark(factories, review, old.segments[0], "What happened just before that?")
    recogniser = Recogniser("What happened, just before that?")

    run(db, store, queue, take_job(db, job_id=ask().id, worker="a:1:1"), recogniser)

    db.expire_all()
    new = db.scalars(select(Transcript).filter_by(recording_id=recording.id, version=2)).one()
    assert kept.segment_id == new.segments[0].id
    assert (recogniser.asked[0].language, recording.status) == ("cy", RecordingStatus.TAGGING)
    db.commit()


def test_a_published_review_keeps_its_words_and_the_next_reader_gets_the_new_ones(
    db, factories, people, recording, week
):
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    old = db.scalars(select(Transcript).filter_by(recording_id=recording.id)).one()
    kept = mark(factories, review, old.segments[0], "What happened")
    review.ratings.extend(Rating(principle=principle, value=3, why="As heard.") for principle in Principle)
    db.commit()
    publish_review(db, by=people[Role.CONSULTANT], review_id=review.id)

    new = add_version(db, recording, *SAME)

    def words():
        desk = read_desk(
            db, by=people[Role.CONSULTANT], case_id=week.case_id, monday=week.starts_on, is_looked_at=False
        )
        texts = [turn.segment.transcript_id for visit in desk.visits for turn in visit.turns]
        db.rollback()
        return set(texts), desk

    texts, desk = words()
    assert texts == {old.id}
    assert [row.id for row in desk.marks] == [kept.id]
    assert desk.marks[0].segment_id == old.segments[0].id
    review.status, review.published_at = type(review.status).DRAFT, None
    db.commit()
    assert words()[0] == {new.id}


def test_the_list_says_who_asked_and_how_long_a_model_takes(db, people, recording, ask):
    job = ask()
    attempt = take_job(db, job_id=job.id, worker="a:1:1")
    add_version(db, recording, *SAME)
    finish(attempt)
    attempt.started_at = attempt.ended_at - timedelta(seconds=30)
    recording.status = RecordingStatus.READY
    db.commit()

    found = list_versions(db, by=people[Role.SUPERVISOR], recording_id=recording.id)

    assert [(each.transcript.version, each.asked_by, each.words) for each in found.versions] == [
        (2, people[Role.THERAPIST].name, 17),
        (1, None, 5),
    ]
    assert found.can_transcribe_again
    assert usual_seconds(db, recording, usual_model="other") == {"whisper-base": pytest.approx(30.0)}
    db.commit()
