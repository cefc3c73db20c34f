"""Bringing in scores from outside: a file with its preview, a form, and taking either back."""

import csv
from io import StringIO
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.exceptions import NotFound, RequestEntityTooLarge

from fidelity.exports.columns import Column
from fidelity.exports.csv_file import csv_lines
from fidelity.permissions import Deed
from fidelity.scores.corrections import corrections
from fidelity.scores.days import DayOrder, two_days
from fidelity.scores.decoding import LARGEST_BYTES
from fidelity.scores.examples import EXAMPLES
from fidelity.scores.instruments import FORMS
from fidelity.scores.problems import begun
from fidelity.scores.reading import MOST_LINES, WHAT_IS_WRONG
from fidelity.scores.sent import Sent, from_sent
from fidelity.usecases import guard
from fidelity.usecases.check_scores import Preview, check_again, check_scores
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.keep_scores import keep_scores, type_scores
from fidelity.usecases.list_score_imports import find_score_import, list_score_imports
from fidelity.usecases.score_choices import score_choices
from fidelity.usecases.take_scores_back import take_scores_back
from fidelity.web.deps import db, me
from models import Instrument

bp = Blueprint("score_imports", __name__, url_prefix="/teams/<uuid:team_id>/scores/imports")

#: Beyond the largest file there must be room for a larger one, to say at the field that it is too large.
_TIMES_LARGEST = 3
#: A preview is good for an hour: after that the file is looked at again.
_SECONDS_GOOD = 3600
_TOO_OLD = "The preview is older than an hour, or is not yours: choose the file again"
_NAMES = {instrument.value.lower(): instrument for instrument in Instrument}


@bp.url_value_preprocessor
def _make_room(endpoint: str | None, _values: object) -> None:
    """Before the form is read for its token, of the one form that carries a file."""
    if endpoint == "score_imports.read":
        request.max_content_length = _TIMES_LARGEST * LARGEST_BYTES


@bp.get("")
def index(team_id: UUID) -> ResponseReturnValue:
    """What was brought in, and how to bring in more."""
    return _index(team_id)


@bp.get("/<instrument>/template.csv")
def template(team_id: UUID, instrument: str) -> ResponseReturnValue:
    """An empty file with the right columns and one line as an example."""
    guard.team(db(), me(), Deed.ENTER_SCORES, team_id)
    form, written = FORMS[_named(instrument)], StringIO()
    csv.writer(written).writerows([form.columns, EXAMPLES[form.instrument]])
    return _csv(written.getvalue().encode("utf-8-sig"), f"{form.instrument.value} template")


@bp.post("")
def read(team_id: UUID) -> ResponseReturnValue:
    """Read the file and show what would be kept. Nothing is."""
    guard.team(db(), me(), Deed.ENTER_SCORES, team_id)
    name, file = request.form.get("instrument", ""), request.files.get("file")
    errors = {}
    if name not in _NAMES:
        errors["instrument"] = "Choose what the scores are from"
    if not file or not file.filename:
        errors["file"] = "Choose a CSV file"
    if errors or not file:
        return _index(team_id, errors, name), 422
    data = file.stream.read(LARGEST_BYTES + 1)
    preview = check_scores(db(), by=me(), team_id=team_id, instrument=_NAMES[name], data=data)
    return _preview(preview)


@bp.post("/again")
def again(team_id: UUID) -> ResponseReturnValue:
    """The same file, after a person has said how its days are written."""
    guard.team(db(), me(), Deed.ENTER_SCORES, team_id)
    try:
        instrument, sent = _seen(team_id)
    except BadSignature:
        return _index(team_id, {"file": _TOO_OLD}), 422
    order = request.form.get("order")
    if order in {each.value for each in DayOrder}:
        sent = sent.with_order(DayOrder(order))
    preview = check_again(db(), by=me(), team_id=team_id, instrument=instrument, sent=sent)
    return _preview(preview, {"order": "Choose which of the two it is"} if preview.two_days else None)


@bp.post("/corrections.csv")
def to_correct(team_id: UUID) -> ResponseReturnValue:
    """The file as it was read, with a column that says what is wrong with each line."""
    guard.team(db(), me(), Deed.ENTER_SCORES, team_id)
    try:
        instrument, sent = _seen(team_id)
    except BadSignature:
        return _index(team_id, {"file": _TOO_OLD}), 422
    preview = check_again(db(), by=me(), team_id=team_id, instrument=instrument, sent=sent)
    columns = [Column(name, "") for name in (*preview.form.columns, WHAT_IS_WRONG)]
    lines = csv_lines(columns, corrections(sent.read, preview.problems), with_mark=True)
    return _csv("".join(lines).encode(), f"{instrument.value} to correct")


