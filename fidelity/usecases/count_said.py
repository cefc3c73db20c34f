"""What the machine suggests on the newest words, reviewed or not, and from how much text."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Text, cast, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from fidelity.adherence.in_service import Said
from fidelity.usecases.count_in_service import Where
from fidelity.usecases.find_suggestions import is_heard
from fidelity.usecases.newest_revision import is_newest_revision
from models import (
    Case,
    CaseNote,
    CaseNoteRevision,
    Principle,
    Recording,
    RecordingStatus,
    Segment,
    Strength,
    Suggestion,
    Transcript,
    Week,
)

#: Of a note: about a sentence. A unit is that, or a turn of a session.
CHARACTERS_A_UNIT = 100


@dataclass(frozen=True, slots=True)
class SaidOnce:
    """One suggestion of the usual level or stronger."""

    week: date
    version: str
    probability: float


def find_said(db: Session, where: Where, principle: Principle) -> Sequence[SaidOnce]:
    """All that stand on the newest words; nothing that was drawn."""
    rows = db.execute(
        select(Week.starts_on, Suggestion.model_version, Suggestion.probability)
        .select_from(Suggestion)
        .join(Week, Week.id == Suggestion.week_id)
        .join(Case, Case.id == Week.case_id)
        .outerjoin(Segment, Segment.id == Suggestion.segment_id)
        .outerjoin(CaseNoteRevision, CaseNoteRevision.id == Suggestion.revision_id)
        .where(
            where,
            Suggestion.principle == principle,
            Suggestion.strength != Strength.WEAK,
            Suggestion.chance.is_(None),
            Suggestion.retired_at.is_(None),
            or_(CaseNoteRevision.id.is_not(None) & is_newest_revision(), is_heard()),
        )
    )
    return [SaidOnce(*row) for row in rows]


def by_week(said: Sequence[SaidOnce], units: dict[date, float]) -> dict[date, Said]:
    """Counted, with the units of each week."""
    found: defaultdict[date, Said] = defaultdict(Said)
    for week, count in units.items():
        found[week] += Said(units=count)
    for each in said:
        found[each.week] += Said(suggestions=1)
    return found


def count_units(db: Session, where: Where) -> dict[date, float]:
    """By week: the turns of sessions, whoever speaks them, and a hundred characters of notes each.

    The therapist's turns alone would be nearer to what is tagged, but to tell them apart every turn has to
    be read. So a rate may also move because therapists speak more of the turns than before.
    """
    found: defaultdict[date, float] = defaultdict(float)
    for counted in (_turns(db, where), _characters(db, where)):
        for week, count in counted.items():
            found[week] += count
    return found


def first_uses(db: Session, where: Where) -> dict[str, date]:
    """Of each model on which day its first suggestion was made."""
    rows = db.execute(
        select(Suggestion.model_version, func.min(Suggestion.created_at))
        .join(Week, Week.id == Suggestion.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(where)
        .group_by(Suggestion.model_version)
    )
    return {version: _day(moment) for version, moment in rows}


def _day(moment: datetime) -> date:
    return moment.date()


def _turns(db: Session, where: Where) -> dict[date, float]:
    """Turns are numbered from 0: the last number says how many there are, and has an index."""
    later = aliased(Transcript)
    last = select(func.max(Segment.position)).where(Segment.transcript_id == Transcript.id).scalar_subquery()
    rows = db.execute(
        select(Week.starts_on, func.sum(last + 1))
        .select_from(Transcript)
        .join(Recording, Recording.id == Transcript.recording_id)
        .join(Week, Week.id == Recording.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(
            where,
            Recording.status.not_in((RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)),
            ~exists()
            .where(later.recording_id == Transcript.recording_id, later.version > Transcript.version)
            .correlate_except(later),
        )
        .group_by(Week.starts_on)
    )
    return {week: float(turns or 0) for week, turns in rows}


def _characters(db: Session, where: Where) -> dict[date, float]:
    """As the texts are kept, with the names of their sections."""
    length = func.length(cast(CaseNoteRevision.texts, Text))
    rows = db.execute(
        select(Week.starts_on, func.sum(length))
        .select_from(CaseNoteRevision)
        .join(CaseNote, CaseNote.id == CaseNoteRevision.note_id)
        .join(Week, Week.id == CaseNote.week_id)
        .join(Case, Case.id == Week.case_id)
        .where(where, is_newest_revision())
        .group_by(Week.starts_on)
    )
    return {week: (characters or 0) / CHARACTERS_A_UNIT for week, characters in rows}
