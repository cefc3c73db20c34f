"""The fictional team comes, is marked as fictional, and goes without a trace in what is real."""

import pytest
from sqlalchemy import func, select

from fidelity.demonstration.clear import clear
from fidelity.demonstration.fill import fill
from fidelity.nlp.codebook import load_codebook as written_codebook
from fidelity.queue import JobKind
from fidelity.usecases.load_codebook import load_codebook
from fidelity.usecases.switch_learning import is_learning_on
from models import (
    AuditEntry,
    Base,
    Case,
    Job,
    LearnedTagger,
    LearningSwitch,
    Person,
    Rating,
    Recording,
    Review,
    Role,
    TaggerAdoption,
    Team,
)


@pytest.fixture
def filled(db, store, queue):
    load_codebook(db, written_codebook())
    assert fill(db, store, queue, password_hash="hash")


def counts(db):
    tables = Base.metadata.sorted_tables
    return {table.name: db.scalar(select(func.count()).select_from(table)) for table in tables}


def test_it_has_five_people_seven_cases_and_eight_weeks(db, filled):
    found = counts(db)

    assert (found["team"], found["person"], found["case"], found["recording"]) == (1, 5, 7, 1)
    assert found["case_note"] >= 35
    assert found["review"] >= 28
    assert db.scalar(select(func.count()).select_from(Rating)) == 9 * found["review"]


def test_its_work_is_asked_for_and_real(db, store, queue, filled):
    kinds = [kind for kind, _ in queue.jobs]

    assert kinds.count(JobKind.TRANSCRIBE) == 1
    assert kinds.count(JobKind.TAG_NOTE) == counts(db)["case_note"]
    assert store.path(db.scalars(select(Recording.audio_key)).one()).stat().st_size > 100_000


def test_filling_twice_changes_nothing(db, store, queue, filled):
    before = counts(db)

    assert not fill(db, store, queue, password_hash="hash")

    assert counts(db) == before


def test_clearing_takes_all_of_it_and_nothing_else(db, store, queue, factories, filled):
    factories.noise()
    db.add(AuditEntry(what="read note"))
    db.commit()
    real = {
        "team",
        "person",
        "team_role",
        "case",
        "review",
        "case_note",
        "recording",
        "transcript",
        "codebook",
    }
    key = db.scalars(select(Recording.audio_key).join(Case).join(Team).where(Team.is_fictional)).one()

    assert clear(db, store)
    assert not clear(db, store)

    found = counts(db)
    assert all(found[table] >= 1 for table in real)
    assert db.scalars(select(Team).where(Team.is_fictional)).all() == []
    assert db.scalars(select(Person).where(Person.is_fictional)).all() == []
    assert found["review"] == 1
    assert found["audit_entry"] == 1
    assert not store.path(key).exists()


def test_what_somebody_fictional_let_the_tagger_learn_goes_and_what_a_real_person_did_stays(
    db, store, factories, filled
):
    invented = db.scalars(select(Person).where(Person.email.startswith("joel"))).one()
    by_the_clock, asked = LearnedTagger(), LearnedTagger(by_id=invented.id)
    db.add_all([by_the_clock, asked])
    db.flush()
    db.add_all([LearningSwitch(is_on=True, by_id=invented.id), Job(kind="LEARN", subject_id=asked.id)])
    db.add(TaggerAdoption(learned_id=by_the_clock.id, by_id=invented.id))
    real = factories.Person(role=Role.ADMINISTRATOR)
    factories.Case()
    own, unused = LearnedTagger(by_id=real.id), LearnedTagger()
    db.add_all([own, unused])
    db.flush()
    db.add(TaggerAdoption(learned_id=own.id, by_id=real.id))
    db.commit()

    clear(db, store)

    assert not is_learning_on(db)
    assert set(db.scalars(select(LearnedTagger.id))) == {own.id, unused.id}
    assert db.scalars(select(TaggerAdoption.learned_id)).all() == [own.id]
    assert db.scalars(select(Job).where(Job.kind == "LEARN")).all() == []
    assert db.scalars(select(Person).where(Person.is_fictional)).all() == []


def test_every_page_says_that_it_is_fictional_while_it_is_there(db, store, filled, client):
    assert "Demonstration." in client.get("/sign-in").text

    clear(db, store)

    assert "Demonstration." not in client.get("/sign-in").text


def test_somebody_fictional_who_did_something_real_is_shut_out(db, store, factories, filled):
    joel = db.scalars(select(Person).where(Person.email.startswith("amara"))).one()
    factories.Review(by=joel, week=factories.Week(case=factories.Case()))

    clear(db, store)

    db.refresh(joel)
    assert not joel.active
    assert db.scalars(select(Review)).one().by_id == joel.id
    assert joel.team_roles == [] or joel.team_roles[0].role is not Role.ADMINISTRATOR
