"""Recordings, their transcripts and what people changed of them, as an export has them.

Of a recording that was withdrawn or cancelled there is nothing in any of these.
"""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import aliased

from fidelity.usecases.export_scope import Scope, of_weeks, person_columns, week_columns
from models import Person, Recording, RecordingStatus, Transcript, TranscriptChange, Week

_GONE = (RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED)


def is_here() -> ColumnElement[bool]:
    """True of the rows of ``recording`` that may be taken out."""
    return Recording.status.not_in(_GONE)


def select_recordings(scope: Scope) -> Select[Any]:
    """With how many transcripts each has."""
    transcripts = (
        select(func.count())
        .select_from(Transcript)
        .where(Transcript.recording_id == Recording.id)
        .correlate(Recording)
        .scalar_subquery()
    )
    return (
        of_weeks(
            scope,
            Recording.id.label("recording_id"),
            Week.id.label("week_id"),
            *week_columns(),
            Recording.visited_on.label("visited_on"),
            Recording.is_therapist_present.label("is_therapist_present"),
            Recording.caregivers.label("caregivers"),
            Recording.young_people.label("young_people"),
            Recording.others.label("others"),
            Recording.language.label("language"),
            Recording.duration_seconds.label("duration_seconds"),
            Recording.status.label("status"),
            *person_columns("uploaded_by", Person),
            Recording.created_at.label("uploaded_at"),
            Recording.consent_confirmed_at.label("consent_confirmed_at"),
            Recording.is_learning_agreed.label("is_learning_agreed"),
            transcripts.label("transcripts"),
        )
        .join(Recording, Recording.week_id == Week.id)
        .join(Person, Person.id == Recording.uploaded_by_id)
        .where(is_here())
        .order_by(Recording.visited_on, Recording.id)
    )


def select_transcripts(scope: Scope) -> Select[Any]:
    """Every version of a recording's words, by what they were heard; not the words."""
    return (
        of_transcripts(
            scope,
            Transcript.engine.label("engine"),
            Transcript.model.label("model"),
            Transcript.language.label("language"),
            Transcript.coverage.label("coverage"),
            func.json_array_length(Transcript.gaps).label("gaps"),
            Transcript.created_at.label("created_at"),
        )
        .where(is_here())
        .order_by(Recording.id, Transcript.version)
    )


def select_transcript_changes(scope: Scope) -> Select[Any]:
    """Every step, undone or not. What they did to the words stands in the turns."""
    by, undone_by = aliased(Person), aliased(Person)
    return (
        of_transcripts(
            scope,
            TranscriptChange.id.label("change_id"),
            TranscriptChange.kind.label("kind"),
            *person_columns("by", by),
            TranscriptChange.created_at.label("created_at"),
            TranscriptChange.undone_at.label("undone_at"),
            *person_columns("undone_by", undone_by),
        )
        .join(TranscriptChange, TranscriptChange.transcript_id == Transcript.id)
        .join(by, by.id == TranscriptChange.by_id)
        .outerjoin(undone_by, undone_by.id == TranscriptChange.undone_by_id)
        .order_by(TranscriptChange.created_at, TranscriptChange.id)
    )


def of_transcripts(scope: Scope, *columns: Any) -> Select[Any]:
    """What every table of transcripts begins with, and these columns."""
    return (
        of_weeks(
            scope,
            Transcript.id.label("transcript_id"),
            Recording.id.label("recording_id"),
            *week_columns(),
            Transcript.version.label("version"),
            *columns,
        )
        .join(Recording, Recording.week_id == Week.id)
        .join(Transcript, Transcript.recording_id == Recording.id)
        .where(is_here())
    )
