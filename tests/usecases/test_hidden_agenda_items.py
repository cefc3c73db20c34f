"""Every key of an agenda that is made from feedback is known as such, and no other."""

import pytest

from fidelity.usecases.hidden_agenda_items import hidden_keys
from models import Action, Comment, Mark, NoteSection, Principle


@pytest.fixture
def review(factories, db):
    note = factories.Note()
    review = factories.Review(week=note.week, published=True, ratings={Principle.FINDING_THE_FIT: 2})
    factories.Mark(review=review, quote="Mum", revision=note.latest)
    db.add(Action(review_id=review.id, position=0, text="Rehearse it."))
    db.add(
        Comment(
            review_id=review.id, by_id=review.by_id, text="Well asked.", revision_id=note.latest.id,
            section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
        )
    )  # fmt: skip
    db.commit()
    return review


def test_whatever_can_be_contested_answered_or_praised_is_hidden_with_its_week(db, factories, review):
    factories.Review(published=True, ratings={Principle.FINDING_THE_FIT: 2})  # of another family
    (rating,), (action,) = review.ratings, review.actions
    mark, comment = (db.query(table).filter_by(review_id=review.id).one() for table in (Mark, Comment))

    keys = hidden_keys(db, [review.week_id])

    assert keys == {
        f"contested:{rating.id}",
        f"contested:{mark.id}",
        f"contested:{comment.id}",
        f"contested:{review.id}",
        f"good:{review.id}",
        f"unanswered:{review.id}",
        f"action:{action.id}",
        f"consensus:{review.week_id}",
    }
    assert hidden_keys(db, []) == frozenset()
