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
        _refuse_replacing(table)
    for table in NEVER_REMOVED:
        _refuse(table, "DELETE")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table in NEVER_CHANGED + NEVER_REMOVED:
            op.execute(f"DROP TRIGGER {_name(table, 'REPLACE')}")
    refused = [(table, "UPDATE") for table in NEVER_CHANGED + NEVER_REMOVED]
    for table, verb in refused + [(table, "DELETE") for table in NEVER_REMOVED]:
        on_table = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
        op.execute(f"DROP TRIGGER {_name(table, verb)}{on_table}")


def _name(table: str, verb: str) -> str:
    return f"no_{verb.lower()}_of_{table}"


def _refuse_replacing(table: str) -> None:
    """SQLite's INSERT OR REPLACE takes a row away without asking the triggers for UPDATE or DELETE."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {_name(table, 'REPLACE')} BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} may only be added to'); END"
        )


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
