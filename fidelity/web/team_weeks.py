"""A team's week, case by case: as a page, and as a file to take away."""

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, send_file, url_for
from flask.typing import ResponseReturnValue

from fidelity.permissions import Deed
from fidelity.reports.document import Place
from fidelity.reports.formats import FORMATS
from fidelity.reports.week import as_document
from fidelity.usecases import guard
from fidelity.usecases.read_team_week import read_team_week
from fidelity.web.deps import db, me
from fidelity.web.mondays import monday_from
from models import monday_of

bp = Blueprint("team_weeks", __name__, url_prefix="/teams/<uuid:team_id>/weeks")


@bp.get("")
def latest(team_id: UUID) -> ResponseReturnValue:
    """An address that always leads to the team's current week."""
    guard.team(db(), me(), Deed.SEE_ADHERENCE, team_id)
    return redirect(url_for(".show", team_id=team_id, monday=monday_of(date.today()).isoformat()), code=302)


@bp.get("/<monday>")
def show(team_id: UUID, monday: str) -> ResponseReturnValue:
    """What the files say, with the way to where each number comes from."""
    day = monday_from(monday)
    week = read_team_week(db(), by=me(), team_id=team_id, monday=day)
    later = day + timedelta(weeks=1)
    return render_template(
        "team_weeks/show.html",
        week=week,
        document=as_document(week),
        formats=FORMATS,
        earlier=day - timedelta(weeks=1),
        later=later if later <= monday_of(date.today()) else None,
    )


@bp.get("/<monday>/report.<any(pdf, docx):file_format>")
def report(team_id: UUID, monday: str, file_format: str) -> ResponseReturnValue:
    """The name of the file tells the day, and nothing of the team."""
    day = monday_from(monday)
    week = read_team_week(db(), by=me(), team_id=team_id, monday=day, deed="exported team week")
    kind = FORMATS[file_format]
    return send_file(
        BytesIO(kind.write(as_document(week), fonts())),
        mimetype=kind.mimetype,
        as_attachment=True,
        download_name=f"team week {day.isoformat()}.{file_format}",
        etag=False,
    )


def fonts() -> Path:
    """Where the build of the pages puts the typeface."""
    return Path(current_app.static_folder or "") / "fonts"


@bp.app_template_global()
def report_address(place: Place) -> str:
    """Where a place of a report is on a page."""
    if place.review_id:
        return url_for("feedback.show", review_id=place.review_id, _anchor=place.anchor or None)
    return url_for("weeks.show", case_id=place.case_id, monday=place.monday.isoformat())
