"""The versions of a recording's words: which there are, how each was made, and what differs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed, may
from fidelity.queue import JobKind
from fidelity.transcripts.comparing import Passage, compare
from fidelity.transcripts.placing import Version
from fidelity.usecases import audit, guard
from fidelity.usecases.errors import NotFound
from fidelity.usecases.standing_turns import read_segments
from models import Attempt, Job, Outcome, Person, Recording, RecordingStatus, Segment, Transcript

#: The newest attempts that say how long a model takes.
_LAST_ATTEMPTS = 50


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """One version as it stands in the list."""

    transcript: Transcript
    #: Who asked for it; nothing where it is not known.
    asked_by: str | None
    words: int


@dataclass(frozen=True, slots=True)
class VersionList:
    """Every version of a recording, newest first."""

    recording: Recording
    versions: Sequence[VersionFacts]
    can_transcribe_again: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between two versions, passage by passage."""

    recording: Recording
    older: Transcript
    newer: Transcript
    passages: Sequence[Passage]
    #: Every version there is, for choosing others.
    numbers: Sequence[int]


def list_versions(db: Session, *, by: Person, recording_id: UUID) -> VersionList:
    """Those that may be read; NotFound where the words are closed."""
    recording = _open(db, by, recording_id)
    versions = _versions(db, recording)
    askers = _askers(db, recording)
    counted = dict(_counts(db, [each.id for each in versions]))
    facts = [VersionFacts(each, askers.get(each.version), counted.get(each.id, 0)) for each in versions]
    may_ask = may(by, Deed.TRANSCRIBE_AGAIN, case=recording.case)
    return VersionList(recording, facts[::-1], may_ask and not recording.is_in_hand)


def compare_versions(
    db: Session, *, by: Person, recording_id: UUID, older: int | None, newer: int | None
) -> Comparison:
    """The machine's words of both, without what people corrected. NotFound if one is not there."""
    recording = _open(db, by, recording_id)
    versions = {each.version: each for each in _versions(db, recording)}
    if older not in versions or newer not in versions:
        raise NotFound
    one, other = versions[older], versions[newer]
    audit.note_reading(db, by, "compared versions", subject_id=recording.id, team_id=recording.case.team_id)
    before, after = (Version(read_segments(db, [each.id])) for each in (one, other))
    return Comparison(recording, one, other, compare(before, after), sorted(versions))


def version_id(db: Session, *, by: Person, recording_id: UUID, number: int) -> UUID:
    """The key of one version; NotFound if it is not there or not for this person."""
    recording = _open(db, by, recording_id)
    # Looked for here: a number from an address may be larger than a database can hold.
    key = next((each.id for each in _versions(db, recording) if each.version == number), None)
    if key is None:
        raise NotFound
    return key


def usual_seconds(db: Session, recording: Recording, *, usual_model: str) -> Mapping[str, float]:
    """By model, how long a recording of this length takes on this service; what was never used is left out.

    ``usual_model``: the one that is used where nobody chose.
    """
    done = db.execute(
        select(Job.parameters, Attempt.started_at, Attempt.ended_at, Recording.duration_seconds)
        .join(Job, Attempt.job_id == Job.id)
        .join(Recording, Recording.id == Job.subject_id)
        .where(
            Job.kind == JobKind.TRANSCRIBE.name,
            # Only what was done in one go: a second attempt goes on where the first had to stop.
            Job.tries <= 1,
            Attempt.outcome == Outcome.DONE,
            Attempt.ended_at.is_not(None),
            Recording.duration_seconds > 0,
        )
        .order_by(Attempt.ended_at.desc())
        .limit(_LAST_ATTEMPTS)
    )
    speeds: defaultdict[str, list[float]] = defaultdict(list)
    for parameters, started, ended, seconds in done:
        if ended is not None:
            model = str(parameters.get("model") or usual_model)
            speeds[model].append((ended - started).total_seconds() / seconds)
    return {model: median(known) * recording.duration_seconds for model, known in speeds.items()}


def _open(db: Session, by: Person, recording_id: UUID) -> Recording:
    recording = guard.recording(db, by, Deed.HEAR_RECORDING, recording_id)
    if recording.status is RecordingStatus.WITHDRAWN:
        raise NotFound
    return recording


def _versions(db: Session, recording: Recording) -> Sequence[Transcript]:
    """Oldest first."""
    of_recording = select(Transcript).filter_by(recording_id=recording.id)
    return db.scalars(of_recording.order_by(Transcript.version)).all()


def _counts(db: Session, transcript_ids: Sequence[UUID]) -> list[tuple[UUID, int]]:
    counted = (
        select(Segment.transcript_id, func.sum(func.json_array_length(Segment.words)))
        .where(Segment.transcript_id.in_(transcript_ids))
        .group_by(Segment.transcript_id)
    )
    return [(key, count) for key, count in db.execute(counted)]


def _askers(db: Session, recording: Recording) -> Mapping[int, str]:
    """Who asked for each version, where that is known."""
    done = (
        select(Job.ended_at, Person.name)
        .outerjoin(Person, Person.id == Job.by_id)
        .where(Job.kind == JobKind.TRANSCRIBE.name, Job.subject_id == recording.id, Job.ended_at.is_not(None))
    )
    ended = sorted((moment, name) for moment, name in db.execute(done) if moment and name)
    versions = _versions(db, recording)
    until = [each.created_at for each in versions[1:]] + [datetime.max.replace(tzinfo=UTC)]
    askers: dict[int, str] = {}
    for version, next_version in zip(versions, until, strict=True):
        # A job ends in the commit that adds its version, just after that was made.
        made_it = [name for moment, name in ended if version.created_at <= moment < next_version]
        if made_it:
            askers[version.version] = made_it[0]
    return askers
