"""Earlier revisions of a note, and what changed between two."""

from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from fidelity.casenotes.differences import differences
from fidelity.usecases.read_note import two_revisions
from fidelity.web.deps import db, me
from fidelity.web.mondays import monday_from
from fidelity.web.note_pages import whole_number
from models import NoteSection

bp = Blueprint("revisions", __name__, url_prefix="/cases/<uuid:case_id>/weeks/<monday>/note/differences")


@bp.get("")
def compare(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Revision ``?older=`` beside ``?newer=``, section by section."""
    note, older, newer = two_revisions(
        db(),
        by=me(),
        case_id=case_id,
        monday=monday_from(monday),
        older=whole_number(request.args.get("older", "")),
        newer=whole_number(request.args.get("newer", "")),
    )
    changed = [
        (section, differences(older.texts.get(section.value, ""), newer.texts.get(section.value, "")))
        for section in NoteSection
        if older.texts.get(section.value, "") != newer.texts.get(section.value, "")
    ]
    return render_template(
        "revisions/compare.html",
        note=note,
        case=note.case,
        monday=monday_from(monday),
        older=older,
        newer=newer,
        changed=changed,
    )
