"""The migrations lead to the tables that the code describes."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from fidelity.migrate import is_current, migrate
from models import Base


def test_migrating_gives_the_tables_of_the_models(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_migrating_again_changes_nothing(database):
    migrate(database.engine)

    assert is_current(database.engine)
