"""Brings the tables to the shape that this version of the code wants."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

import models

_SCRIPTS = Path(models.__file__).parent / "migrations"


def migrate(engine: Engine) -> None:
    """Run the migrations that are still missing; safe to call at every start."""
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(migration_config(connection), "head")


def is_current(engine: Engine) -> bool:
    """Whether nothing is missing."""
    wanted = ScriptDirectory(str(_SCRIPTS)).get_current_head()
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision() == wanted


def write_revision(engine: Engine, message: str) -> None:
    """Compare tables and database and write a migration to be read and corrected by hand."""
    with engine.begin() as connection:
        command.revision(migration_config(connection), message, autogenerate=True)


def migration_config(connection: Connection) -> Config:
    """Where Alembic finds the migrations, and the connection they run on."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["connection"] = connection
    return config
