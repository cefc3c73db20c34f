"""Deny by default: hosts, sign-in, time-outs, CSRF and headers, before any view is asked."""

import secrets
import time
from uuid import uuid4

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.exceptions import SecurityError
from werkzeug.middleware.proxy_fix import ProxyFix

from fidelity import log
from fidelity.settings import Settings
from fidelity.web.deps import is_signed_in, me, settings

csrf = CSRFProtect()

#: What somebody who is not signed in may ask for.
OPEN_ENDPOINTS = {"security.login", "static", "health.live"}
#: What somebody who must choose a password first may ask for.
_WHILE_PASSWORD_IS_OLD = OPEN_ENDPOINTS | {"security.change_password", "security.logout"}
_REFRESH_SECONDS = 60


def set_up(app: Flask, settings_: Settings) -> None:
    """Wire every check in the order in which it must happen."""
    app.config.update(
        SESSION_COOKIE_NAME="fidelity",
        SESSION_COOKIE_SECURE=settings_.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,  # as long as the sign-in, which has its own limits
        WTF_CSRF_SSL_STRICT=True,
        TRUSTED_HOSTS=[host.strip() for host in settings_.allowed_hosts.split(",") if host.strip()],
    )
    if count := settings_.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count)  # type: ignore[method-assign]
    app.before_request(_begin)
    app.before_request(_only_signed_in)
    csrf.init_app(app)
    app.after_request(_headers)
    app.jinja_env.globals["csp_nonce"] = lambda: g.csp_nonce


def sign_in_begins() -> None:
    """Start both clocks of a sign-in, with a form token that nobody knew before it."""
    session.pop("csrf_token", None)
    session["signed_in_at"] = session["seen_at"] = int(time.time())


def _begin() -> None:
    if isinstance(request.routing_exception, SecurityError):
        raise request.routing_exception  # a forged host: nothing else is looked at
    g.csp_nonce = secrets.token_urlsafe(16)
    log.about.set(f"request {uuid4().hex[:12]}")


def _only_signed_in() -> ResponseReturnValue | None:
    if request.endpoint in OPEN_ENDPOINTS:
        return None
    if not is_signed_in():
        return _to_sign_in()
    if _is_over():
        logout_user()
        session.clear()
        return _to_sign_in()
    if me().must_change_password and request.endpoint not in _WHILE_PASSWORD_IS_OLD:
        return redirect(url_for("security.change_password"))
    return None


def _to_sign_in() -> ResponseReturnValue:
    if request.method != "GET" or request.headers.get("X-Requested-With") == "fetch":
        abort(401)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


def _is_over() -> bool:
    """Whether nobody was here for too long, or the sign-in is too old. Pages that poll do not count."""
    now, limits = int(time.time()), settings()
    seen, signed_in = session.get("seen_at", 0), session.get("signed_in_at", 0)
    if now - seen > limits.idle_minutes * 60 or now - signed_in > limits.longest_sign_in_hours * 3600:
        return True
    if now - seen > _REFRESH_SECONDS and "X-Polling" not in request.headers:
        session["seen_at"] = now
    return False


def _headers(response: Response) -> Response:
    nonce = g.get("csp_nonce", "")
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'nonce-{nonce}'; "
        "img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response
