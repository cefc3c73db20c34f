"""The database itself refuses to change what may only be added to."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from models import AuditEntry, Polarity, Principle, RatingChange, SpeakerRole, WordCorrection

ADDED_ONLY = (
    "audit_entry",
    "case_note_revision",
    "rating_change",
    "speaker_naming",
    "transcript",
    "word_correction",
)


@pytest.fixture
def rows(db, factories):
    factories.Note()
    naming = factories.Naming(segment=factories.Transcript().segments[0], role=SpeakerRole.YOUTH)
    db.add(
        WordCorrection(
            segment_id=naming.segment_id, change_id=naming.change_id, first_word=0, last_word=0, text="Oh"
        )
    )
    review = factories.Review()
    db.add(AuditEntry(what="read note"))
    db.add(RatingChange(review_id=review.id, principle=Principle.GENERALISATION, value=3, by_id=review.by_id))
    db.commit()


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
