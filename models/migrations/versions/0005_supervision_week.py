"""The supervision week: who does what in it, second ratings, what is agreed, and scores from outside."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime
from models.migrations.triggers import refuse_changes, take_back

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_NEVER_CHANGED = ("action_answer", "consensus", "digest_sent", "severity_look", "taken_back")
_LATER_KINDS = "('AGREEMENT', 'DIGEST')"
#: In the order in which they are made: what is pointed at comes first.
_TABLES = (
    "absence",
    "agreement_report",
    "digest_sent",
    "person_choices",
    "score_import",
    "score",
    "severity_look",
    "agenda_item",
    "claim",
    "consensus",
    "second_look",
    "snooze",
    "kept_words",
    "taken_back",
    "action_answer",
)


def upgrade() -> None:
    _make_tables()
    _add_columns()
    for table in _NEVER_CHANGED:
        refuse_changes(table)


def _words(*words: str) -> sa.Enum:
    return sa.Enum(*words, native_enum=False, length=40)


def _make_tables() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("covered_by_id", sa.Uuid(), nullable=False),
        sa.Column("said_by_id", sa.Uuid(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("removed_at", UtcDateTime()),
        sa.CheckConstraint("covered_by_id <> person_id", name=op.f("ck_absence_somebody_else_covers")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_absence_ends_after_it_starts")),
        sa.ForeignKeyConstraint(
            ["covered_by_id"], ["person.id"], name=op.f("fk_absence_covered_by_id_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.ForeignKeyConstraint(["said_by_id"], ["person.id"], name=op.f("fk_absence_said_by_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_absence_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_covered_by_id"), "absence", ["covered_by_id"])
    op.create_index(op.f("ix_absence_person_id"), "absence", ["person_id"])
    op.create_index(op.f("ix_absence_team_id"), "absence", ["team_id"])

    op.create_table(
        "agreement_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_agreement_report_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_report")),
    )
    op.create_index(op.f("ix_agreement_report_team_id"), "agreement_report", ["team_id"])

    op.create_table(
        "digest_sent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_digest_sent_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_sent")),
        sa.UniqueConstraint("person_id", "day", name=op.f("uq_digest_sent_person_id_day")),
    )
    op.create_index(op.f("ix_digest_sent_person_id"), "digest_sent", ["person_id"])

    op.create_table(
        "person_choices",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("desk_keys", sa.JSON(), nullable=False),
        sa.Column("player", sa.JSON(), nullable=False),
        sa.Column("digest", _words("never", "daily", "weekly"), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_person_choices_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_person_choices")),
    )
    op.create_table(
        "score_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("is_typed", sa.Boolean(), nullable=False),
        sa.Column("sha256", sa.Text()),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("removed_at", UtcDateTime()),
        sa.Column("removed_by_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_score_import_by_id_person")),
        sa.ForeignKeyConstraint(
            ["removed_by_id"], ["person.id"], name=op.f("fk_score_import_removed_by_id_person")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_score_import_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_import")),
    )
    op.create_index(op.f("ix_score_import_sha256"), "score_import", ["sha256"])
    op.create_index(op.f("ix_score_import_team_id"), "score_import", ["team_id"])

    op.create_table(
        "score",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("instrument", _words("TAM-R", "SAM", "CAM"), nullable=False),
        sa.Column(
            "scale",
            _words(
                "overall",
                "structure_and_process",
                "adherence_to_principles",
                "analytic_process",
                "clinician_development",
                "competence",
                "procedures",
                "alliance",
            ),
            nullable=False,
        ),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("case_id", sa.Uuid()),
        sa.Column("about_id", sa.Uuid()),
        sa.Column("respondent", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_score_about_id_person")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_score_case_id_case")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["score_import.id"], name=op.f("fk_score_import_id_score_import")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_score_team_id_team")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
    )
    op.create_index(op.f("ix_score_about_id"), "score", ["about_id"])
    op.create_index(op.f("ix_score_case_id"), "score", ["case_id"])
    op.create_index(op.f("ix_score_given_on"), "score", ["given_on"])
    op.create_index(op.f("ix_score_import_id"), "score", ["import_id"])
    op.create_index(op.f("ix_score_team_id"), "score", ["team_id"])

    op.create_table(
        "severity_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_severity_look_person_id_person")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["agreement_report.id"], name=op.f("fk_severity_look_report_id_agreement_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_severity_look")),
    )
    op.create_index(op.f("ix_severity_look_person_id"), "severity_look", ["person_id"])
    op.create_index(op.f("ix_severity_look_report_id"), "severity_look", ["report_id"])

    op.create_table(
        "agenda_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("monday", sa.Date(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("week_id", sa.Uuid()),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("ticked_at", UtcDateTime()),
        sa.Column("ticked_by_id", sa.Uuid()),
        sa.Column("removed_at", UtcDateTime()),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("stood", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_agenda_item_by_id_person")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_agenda_item_team_id_team")),
        sa.ForeignKeyConstraint(
            ["ticked_by_id"], ["person.id"], name=op.f("fk_agenda_item_ticked_by_id_person")
        ),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name=op.f("fk_agenda_item_week_id_week")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_item")),
        sa.UniqueConstraint("team_id", "monday", "key", name=op.f("uq_agenda_item_team_id_monday_key")),
    )
    op.create_index(op.f("ix_agenda_item_monday"), "agenda_item", ["monday"])
    op.create_index(op.f("ix_agenda_item_team_id"), "agenda_item", ["team_id"])
    op.create_index(op.f("ix_agenda_item_week_id"), "agenda_item", ["week_id"])

    op.create_table(
        "claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("given_by_id", sa.Uuid()),
        sa.Column("handed_over_with", sa.Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_claim_given_by_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_claim_person_id_person")),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name=op.f("fk_claim_week_id_week")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_expires_at"), "claim", ["expires_at"])
    op.create_index(op.f("ix_claim_person_id"), "claim", ["person_id"])
    op.create_index(op.f("ix_claim_week_id"), "claim", ["week_id"])

    op.create_table(
        "consensus",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column(
            "principle",
            _words(
                "finding_the_fit",
                "positive_and_strength_focused",
                "increasing_responsibility",
                "present_focused",
                "targeting_sequences",
                "developmentally_appropriate",
                "continuous_effort",
                "evaluation_and_accountability",
                "generalisation",
            ),
            nullable=False,
        ),
        sa.Column("value", sa.Integer()),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint(
            "value IS NULL OR value BETWEEN 1 AND 5", name=op.f("ck_consensus_value_is_on_the_scale")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_consensus_by_id_person")),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name=op.f("fk_consensus_week_id_week")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consensus")),
    )
    op.create_index(op.f("ix_consensus_week_id"), "consensus", ["week_id"])

    op.create_table(
        "second_look",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("cause", _words("share", "contested", "asked"), nullable=False),
        sa.Column("asked_by_id", sa.Uuid()),
        sa.Column("given_to_id", sa.Uuid()),
        sa.Column("done_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["person.id"], name=op.f("fk_second_look_asked_by_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["given_to_id"], ["person.id"], name=op.f("fk_second_look_given_to_id_person")
        ),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name=op.f("fk_second_look_week_id_week")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_second_look")),
        sa.UniqueConstraint("week_id", name=op.f("uq_second_look_week_id")),
    )
    op.create_index(op.f("ix_second_look_given_to_id"), "second_look", ["given_to_id"])

    op.create_table(
        "snooze",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ended_at", UtcDateTime()),
        sa.Column("ended_by_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_snooze_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["person.id"], name=op.f("fk_snooze_ended_by_id_person")),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name=op.f("fk_snooze_week_id_week")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snooze")),
    )
    op.create_index(op.f("ix_snooze_until"), "snooze", ["until"])
    op.create_index(op.f("ix_snooze_week_id"), "snooze", ["week_id"])

    op.create_table(
        "kept_words",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("review_id", sa.Uuid()),
        sa.Column("note_id", sa.Uuid()),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("settled_at", UtcDateTime()),
        sa.Column("settled_by_id", sa.Uuid()),
        sa.CheckConstraint(
            "(review_id IS NULL) <> (note_id IS NULL)", name=op.f("ck_kept_words_of_one_draft")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_kept_words_by_id_person")),
        sa.ForeignKeyConstraint(["note_id"], ["case_note.id"], name=op.f("fk_kept_words_note_id_case_note")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_kept_words_review_id_review")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["person.id"], name=op.f("fk_kept_words_settled_by_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_words")),
    )
    op.create_index(op.f("ix_kept_words_note_id"), "kept_words", ["note_id"])
    op.create_index(op.f("ix_kept_words_review_id"), "kept_words", ["review_id"])

    op.create_table(
        "taken_back",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=False),
        sa.Column("read_at", UtcDateTime()),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_taken_back_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_taken_back_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taken_back")),
    )
    op.create_index(op.f("ix_taken_back_review_id"), "taken_back", ["review_id"])

    op.create_table(
        "action_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("week_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid()),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", _words("done", "partly", "not_done", "seen", "not_seen"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("segment_id", sa.Uuid()),
        sa.Column("revision_id", sa.Uuid()),
        sa.Column(
            "section",
            _words(
                "referral_and_overarching_goals",
                "previous_goals",
                "advances",
                "barriers",
                "fit",
                "new_goals",
                "planned_interventions",
                "engagement",
                "questions",
            ),
        ),
        sa.Column("starts", sa.Integer()),
        sa.Column("ends", sa.Integer()),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "segment_id IS NULL OR revision_id IS NULL",
            name=op.f("ck_action_answer_evidence_is_in_one_place"),
        ),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"], name=op.f("fk_action_answer_action_id_action")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_action_answer_by_id_person")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_action_answer_review_id_review")),
        sa.ForeignKeyConstraint(
            ["revision_id"],
            ["case_note_revision.id"],
            name=op.f("fk_action_answer_revision_id_case_note_revision"),
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segment.id"], name=op.f("fk_action_answer_segment_id_segment")
        ),
        sa.ForeignKeyConstraint(["week_id"], ["week.id"], name=op.f("fk_action_answer_week_id_week")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_answer")),
    )
    op.create_index(op.f("ix_action_answer_action_id"), "action_answer", ["action_id"])
    op.create_index(op.f("ix_action_answer_review_id"), "action_answer", ["review_id"])
    op.create_index(op.f("ix_action_answer_revision_id"), "action_answer", ["revision_id"])
    op.create_index(op.f("ix_action_answer_segment_id"), "action_answer", ["segment_id"])
    op.create_index(op.f("ix_action_answer_week_id"), "action_answer", ["week_id"])


def _add_columns() -> None:
    op.add_column(
        "comment",
        sa.Column("resolved_by_id", sa.Uuid(), sa.ForeignKey("person.id")),
        inline_references=True,
    )
    op.add_column("rating", sa.Column("why", sa.Text(), nullable=False, server_default=""))
    op.add_column("rating_change", _no("is_after_reveal"))
    op.add_column("review", sa.Column("submitted_at", UtcDateTime()))
    op.add_column("review", _no("is_rated_first"))
    op.add_column("review", sa.Column("revealed_at", UtcDateTime()))
    op.add_column("review", _no("knew_first"))
    # Wider ones come in their place.
    op.drop_index(op.f("ix_review_by_id"), table_name="review")
    op.drop_index(op.f("ix_review_week_id"), table_name="review")
    op.create_index(op.f("ix_review_by_id_rater"), "review", ["by_id", "rater"])
    op.create_index(op.f("ix_review_week_id_rater_status"), "review", ["week_id", "rater", "status"])
    op.add_column("team", _no("is_rated_first"))
    op.add_column("team", sa.Column("second_share", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("team", sa.Column("queue_order", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("team", sa.Column("standard", sa.JSON()))


def _no(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def downgrade() -> None:
    """What came with this goes. So do answers in threads and work that the earlier code has no name for."""
    op.execute(f"DELETE FROM attempt WHERE job_id IN (SELECT id FROM job WHERE kind IN {_LATER_KINDS})")
    op.execute(f"DELETE FROM job WHERE kind IN {_LATER_KINDS}")
    op.execute("DELETE FROM reply WHERE stance = 'answer'")
    for table in _NEVER_CHANGED:
        take_back(table)
    for column in ("standard", "queue_order", "second_share", "is_rated_first"):
        op.drop_column("team", column)
    op.drop_index(op.f("ix_review_week_id_rater_status"), table_name="review")
    op.drop_index(op.f("ix_review_by_id_rater"), table_name="review")
    op.create_index(op.f("ix_review_week_id"), "review", ["week_id"])
    op.create_index(op.f("ix_review_by_id"), "review", ["by_id"])
    for column in ("knew_first", "revealed_at", "is_rated_first", "submitted_at"):
        op.drop_column("review", column)
    op.drop_column("rating_change", "is_after_reveal")
    op.drop_column("rating", "why")
    op.drop_column("comment", "resolved_by_id")
    for table in reversed(_TABLES):
        op.drop_table(table)
