"""The database itself keeps what may only be added to."""

from alembic import op

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
        _refuse(table, "UPDATE")
    for table in NEVER_REMOVED:
        _refuse(table, "DELETE")


def downgrade() -> None:
    refused = [(table, "UPDATE") for table in NEVER_CHANGED + NEVER_REMOVED]
    for table, verb in refused + [(table, "DELETE") for table in NEVER_REMOVED]:
        on_table = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
        op.execute(f"DROP TRIGGER {_name(table, verb)}{on_table}")


def _name(table: str, verb: str) -> str:
    return f"no_{verb.lower()}_of_{table}"


def _refuse(table: str, verb: str) -> None:
    name, words = _name(table, verb), f"{table} may only be added to"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    )
    if verb == "DELETE":
        op.execute(
            f"CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
