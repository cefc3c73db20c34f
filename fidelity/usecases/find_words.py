"""Where words stand in the newest transcripts that a person may correct: a look before they are replaced."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.transcripts.places import Place, find_places, plain_words
from fidelity.usecases import audit, guard
from fidelity.usecases.answers import Answers
from fidelity.usecases.reach import cases_within_reach
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.team_terms import terms_in_force
from models import Case, Person, Recording, RecordingStatus, Segment, Team, TeamTerm, Transcript

MOST_PLACES = 300
#: Turns that are looked through at once; a term that stands in more is replaced in several goes.
_MOST_SEGMENTS = 2000
_LONGEST = 60
_MOST_LINES = 10


@dataclass(frozen=True)
class Wanted:
    """``these`` are to read ``that``, wherever they stand."""

    these: Sequence[str]
    that: str


@dataclass(frozen=True)
class InRecording:
    """The places in one recording's newest transcript, in their order."""

    recording: Recording
    places: Sequence[Place]


@dataclass(frozen=True)
class Found:
    """Newest visits first. ``is_all``: whether there is no place beyond those that are shown."""

    team: Team
    #: Nothing: all of the team's that the person may correct.
    recording: Recording | None
    wanted: Wanted
    recordings: Sequence[InRecording]
    is_all: bool

    @property
    def places(self) -> int:
        """How many there are."""
        return sum(len(each.places) for each in self.recordings)


def check_words(these: str, that: str) -> Wanted:
    """As typed: ``these`` one a line. Raises InvalidInput."""
    answers = Answers()
    word = answers.text("that", that, name="The words", missing="Enter what should stand there")
    lines = [answers.text("these", line, name="A line", missing="") for line in these.splitlines()]
    lines = list(dict.fromkeys(line for line in lines if line))
    if not lines:
        answers.refuse("these", "Enter the words that should be replaced")
    if len(lines) > _MOST_LINES:
        answers.refuse("these", f"Enter {_MOST_LINES} lines or fewer")
    for field, typed in (("that", word), *(("these", line) for line in lines)):
        if len(typed) > _LONGEST:
            answers.refuse(field, f"Enter {_LONGEST} characters or fewer in a line")
        elif typed and not plain_words(typed):
            answers.refuse(field, "Enter words with a letter or a number in them")
    answers.check()
    return Wanted(lines, word)


def find_words(
    db: Session, *, by: Person, team_id: UUID | None = None, recording_id: UUID | None = None, wanted: Wanted
) -> Found:
    """In one recording, or in all of a team's that this person may correct. That words were read is noted."""
    team, recording = open_scope(db, by, team_id, recording_id)
    found = look(db, by, team, recording, wanted)
    for each in found.recordings:
        audit.note(db, by, "read transcript", subject_id=each.recording.id, team_id=team.id)
    db.commit()
    return found


def offer_terms(
    db: Session, *, by: Person, team_id: UUID | None = None, recording_id: UUID | None = None, again: bool
) -> tuple[Team, Recording | None, Sequence[TeamTerm]]:
    """The scope, and the team's terms that are often heard as something else, for the form.

    That terms were read is noted, as on their own page. ``again``: the form comes back, and it was noted.
    """
    team, recording = open_scope(db, by, team_id, recording_id)
    terms = [term for term in terms_in_force(db, team.id) if term.often_heard_as]
    if terms and not again:
        audit.note_reading(db, by, "read terms", subject_id=team.id, team_id=team.id)
    return team, recording, terms


def open_scope(
    db: Session, by: Person, team_id: UUID | None, recording_id: UUID | None
) -> tuple[Team, Recording | None]:
    """The team and, where one is asked for, the recording, for somebody who may replace words there."""
    if recording_id is not None:
        recording = guard.recording(db, by, Deed.CORRECT_WORDS, recording_id)
        return db.get_one(Team, recording.case.team_id), recording
    if team_id is None:
        raise ValueError("a team or a recording is wanted")
    return guard.team(db, by, Deed.MANAGE_TERMS, team_id), None


def look(db: Session, by: Person, team: Team, recording: Recording | None, wanted: Wanted) -> Found:
    """The same without a note, for whoever goes on to replace."""
    within = (
        Recording.id == recording.id
        if recording
        else and_(Case.team_id == team.id, cases_within_reach(by, Deed.CORRECT_WORDS))
    )
    rows = _segments(db, within, wanted.these)
    transcripts = list(dict.fromkeys(transcript_id for _, transcript_id, _ in rows))
    segments = [segment_id for segment_id, _, _ in rows]
    turns = standing_turns(db, transcripts, of_segments=segments)
    recording_of = {transcript_id: recording_id for _, transcript_id, recording_id in rows}
    recordings = {
        row.id: row
        for row in db.scalars(select(Recording).where(Recording.id.in_(set(recording_of.values()))))
    }
    found, left = [], MOST_PLACES + 1
    for key in transcripts:
        places = list(islice(find_places(turns[key], wanted.these, wanted.that), left))
        left -= len(places)
        if places:
            found.append(InRecording(recordings[recording_of[key]], places))
    is_all = left > 0 and len(rows) < _MOST_SEGMENTS
    if left == 0:
        last = found.pop()
        found += [InRecording(last.recording, last.places[:-1])] if len(last.places) > 1 else []
    return Found(team, recording, wanted, found, is_all)


def _segments(
    db: Session, within: ColumnElement[bool], these: Sequence[str]
) -> Sequence[tuple[UUID, UUID, UUID]]:
    """Segment, transcript and recording wherever one of the words may stand; the database sorts out most."""
    newest = (
        select(Transcript.recording_id, func.max(Transcript.version).label("version"))
        .group_by(Transcript.recording_id)
        .subquery()
    )
    text = func.lower(Segment.text)
    maybe = [text.like(pattern, escape="\\") for this in these for pattern in [_pattern(this)]]
    rows = db.execute(
        select(Segment.id, Transcript.id, Recording.id)
        .join(Transcript, Transcript.id == Segment.transcript_id)
        .join(
            newest,
            and_(newest.c.recording_id == Transcript.recording_id, newest.c.version == Transcript.version),
        )
        .join(Recording, Recording.id == Transcript.recording_id)
        .join(Case, Case.id == Recording.case_id)
        .where(within, Recording.status != RecordingStatus.WITHDRAWN, or_(*maybe))
        .order_by(Recording.visited_on.desc(), Recording.id, Segment.position)
        .limit(_MOST_SEGMENTS)
    )
    return [(segment, transcript, recording) for segment, transcript, recording in rows]


def _pattern(this: str) -> str:
    """For LIKE. Letters beyond ASCII and signs stand for anything: databases fold them differently."""
    plain = "%".join(plain_words(this))
    return f"%{re.sub(r'[^a-z0-9%]+', '%', plain)}%"
