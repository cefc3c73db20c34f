"""What the speech work keeps: uploads in slices, windows, voices, changes that can be undone, terms."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime
from models.migrations.triggers import refuse_changes, take_back

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_NEVER_CHANGED = ("voice_naming", "word_correction")


def upgrade() -> None:
    _make_tables()
    _add_columns()
    _give_each_naming_its_change()
    for table in _NEVER_CHANGED:
        refuse_changes(table)


def _make_tables() -> None:
    op.create_table(
        "team_term",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("term", sa.Text(), nullable=False),
        sa.Column("often_heard_as", sa.Text(), nullable=False),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("removed_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_team_term_by_id_person")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["person.id"], name=op.f("fk_team_term_removed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_team_term_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_term")),
    )
    op.create_index(op.f("ix_team_term_team_id"), "team_term", ["team_id"])

    op.create_table(
        "upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("length_bytes", sa.BigInteger(), nullable=False),
        sa.Column("offset_bytes", sa.BigInteger(), nullable=False),
        sa.Column("storage_key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("completed_at", UtcDateTime(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=True),
        sa.Column("recording_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "0 <= offset_bytes AND offset_bytes <= length_bytes", name=op.f("ck_upload_offset_is_in_the_file")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_upload_by_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_upload_case_id_case")),
        sa.ForeignKeyConstraint(
            ["recording_id"], ["recording.id"], name=op.f("fk_upload_recording_id_recording")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_upload_storage_key")),
    )
    op.create_index(op.f("ix_upload_by_id"), "upload", ["by_id"])
    op.create_index(op.f("ix_upload_case_id"), "upload", ["case_id"])
    op.create_index(op.f("ix_upload_expires_at"), "upload", ["expires_at"])
    op.create_index(op.f("ix_upload_fingerprint"), "upload", ["fingerprint"])
    op.create_index(op.f("ix_upload_recording_id"), "upload", ["recording_id"])
    op.create_index(op.f("ix_upload_sha256"), "upload", ["sha256"])

    op.create_table(
        "speech_window",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_seconds", sa.Double(), nullable=False),
        sa.Column("ends_seconds", sa.Double(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("voiced_seconds", sa.Double(), nullable=False),
        sa.Column("coverage", sa.Double(), nullable=True),
        sa.Column("heard", sa.JSON(), nullable=False),
        sa.Column("transcript_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_speech_window_job_id_job")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_speech_window_transcript_id_transcript")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speech_window")),
        sa.UniqueConstraint("job_id", "position", name=op.f("uq_speech_window_job_id_position")),
    )
    op.create_index(op.f("ix_speech_window_job_id"), "speech_window", ["job_id"])
    op.create_index(op.f("ix_speech_window_transcript_id"), "speech_window", ["transcript_id"])

    op.create_table(
        "transcript_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "named_turns",
                "named_voice",
                "corrected_words",
                "replaced_all",
                "carried_over",
                name="changekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("undone_at", UtcDateTime(), nullable=True),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_transcript_change_by_id_person")),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_transcript_change_transcript_id_transcript")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["person.id"], name=op.f("fk_transcript_change_undone_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript_change")),
    )
    op.create_index(op.f("ix_transcript_change_transcript_id"), "transcript_change", ["transcript_id"])

    op.create_table(
        "voice_naming",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("voice", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "therapist",
                "caregiver",
                "youth",
                "other",
                "unknown",
                name="speakerrole",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["transcript_change.id"], name=op.f("fk_voice_naming_change_id_transcript_change")
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_voice_naming_transcript_id_transcript")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice_naming")),
    )
    op.create_index(op.f("ix_voice_naming_change_id"), "voice_naming", ["change_id"])
    op.create_index(op.f("ix_voice_naming_transcript_id"), "voice_naming", ["transcript_id"])

    op.create_table(
        "word_correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("first_word", sa.Integer(), nullable=False),
        sa.Column("last_word", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "0 <= first_word AND first_word <= last_word", name=op.f("ck_word_correction_words_are_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["transcript_change.id"],
            name=op.f("fk_word_correction_change_id_transcript_change"),
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_word_correction_segment_id_segment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_word_correction")),
    )
    op.create_index(op.f("ix_word_correction_change_id"), "word_correction", ["change_id"])
    op.create_index(op.f("ix_word_correction_segment_id"), "word_correction", ["segment_id"])

    op.create_table(
        "carried_over",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("mark_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("change_id", sa.Uuid(), nullable=True),
        sa.Column("from_segment_id", sa.Uuid(), nullable=True),
        sa.Column("from_starts", sa.Integer(), nullable=True),
        sa.Column("from_ends", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("to_segment_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "settled",
            sa.Enum("placed", "let_go", name="settled", native_enum=False, length=40),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(CASE WHEN mark_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN change_id IS NULL THEN 0 ELSE 1 END) = 1",
            name=op.f("ck_carried_over_one_thing_is_carried"),
        ),
        sa.ForeignKeyConstraint(
            ["change_id"], ["transcript_change.id"], name=op.f("fk_carried_over_change_id_transcript_change")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_carried_over_comment_id_comment")
        ),
        sa.ForeignKeyConstraint(
            ["from_segment_id"], ["segment.id"], name=op.f("fk_carried_over_from_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(["mark_id"], ["mark.id"], name=op.f("fk_carried_over_mark_id_mark")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_carried_over_settled_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["to_segment_id"], ["segment.id"], name=op.f("fk_carried_over_to_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"], ["transcript.id"], name=op.f("fk_carried_over_transcript_id_transcript")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carried_over")),
    )
    op.create_index(op.f("ix_carried_over_change_id"), "carried_over", ["change_id"])
    op.create_index(op.f("ix_carried_over_comment_id"), "carried_over", ["comment_id"])
    op.create_index(op.f("ix_carried_over_from_segment_id"), "carried_over", ["from_segment_id"])
    op.create_index(op.f("ix_carried_over_mark_id"), "carried_over", ["mark_id"])
    op.create_index(op.f("ix_carried_over_to_segment_id"), "carried_over", ["to_segment_id"])
    op.create_index(op.f("ix_carried_over_transcript_id"), "carried_over", ["transcript_id"])


def _add_columns() -> None:
    # Written out: SQLite takes a column with a key in one statement, and would otherwise make the table anew,
    # which it cannot while others refer to it.
    uuid = "CHAR(32)" if _is_sqlite() else "UUID"
    if "by_id" not in {column["name"] for column in sa.inspect(op.get_bind()).get_columns("job")}:
        op.execute(
            f"ALTER TABLE job ADD COLUMN by_id {uuid} CONSTRAINT fk_job_by_id_person REFERENCES person (id)"
        )
    op.create_index(op.f("ix_job_by_id"), "job", ["by_id"])
    op.add_column("job", sa.Column("parameters", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("segment", sa.Column("voice", sa.Text()))
    op.add_column("segment", sa.Column("machine_role_probability", sa.Double()))
    op.add_column("suggestion", sa.Column("retired_at", UtcDateTime()))
    op.add_column("transcript", sa.Column("gaps", sa.JSON(), nullable=False, server_default="[]"))


def _give_each_naming_its_change() -> None:
    """Whatever was named before can be undone, too: one step for each, with the naming's own key."""
    op.execute("CREATE TABLE earlier_naming AS SELECT * FROM speaker_naming")
    op.drop_table("speaker_naming")
    op.execute(
        "INSERT INTO transcript_change (id, created_at, transcript_id, kind, by_id) "
        "SELECT n.id, n.created_at, s.transcript_id, 'named_turns', n.by_id "
        "FROM earlier_naming n JOIN segment s ON s.id = n.segment_id"
    )
    op.create_table(
        "speaker_naming",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("role", _role(), nullable=False),
        sa.Column("first_word", sa.Integer()),
        sa.Column("last_word", sa.Integer()),
        sa.CheckConstraint(
            "(first_word IS NULL AND last_word IS NULL) OR (0 <= first_word AND first_word <= last_word)",
            name=op.f("ck_speaker_naming_words_are_in_order"),
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_speaker_naming_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["transcript_change.id"],
            name=op.f("fk_speaker_naming_change_id_transcript_change"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_naming")),
    )
    op.create_index(op.f("ix_speaker_naming_segment_id"), "speaker_naming", ["segment_id"])
    op.create_index(op.f("ix_speaker_naming_change_id"), "speaker_naming", ["change_id"])
    op.execute(
        "INSERT INTO speaker_naming (id, created_at, segment_id, change_id, role) "
        "SELECT id, created_at, segment_id, id, role FROM earlier_naming"
    )
    op.drop_table("earlier_naming")
    refuse_changes("speaker_naming")


def _role() -> sa.Enum:
    return sa.Enum(
        "therapist",
        "caregiver",
        "youth",
        "other",
        "unknown",
        name="speakerrole",
        native_enum=False,
        length=40,
    )


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def downgrade() -> None:
    """Names stay; corrections, windows, terms and half-arrived uploads go.

    So does work of a kind that the earlier code has no name for: it would stumble over it every minute.
    """
    op.execute("DELETE FROM attempt WHERE job_id IN (SELECT id FROM job WHERE kind = 'TAG_SEGMENT')")
    op.execute("DELETE FROM job WHERE kind = 'TAG_SEGMENT'")
    for table in _NEVER_CHANGED:
        take_back(table)
    op.execute(
        "CREATE TABLE later_naming AS SELECT n.id, n.created_at, n.segment_id, n.role, c.by_id "
        "FROM speaker_naming n JOIN transcript_change c ON c.id = n.change_id "
        "WHERE n.first_word IS NULL AND c.undone_at IS NULL"
    )
    op.drop_table("speaker_naming")
    op.create_table(
        "speaker_naming",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
        sa.Column("role", _role(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_speaker_naming_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_speaker_naming_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_naming")),
    )
    op.create_index(op.f("ix_speaker_naming_segment_id"), "speaker_naming", ["segment_id"])
    op.execute(
        "INSERT INTO speaker_naming (id, created_at, segment_id, role, by_id) "
        "SELECT id, created_at, segment_id, role, by_id FROM later_naming"
    )
    op.drop_table("later_naming")
    refuse_changes("speaker_naming")
    for table in (
        "carried_over",
        "word_correction",
        "voice_naming",
        "transcript_change",
        "speech_window",
        "upload",
        "team_term",
    ):
        op.drop_table(table)
    for table, column in (
        ("transcript", "gaps"),
        ("suggestion", "retired_at"),
        ("segment", "machine_role_probability"),
        ("segment", "voice"),
        ("job", "parameters"),
    ):
        op.drop_column(table, column)
    op.drop_index(op.f("ix_job_by_id"), "job")
    # SQLite cannot drop a column with a key: it stays, and is found when the tables come again.
    if not _is_sqlite():
        op.drop_column("job", "by_id")