@bp.post("/keep")
def keep(team_id: UUID) -> ResponseReturnValue:
    """Keep what the preview showed, if it is still as it was."""
    guard.team(db(), me(), Deed.ENTER_SCORES, team_id)
    try:
        instrument, sent = _seen(team_id)
    except BadSignature:
        return _index(team_id, {"file": _TOO_OLD}), 422
    try:
        kept = keep_scores(db(), by=me(), team_id=team_id, instrument=instrument, sent=sent)
    except Clash as clash:
        return _preview(clash.theirs)
    lines_have = "line has" if kept == 1 else "lines have"
    flash(f"{kept} {lines_have} been brought in: {instrument.value}.")
    return redirect(url_for(".index", team_id=team_id), 303)


@bp.route("/<instrument>/new", methods=["GET", "POST"])
def new(team_id: UUID, instrument: str) -> ResponseReturnValue:
    """A form for one respondent's scores of one day."""
    form = FORMS[_named(instrument)]
    choices = score_choices(db(), by=me(), team_id=team_id, form=form)
    typed = {column: request.form.get(column, "") for column in form.columns}
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            type_scores(db(), by=me(), team_id=team_id, instrument=form.instrument, typed=typed)
        except InvalidInput as error:
            errors = error.messages
        else:
            flash(f"The {form.instrument.value} score has been kept.")
            return redirect(url_for(".new", team_id=team_id, instrument=instrument), 303)
    page = render_template("scores/new.html", form=form, choices=choices, typed=typed, errors=errors)
    return page, 422 if errors else 200


@bp.route("/<uuid:import_id>/take-back", methods=["GET", "POST"])
def take_back(team_id: UUID, import_id: UUID) -> ResponseReturnValue:
    """Ask whether, then do it."""
    if request.method == "POST":
        take_scores_back(db(), by=me(), team_id=team_id, import_id=import_id)
        flash("The scores have been taken back. They count nowhere any more.")
        return redirect(url_for(".index", team_id=team_id), 303)
    team, brought = find_score_import(db(), by=me(), team_id=team_id, import_id=import_id)
    return render_template("scores/take_back.html", team=team, brought=brought)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """So large that it was not read at all."""
    team_id = cast("UUID", (request.view_args or {})["team_id"])
    return _index(team_id, {"file": "The selected file must be smaller than 5 MB"}), 413


def _index(team_id: UUID, errors: dict[str, str] | None = None, chosen: str = "") -> str:
    return render_template(
        "scores/imports.html",
        found=list_score_imports(db(), by=me(), team_id=team_id, page=request.args.get("page", 1, type=int)),
        forms={name: FORMS[instrument] for name, instrument in _NAMES.items()},
        examples=EXAMPLES,
        chosen=chosen,
        errors=errors or {},
        most_lines=MOST_LINES,
    )


def _preview(preview: Preview, errors: dict[str, str] | None = None) -> ResponseReturnValue:
    """What is wrong, or the lines to keep; and what must be sent back to go on with exactly these."""
    sent = {"instrument": preview.form.instrument.value, **preview.sent.as_sent()}
    page = render_template(
        "scores/preview.html",
        preview=preview,
        seen=_signer(preview.team.id).dumps(sent),
        forms_name=preview.form.instrument.value.lower(),
        begun=begun,
        both_days=preview.two_days and two_days(preview.two_days),
        DayOrder=DayOrder,
        errors=errors or {},
    )
    return page, 422 if preview.problems else 200


def _seen(team_id: UUID) -> tuple[Instrument, Sent]:
    """What this person was shown of this team. Raises BadSignature."""
    sent = _signer(team_id).loads(request.form.get("seen", ""), max_age=_SECONDS_GOOD)
    return Instrument(sent["instrument"]), from_sent(sent)


def _csv(content: bytes, name: str) -> Response:
    answer = Response(content, mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _signer(team_id: UUID) -> Any:
    """Signs a preview for this person and team: it travels in the form, and the service keeps nothing."""
    return URLSafeTimedSerializer(
        cast("str", current_app.secret_key), salt=f"score preview {me().id} {team_id}"
    )


def _named(name: str) -> Instrument:
    if name not in _NAMES:
        raise NotFound
    return _NAMES[name]
