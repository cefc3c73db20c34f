"""Taking tables out of a team as CSV or JSON, with the dictionary that explains them."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from fidelity.exports.columns import FORMATS
from fidelity.exports.csv_file import csv_lines
from fidelity.exports.dictionary import DICTIONARY, rows_of_dictionary
from fidelity.exports.json_file import json_lines
from fidelity.exports.tables import VERSION
from fidelity.usecases.answers import Answers
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.take_export import Export, list_exports, take_export
from fidelity.web.deps import db, me
from models import monday_of, now

bp = Blueprint("exports", __name__, url_prefix="/teams/<uuid:team_id>/exports")

_TYPES = {"csv": "text/csv", "json": "application/json"}


@bp.get("")
def index(team_id: UUID) -> ResponseReturnValue:
    """What there is, and how it is wanted."""
    return _index(team_id)


@bp.get("/dictionary")
def dictionary(team_id: UUID) -> ResponseReturnValue:
    """The tables that the person may take out; of one, every column explained."""
    exports = list_exports(db(), by=me(), team_id=team_id)
    asked = request.args.get("table")
    table = next((each for each in exports.tables if each.name == asked), None)
    if asked and table is None:
        raise NotFound
    return render_template(
        "exports/dictionary.html", exports=exports, table=table, formats=FORMATS, version=VERSION
    )


@bp.get("/dictionary.<any(csv, json):kind>")
def dictionary_file(team_id: UUID, kind: str) -> ResponseReturnValue:
    """The same as a file, of all tables."""
    list_exports(db(), by=me(), team_id=team_id)
    if kind == "csv":
        lines = csv_lines(DICTIONARY, rows_of_dictionary(), with_mark=_is_for_excel())
    else:
        about = {"table": "dictionary", "dictionary_version": VERSION, "taken_at": now()}
        lines = json_lines(about, DICTIONARY, rows_of_dictionary())
    return _file(lines, f"dictionary {VERSION}", kind)


@bp.get("/<table>.<any(csv, json):kind>")
def take(team_id: UUID, table: str, kind: str) -> ResponseReturnValue:
    """One table, written while it is read."""
    try:
        since, until = _days()
    except InvalidInput as error:
        return _index(team_id, error.messages), 422
    export = take_export(
        db(),
        by=me(),
        team_id=team_id,
        name=table,
        since=since,
        until=until,
        with_quotes=request.args.get("quotes") == "yes",
    )
    if kind == "csv":
        lines = csv_lines(export.columns, export.rows, with_mark=_is_for_excel())
    else:
        lines = json_lines(_about(export), export.columns, export.rows)
    answer = _file(lines, f"{export.table.name} {export.taken_at.date().isoformat()}", kind)
    # The request is over before the rows are read: who reads them gives the connection back.
    answer.call_on_close(db().close)
    return answer


def _about(export: Export) -> dict[str, Any]:
    return {
        "table": export.table.name,
        "meaning": export.table.meaning,
        "team": export.team.name,
        "since": export.since,
        "until": export.until,
        "taken_at": export.taken_at,
        "taken_as": export.taken_by,
        "times": "UTC",
        "dictionary_version": VERSION,
    }


def _file(lines: Iterator[str], name: str, kind: str) -> Response:
    """The name says nothing of anybody: a table and a day."""
    encoded = (line.encode("utf-8") for line in lines)
    answer = Response(stream_with_context(encoded), mimetype=_TYPES[kind])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer


def _index(team_id: UUID, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "exports/index.html",
        exports=list_exports(db(), by=me(), team_id=team_id),
        asked={name: request.args.get(name, "") for name in ("since", "until", "quotes", "excel")},
        errors=errors or {},
        version=VERSION,
    )


def _days() -> tuple[date | None, date | None]:
    """Any day of a week stands for its Monday."""
    answers = Answers()
    since = answers.maybe_day("since", request.args.get("since", ""))
    until = answers.maybe_day("until", request.args.get("until", ""))
    if since and until and until < since:
        answers.refuse("until", "The last week must be the first or later")
    answers.check()
    return since and monday_of(since), until and monday_of(until)


def _is_for_excel() -> bool:
    return request.args.get("excel") == "yes"
