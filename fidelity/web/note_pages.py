"""The pages of the note form, as they are shown from more than one place."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import render_template
from flask.typing import ResponseReturnValue

from fidelity.casenotes.differences import differences
from fidelity.casenotes.form import GOAL_FIELDS, Sections, from_fields, to_fields
from fidelity.casenotes.merge import differing
from fidelity.casenotes.texts import texts_of
from fidelity.usecases.errors import NotFound
from fidelity.usecases.note_state import Base, NoteState
from fidelity.usecases.open_note import OpenNote, reopen_note
from fidelity.web.deps import db, me
from fidelity.web.mondays import monday_from
from models import NoteSection

_HINTS = {
    NoteSection.REFERRAL_AND_OVERARCHING_GOALS: "Carried over each week. Change it when the goals change.",
    NoteSection.ADVANCES: "What got better, and how you know.",
    NoteSection.BARRIERS: "What got in the way.",
    NoteSection.FIT: "What drives the advances and the barriers, and who says so.",
    NoteSection.PLANNED_INTERVENTIONS: "What you and the family will do, with whom and when.",
    NoteSection.ENGAGEMENT: "How the family and others work with you.",
    NoteSection.QUESTIONS: "What you want from the consultation.",
}


def base_from(given: Mapping[str, Any]) -> Base:
    """What a save builds on, as the page sends it back; what cannot be read builds on nothing."""
    try:
        return Base(int(given.get("revision", 0)), int(given.get("number", 0)))
    except (TypeError, ValueError, OverflowError):  # JSON can say infinity
        return Base()


def whole_number(text: str) -> int:
    """A number from an address; anything else leads nowhere."""
    if not (text.isascii() and text.isdigit() and len(text) < 7):
        raise NotFound
    return int(text)


def edit(
    note: OpenNote,
    sections: Sections,
    base: Base,
    errors: Mapping[str, str] | None = None,
    *,
    spare: Mapping[str, int] | None = None,
    kept_id: str = "",
) -> str:
    """The form. ``spare``: how many empty goals to show below those of a list, one if nothing is said.

    ``kept_id``: where what this page holds is kept already, beside a draft that moved on elsewhere.
    """
    return render_template(
        "notes/edit.html",
        note=note,
        case=note.case,
        monday=note.monday,
        sections=sections,
        base=base,
        kept_id=kept_id,
        errors=dict(errors or {}),
        sections_in_order=list(NoteSection),
        hints=_HINTS,
        rows={
            section.value: [*sections[section.value]]
            + [dict.fromkeys(fields, "")]
            * (spare or {}).get(section.value, 0 if sections[section.value] else 1)
            for section, fields in GOAL_FIELDS.items()
        },
    )


def again(  # noqa: PLR0917  # a form, where it belongs, and what is wrong with it
    case_id: UUID,
    monday: str,
    sections: Sections,
    errors: Mapping[str, str],
    base: Base,
    kept_id: str = "",
) -> ResponseReturnValue:
    """The form with what was typed and what must be put right."""
    note = reopen_note(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    return edit(note, sections, base, errors, kept_id=kept_id), 422


def reshaped(case_id: UUID, monday: str, fields: Mapping[str, str], do: str) -> ResponseReturnValue:
    """The form with one goal more or one fewer, for who has no JavaScript. Saves nothing."""
    note = reopen_note(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    verb, _, place = do.partition("-")
    kept = {n: v for n, v in fields.items() if verb == "add" or not n.startswith(f"{place}-")}
    spare = {place: 1} if verb == "add" else {}
    return edit(note, from_fields(kept), base_from(fields), spare=spare, kept_id=fields.get("kept", ""))


def clash(
    case_id: UUID,
    monday: str,
    mine: Sections,
    theirs: NoteState,
    *,
    kept_id: UUID | None = None,
    typed_by: str = "",
    errors: Mapping[str, str] | None = None,
    status: int = 409,
) -> ResponseReturnValue:
    """Both versions of each section that differs, side by side.

    ``kept_id``: where mine is kept. ``typed_by``: who typed it, where that is not the person who looks.
    """
    note = reopen_note(db(), by=me(), case_id=case_id, monday=monday_from(monday))
    my_words, their_words = texts_of(mine), texts_of(theirs.sections)
    pairs = [
        (section, differences(their_words.get(section.value, ""), my_words.get(section.value, "")))
        for section in differing(mine, theirs.sections)
    ]
    page = render_template(
        "notes/clash.html",
        note=note,
        case=note.case,
        monday=note.monday,
        theirs=theirs,
        pairs=pairs,
        fields=to_fields(mine),
        kept_id=kept_id,
        typed_by=typed_by,
        errors=errors or {},
    )
    return page, status
