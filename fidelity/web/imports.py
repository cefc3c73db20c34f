"""Taking a text, Word or PDF file into a note: read, checked by the person, and only then kept."""

from typing import BinaryIO, cast
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from fidelity.casenotes.form import from_fields, is_list, text_key
from fidelity.nlp.documents import UnreadableDocument, read_document
from fidelity.usecases.errors import Clash, InvalidInput
from fidelity.usecases.import_note import import_note
from fidelity.usecases.keep_import import How, Taken, keep_import
from fidelity.usecases.note_state import Base
from fidelity.usecases.open_note import reopen_note
from fidelity.usecases.save_draft import save_draft
from fidelity.web import note_pages
from fidelity.web.deps import db, me, settings
from fidelity.web.filters import size
from fidelity.web.mondays import monday_from
from models import NoteSection

bp = Blueprint("imports", __name__, url_prefix="/cases/<uuid:case_id>/weeks/<monday>/note/import")

#: Beyond the largest document there must be room for a larger one, to say at the field that it is too large.
_TIMES_LARGEST = 3


@bp.url_value_preprocessor
def _make_room(_endpoint: str | None, _values: object) -> None:
    """Before the form is read for its token. Nothing is read here, and nobody unknown gets further."""
    request.max_content_length = _TIMES_LARGEST * settings().largest_document_bytes


@bp.post("")
def read(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Save what was typed, read the file, and show what would go where."""
    typed, base, day = from_fields(request.form), note_pages.base_from(request.form), monday_from(monday)
    try:
        state = save_draft(
            db(),
            by=me(),
            case_id=case_id,
            monday=day,
            sections=typed,
            base=base,
            longest=settings().longest_note_section_characters,
        )
        base = state.base
        file = request.files.get("document")
        found = import_note(
            db(),
            lambda document: _words(document, file.filename or "" if file else ""),
            by=me(),
            case_id=case_id,
            monday=day,
            document=cast("BinaryIO", file.stream) if file and file.filename else None,
            loose_goes_to=_section(request.form.get("loose_goes_to", "")),
        )
    except Clash as clash:
        return note_pages.clash(case_id, monday, typed, clash.theirs)
    except InvalidInput as error:
        return note_pages.again(case_id, monday, typed, error.messages, base)
    return _check_page(case_id, monday, found, base)


@bp.post("/keep")
def keep(case_id: UUID, monday: str) -> ResponseReturnValue:
    """Put what was checked into the draft."""
    taken = [
        Taken(section, request.form[f"text-{section.value}"], _how(section))
        for section in NoteSection
        if f"text-{section.value}" in request.form
    ]
    texts, base = {part.section: part.text for part in taken}, note_pages.base_from(request.form)
    try:
        keep_import(
            db(),
            by=me(),
            case_id=case_id,
            monday=monday_from(monday),
            taken=taken,
            base=base,
            longest=settings().longest_note_section_characters,
        )
    except Clash as clash:
        changed = {"imported": "The note was changed in between. Check again what it says now"}
        return _check_page(case_id, monday, texts, clash.theirs.base, changed), 409
    except InvalidInput as error:
        return _check_page(case_id, monday, texts, base, _at_its_box(error.messages)), 422
    flash("The words of the file are in the draft. It is not handed in yet.")
    return redirect(url_for("notes.edit", case_id=case_id, monday=monday), code=303)


@bp.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """So large that it was not read at all: the page as it was saved last."""
    case_id, monday = (request.view_args or {})["case_id"], (request.view_args or {})["monday"]
    note = reopen_note(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    sentence = f"The selected file must be smaller than {size(settings().largest_document_bytes)}"
    return note_pages.edit(note, note.state.sections, note.state.base, {"document": sentence}), 413


def _words(document: BinaryIO, name: str) -> str:
    try:
        return read_document(document, name, largest_file=settings().largest_document_bytes)
    except UnreadableDocument as error:
        raise InvalidInput({"document": error.reason}) from error


def _check_page(
    case_id: UUID,
    monday: str,
    found: dict[NoteSection, str],
    base: Base,
    errors: dict[str, str] | None = None,
) -> str:
    note = reopen_note(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    parts = [
        {
            "section": section,
            "text": text,
            "now": note.state.sections[text_key(section)],
            "how": request.form.get(f"how-{section.value}", "add"),
            "is_list": is_list(section),
        }
        for section, text in found.items()
    ]
    return render_template(
        "imports/check.html",
        note=note,
        case=note.case,
        monday=note.monday,
        parts=parts,
        base=base,
        errors=errors or {},
    )


def _section(value: str) -> NoteSection | None:
    return next((section for section in NoteSection if section.value == value), None)


def _how(section: NoteSection) -> How:
    match request.form.get(f"how-{section.value}"):
        case "replace":
            return "replace"
        case "leave":
            return "leave"
        case _:
            return "add"


def _at_its_box(messages: dict[str, str]) -> dict[str, str]:
    """The sentence about a section, at the box with its imported words."""
    return {
        f"text-{section.value}": messages[text_key(section)]
        for section in NoteSection
        if text_key(section) in messages
    } or messages
