"""Triggers with which the database itself keeps what may only be added to."""

from alembic import op


def refuse_changes(table: str) -> None:
    """No row of the table may be changed or replaced."""
    refuse(table, "UPDATE")
    _refuse_replacing(table)


def refuse(table: str, verb: str) -> None:
    """``verb``: UPDATE or DELETE."""
    name, words = _name(table, verb), f"{table} may only be added to"
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{words}'; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    if verb == "DELETE":
        op.execute(
            f"CREATE TRIGGER {name}_whole BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def take_back(table: str) -> None:
    """Undo refuse_changes."""
    if _is_sqlite():
        op.execute(f"DROP TRIGGER {_name(table, 'REPLACE')}")
    drop(table, "UPDATE")


def drop(table: str, verb: str) -> None:
    """Undo refuse."""
    on_table = "" if _is_sqlite() else f" ON {table}"
    op.execute(f"DROP TRIGGER {_name(table, verb)}{on_table}")


def _name(table: str, verb: str) -> str:
    return f"no_{verb.lower()}_of_{table}"


def _is_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _refuse_replacing(table: str) -> None:
    """SQLite's INSERT OR REPLACE takes a row away without asking the triggers for UPDATE or DELETE."""
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER {_name(table, 'REPLACE')} BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} may only be added to'); END"
        )
