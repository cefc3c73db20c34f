"""The database itself refuses to change what may only be added to."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    AuditEntry,
    Consensus,
    DigestSent,
    LearningSwitch,
    Polarity,
    Principle,
    RatingChange,
    SeverityLook,
    SpeakerRole,
    SuggestionDecision,
    TaggerAdoption,
    TakenBack,
    Verdict,
    VoiceNaming,
    WordCorrection,
    now,
)
from tests.factories import this_monday

ADDED_ONLY = (
    "action_answer",
    "audit_entry",
    "case_note_revision",
    "consensus",
    "digest_sent",
    "learning_switch",
    "rating_change",
    "severity_look",
    "speaker_naming",
    "suggestion_decision",
    "tagger_adoption",
    "taken_back",
    "transcript",
    "voice_naming",
    "word_correction",
)


@pytest.fixture
def rows(db, factories):
    note = factories.Note()
    naming = factories.Naming(segment=factories.Transcript().segments[0], role=SpeakerRole.YOUTH)
    of_change = {"change_id": naming.change_id}
    review = factories.Review(week=note.week)
    week_id, of_review, by = review.week_id, {"review_id": review.id}, {"by_id": review.by_id}
    of_person = {"person_id": review.by_id}
    suggestion = factories.Suggestion(week=note.week, quote="Mum", revision=note.latest)
    report = factories.AgreementReport(team=note.week.case.team)
    action = Action(**of_review, position=0, text="Rehearse it.")
    db.add(action)
    db.flush()
    db.add_all(
        [
            ActionAnswer(action_id=action.id, week_id=week_id, **by, outcome=ActionOutcome.DONE),
            AuditEntry(what="read note"),
            Consensus(week_id=week_id, principle=Principle.GENERALISATION, value=3, why="So.", **by),
            DigestSent(**of_person, day=this_monday()),
            LearningSwitch(is_on=True, **by),
            RatingChange(**of_review, principle=Principle.GENERALISATION, value=3, **by),
            SeverityLook(**of_person, report_id=report.id),
            SuggestionDecision(
                suggestion_id=suggestion.id, **of_review, **by, verdict=Verdict.ACCEPTED, seconds=1.0
            ),
            TaggerAdoption(**by),
            TakenBack(**of_review, **by, reason="Too soon.", published_at=now(), content={}),
            VoiceNaming(
                transcript_id=naming.segment.transcript_id, **of_change, voice="A", role=SpeakerRole.YOUTH
            ),
            WordCorrection(segment_id=naming.segment_id, **of_change, first_word=0, last_word=0, text="Oh"),
        ]
    )
    db.commit()


def test_every_table_of_which_a_migration_says_so_is_tried(db):
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if not is_sqlite:
        triggers = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    found = {name.removeprefix("no_update_of_") for name in db.scalars(text(triggers)) if "_update_" in name}

    assert found == set(ADDED_ONLY)


@pytest.mark.parametrize("table", ADDED_ONLY)
def test_it_cannot_be_changed(db, rows, table):
    with pytest.raises(DatabaseError, match="may only be added to"):
        db.execute(text(f"UPDATE {table} SET id = id"))


@pytest.mark.parametrize("table", ADDED_ONLY)
def test_it_cannot_be_replaced(db, rows, table):
    if db.get_bind().dialect.name != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")

    with pytest.raises(DatabaseError, match="may only be added to"):
        db.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))


@pytest.mark.parametrize("command", ["DELETE FROM audit_entry", "TRUNCATE audit_entry"])
def test_the_audit_log_cannot_be_emptied(db, rows, command):
    with pytest.raises(SQLAlchemyError):
        db.execute(text(command))

    db.rollback()
    assert db.query(AuditEntry).count() == 1


@pytest.mark.parametrize("column", ["value = 6", "value = 0"])
def test_a_rating_stays_on_its_scale(db, factories, column):
    factories.Review(ratings={Principle.GENERALISATION: 3})

    with pytest.raises(DatabaseError, match="value_is_on_the_scale"):
        db.execute(text(f"UPDATE rating SET {column}"))


def test_a_mark_hangs_on_a_turn_or_on_a_note_never_on_both(db, factories):
    note = factories.Note()
    mark = factories.Mark(
        review=factories.Review(), quote="Mum", revision=note.latest, polarity=Polarity.COUNTER
    )
    mark.segment_id = factories.Transcript().segments[0].id

    with pytest.raises(DatabaseError, match="anchor_is_whole"):
        db.flush()
