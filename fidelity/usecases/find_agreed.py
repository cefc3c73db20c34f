"""What was agreed in the last feedback before a week, with what became of it, as far as somebody may know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session, lazyload

from fidelity.permissions import Deed, may
from fidelity.usecases import guard
from fidelity.usecases.blind import is_hidden_from, is_kept_from
from fidelity.usecases.locate_words import Place, locate_words
from models import Action, ActionAnswer, Case, Person, Rater, Review, ReviewStatus, Week


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, the Monday of its week, and where its evidence stands; nothing: no words were pointed at."""

    answer: ActionAnswer
    monday: date
    place: Place | None


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action, the therapist's answer that counts, and that of each rater who looked for it."""

    action: Action
    said: Answered | None
    seen: Sequence[Answered]

    def seen_in(self, review_id: UUID | None) -> Answered | None:
        """The answer of one review."""
        return next((each for each in self.seen if each.answer.review_id == review_id), None)


@dataclass(frozen=True, slots=True)
class AgreedBefore:
    """The review in which it was agreed, published, and its actions in their order."""

    review: Review
    actions: Sequence[Agreed]


def read_agreed(db: Session, *, by: Person, case_id: UUID, monday: date) -> AgreedBefore | None:
    """For a page on which a therapist begins with what was agreed; nothing where no feedback was published.

    Nor for anybody else, who might still rate that week a second time.
    """
    case, _ = guard.week(db, by, Deed.READ_FEEDBACK, case_id, monday)
    if not may(by, Deed.ANSWER_ACTION, case=case):
        return None
    return find_agreed(db, by, case, monday)


def find_agreed(db: Session, by: Person, case: Case, monday: date) -> AgreedBefore | None:
    """The same for who has been let through to the case."""
    earlier = (
        select(Review)
        .join(Week)
        .where(
            Week.case_id == case.id,
            Week.starts_on < monday,
            Review.rater == Rater.FIRST,
            Review.status == ReviewStatus.PUBLISHED,
            ~is_kept_from(by),
        )
        .order_by(Week.starts_on.desc())
        .options(lazyload(Review.ratings))
    )
    review = db.scalars(earlier.limit(1)).first()
    return AgreedBefore(review, find_answers(db, by, case, review.actions)) if review else None


def find_answers(db: Session, by: Person, case: Case, actions: Sequence[Action]) -> list[Agreed]:
    """Each action with its answers. Four queries, however many there are."""
    rows = (
        select(ActionAnswer, Week.starts_on)
        .join(Week, Week.id == ActionAnswer.week_id)
        .outerjoin(Review, Review.id == ActionAnswer.review_id)
        .where(
            ActionAnswer.action_id.in_([action.id for action in actions]),
            _may_be_known(by, is_rater=may(by, Deed.READ_REVIEW, case=case)),
        )
        .order_by(ActionAnswer.created_at, ActionAnswer.id)
    )
    last: dict[UUID, dict[UUID | None, tuple[ActionAnswer, date]]] = {action.id: {} for action in actions}
    for answer, monday in db.execute(rows) if actions else ():
        last[answer.action_id][answer.review_id] = answer, monday
    places = locate_words(db, [answer for of_action in last.values() for answer, _ in of_action.values()])
    agreed = []
    for action in actions:
        answers = {
            key: Answered(answer, monday, places.get(answer.id))
            for key, (answer, monday) in last[action.id].items()
        }
        said = answers.pop(None, None)
        agreed.append(Agreed(action, said, list(answers.values())))
    return agreed


def _may_be_known(by: Person, *, is_rater: bool) -> ColumnElement[bool]:
    """Of an answer, joined with its review where it has one.

    A therapist knows of what a published first review says; a rater of that and their own, and of a second
    rater's once both are done. What stands in a rating that was passed on is no answer.
    """
    of_therapist = ActionAnswer.review_id.is_(None)
    published = and_(Review.rater == Rater.FIRST, Review.status == ReviewStatus.PUBLISHED)
    if not is_rater:
        return or_(of_therapist, published)
    own = and_(Review.rater == Rater.FIRST, Review.by_id == by.id)
    known = or_(published, own, Review.rater == Rater.SECOND)
    return or_(of_therapist, and_(known, ~is_hidden_from(by)))
