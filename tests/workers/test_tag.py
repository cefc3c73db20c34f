"""Tagging jobs work with the tagger that is in use when they begin, and draw as many as a setting says."""

from dataclasses import replace

import pytest

from fidelity.nlp.experimental import measured
from fidelity.queue import JobKind
from fidelity.usecases import jobs
from models import JobStatus, LearnedTagger, Suggestion, TaggerAdoption
from tests.taggers import FakeTagger
from workers import tag
from workers.tools import Tools


class Shipped(FakeTagger):
    """The tagger that came along; what was learned has the version in its bytes."""

    def with_head(self, head):
        return self if head is None else FakeTagger(head.decode())


@pytest.fixture
def shipped(monkeypatch, settings, database, store, queue):
    at_hand = Tools(replace(settings, left_out_per_note=3, left_out_per_transcript=5), database, store, queue)
    tagger = Shipped(measured().version)
    monkeypatch.setattr("workers.attempt.tools", lambda: at_hand)
    monkeypatch.setattr("workers.tag.shipped_tagger", lambda: tagger)
    return tagger


@pytest.fixture
def adopt(db, factories):
    """``adopt(version)`` puts what was learned to use; nothing: the tagger that came along."""
    by = factories.Person()

    def adopt(version):
        learned = None
        if version:
            learned = LearnedTagger(
                by_id=by.id, base_version=measured().version, version=version, head=version.encode()
            )
            db.add(learned)
            db.flush()
        db.add(TaggerAdoption(learned_id=learned and learned.id, by_id=by.id))
        db.commit()

    return adopt


def test_a_job_that_begins_after_an_adoption_works_with_what_was_adopted(db, factories, shipped, adopt):
    notes = [factories.Note(week=factories.Week()).latest.id for _ in range(3)]
    for key, version in zip(notes, (None, "ours", None), strict=True):
        if key != notes[0]:
            adopt(version)
        job = jobs.ask(db, JobKind.TAG_NOTE, key)
        db.commit()
        tag.tag_note(str(job.id))

    db.expire_all()
    versions = {row.revision_id: row.model_version for row in db.query(Suggestion)}
    assert [versions[key] for key in notes] == [shipped.version, "ours", shipped.version]


@pytest.mark.parametrize("kind", ["TAG_NOTE", "TAG_TRANSCRIPT", "TAG_SEGMENT"])
def test_as_many_are_drawn_as_the_setting_says_and_none_for_one_turn(db, factories, shipped, kind):
    subject, work, how_many = {
        "TAG_NOTE": lambda: (factories.Note().latest.id, tag.tag_note, [3]),
        "TAG_TRANSCRIPT": lambda: (factories.Transcript().id, tag.tag_transcript, [5]),
        "TAG_SEGMENT": lambda: (factories.Transcript().segments[0].id, tag.tag_segment, []),
    }[kind]()
    job = jobs.ask(db, JobKind[kind], subject)
    db.commit()

    work(str(job.id))

    db.refresh(job)
    assert job.status is JobStatus.DONE
    assert [each for each, _ in shipped.asked] == how_many
