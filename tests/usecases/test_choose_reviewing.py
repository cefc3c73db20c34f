"""How a team's weeks are reviewed: chosen by those who review it, and noted."""

import pytest

from fidelity.attention import Why, moved
from fidelity.usecases.choose_reviewing import choose_reviewing
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from models import AuditEntry, Role

NAMES = list(Why.__members__)


@pytest.fixture
def choose(db, people):
    def choose(by=Role.CONSULTANT, **given):
        return choose_reviewing(
            db,
            **{
                "by": people.get(by, by),
                "team_id": people["team"].id,
                "order": NAMES,
                "counts": NAMES,
                "is_rated_first": False,
                "second_share": "0",
            }
            | given,
        )

    return choose


def noted(db, team):
    return {entry.what for entry in db.query(AuditEntry).filter_by(team_id=team.id)}


def test_what_is_chosen_is_kept_and_stands_in_the_audit_log(db, people, choose):
    team = choose(
        order=["FIRST_WEEKS", "CONTESTED", "NEVER_REVIEWED"],
        counts=["CONTESTED", "FIRST_WEEKS"],
        is_rated_first=True,
        second_share=" 20 % ",
    )

    assert team.queue_order == ["FIRST_WEEKS", "CONTESTED"]
    assert (team.is_rated_first, team.second_share) == (True, 20)
    assert noted(db, team) == {
        "chose queue order: first_weeks, contested",
        "chose rating first: yes",
        "chose share rated twice: 20 in 100",
    }


def test_the_usual_order_is_kept_as_none_and_what_did_not_change_is_not_noted(db, people, choose):
    choose(by=Role.SUPERVISOR)

    assert people["team"].queue_order == []
    assert noted(db, people["team"]) == set()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"counts": []}, "order"),
        ({"counts": ["OF_OLD"]}, "order"),
        ({"second_share": "101"}, "second_share"),
        ({"second_share": "-1"}, "second_share"),
        ({"second_share": "²"}, "second_share"),
        ({"second_share": "9" * 5000}, "second_share"),
    ],
)
def test_what_cannot_be_is_asked_for_again(choose, given, field):
    with pytest.raises(InvalidInput, match=field):
        choose(**given)


def test_nobody_else_chooses(db, choose, factories):
    for by, error in (
        (Role.THERAPIST, NotAllowed),
        (Role.ADMINISTRATOR, NotAllowed),
        (factories.Person(role=Role.CONSULTANT), NotFound),
    ):
        with pytest.raises(error):
            choose(by=by)
        db.rollback()


def test_a_reason_moves_one_place_and_stays_at_the_end_of_its_way():
    assert moved(["a", "b", "c"], "c", up=True) == ["a", "c", "b"]
    assert moved(["a", "b", "c"], "a", up=False) == ["b", "a", "c"]
    assert moved(["a", "b"], "a", up=True) == moved(["a", "b"], "b", up=False) == ["a", "b"]
    assert moved(["a", "b"], "z", up=True) == ["a", "b"]
