"""Puts other words in the place of some, wherever a person has ticked that they should be."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.queue import JobQueue
from fidelity.usecases.correct_words import Corrected, correct_words
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.find_words import Wanted, look, open_scope
from models import ChangeKind, Person


@dataclass(frozen=True)
class Replaced:
    """How many places, in how many transcripts; ``left``: ticked, but they read otherwise by now."""

    places: int
    transcripts: int
    left: int


def replace_words(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    team_id: UUID | None = None,
    recording_id: UUID | None = None,
    wanted: Wanted,
    ticked: Collection[str],
) -> Replaced:
    """One step for each transcript, each committed by itself and undone by itself.

    ``ticked``: keys of places. They are looked for afresh, so nothing is replaced that reads otherwise now.
    """
    if not ticked:
        raise InvalidInput({"place": "Choose at least one place"})
    team, recording = open_scope(db, by, team_id, recording_id)
    found = look(db, by, team, recording, wanted)
    chosen = {
        each.recording.id: [
            Corrected(place.turn.segment.id, place.first_word, place.last_word, place.instead)
            for place in each.places
            if place.key in ticked
        ]
        for each in found.recordings
    }
    done = transcripts = 0
    for key, corrections in chosen.items():
        try:
            step = correct_words(
                db,
                queue,
                by=by,
                recording_id=key,
                corrections=corrections,
                kind=ChangeKind.REPLACED_ALL,
                what="replaced words",
            )
        except NotFound:  # somebody has changed it meanwhile
            db.rollback()
            continue
        if step is not None:
            done, transcripts = done + len(corrections), transcripts + 1
    return Replaced(done, transcripts, len(set(ticked)) - done)
