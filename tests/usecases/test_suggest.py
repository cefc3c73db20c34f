"""What the tagger finds is written down once, and only for the therapist's words."""

import pytest
from sqlalchemy import select

from fidelity.nlp.types import Polarity, Principle, SuggestedMark
from fidelity.queue import JobKind
from fidelity.usecases import jobs
from fidelity.usecases.suggest import suggest_for_note, suggest_for_transcript
from fidelity.usecases.work_on_job import take_job
from models import JobStatus, RecordingStatus, SpeakerRole, Suggestion


class Tagger:
    """Finds continuous effort in the first five characters of everything."""

    def __init__(self, version="one"):
        self.version, self.seen = version, []

    def tag(self, units):
        self.seen += [(unit.speaker, unit.text) for unit in units]
        return [[SuggestedMark(Principle.CONTINUOUS_EFFORT, Polarity.ADHERENT, 0.7, 0, 5)] for _ in units]


@pytest.fixture
def ask(db):
    def ask(kind, subject_id):
        job = jobs.ask(db, kind, subject_id)
        db.commit()
        return take_job(db, job_id=job.id, worker="a:1:1")

    return ask


def suggestions(db):
    return db.scalars(select(Suggestion)).all()


def test_only_the_therapists_words_are_shown_to_the_tagger(db, factories, ask):
    turns = [("therapist", "What happened then?"), ("caregiver", "He went out."), ("unknown", "Mm hm.")]
    transcript = factories.Transcript(turns=turns)
    transcript.recording.status = RecordingStatus.TAGGING
    tagger = Tagger()

    suggest_for_transcript(db, tagger, attempt=ask(JobKind.TAG_TRANSCRIPT, transcript.id))

    assert tagger.seen == [("therapist", "What happened then?")]
    assert [each.quote for each in suggestions(db)] == ["What "]
    assert transcript.recording.status is RecordingStatus.READY


def test_who_a_person_says_speaks_counts_for_more_than_the_machine(db, factories, ask):
    transcript = factories.Transcript(
        turns=[("unknown", "What happened then?"), ("therapist", "He went out.")]
    )
    first, second = transcript.segments
    factories.Naming(segment=first, role=SpeakerRole.THERAPIST)
    factories.Naming(segment=second, role=SpeakerRole.CAREGIVER)
    tagger = Tagger()

    suggest_for_transcript(db, tagger, attempt=ask(JobKind.TAG_TRANSCRIPT, transcript.id))

    assert tagger.seen == [("therapist", "What happened then?")]


def test_suspect_words_suggest_nothing(db, factories, ask):
    transcript = factories.Transcript()
    transcript.segments[0].suspect_because = "text over silence"
    db.commit()

    suggest_for_transcript(db, Tagger(), attempt=ask(JobKind.TAG_TRANSCRIPT, transcript.id))

    assert suggestions(db) == []


def test_tagging_again_repeats_nothing_and_a_newer_model_stands_beside(db, factories, ask):
    note = factories.Note()
    for version in ("one", "one", "two"):
        suggest_for_note(db, Tagger(version), attempt=ask(JobKind.TAG_NOTE, note.latest.id))

    assert sorted(each.model_version for each in suggestions(db)) == ["one", "two"]


def test_a_note_is_tagged_section_by_section(db, factories, ask):
    note = factories.Note(texts={"advances": "Mum led it.", "barriers": "Fridays.", "fit": "  "})
    attempt = ask(JobKind.TAG_NOTE, note.latest.id)

    suggest_for_note(db, Tagger(), attempt=attempt)

    assert {each.section.value: each.quote for each in suggestions(db)} == {
        "advances": "Mum l",
        "barriers": "Frida",
    }
    assert attempt.job.status is JobStatus.DONE
