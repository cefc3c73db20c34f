"""What must be there before anything starts: folders, tables, the codebook."""

import os
from pathlib import Path

from fidelity.db import Database
from fidelity.migrate import migrate
from fidelity.nlp.codebook import load_codebook as written_codebook
from fidelity.settings import Settings
from fidelity.usecases.load_codebook import load_codebook


def prepare(settings: Settings) -> Database:
    """Make what is missing; safe at every start.

    What this process and those it starts write from now on is for their owner alone.
    """
    os.umask(0o077)
    for folder in (settings.data_dir, settings.recordings_dir):
        Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    settings.data_dir.chmod(0o700)
    database = Database(settings.database_url)
    migrate(database.engine)
    with database.writing() as db:
        load_codebook(db, written_codebook())
    return database
