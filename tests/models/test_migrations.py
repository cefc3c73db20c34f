"""The migrations lead to the tables that the code describes."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text

from fidelity.migrate import is_current, migrate, migration_config
from models import (
    Attempt,
    Base,
    Job,
    LearnedTagger,
    LearningSwitch,
    SpeakerNaming,
    SpeakerRole,
    Strength,
    Suggestion,
    TaggerAdoption,
    Verdict,
    Week,
)
from tests.taggers import decide


def test_migrating_gives_the_tables_of_the_models(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(database):
    migrate(database.engine)

    assert is_current(database.engine)


def test_who_was_named_before_steps_could_be_undone_is_still_named(database, factories, db):
    naming = factories.Naming(segment=factories.Transcript().segments[0], role=SpeakerRole.CAREGIVER)
    by, at = naming.change.by_id, naming.created_at
    db.close()
    with database.engine.execution_options(writes=True).begin() as connection:
        command.downgrade(migration_config(connection), "0002")

    migrate(database.engine)

    again = db.get_one(SpeakerNaming, naming.id)
    assert (again.role, again.change.by_id, again.created_at) == (SpeakerRole.CAREGIVER, by, at)
    assert again.change.transcript_id == again.segment.transcript_id
    assert again.change.undone_at is None


def test_going_back_leaves_no_work_of_a_kind_that_the_earlier_code_does_not_know(database, factories, db):
    transcript = factories.Transcript()
    for kind, subject_id in (("TAG_SEGMENT", transcript.segments[0].id), ("TAG_TRANSCRIPT", transcript.id)):
        job = Job(kind=kind, subject_id=subject_id)
        db.add(job)
        db.flush()
        db.add(Attempt(job_id=job.id, worker="a:1:1"))
    db.commit()
    db.close()

    with database.engine.execution_options(writes=True).begin() as connection:
        command.downgrade(migration_config(connection), "0002")
    with database.engine.begin() as connection:
        kinds = connection.execute(text("SELECT kind FROM job")).scalars().all()
        attempts = connection.execute(text("SELECT count(*) FROM attempt")).scalar_one()
    migrate(database.engine)

    assert (kinds, attempts) == (["TAG_TRANSCRIPT"], 1)


def test_going_back_before_learning_keeps_decisions_and_hides_what_only_later_code_can_tell_apart(
    database, factories, db
):
    transcript = factories.Transcript()
    review = factories.Review(week=db.get(Week, transcript.recording.week_id))
    given = {"week": review.week, "segment": transcript.segments[0], "quote": transcript.segments[0].text[:5]}
    usual, weak, drawn, decided = (
        factories.Suggestion(**given | more)
        for more in ({}, {"strength": Strength.WEAK}, {"chance": 0.2}, {"chance": 0.3})
    )
    decide(db, factories, decided, Verdict.ACCEPTED, review=review)
    learned = LearnedTagger(by_id=review.by_id, head=b"head", lessons={"recordings": []})
    db.add(learned)
    db.flush()
    db.add_all(
        [
            LearningSwitch(is_on=True, by_id=review.by_id),
            TaggerAdoption(learned_id=learned.id, by_id=review.by_id),
        ]
    )
    for kind in ("LEARN", "TAG_NOTE_AGAIN", "TAG_TRANSCRIPT_AGAIN", "TAG_TRANSCRIPT"):
        job = Job(kind=kind, subject_id=transcript.id)
        db.add(job)
        db.flush()
        db.add(Attempt(job_id=job.id, worker="a:1:1"))
    keys = {
        each.id: name
        for each, name in ((usual, "usual"), (weak, "weak"), (drawn, "drawn"), (decided, "decided"))
    }
    db.commit()
    db.close()

    with database.engine.execution_options(writes=True).begin() as connection:
        command.downgrade(migration_config(connection), "0003")
    with database.engine.begin() as connection:
        kinds = connection.execute(text("SELECT kind FROM job")).scalars().all()
    migrate(database.engine)

    assert kinds == ["TAG_TRANSCRIPT"]
    rows = {keys[row.id]: row for row in db.scalars(select(Suggestion))}
    assert {name for name, row in rows.items() if row.retired_at is None} == {"usual", "decided"}
    assert rows["decided"].decision.verdict is Verdict.ACCEPTED
    assert db.scalars(select(LearnedTagger)).all() == []
