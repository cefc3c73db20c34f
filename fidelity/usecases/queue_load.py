"""How much waits in a queue: weeks, and hours of audio. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from fidelity.usecases.list_queue import ToReview


@dataclass(frozen=True, slots=True)
class Load:
    """Of some weeks together."""

    weeks: int
    #: Of all recordings in them that are still here, whatever has been listened to.
    audio_seconds: float
    #: Weeks that somebody has, by a claim or a draft.
    taken: int


@dataclass(frozen=True, slots=True)
class Consultation:
    """The weeks that are talked about at one team's consultation, in the order to take them."""

    due: datetime
    team_id: UUID
    team_name: str
    rows: Sequence[ToReview]
    load: Load


def consultations_of(rows: Sequence[ToReview]) -> list[Consultation]:
    """Rows in the order of the queue, one consultation after the other."""
    return [
        Consultation(due, team_id, own[0].place.case.team.name, own, load_of(own))
        for (due, team_id), own in (
            (key, list(each))
            for key, each in groupby(rows, key=lambda row: (row.place.due, row.place.case.team_id))
        )
    ]


def load_of(rows: Sequence[ToReview]) -> Load:
    """Of these weeks together."""
    return Load(
        weeks=len(rows),
        audio_seconds=sum(row.week.audio_seconds for row in rows),
        taken=sum(row.holder_id is not None for row in rows),
    )
