"""The audit log: who did, read or played what, as far as it is this person's to know."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_audit import AuditPage, audit_choices, read_audit
from fidelity.web import choices
from fidelity.web.deps import db, me
from fidelity.web.filters import LOCAL

bp = Blueprint("audit", __name__)

_FILTERS = ("person", "team", "what", "since", "until")


@bp.get("/audit")
def index() -> ResponseReturnValue:
    """Newest first, 50 at a time, narrowed by the address."""
    asked = request.args
    typed: dict[str, Any] = {name: asked.get(name, "") for name in _FILTERS}
    errors: dict[str, str] = {}
    try:
        page = read_audit(
            db(),
            LOCAL,
            by=me(),
            person_id=asked.get("person", type=UUID),
            team_id=asked.get("team", type=UUID),
            what=typed["what"],
            since=typed["since"],
            until=typed["until"],
            older_than=asked.get("older_than", type=UUID),
        )
    except InvalidInput as error:
        page, errors = AuditPage([], None), error.messages
    offered = audit_choices(db(), by=me())
    narrowed = {name: value for name, value in typed.items() if value}
    shown = render_template(
        "audit/index.html",
        page=page,
        people=choices.people(offered.people, typed["person"], none_text="Everybody"),
        teams=choices.any_of(
            ((str(t.id), t.name) for t in offered.teams), typed["team"], none_text="All teams"
        ),
        deeds=choices.any_of(
            ((d, d.capitalize()) for d in offered.deeds), typed["what"], none_text="Anything"
        ),
        is_own_only=not offered.people,
        typed=typed,
        errors=errors,
        is_narrowed=bool(narrowed),
        is_first="older_than" not in asked,
        newest=url_for(".index", **narrowed),
        older=url_for(".index", **narrowed, older_than=page.older) if page.older else None,
    )
    return shown, 422 if errors else 200
