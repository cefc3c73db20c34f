"""Case notes as they were handed in, section by section, and their goals, as an export has them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from fidelity.casenotes.form import GOAL_FIELDS, tidy
from fidelity.usecases.export_scope import Scope, of_weeks, person_columns, week_columns
from fidelity.usecases.newest_revision import is_newest_revision
from models import CaseNote, CaseNoteRevision, NoteSection, Person, Week

_ROWS_AT_ONCE = 100
_KINDS = {NoteSection.NEW_GOALS: "new", NoteSection.PREVIOUS_GOALS: "previous"}


def rows_of_notes(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """Every revision; sections in the order of the form, empty ones left out. One query."""
    columns = (
        CaseNoteRevision.texts,
        CaseNoteRevision.number.label("number"),
        is_newest_revision().label("is_newest"),
        *person_columns("written_by", Person),
        CaseNoteRevision.created_at.label("handed_in_at"),
    )
    found = _select(scope, *columns).join(Person, Person.id == CaseNoteRevision.written_by_id)
    for row in db.execute(found.execution_options(yield_per=_ROWS_AT_ONCE)).mappings():
        common = {name: value for name, value in row.items() if name != "texts"}
        for section in NoteSection:
            if text := row["texts"].get(section.value):
                yield {**common, "section": section, "characters": len(text), "text": text}


def rows_of_goals(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """Of each week's newest note. One query."""
    found = _select(scope, CaseNoteRevision.sections).where(is_newest_revision())
    for row in db.execute(found.execution_options(yield_per=_ROWS_AT_ONCE)).mappings():
        common = {name: value for name, value in row.items() if name != "sections"}
        form = tidy(row["sections"])
        for section, fields in GOAL_FIELDS.items():
            for number, goal in enumerate(form[section.value], 1):
                none = dict.fromkeys((*GOAL_FIELDS[NoteSection.NEW_GOALS], "rating", "comment"))
                said = {field: goal[field] for field in fields}
                yield {**common, "kind": _KINDS[section], "number": number, **none, **said}


def _select(scope: Scope, *columns: Any) -> Select[Any]:
    common = (CaseNoteRevision.id.label("revision_id"), Week.id.label("week_id"), *week_columns())
    return (
        of_weeks(scope, *common, *columns)
        .join(CaseNote, CaseNote.week_id == Week.id)
        .join(CaseNoteRevision, CaseNoteRevision.note_id == CaseNote.id)
        .order_by(CaseNoteRevision.number)
    )
