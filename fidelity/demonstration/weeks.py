"""Writes the fictional weeks: notes as they were handed in, reviews as they were published."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.casenotes.form import tidy
from fidelity.casenotes.texts import texts_of
from fidelity.demonstration.review import add_review
from fidelity.demonstration.source import moment, monday, read
from models import Case, CaseNote, CaseNoteRevision, Codebook, Person, Week

#: The team meets on Friday after dinner; notes are in by the morning.
_CONSULTATION_DAY, _NOTE_HOUR = 4, 9


def add_weeks(db: Session, case: Case, people: dict[str, Person], codebook: Codebook) -> Iterator[UUID]:
    """Write every week of a case; give back the keys of the revisions, which are still to be tagged."""
    therapist = case.therapists[0].person
    for facts in read(f"cases/{case.reference}.json")["weeks"]:
        starts_on = monday(facts["weeks_ago"])
        week = Week(case_id=case.id, starts_on=starts_on, nothing_because=facts["nothing_this_week"])
        if week.nothing_because:
            week.nothing_said_by_id = therapist.id
        db.add(week)
        db.flush()
        if facts["note"] is None:
            continue
        revision = _revision(facts["note"]["sections"], starts_on, therapist)
        db.add(CaseNote(week_id=week.id, created_at=revision.created_at, revisions=[revision]))
        db.flush()
        if facts["review"] is not None:
            add_review(db, facts["review"], week, revision, therapist, people, codebook)
        yield revision.id


def _revision(facts: dict[str, Any], starts_on: date, therapist: Person) -> CaseNoteRevision:
    goals = [
        {**goal, "by": (starts_on + timedelta(days=goal["by_day"])).isoformat()}
        for goal in facts["new_goals"]
    ]
    sections = tidy({**facts, "new_goals": goals})
    return CaseNoteRevision(
        number=1,
        created_at=moment(starts_on + timedelta(days=_CONSULTATION_DAY), _NOTE_HOUR),
        written_by_id=therapist.id,
        sections=sections,
        texts=texts_of(sections),
    )
