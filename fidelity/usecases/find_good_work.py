"""From published reviews to the agenda: good work, with what makes it worth hearing."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.agenda.good_work import LEAST_RISE
from fidelity.agenda.items import AgreedThing, Good, Item, Kind, Rise
from fidelity.usecases.agenda_span import Span
from fidelity.usecases.find_agenda_reviews import Published
from fidelity.usecases.find_second_ratings import SecondRating
from models import ActionOutcome, Mark, Polarity, Principle, Rating

_Ratings = Mapping[Principle, int | None]


def find_good_work(
    db: Session,
    span: Span,
    published: Mapping[UUID, Published],
    seconds: Mapping[UUID, SecondRating],
    agreed: Mapping[UUID, Sequence[AgreedThing]],
) -> list[Item]:
    """One item a review that names a strength, gives a 5, rates much higher, or saw what was agreed.

    What counts is compared with what counted in the case's review before that is not hidden. One query.
    """
    (counted, marked), seen = _given(db, published, seconds), _seen(agreed)
    items = []
    before: dict[UUID, _Ratings] = {}
    for review in sorted(published.values(), key=lambda each: each.week.monday):
        now, shown = counted.get(review.id, {}), marked.get(review.id, set())
        fives = [principle for principle in Principle if now.get(principle) == 5]
        good = Good(
            review.id,
            review.by,
            review.strengths,
            rises=[
                rise for rise in _rises(before.get(review.week.case_id, {}), now) if rise.principle in shown
            ],
            done=seen.get(review.id, ()),
            fives=fives,
            marked=[principle for principle in fives if principle in shown],
        )
        before[review.week.case_id] = now
        if good.strengths.strip() or good.rises or good.done or good.fives:
            key = f"{Kind.GOOD.value}:{review.id}"
            home = max(review.week.monday, span.first_after(review.published_at))
            items.append(span.item(key, Kind.GOOD, home=home, week=review.week, content=good))
    return items


def _rises(before: _Ratings, now: _Ratings) -> list[Rise]:
    pairs = ((principle, before.get(principle), now.get(principle)) for principle in Principle)
    return [
        Rise(principle, was, given)
        for principle, was, given in pairs
        if was is not None and given is not None and given - was >= LEAST_RISE
    ]


def _given(
    db: Session, published: Mapping[UUID, Published], seconds: Mapping[UUID, SecondRating]
) -> tuple[dict[UUID, dict[Principle, int | None]], dict[UUID, set[Principle]]]:
    """By review: what two raters agreed on, else the first rating; and principles with words for them."""
    is_marked = exists().where(
        Mark.review_id == Rating.review_id,
        Mark.principle == Rating.principle,
        Mark.polarity == Polarity.ADHERENT,
        Mark.removed_at.is_(None),
    )
    rows = select(Rating.review_id, Rating.principle, Rating.value, is_marked)
    counted: dict[UUID, dict[Principle, int | None]] = {}
    marked: dict[UUID, set[Principle]] = {}
    for review_id, principle, value, shown in db.execute(rows.where(Rating.review_id.in_(published))):
        agreed = seconds.get(published[review_id].week.id, SecondRating()).agreed.get(principle)
        counted.setdefault(review_id, {})[principle] = agreed.value if agreed else value
        if shown:
            marked.setdefault(review_id, set()).add(principle)
    return counted, marked


def _seen(agreed: Mapping[UUID, Sequence[AgreedThing]]) -> dict[UUID, list[str]]:
    """By the review that saw it: what was agreed earlier, and what its therapist says is done."""
    found: dict[UUID, list[str]] = {}
    for things in agreed.values():
        for thing in things:
            is_done = thing.therapist is ActionOutcome.DONE and thing.rater is ActionOutcome.SEEN
            if thing.found_in and is_done:
                found.setdefault(thing.found_in, []).append(thing.text)
    return {review_id: sorted(texts) for review_id, texts in found.items()}
