"""What became of a second rating, as far as it may be told: only when both raters are done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.contests import ContestState, Number, Progress, Thing, is_number_settled, state_of
from fidelity.usecases.second_look_of import second_look_of
from fidelity.usecases.start_review import review_of
from models import Consensus, Principle, Rater, Reply, Review, ReviewStatus, SecondLook, Stance


@dataclass(frozen=True)
class SecondOpinion:
    """On one week. Without a look nobody rates it a second time; without ``second`` it is not done."""

    look: SecondLook | None = None
    #: The second rater's review, once both are done.
    second: Review | None = None
    is_begun: bool = False
    done_at: datetime | None = None
    #: Everything that was ever agreed on, by principle, oldest first: the last counts.
    agreed: Mapping[Principle, Sequence[Consensus]] = field(default_factory=dict)

    def consensus(self, principle: Principle) -> Consensus | None:
        """What counts for a principle instead of the first rating; nothing where none was needed."""
        found = self.agreed.get(principle)
        return found[-1] if found else None

    def is_equal(self, first: Review, principle: Principle) -> bool:
        """Whether both raters gave the same, not assessable included."""
        one, other = first.rating(principle), self.second and self.second.rating(principle)
        return bool(one and other and one.value == other.value)

    def contest(
        self,
        first: Review,
        thing: Thing,
        replies: Sequence[Reply],
        *,
        principle: Principle | None = None,
        resolved_at: datetime | None = None,
    ) -> ContestState | None:
        """How far a contested thing is, from its thread; nothing while the therapist does not contest it.

        ``principle``: of a rating or mark.
        """
        said = [reply for reply in replies if reply.stance is not Stance.ANSWER]
        if not said or said[-1].stance is not Stance.CONTEST:
            return None
        therapists = {held.person_id for held in first.week.case.therapists}
        answers = [
            reply.created_at
            for reply in replies
            if reply.stance is Stance.ANSWER and reply.by_id not in therapists
        ]
        of_whole = [rating.principle for rating in first.ratings] if thing is Thing.WHOLE else []
        progress = Progress(
            is_begun=self.is_begun,
            handed_in_at=self.second.submitted_at if self.second else None,
            numbers=[self._number(first, each) for each in ([principle] if principle else of_whole)],
            answered_at=max(answers, default=None),
            resolved_at=resolved_at,
        )
        return state_of(thing, said[-1].created_at, progress)

    def left_of_whole(self, first: Review, contested_at: datetime) -> set[Principle]:
        """Of a contest of the whole that is open: whose numbers nobody has settled since."""
        handed_in_at = self.second.submitted_at if self.second else None
        return {
            rating.principle
            for rating in first.ratings
            if handed_in_at is None
            or not is_number_settled(self._number(first, rating.principle), contested_at, handed_in_at)
        }

    def _number(self, first: Review, principle: Principle) -> Number:
        consensus = self.consensus(principle)
        return Number(self.is_equal(first, principle), consensus.created_at if consensus else None)


def read_second_opinion(db: Session, first: Review) -> SecondOpinion:
    """Three queries, and two more once there is a second rating."""
    look = second_look_of(db, first.week_id)
    if look is None:
        return SecondOpinion()
    second = review_of(db, first.week_id, Rater.SECOND)
    done_at = _done_at(first, second)
    rows = db.scalars(
        select(Consensus).filter_by(week_id=first.week_id).order_by(Consensus.created_at, Consensus.id)
    )
    agreed: dict[Principle, list[Consensus]] = {}
    for row in rows:
        agreed.setdefault(row.principle, []).append(row)
    return SecondOpinion(
        look=look,
        second=second if done_at else None,
        is_begun=second is not None,
        done_at=done_at,
        agreed=agreed if done_at else {},
    )


def _done_at(first: Review, second: Review | None) -> datetime | None:
    if first.status is not ReviewStatus.PUBLISHED or first.published_at is None:
        return None
    if second is None or second.submitted_at is None:
        return None
    return max(first.published_at, second.submitted_at)
