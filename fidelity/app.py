"""Makes the web application: the one place that knows every part of it."""

import os
import secrets
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from flask import Blueprint, Flask

from fidelity import web
from fidelity.db import Database
from fidelity.queue import JobQueue, RedisQueue
from fidelity.settings import MIB, Settings
from fidelity.storage import AudioStore
from fidelity.web import address_answers, deps, errors, security, sign_in, templating, uploads

_LARGEST_FORM_BYTES = 8 * MIB


def create_app(settings: Settings, *, queue: JobQueue | None = None) -> Flask:
    """Assemble the application from its settings. ``queue`` is handed in by tests alone."""
    app = Flask("fidelity", static_folder="web/static", static_url_path="/static")
    app.request_class = uploads.Request
    app.config.update(
        MAX_CONTENT_LENGTH=_LARGEST_FORM_BYTES,
        MAX_FORM_MEMORY_SIZE=_LARGEST_FORM_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=None,
    )
    app.extensions["fidelity.settings"] = settings
    app.extensions["fidelity.database"] = Database(settings.database_url)
    app.extensions["fidelity.store"] = AudioStore(
        settings.recordings_dir, reserve_bytes=settings.disk_reserve_bytes
    )
    app.extensions["fidelity.queue"] = queue or RedisQueue(settings.queue_url)

    templating.set_up(app)
    security.set_up(app, settings)
    address_answers.set_up(app)
    sign_in.set_up(app, settings, secret_key(settings))
    errors.set_up(app)
    app.teardown_appcontext(deps.close_db)
    for blueprint in _blueprints():
        app.register_blueprint(blueprint)
    return app


def secret_key(settings: Settings) -> str:
    """The key from the settings, or one made at the first start and kept where only the owner reads it."""
    if settings.secret_key:
        return settings.secret_key
    place = settings.data_dir / "secret_key"
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return Path(place).read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key := secrets.token_urlsafe(48))
    return key


def _blueprints() -> list[Blueprint]:
    """Every module of fidelity.web that offers a ``bp``."""
    modules = (import_module(f"fidelity.web.{found.name}") for found in iter_modules(web.__path__))
    return [module.bp for module in modules if isinstance(getattr(module, "bp", None), Blueprint)]
