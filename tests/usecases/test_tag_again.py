"""Weeks that are still to be reviewed get the suggestions of the tagger that is in use."""

from datetime import timedelta

import pytest
from click.testing import CliRunner

from fidelity.commands.tag_again import tag_again as command
from fidelity.nlp.experimental import measured
from fidelity.queue import JobKind
from fidelity.usecases import jobs
from fidelity.usecases.errors import NotAllowed
from fidelity.usecases.suggest import suggest_for_note, suggest_for_segment, suggest_for_transcript
from fidelity.usecases.tag_again import ask_again_for_open_weeks, count_behind, tag_again
from fidelity.usecases.work_on_job import take_job
from models import (
    AuditEntry,
    CaseNoteRevision,
    Job,
    JobStatus,
    LearnedTagger,
    Rater,
    RecordingStatus,
    Role,
    TaggerAdoption,
)
from tests.factories import this_monday
from tests.taggers import FakeTagger, begin

SHIPPED = measured().version


@pytest.fixture
def words(factories, people):
    """``words()`` is a week of the case with a note and a recording, the first this week, then earlier."""
    count = iter(range(50))

    def words(**given):
        week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=next(count)))
        note = factories.Note(week=week, by=people[Role.THERAPIST])
        recording = factories.Recording(week=week, by=people[Role.THERAPIST], **given)
        return week, note.latest, factories.Transcript(recording=recording)

    return words


@pytest.fixture
def adopt(db, people):
    """``adopt(version)`` puts another tagger to use."""

    def adopt(version):
        by = people[Role.ADMINISTRATOR]
        learned = LearnedTagger(by_id=by.id, base_version=SHIPPED, version=version, head=b"head")
        db.add(learned)
        db.flush()
        db.add(TaggerAdoption(learned_id=learned.id, by_id=by.id))
        db.commit()

    return adopt


def asked(db):
    return {(job.kind, job.subject_id) for job in db.query(Job).filter_by(status=JobStatus.WAITING)}


def tag(db, revision, transcript, version=SHIPPED):
    """Both, as the workers do it, with nothing found."""
    tagger = FakeTagger(version, [])
    suggest_for_note(db, tagger, attempt=begin(db, JobKind.TAG_NOTE, revision.id))
    suggest_for_transcript(db, tagger, attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))


def test_it_asks_for_open_weeks_the_newest_first_behind_all_other_work(db, queue, people, words):
    weeks = [words() for _ in range(3)]

    assert tag_again(db, queue, by=people[Role.ADMINISTRATOR]) == 3

    notes, transcripts = JobKind.TAG_NOTE_AGAIN, JobKind.TAG_TRANSCRIPT_AGAIN
    assert [kind for kind, _ in queue.jobs] == [notes] * 3 + [transcripts] * 3
    assert {kind.value.queue for kind in (notes, transcripts)} == {"default"}
    subjects = [db.get(Job, key).subject_id for _, key in queue.jobs]
    assert subjects == [revision.id for _, revision, _ in weeks] + [t.id for _, _, t in weeks]
    assert db.query(AuditEntry).filter_by(what="asked for suggestions again").count() == 1


def test_only_what_is_read_and_not_published_is_looked_at_again(db, factories, people, words):
    published, *_ = words()
    factories.Review(week=published, by=people[Role.CONSULTANT], published=True)
    seconded, *_ = words()  # both raters should have the same before them
    factories.Review(week=seconded, by=people[Role.SUPERVISOR], rater=Rater.SECOND, published=True)
    for status in (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED, RecordingStatus.NO_SPEECH):
        words(status=status)
    week, first, old = words()
    factories.Review(week=week, by=people[Role.CONSULTANT])
    second = CaseNoteRevision(
        note_id=first.note_id, number=2, written_by_id=first.written_by_id, sections={}, texts={}
    )
    db.add(second)
    db.commit()
    new = factories.Transcript(recording=old.recording, version=2)

    ask_again_for_open_weeks(db)
    db.commit()

    kinds = {subject_id: kind for kind, subject_id in asked(db)}
    assert kinds[second.id] == "TAG_NOTE_AGAIN"
    assert kinds[new.id] == "TAG_TRANSCRIPT_AGAIN"
    assert len(kinds) == 2 + 3  # and the notes of the three whose recordings are gone


