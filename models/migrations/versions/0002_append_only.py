"""The database itself keeps what may only be added to."""

from models.migrations.triggers import drop, refuse, refuse_changes, take_back

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

#: What never changes once written. Removing a demonstration or an erased case is another matter.
NEVER_CHANGED = (
    "case_note_revision",
    "rating_change",
    "speaker_naming",
    "suggestion_decision",
    "transcript",
)
#: What is never removed either.
NEVER_REMOVED = ("audit_entry",)


def upgrade() -> None:
    for table in NEVER_CHANGED + NEVER_REMOVED:
        refuse_changes(table)
    for table in NEVER_REMOVED:
        refuse(table, "DELETE")


def downgrade() -> None:
    for table in NEVER_CHANGED + NEVER_REMOVED:
        take_back(table)
    for table in NEVER_REMOVED:
        drop(table, "DELETE")
