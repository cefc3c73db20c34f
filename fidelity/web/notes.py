"""Writing a case note: the form, its autosave, handing in, and two versions that clash."""

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from fidelity.casenotes.form import Sections, from_fields
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.hand_in_note import NotReady, hand_in_note
from fidelity.usecases.note_state import NoteState
from fidelity.usecases.open_note import open_note, reopen_note
from fidelity.usecases.read_kept_note import read_kept_note
from fidelity.usecases.read_note import read_note
from fidelity.usecases.save_draft import save_draft
from fidelity.usecases.settle_clash import settle_clash
from fidelity.usecases.week_of import WeekNotOpen
from fidelity.web import note_pages
from fidelity.web.deps import db, me, queue, settings
from fidelity.web.desk_answer import uuid_or_none
from fidelity.web.filters import nice_time
from fidelity.web.mondays import monday_from
from models import NoteSection

#: Tells the browser that the copy it holds of what was typed may go; see note_copy.js.
KEPT = "kept"

bp = Blueprint("notes", __name__, url_prefix="/cases/<uuid:case_id>/weeks/<monday>/note")


@bp.get("")
def show(case_id: UUID, monday: str) -> ResponseReturnValue:
    """The note as it was handed in last, or with ``?revision=`` as it was then."""
    number = note_pages.whole_number(request.args["revision"]) if "revision" in request.args else None
    note = read_note(db(), by=me(), case_id=case_id, monday=monday_from(monday), number=number)
    texts = note.shown.texts if note.shown else {}
    sections = [(section, texts[section.value]) for section in NoteSection if texts.get(section.value)]
    return render_template(
        "notes/show.html", note=note, case=note.case, monday=monday_from(monday), sections=sections
    )


@bp.get("/edit")
def edit(case_id: UUID, monday: str) -> ResponseReturnValue:
    """The form with what was saved last, or with last week's goals."""
    note = open_note(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    return note_pages.edit(note, note.state.sections, note.state.base)


@bp.post("/edit")
def write(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Hand in, save, or give the form another goal or one fewer: whatever button was pressed."""
    do, base = request.form.get("do", "stay"), note_pages.base_from(request.form)
    if do.startswith(("add-", "remove-")):
        return note_pages.reshaped(case_id, monday, request.form, do)
    sections = from_fields(request.form)
    given: dict[str, Any] = {
        "by": me(),
        "case_id": case_id,
        "monday": monday_from(monday),
        "sections": sections,
        "base": base,
        "longest": settings().longest_note_section_characters,
        "kept_id": uuid_or_none(request.form.get("kept")),
    }
    try:
        if do == "hand_in":
            revision = hand_in_note(db(), queue(), **given)
            flash(f"Handed in as revision {revision.number}.")
            return redirect(url_for(".show", case_id=case_id, monday=monday, _anchor=KEPT), code=303)
        save_draft(db(), **given)
    except InvalidInput as error:
        shown = error.sections if isinstance(error, NotReady) else sections
        return note_pages.again(case_id, monday, shown, error.messages, base)
    except Clash as clash:
        return note_pages.clash(case_id, monday, sections, clash.theirs, kept_id=clash.kept_id)
    if do == "stay":
        return redirect(url_for(".edit", case_id=case_id, monday=monday, _anchor=KEPT), code=303)
    flash("Draft saved. It is not handed in yet.")
    return redirect(url_for("cases.show", case_id=case_id, _anchor=KEPT), code=303)


@bp.post("/draft")
def save(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Autosave: the page's fields as JSON, with the ``revision`` and ``number`` that they build on."""
    given = request.get_json()
    if not isinstance(given, dict) or not isinstance(given.get("fields"), dict):
        abort(400)
    try:
        state = save_draft(
            db(),
            by=me(),
            case_id=case_id,
            monday=monday_from(monday),
            sections=_sections(given["fields"]),
            base=note_pages.base_from(given),
            longest=settings().longest_note_section_characters,
            kept_id=uuid_or_none(str(given.get("kept") or "")),
        )
    except InvalidInput as error:
        return jsonify(errors=error.messages), 422
    except Clash as clash:
        sentence = "This note was saved somewhere else in between."
        return jsonify(error=sentence, theirs=_as_json(clash.theirs), kept=clash.kept_id), 409
    return jsonify(_as_json(state))


@bp.post("/settle")
def settle(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Keep, section by section, one version or both."""
    mine, base = from_fields(request.form), note_pages.base_from(request.form)
    kept_id = uuid_or_none(request.form.get("kept"))
    try:
        settle_clash(
            db(),
            by=me(),
            case_id=case_id,
            monday=monday_from(monday),
            mine=mine,
            base=base,
            choices={s: request.form.get(f"keep-{s.value}", "both") for s in NoteSection},
            longest=settings().longest_note_section_characters,
            kept_id=kept_id,
        )
    except InvalidInput as error:
        note = reopen_note(db(), by=me(), case_id=case_id, monday=monday_from(monday))
        return note_pages.clash(
            case_id, monday, mine, note.state, kept_id=kept_id, errors=error.messages, status=422
        )
    except Clash as clash:
        return note_pages.clash(case_id, monday, mine, clash.theirs, kept_id=clash.kept_id)
    flash("Both versions are together now. Check the note, then hand it in.")
    return redirect(url_for(".edit", case_id=case_id, monday=monday, _anchor=KEPT), code=303)


@bp.get("/kept/<uuid:kept_id>")
def kept(case_id: UUID, monday: str, kept_id: UUID) -> ResponseReturnValue:
    """What was typed while the draft moved on elsewhere, beside what stands now."""
    words, state = read_kept_note(db(), by=me(), case_id=case_id, monday=monday_from(monday), kept_id=kept_id)
    if words.settled_at is not None:
        flash("Both versions have been looked at already.")
        return redirect(url_for(".edit", case_id=case_id, monday=monday), code=303)
    typed_by = "" if words.by_id == me().id else words.by.name
    return note_pages.clash(
        case_id, monday, words.words, state, kept_id=kept_id, typed_by=typed_by, status=200
    )


@bp.errorhandler(WeekNotOpen)
def not_open(error: WeekNotOpen) -> ResponseReturnValue:
    """The address is one of a week that cannot have a note."""
    case_id = (request.view_args or {})["case_id"]
    return render_template("weeks/not_open.html", problem=error.messages["week"], case_id=case_id), 422


def _sections(fields: dict[str, Any]) -> Sections:
    return from_fields({name: value for name, value in fields.items() if isinstance(value, str)})


def _as_json(state: NoteState) -> dict[str, Any]:
    return {
        "revision": state.base.revision,
        "number": state.base.number,
        "saved": nice_time(state.saved_at).rpartition(" at ")[2] if state.saved_at else "",
        "by": state.saved_by,
        "sections": state.sections,
    }
