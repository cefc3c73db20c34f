import pytest
from sqlalchemy import select

from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.finish_action import finish_action
from models import Action, AuditEntry, Role


@pytest.fixture
def review(db, people, factories):
    review = factories.Review(
        week=factories.Week(case=people["case"]), by=people[Role.CONSULTANT], published=True
    )
    review.actions.append(Action(position=0, text="Ring Dad."))
    db.commit()
    return review


@pytest.fixture
def finish(db, people, review):
    def finish(is_done, by=None, action=None):
        return finish_action(
            db,
            by=by or people[Role.THERAPIST],
            review_id=review.id,
            action_id=(action or review.actions[0]).id,
            is_done=is_done,
        )

    return finish


def test_a_tick_can_be_taken_back_and_both_are_in_the_audit_log(db, finish):
    assert finish(True).done_at is not None
    assert finish(False).done_at is None

    entries = db.scalars(select(AuditEntry).order_by(AuditEntry.at))
    assert [entry.what for entry in entries] == ["finished action", "reopened action"]


def test_a_second_tick_keeps_the_first_time(finish):
    first = finish(True).done_at

    assert finish(True).done_at == first


def test_only_the_therapist_ticks(finish, people):
    for role in (Role.CONSULTANT, Role.SUPERVISOR):
        with pytest.raises(NotAllowed):
            finish(True, by=people[role])


def test_an_action_of_another_review_is_not_found(db, factories, finish):
    other = factories.Review(published=True)
    other.actions.append(Action(position=0, text="Something else."))
    db.commit()

    with pytest.raises(NotFound):
        finish(True, action=other.actions[0])
