"""How much waits for a person, as numbers alone: what a digest says."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from fidelity.permissions import Deed, teams_as, teams_where
from fidelity.usecases.find_my_week import find_my_week
from fidelity.usecases.list_queue import Queue, ToReview, list_queue
from fidelity.usecases.open_contests import count_open_contests
from models import Person, Role, now


@dataclass(frozen=True, slots=True)
class Waiting:
    """Numbers without names. What somebody else has taken, or what is put off, does not wait."""

    #: Weeks that the person may review first, and how much audio is in them.
    to_review: int = 0
    audio_seconds: float = 0.0
    #: Of those, the consultation is over.
    late: int = 0
    second_ratings: int = 0
    #: What therapists contest and nobody has settled.
    contests: int = 0
    #: Of a therapist: cases whose note of this week is still wanted, and what is new for them.
    notes: int = 0
    feedback: int = 0
    actions: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether there is no reason to write."""
        of_rater = self.to_review or self.second_ratings or self.contests
        return not (of_rater or self.notes or self.feedback or self.actions)


def count_waiting(db: Session, person: Person) -> Waiting:
    """In all roles that the person holds today."""
    moment = now()
    queue = list_queue(db, by=person) if teams_where(person, Deed.REVIEW) != set() else None
    weeks = _to_review(queue, person) if queue else []
    my_week = find_my_week(db, by=person).cases if teams_as(person, Role.THERAPIST) else []
    return Waiting(
        to_review=len(weeks),
        audio_seconds=sum(row.week.audio_seconds for row in weeks),
        late=sum(_is_late(row, moment) for row in weeks),
        second_ratings=queue.second_ratings if queue else 0,
        contests=count_open_contests(db, by=person) if queue else 0,
        notes=sum(each.this_week.is_note_missing for each in my_week),
        feedback=sum(len(each.new_feedback) for each in my_week),
        actions=sum(len(each.actions_due) for each in my_week),
    )


def _to_review(queue: Queue, person: Person) -> list[ToReview]:
    return [
        row
        for row in queue.to_review
        if queue.reviewers[row.place.case.team_id].is_mine and row.holder_id in {None, person.id}
    ]


def _is_late(row: ToReview, moment: datetime) -> bool:
    return row.place.due < moment