def test_where_a_job_waits_already_that_one_will_do(db, words):
    _, revision, transcript = words()
    jobs.ask(db, JobKind.TAG_NOTE, revision.id)
    running = jobs.ask(db, JobKind.TAG_TRANSCRIPT, transcript.id)
    db.commit()
    take_job(db, job_id=running.id, worker="a:1:1")  # with the tagger that was in use when it began

    for _ in range(2):
        ask_again_for_open_weeks(db)
        db.commit()

    assert asked(db) == {("TAG_NOTE", revision.id), ("TAG_TRANSCRIPT_AGAIN", transcript.id)}


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR])
def test_only_an_administrator_may_ask(db, queue, people, words, role):
    words()

    with pytest.raises(NotAllowed):
        tag_again(db, queue, by=people[role])

    assert queue.jobs == []


def test_nothing_is_lost_while_the_queue_is_away(db, queue, people, words):
    words()
    queue.is_away = True

    tag_again(db, queue, by=people[Role.ADMINISTRATOR])

    assert len(asked(db)) == 2


class TestCountBehind:
    def test_a_week_in_which_nothing_was_found_is_not_one_that_was_never_looked_at(self, db, words):
        _, revision, transcript = words()
        words()
        assert count_behind(db) == 2

        tag(db, revision, transcript)

        assert count_behind(db) == 1

    def test_all_that_is_read_of_a_week_must_have_been_looked_at(self, db, factories, words):
        _, revision, transcript = words()
        tag(db, revision, transcript)
        assert count_behind(db) == 0

        factories.Transcript(recording=transcript.recording, version=2)

        assert count_behind(db) == 1

    def test_another_tagger_in_use_leaves_behind_what_it_has_not_looked_at(self, db, words, adopt):
        _, revision, transcript = words()
        tag(db, revision, transcript)

        adopt("ours")
        assert count_behind(db) == 1
        suggest_for_segment(  # a part is not the whole
            db, FakeTagger("ours", []), attempt=begin(db, JobKind.TAG_SEGMENT, transcript.segments[0].id)
        )
        assert count_behind(db) == 1
        tag(db, revision, transcript, "ours")

        assert count_behind(db) == 0

    def test_going_back_leaves_behind_what_was_looked_at_by_the_other_since(self, db, words):
        _, revision, transcript = words()
        for version in (SHIPPED, "ours"):
            tag(db, revision, transcript, version)

        assert count_behind(db) == 1

    def test_what_is_asked_for_and_what_is_published_is_not_behind(self, db, factories, people, words):
        _, revision, transcript = words()
        tag(db, revision, transcript, "older")
        published, *_ = words()
        factories.Review(week=published, by=people[Role.CONSULTANT], published=True)

        ask_again_for_open_weeks(db)

        assert count_behind(db) == 0

    def test_work_that_failed_for_good_leaves_its_week_behind(self, db, words):
        _, revision, transcript = words()
        tag(db, revision, transcript, "older")
        ask_again_for_open_weeks(db)
        for job in db.query(Job).filter_by(status=JobStatus.WAITING):
            job.status = JobStatus.FAILED
        db.commit()

        assert count_behind(db) == 1


def test_the_owner_of_the_machine_asks_at_its_command_line(db, settings, words, monkeypatch):
    for name in ("data_dir", "database_url", "queue_url"):
        monkeypatch.setenv(f"FIDELITY_{name.upper()}", str(getattr(settings, name)))
    _, revision, transcript = words()
    words()

    result = CliRunner().invoke(command)

    assert result.exit_code == 0, result.output
    assert result.output == "Asked for 2 weeks.\n"
    assert {("TAG_NOTE_AGAIN", revision.id), ("TAG_TRANSCRIPT_AGAIN", transcript.id)} <= asked(db)
