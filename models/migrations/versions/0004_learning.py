"""What suggestions rest on, what a team wants to see of them, and what this service's tagger learned."""

import sqlalchemy as sa
from alembic import op

from models.base import UtcDateTime
from models.migrations.triggers import refuse_changes, take_back

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_NEVER_CHANGED = ("learning_switch", "tagger_adoption")


def upgrade() -> None:
    _make_tables()
    _add_columns()
    for table in _NEVER_CHANGED:
        refuse_changes(table)


def _make_tables() -> None:
    op.create_table(
        "learning_switch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_learning_switch_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learning_switch")),
    )
    op.create_table(
        "learned_tagger",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("base_version", sa.Text(), nullable=True),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("lessons", sa.JSON(), nullable=False),
        sa.Column("results", sa.JSON(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=True),
        sa.Column("trained_at", UtcDateTime(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_learned_tagger_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_learned_tagger")),
    )
    op.create_table(
        "tagger_adoption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("learned_id", sa.Uuid(), nullable=True),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_tagger_adoption_by_id_person")),
        sa.ForeignKeyConstraint(
            ["learned_id"], ["learned_tagger.id"], name=op.f("fk_tagger_adoption_learned_id_learned_tagger")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tagger_adoption")),
    )


def _add_columns() -> None:
    op.add_column(
        "suggestion", sa.Column("strength", _words(*_LEVELS), nullable=False, server_default="usual")
    )
    op.add_column("suggestion", sa.Column("evidence", sa.JSON(), nullable=False, server_default="{}"))
    op.add_column("suggestion", sa.Column("chance", sa.Double()))
    op.add_column("team", sa.Column("offer", _words(*_OFFERS), nullable=False, server_default="usual"))
    op.add_column("review", sa.Column("offer", _words(*_OFFERS)))
    # What was published before saw everything that the first tagger found, all of it of the usual strength.
    op.execute("UPDATE review SET offer = 'usual' WHERE published_at IS NOT NULL")
    op.add_column(
        "recording", sa.Column("is_learning_agreed", sa.Boolean(), nullable=False, server_default=sa.false())
    )


_LEVELS = ("strong", "usual", "weak")
_OFFERS = ("fewer", "usual", "more")


def _words(*words: str) -> sa.Enum:
    return sa.Enum(*words, native_enum=False, length=40)


_LATER_KINDS = "('LEARN', 'TAG_TRANSCRIPT_AGAIN', 'TAG_NOTE_AGAIN')"


def downgrade() -> None:
    """What was learned goes. So does work of a kind that the earlier code has no name for.

    The earlier code shows every suggestion: weak ones, and what the machine had left unmarked, are not
    offered any more where nobody has decided on them.
    """
    op.execute(f"DELETE FROM attempt WHERE job_id IN (SELECT id FROM job WHERE kind IN {_LATER_KINDS})")
    op.execute(f"DELETE FROM job WHERE kind IN {_LATER_KINDS}")
    op.execute(
        "UPDATE suggestion SET retired_at = CURRENT_TIMESTAMP "
        "WHERE retired_at IS NULL AND (chance IS NOT NULL OR strength = 'weak') "
        "AND id NOT IN (SELECT suggestion_id FROM suggestion_decision)"
    )
    for table in _NEVER_CHANGED:
        take_back(table)
    op.drop_column("recording", "is_learning_agreed")
    op.drop_column("review", "offer")
    op.drop_column("team", "offer")
    for column in ("chance", "evidence", "strength"):
        op.drop_column("suggestion", column)
    op.drop_table("tagger_adoption")
    op.drop_table("learned_tagger")
    op.drop_table("learning_switch")
