"""The first tables."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_at"), ["at"], unique=False)
        batch_op.create_index(
            "ix_audit_entry_person_at", ["person_id", "at"], unique=False
        )
        batch_op.create_index("ix_audit_entry_team_at", ["team_id", "at"], unique=False)

    op.create_table(
        "codebook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook")),
        sa.UniqueConstraint("version", name=op.f("uq_codebook_version")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "running",
                "done",
                "failed",
                "cancelled",
                name="jobstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("progress", sa.Double(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "progress BETWEEN 0 AND 1", name=op.f("ck_job_progress_is_a_part")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_status"), ["status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_job_subject_id"), ["subject_id"], unique=False
        )

    op.create_table(
        "person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("fs_uniquifier", sa.Text(), nullable=False),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("last_signed_in_at", UtcDateTime(), nullable=True),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
        sa.UniqueConstraint("fs_uniquifier", name=op.f("uq_person_fs_uniquifier")),
    )
    op.create_table(
        "team",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "variant",
            sa.Enum(
                "MST",
                "MST-CAN",
                "MST-FIT",
                "MST-PSB",
                "MST-Psych",
                name="variant",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("consultation_weekday", sa.Integer(), nullable=False),
        sa.Column("consultation_time", sa.Time(), nullable=False),
        sa.Column("is_fictional", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "consultation_weekday BETWEEN 0 AND 6", name=op.f("ck_team_weekday_exists")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team")),
        sa.UniqueConstraint("name", name=op.f("uq_team_name")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("worker", sa.Text(), nullable=False),
        sa.Column("started_at", UtcDateTime(), nullable=False),
        sa.Column("heartbeat_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "done",
                "trouble",
                "failed",
                "cancelled",
                "stranded",
                name="outcome",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_attempt_job_id_job")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attempt_heartbeat_at"), ["heartbeat_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attempt_job_id"), ["job_id"], unique=False)

    op.create_table(
        "case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_case_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sa.UniqueConstraint("reference", name=op.f("uq_case_reference")),
    )
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_team_id"), ["team_id"], unique=False)

    op.create_table(
        "codebook_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column(
            "principle",
            sa.Enum(
                "finding_the_fit",
                "positive_and_strength_focused",
                "increasing_responsibility",
                "present_focused",
                "targeting_sequences",
                "developmentally_appropriate",
                "continuous_effort",
                "evaluation_and_accountability",
                "generalisation",
                name="principle",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("examples", sa.JSON(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["codebook_id"],
            ["codebook.id"],
            name=op.f("fk_codebook_entry_codebook_id_codebook"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_codebook_entry")),
        sa.UniqueConstraint(
            "codebook_id",
            "principle",
            name=op.f("uq_codebook_entry_codebook_id_principle"),
        ),
    )
    with op.batch_alter_table("codebook_entry", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_codebook_entry_codebook_id"), ["codebook_id"], unique=False
        )

    op.create_table(
        "team_role",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column(
            "role",
            sa.Enum(
                "therapist",
                "consultant",
                "supervisor",
                "administrator",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "(team_id IS NULL) = (role = 'administrator')",
            name=op.f("ck_team_role_only_administrators_have_no_team"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on",
            name=op.f("ck_team_role_ends_after_it_starts"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_team_role_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["team.id"], name=op.f("fk_team_role_team_id_team")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_role")),
    )
    with op.batch_alter_table("team_role", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_team_role_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_team_role_team_id"), ["team_id"], unique=False
        )

    op.create_table(
        "case_therapist",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_case_therapist_case_id_case")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"],
            ["person.id"],
            name=op.f("fk_case_therapist_person_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_therapist")),
        sa.UniqueConstraint(
            "case_id",
            "person_id",
            "starts_on",
            name=op.f("uq_case_therapist_case_id_person_id_starts_on"),
        ),
    )
    with op.batch_alter_table("case_therapist", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_therapist_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_case_therapist_person_id"), ["person_id"], unique=False
        )

    op.create_table(
        "week",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("nothing_because", sa.Text(), nullable=True),
        sa.Column("nothing_said_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_week_case_id_case")
        ),
        sa.ForeignKeyConstraint(
            ["nothing_said_by_id"],
            ["person.id"],
            name=op.f("fk_week_nothing_said_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_week")),
        sa.UniqueConstraint(
            "case_id", "starts_on", name=op.f("uq_week_case_id_starts_on")
        ),
    )
    with op.batch_alter_table("week", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_week_case_id"), ["case_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_week_starts_on"), ["starts_on"], unique=False
        )

    op.create_table(
        "case_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["week_id"], ["week.id"], name=op.f("fk_case_note_week_id_week")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note")),
        sa.UniqueConstraint("week_id", name=op.f("uq_case_note_week_id")),
    )
    op.create_table(
        "recording",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("is_therapist_present", sa.Boolean(), nullable=False),
        sa.Column("caregivers", sa.Integer(), nullable=False),
        sa.Column("young_people", sa.Integer(), nullable=False),
        sa.Column("others", sa.Integer(), nullable=False),
        sa.Column(
            "language",
            sa.Enum("en", "cy", "auto", name="language", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("consent_confirmed_at", UtcDateTime(), nullable=False),
        sa.Column("audio_key", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("duration_seconds", sa.Double(), nullable=False),
        sa.Column("codec", sa.Text(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "transcribing",
                "tagging",
                "ready",
                "no_speech",
                "failed",
                "cancelled",
                "withdrawn",
                name="recordingstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("is_playable", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "caregivers >= 0 AND young_people >= 0 AND others >= 0",
            name=op.f("ck_recording_people_are_counted"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_recording_case_id_case")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"],
            ["person.id"],
            name=op.f("fk_recording_uploaded_by_id_person"),
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["week.id"], name=op.f("fk_recording_week_id_week")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recording")),
        sa.UniqueConstraint("audio_key", name=op.f("uq_recording_audio_key")),
    )
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_recording_case_id"), ["case_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_recording_sha256"), ["sha256"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_recording_status"), ["status"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_recording_week_id"), ["week_id"], unique=False
        )

    op.create_table(
        "case_note_draft",
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("saved_by_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["case_note.id"],
            name=op.f("fk_case_note_draft_note_id_case_note"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by_id"],
            ["person.id"],
            name=op.f("fk_case_note_draft_saved_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("note_id", name=op.f("pk_case_note_draft")),
    )
    op.create_table(
        "case_note_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("note_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["note_id"],
            ["case_note.id"],
            name=op.f("fk_case_note_revision_note_id_case_note"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by_id"],
            ["person.id"],
            name=op.f("fk_case_note_revision_written_by_id_person"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_note_revision")),
        sa.UniqueConstraint(
            "note_id", "number", name=op.f("uq_case_note_revision_note_id_number")
        ),
    )
    with op.batch_alter_table("case_note_revision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_case_note_revision_note_id"), ["note_id"], unique=False
        )

    op.create_table(
        "transcript",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("recording_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("settings", sa.JSON(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("coverage", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["recording_id"],
            ["recording.id"],
            name=op.f("fk_transcript_recording_id_recording"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transcript")),
        sa.UniqueConstraint(
            "recording_id", "version", name=op.f("uq_transcript_recording_id_version")
        ),
    )
    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_transcript_recording_id"), ["recording_id"], unique=False
        )

    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column(
            "rater",
            sa.Enum("first", "second", name="rater", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("codebook_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "submitted",
                "published",
                name="reviewstatus",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("saved_at", UtcDateTime(), nullable=False),
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("barriers", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("read_at", UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "(status = 'published') = (published_at IS NOT NULL)",
            name=op.f("ck_review_published_has_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_review_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["codebook_id"],
            ["codebook.id"],
            name=op.f("fk_review_codebook_id_codebook"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["case_note_revision.id"],
            name=op.f("fk_review_revision_id_case_note_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["week.id"], name=op.f("fk_review_week_id_week")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("week_id", "rater", name=op.f("uq_review_week_id_rater")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_review_status"), ["status"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_week_id"), ["week_id"], unique=False
        )

    op.create_table(
        "segment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("transcript_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("starts_seconds", sa.Double(), nullable=False),
        sa.Column("ends_seconds", sa.Double(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column(
            "machine_role",
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
        sa.Column("suspect_because", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcript.id"],
            name=op.f("fk_segment_transcript_id_transcript"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segment")),
        sa.UniqueConstraint(
            "transcript_id", "position", name=op.f("uq_segment_transcript_id_position")
        ),
    )
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_segment_transcript_id"), ["transcript_id"], unique=False
        )

    op.create_table(
        "action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["person.id"], name=op.f("fk_action_owner_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_action_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action")),
    )
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_action_review_id"), ["review_id"], unique=False
        )

    op.create_table(
        "comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("resolved_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "referral_and_overarching_goals",
                "previous_goals",
                "advances",
                "barriers",
                "fit",
                "new_goals",
                "planned_interventions",
                "engagement",
                "questions",
                name="notesection",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("segment_id", sa.Uuid(), nullable=True),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(segment_id IS NOT NULL AND revision_id IS NULL AND section IS NULL) OR (segment_id IS NULL AND revision_id IS NOT NULL AND section IS NOT NULL)",
            name=op.f("ck_comment_anchor_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_comment_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_comment_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["case_note_revision.id"],
            name=op.f("fk_comment_revision_id_case_note_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_comment_segment_id_segment")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_comment_review_id"), ["review_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_revision_id"), ["revision_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_comment_segment_id"), ["segment_id"], unique=False
        )

    op.create_table(
        "rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column(
            "principle",
            sa.Enum(
                "finding_the_fit",
                "positive_and_strength_focused",
                "increasing_responsibility",
                "present_focused",
                "targeting_sequences",
                "developmentally_appropriate",
                "continuous_effort",
                "evaluation_and_accountability",
                "generalisation",
                name="principle",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "value IS NULL OR value BETWEEN 1 AND 5",
            name=op.f("ck_rating_value_is_on_the_scale"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_rating_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint(
            "review_id", "principle", name=op.f("uq_rating_review_id_principle")
        ),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rating_review_id"), ["review_id"], unique=False
        )

    op.create_table(
        "rating_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column(
            "principle",
            sa.Enum(
                "finding_the_fit",
                "positive_and_strength_focused",
                "increasing_responsibility",
                "present_focused",
                "targeting_sequences",
                "developmentally_appropriate",
                "continuous_effort",
                "evaluation_and_accountability",
                "generalisation",
                name="principle",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("is_cleared", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_rating_change_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_rating_change_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating_change")),
    )
    with op.batch_alter_table("rating_change", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_rating_change_review_id"), ["review_id"], unique=False
        )

    op.create_table(
        "speaker_naming",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("segment_id", sa.Uuid(), nullable=False),
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
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_speaker_naming_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"],
            ["segment.id"],
            name=op.f("fk_speaker_naming_segment_id_segment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker_naming")),
    )
    with op.batch_alter_table("speaker_naming", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_speaker_naming_segment_id"), ["segment_id"], unique=False
        )

    op.create_table(
        "suggestion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column(
            "principle",
            sa.Enum(
                "finding_the_fit",
                "positive_and_strength_focused",
                "increasing_responsibility",
                "present_focused",
                "targeting_sequences",
                "developmentally_appropriate",
                "continuous_effort",
                "evaluation_and_accountability",
                "generalisation",
                name="principle",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "polarity",
            sa.Enum("+", "-", name="polarity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("probability", sa.Double(), nullable=False),
        sa.Column("model_version", sa.Text(), nullable=False),
        sa.Column("first_shown_at", UtcDateTime(), nullable=True),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "referral_and_overarching_goals",
                "previous_goals",
                "advances",
                "barriers",
                "fit",
                "new_goals",
                "planned_interventions",
                "engagement",
                "questions",
                name="notesection",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("segment_id", sa.Uuid(), nullable=True),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(segment_id IS NOT NULL AND revision_id IS NULL AND section IS NULL) OR (segment_id IS NULL AND revision_id IS NOT NULL AND section IS NOT NULL)",
            name=op.f("ck_suggestion_anchor_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["case_note_revision.id"],
            name=op.f("fk_suggestion_revision_id_case_note_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"],
            ["segment.id"],
            name=op.f("fk_suggestion_segment_id_segment"),
        ),
        sa.ForeignKeyConstraint(
            ["week_id"], ["week.id"], name=op.f("fk_suggestion_week_id_week")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_suggestion_revision_id"), ["revision_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suggestion_segment_id"), ["segment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suggestion_week_id"), ["week_id"], unique=False
        )

    op.create_table(
        "mark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "principle",
            sa.Enum(
                "finding_the_fit",
                "positive_and_strength_focused",
                "increasing_responsibility",
                "present_focused",
                "targeting_sequences",
                "developmentally_appropriate",
                "continuous_effort",
                "evaluation_and_accountability",
                "generalisation",
                name="principle",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "polarity",
            sa.Enum("+", "-", name="polarity", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("suggestion_id", sa.Uuid(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column(
            "section",
            sa.Enum(
                "referral_and_overarching_goals",
                "previous_goals",
                "advances",
                "barriers",
                "fit",
                "new_goals",
                "planned_interventions",
                "engagement",
                "questions",
                name="notesection",
                native_enum=False,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("segment_id", sa.Uuid(), nullable=True),
        sa.Column("revision_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(segment_id IS NOT NULL AND revision_id IS NULL AND section IS NULL) OR (segment_id IS NULL AND revision_id IS NOT NULL AND section IS NOT NULL)",
            name=op.f("ck_mark_anchor_is_whole"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_mark_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_mark_review_id_review")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["case_note_revision.id"],
            name=op.f("fk_mark_revision_id_case_note_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_mark_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_mark_suggestion_id_suggestion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mark")),
    )
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_mark_review_id"), ["review_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mark_revision_id"), ["revision_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mark_segment_id"), ["segment_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_mark_suggestion_id"), ["suggestion_id"], unique=False
        )

    op.create_table(
        "suggestion_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("suggestion_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum(
                "accepted",
                "rejected",
                "undone",
                name="verdict",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_suggestion_decision_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"],
            ["review.id"],
            name=op.f("fk_suggestion_decision_review_id_review"),
        ),
        sa.ForeignKeyConstraint(
            ["suggestion_id"],
            ["suggestion.id"],
            name=op.f("fk_suggestion_decision_suggestion_id_suggestion"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_decision")),
    )
    with op.batch_alter_table("suggestion_decision", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_suggestion_decision_review_id"), ["review_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_suggestion_decision_suggestion_id"),
            ["suggestion_id"],
            unique=False,
        )

    op.create_table(
        "reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("rating_id", sa.Uuid(), nullable=True),
        sa.Column("mark_id", sa.Uuid(), nullable=True),
        sa.Column("comment_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "accept",
                "explain",
                "contest",
                name="stance",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(CASE WHEN rating_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN mark_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN comment_id IS NULL THEN 0 ELSE 1 END) <= 1",
            name=op.f("ck_reply_answers_one_thing"),
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["person.id"], name=op.f("fk_reply_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_reply_comment_id_comment")
        ),
        sa.ForeignKeyConstraint(
            ["mark_id"], ["mark.id"], name=op.f("fk_reply_mark_id_mark")
        ),
        sa.ForeignKeyConstraint(
            ["rating_id"], ["rating.id"], name=op.f("fk_reply_rating_id_rating")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["review.id"], name=op.f("fk_reply_review_id_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
    )
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_reply_review_id"), ["review_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("reply", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_review_id"))

    op.drop_table("reply")
    with op.batch_alter_table("suggestion_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_decision_suggestion_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_decision_review_id"))

    op.drop_table("suggestion_decision")
    with op.batch_alter_table("mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mark_suggestion_id"))
        batch_op.drop_index(batch_op.f("ix_mark_segment_id"))
        batch_op.drop_index(batch_op.f("ix_mark_revision_id"))
        batch_op.drop_index(batch_op.f("ix_mark_review_id"))

    op.drop_table("mark")
    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suggestion_week_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_segment_id"))
        batch_op.drop_index(batch_op.f("ix_suggestion_revision_id"))

    op.drop_table("suggestion")
    with op.batch_alter_table("speaker_naming", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_speaker_naming_segment_id"))

    op.drop_table("speaker_naming")
    with op.batch_alter_table("rating_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_change_review_id"))

    op.drop_table("rating_change")
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rating_review_id"))

    op.drop_table("rating")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_comment_segment_id"))
        batch_op.drop_index(batch_op.f("ix_comment_revision_id"))
        batch_op.drop_index(batch_op.f("ix_comment_review_id"))

    op.drop_table("comment")
    with op.batch_alter_table("action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_action_review_id"))

    op.drop_table("action")
    with op.batch_alter_table("segment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_segment_transcript_id"))

    op.drop_table("segment")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_week_id"))
        batch_op.drop_index(batch_op.f("ix_review_status"))
        batch_op.drop_index(batch_op.f("ix_review_by_id"))

    op.drop_table("review")
    with op.batch_alter_table("transcript", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_transcript_recording_id"))

    op.drop_table("transcript")
    with op.batch_alter_table("case_note_revision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_note_revision_note_id"))

    op.drop_table("case_note_revision")
    op.drop_table("case_note_draft")
    with op.batch_alter_table("recording", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recording_week_id"))
        batch_op.drop_index(batch_op.f("ix_recording_status"))
        batch_op.drop_index(batch_op.f("ix_recording_sha256"))
        batch_op.drop_index(batch_op.f("ix_recording_case_id"))

    op.drop_table("recording")
    op.drop_table("case_note")
    with op.batch_alter_table("week", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_week_starts_on"))
        batch_op.drop_index(batch_op.f("ix_week_case_id"))

    op.drop_table("week")
    with op.batch_alter_table("case_therapist", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_therapist_person_id"))
        batch_op.drop_index(batch_op.f("ix_case_therapist_case_id"))

    op.drop_table("case_therapist")
    with op.batch_alter_table("team_role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_role_team_id"))
        batch_op.drop_index(batch_op.f("ix_team_role_person_id"))

    op.drop_table("team_role")
    with op.batch_alter_table("codebook_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_codebook_entry_codebook_id"))

    op.drop_table("codebook_entry")
    with op.batch_alter_table("case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_team_id"))

    op.drop_table("case")
    with op.batch_alter_table("attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attempt_job_id"))
        batch_op.drop_index(batch_op.f("ix_attempt_heartbeat_at"))

    op.drop_table("attempt")
    op.drop_table("team")
    op.drop_table("person")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_subject_id"))
        batch_op.drop_index(batch_op.f("ix_job_status"))

    op.drop_table("job")
    op.drop_table("codebook")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_audit_entry_team_at")
        batch_op.drop_index("ix_audit_entry_person_at")
        batch_op.drop_index(batch_op.f("ix_audit_entry_at"))

    op.drop_table("audit_entry")
