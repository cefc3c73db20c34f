"""From case notes to the agenda: questions, barriers that come again, goals not met twice."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.agenda.carry import WEEKS_AGAIN
from fidelity.agenda.items import Again, Item, Kind, Question
from fidelity.repeated import goals_not_met_again, repeated_barriers
from fidelity.usecases.agenda_span import AgendaWeek, Span
from models import CaseNote, CaseNoteRevision, NoteSection

#: What people write into the section when they ask nothing.
_NO_QUESTION = re.compile(
    r"(none|nothing|no|nil|n/?a|no questions?|-+)"
    r"(\s+(much|this|for|the|at|wk|week|now|present|time|really))*\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class NoteSaid:
    """What the latest revision of a week's note says, as far as an agenda is made of it."""

    week: AgendaWeek
    questions: str
    barriers: str
    goals_not_met: Sequence[str]


def find_notes(db: Session, span: Span) -> list[NoteSaid]:
    """Of each week that has a note, oldest first. One query; of each note no more than is needed."""
    newest = (
        select(CaseNoteRevision.note_id, func.max(CaseNoteRevision.number).label("number"))
        .join(CaseNote, CaseNote.id == CaseNoteRevision.note_id)
        .where(CaseNote.week_id.in_(span.weeks))
        .group_by(CaseNoteRevision.note_id)
        .subquery()
    )
    rows = db.execute(
        select(
            CaseNote.week_id,
            CaseNoteRevision.texts[NoteSection.QUESTIONS.value].as_string(),
            CaseNoteRevision.texts[NoteSection.BARRIERS.value].as_string(),
            CaseNoteRevision.sections[NoteSection.PREVIOUS_GOALS.value],
        )
        .join(CaseNote, CaseNote.id == CaseNoteRevision.note_id)
        .join(
            newest,
            (newest.c.note_id == CaseNoteRevision.note_id) & (newest.c.number == CaseNoteRevision.number),
        )
    )
    notes = [
        NoteSaid(span.weeks[week_id], questions or "", barriers or "", _not_met(goals))
        for week_id, questions, barriers, goals in rows
    ]
    return sorted(notes, key=lambda note: note.week.monday)


def find_questions(span: Span, notes: Iterable[NoteSaid]) -> list[Item]:
    """What therapists ask, one item a note."""
    return [
        span.item(
            f"{Kind.QUESTION.value}:{note.week.id}",
            Kind.QUESTION,
            home=note.week.monday,
            week=note.week,
            content=Question(note.questions),
        )
        for note in notes
        if note.questions.strip() and not _NO_QUESTION.fullmatch(note.questions.strip())
    ]


def find_repeated(span: Span, notes: Iterable[NoteSaid]) -> list[Item]:
    """Barriers and goals that come again. Found again in a later week, they are said of that week alone."""
    of_case: defaultdict[UUID, list[NoteSaid]] = defaultdict(list)
    for note in notes:
        of_case[note.week.case_id].append(note)
    items, since = [], span.monday - timedelta(weeks=WEEKS_AGAIN)
    for said in of_case.values():
        weeks = {note.week.monday: note.week for note in said}
        barriers = repeated_barriers([(note.week.monday, note.barriers) for note in said], since=since)
        goals = goals_not_met_again([(note.week.monday, note.goals_not_met) for note in said], since=since)
        for kind, found in ((Kind.BARRIER, barriers), (Kind.GOAL, goals)):
            for each in found:
                week = weeks[each.last.monday]
                key = f"{kind.value}:{week.id}:{each.last.place}"
                items.append(span.item(key, kind, home=week.monday, week=week, content=Again(each)))
    return items


def _not_met(goals: Any) -> list[str]:
    rows = goals if isinstance(goals, list) else ()
    return [
        str(row["goal"])
        for row in rows
        if isinstance(row, dict) and row.get("rating") == "not_met" and row.get("goal")
    ]
