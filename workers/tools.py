"""What every job of this process works with, made once: a model is loaded once, not once a job."""

from dataclasses import dataclass
from functools import cache

from fidelity.db import Database
from fidelity.queue import RedisQueue
from fidelity.settings import Settings
from fidelity.storage import AudioStore


@dataclass(frozen=True)
class Tools:
    """Settings, database, audio store and queue."""

    settings: Settings
    database: Database
    store: AudioStore
    queue: RedisQueue


@cache
def tools() -> Tools:
    """Open everything from the environment's settings."""
    settings = Settings.from_environment()
    return Tools(
        settings,
        Database(settings.database_url),
        AudioStore(settings.recordings_dir, reserve_bytes=settings.disk_reserve_bytes),
        RedisQueue(settings.queue_url),
    )
