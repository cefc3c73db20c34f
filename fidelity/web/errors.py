"""What a person sees when something cannot be done: what happened, and what to do."""

import logging
from typing import Any

from flask import Flask, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from fidelity.usecases.errors import Blind, NotAllowed, NotFound
from fidelity.web.deps import only_read

log = logging.getLogger(__name__)

_SENTENCES = {
    400: (
        "This cannot be read",
        "Your browser sent something that the service could not read. Go back and try again.",
    ),
    401: ("You are signed out", "Sign in again in another tab, then come back and send this once more."),
    403: (
        "You cannot do this",
        "Your role does not allow it. If you think it should, ask your administrator.",
    ),
    404: (
        "Page not found",
        "There is nothing here, or it is not yours to see. Check the address, or start again.",
    ),
    405: ("This cannot be done here", "Go back and use the buttons on the page."),
    413: ("That is too large", "What you sent is larger than the service takes. Send something smaller."),
    429: (
        "Too many tries",
        "Wait a few minutes, then try again. If you have forgotten your password, ask your administrator.",
    ),
    500: ("Sorry, there is a problem", "Try again in a few minutes. What was saved before is safe."),
    503: ("Sorry, the service is busy", "Nothing was changed. Wait a minute, then send it again."),
}
_BLIND = (
    "You are rating this week as second rater",
    (
        "The first rater’s work on it is closed to you for now, so that neither rating leans on the other. "
        "You will see it when you have handed yours in and theirs is published."
    ),
)


def set_up(app: Flask) -> None:
    """Turn each exception into its page."""
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(NotAllowed, lambda _: _page(403))
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(SecurityError, _strange_host)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _busy)
    app.register_error_handler(RecursionError, _too_deep)
    app.register_error_handler(Exception, _unexpected)


def not_found(error: NotFound) -> ResponseReturnValue:
    """It is not there, or not for this person; a second rater is told why."""
    return _page(403, _BLIND) if isinstance(error, Blind) else _page(404)


def _page(status: int, sentences: tuple[str, str] | None = None) -> ResponseReturnValue:
    only_read()
    title, text = sentences or _SENTENCES.get(status) or _SENTENCES[500 if status >= 500 else 400]
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return jsonify(error=f"{title}. {text}"), status
    return render_template("errors/error.html", title=title, text=text), status


def _http(error: Any) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error  # type: ignore[no-any-return]  # a redirect
    return _page(error.code)


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    return _page(
        400,
        (
            "This form is too old",
            (
                "It was opened before you last signed in, or it did not come from this service. "
                "Go back, load the page again, and send it once more."
            ),
        ),
    )


def _strange_host(_error: SecurityError) -> ResponseReturnValue:
    # No page: addresses on it would carry the forged host.
    return "The service is not known under this address.", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _too_deep(error: RecursionError) -> ResponseReturnValue:
    """JSON of a million brackets is the sender's doing; anything else is ours."""
    return _page(400) if request.is_json else _unexpected(error)


def _busy(error: OperationalError) -> ResponseReturnValue:
    # Its name for the trouble tells a lock from a full disk; its message would tell the row.
    name = getattr(error.orig, "sqlite_errorname", None) or getattr(error.orig, "sqlstate", None)
    log.warning("the database could not do it, or not in time: %s", name, exc_info=error)
    return _page(503)


def _unexpected(error: Exception) -> ResponseReturnValue:
    log.error("a page failed", exc_info=error)
    return _page(500)
