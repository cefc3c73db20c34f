"""Signing in and out, and changing one's password: Flask-Security, with our words and limits."""

import hmac
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask import Flask, Response, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import user_logged_out
from flask_security import (
    RoleMixin,
    Security,
    SQLAlchemyUserDatastore,
    password_changed,
    user_authenticated,
    user_unauthenticated,
)
from werkzeug.local import LocalProxy

from fidelity.settings import Settings
from fidelity.usecases import audit
from fidelity.usecases.one_time_password import end_sign_ins
from fidelity.web.deps import db
from fidelity.web.security import sign_in_begins
from models import Person, now

_WRONG = "The email address or the password is not right"
_LONGEST_EMAIL = 320


class _NoRoles(RoleMixin):
    """Flask-Security wants a table of roles. Ours are held per team, with dates: see permissions."""


def set_up(app: Flask, settings: Settings, secret_key: str) -> None:
    """Add the pages for signing in, signing out and changing the password."""
    app.config.update(
        SECRET_KEY=secret_key,
        SECURITY_PASSWORD_SALT=secret_key,
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106  # the name of a method
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH={"argon2"},
        SECURITY_PASSWORD_LENGTH_MIN=12,
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_LOGIN_USER_TEMPLATE="account/sign_in.html",
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        SECURITY_CHANGEABLE=True,
        SECURITY_CHANGE_URL="/account/password",
        SECURITY_CHANGE_PASSWORD_TEMPLATE="account/password.html",  # noqa: S106
        SECURITY_POST_CHANGE_VIEW="/",
        SECURITY_SEND_PASSWORD_CHANGE_EMAIL=False,
        SECURITY_JOIN_USER_ROLES=False,
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_EMAIL_VALIDATOR_ARGS={"check_deliverability": False, "test_environment": True},
        SECURITY_MSG_GENERIC_AUTHN_FAILED=(_WRONG, "error"),
        SECURITY_MSG_INVALID_PASSWORD=("That is not your password", "error"),
        SECURITY_MSG_PASSWORD_IS_THE_SAME=("Choose a password that you have not just used", "error"),
        SECURITY_MSG_PASSWORD_INVALID_LENGTH=(
            "The new password must have at least %(length)s characters",
            "error",
        ),
        SECURITY_MSG_RETYPE_PASSWORD_MISMATCH=("The two new passwords are not the same", "error"),
        SECURITY_MSG_PASSWORD_NOT_PROVIDED=("Enter a password", "error"),
        SECURITY_MSG_EMAIL_NOT_PROVIDED=("Enter your email address", "error"),
        SECURITY_FLASH_MESSAGES=False,
        SECURITY_FRESHNESS=timedelta(minutes=-1),  # no page asks for the password a second time
    )
    people = SQLAlchemyUserDatastore(SimpleNamespace(session=LocalProxy(db)), Person, _NoRoles)
    Security(app, people)
    _limit_tries(app, settings)
    app.before_request(_only_forms)
    app.after_request(_say_that_it_failed)
    user_authenticated.connect(_signed_in, app)
    user_unauthenticated.connect(_refused, app)
    user_logged_out.connect(_signed_out, app)
    password_changed.connect(_password_changed, app)


def _limit_tries(app: Flask, settings: Settings) -> None:
    """Count wrong tries per account and per address, in the queue server if there is one to share."""
    storage = settings.queue_url.replace("unix://", "redis+unix://")
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=storage,
        in_memory_fallback_enabled=True,
        strategy="fixed-window",
        key_prefix="fidelity-sign-in",
    )
    view: Any = app.view_functions["security.login"]
    pause = f"{settings.sign_in_pause_minutes} minutes"
    for key, most in (
        (_account, settings.sign_in_attempts),
        (get_remote_address, 10 * settings.sign_in_attempts),
    ):
        view = limiter.limit(
            f"{most} per {pause}",
            key_func=key,
            methods=["POST"],
            deduct_when=lambda answer: answer.status_code != 302,
        )(view)
    app.view_functions["security.login"] = view


def _account() -> str:
    """Whose password is tried, however the address is spelt.

    Unreadable, because it stands in logs and in the queue server.
    """
    account = request.form.get("email", "").strip()[:_LONGEST_EMAIL]
    with suppress(EmailNotValidError):  # nobody has it then, but whoever tries it is counted all the same
        account = validate_email(account, check_deliverability=False, test_environment=True).normalized
    secret = str(current_app.secret_key).encode()
    return hmac.digest(secret, account.casefold().encode("utf-8", "replace"), "sha256").hex()


def _only_forms() -> None:
    """Flask-Security would also take JSON, past the count of wrong tries, and hand out tokens for it."""
    if (request.endpoint or "").startswith("security.") and request.is_json:
        abort(415)


def _say_that_it_failed(response: Response) -> Response:
    """Flask-Security answers 200 to a form with errors; a browser and a test should be told the truth."""
    if (
        request.method == "POST"
        and response.status_code == 200
        and (request.endpoint or "").startswith("security.")
    ):
        response.status_code = 422
    return response


def _signed_in(_app: Flask, user: Person, **_: Mapping[str, Any]) -> None:
    sign_in_begins()
    user.last_signed_in_at = now()
    audit.note(db(), user, "signed in", subject_id=user.id)
    db().commit()


def _refused(_app: Flask, **_: Mapping[str, Any]) -> None:
    audit.note(db(), None, "refused to sign in", subject_id=None)
    db().commit()


def _signed_out(_app: Flask, user: Person, **_: Mapping[str, Any]) -> None:
    if request.endpoint == "security.logout":
        # A cookie holds everything of a sign-in: a copy of it must not outlive the person's wish to leave.
        end_sign_ins(user)
        audit.note(db(), user, "signed out", subject_id=user.id)
        db().commit()


def _password_changed(_app: Flask, user: Person, **_: Mapping[str, Any]) -> None:
    user.must_change_password = False
    audit.note(db(), user, "changed password", subject_id=user.id)
    db().commit()
    sign_in_begins()
