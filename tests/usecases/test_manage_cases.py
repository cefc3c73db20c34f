"""Cases: opening, putting right, handing over, closing and opening again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fidelity.permissions import Deed, may
from fidelity.usecases.change_case import change_case
from fidelity.usecases.close_case import close_case, reopen_case
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.give_case import give_case
from fidelity.usecases.open_case import open_case
from fidelity.usecases.read_case_administration import therapists_of
from fidelity.usecases.take_case import take_case
from models import AuditEntry, Role

TODAY = date.today()
MANAGERS = [Role.SUPERVISOR, Role.ADMINISTRATOR]


def days(count):
    return (TODAY + timedelta(days=count)).isoformat()


def open_good(db, people, *, by=None, **given):
    answers = {
        "team_id": people["team"].id,
        "reference": "lei-0042",
        "therapist_id": people[Role.THERAPIST].id,
        "opened_on": days(-7),
    }
    return open_case(db, by=by or people[Role.SUPERVISOR], **answers | given)


@pytest.mark.parametrize("role", MANAGERS)
def test_a_case_is_opened_for_a_therapist_of_the_team(db, people, role):
    case = open_good(db, people, by=people[role])

    assert case.reference == "LEI-0042"
    assert case.therapists_on(TODAY) == [people[Role.THERAPIST]]
    entry = db.scalars(select(AuditEntry).filter_by(what="opened case")).one()
    assert (entry.person_id, entry.team_id, entry.subject_id) == (
        people[role].id,
        people["team"].id,
        case.id,
    )


@pytest.mark.parametrize(
    "typed", ["", "LEI", "LEI-42", "L-0042", "Smith family", "LEI-0042 Jones", "ŴEI-0042", "LEI-٠٠٤٢"]
)
def test_a_reference_has_no_room_for_a_name(db, people, typed):
    with pytest.raises(InvalidInput) as trouble:
        open_good(db, people, reference=typed)

    assert list(trouble.value.messages) == ["reference"]


def test_a_reference_is_used_once_in_the_whole_service(db, people, factories):
    factories.Case(reference="LEI-0042")

    with pytest.raises(InvalidInput) as trouble:
        open_good(db, people)

    assert trouble.value.messages == {"reference": "There is a case of this reference already"}


def test_a_case_is_not_opened_in_the_future_or_for_somebody_from_elsewhere(db, people, factories):
    stranger = factories.Person(role=Role.THERAPIST, name="Mair")

    with pytest.raises(InvalidInput) as trouble:
        open_good(db, people, opened_on=days(1), therapist_id=stranger.id)

    assert trouble.value.messages["opened_on"] == (
        "The day on which the case was opened must be today or earlier"
    )
    assert "Select somebody who is a therapist of this team" in trouble.value.messages["therapist"]


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.SUPERVISOR])
def test_another_role_in_the_team_does_not_make_a_therapist(db, people, role):
    with pytest.raises(InvalidInput, match="therapist"):
        open_good(db, people, therapist_id=people[role].id)


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.CONSULTANT])
def test_a_therapist_or_consultant_manages_no_case(db, people, role):
    by, case = people[role], people["case"]

    with pytest.raises(NotAllowed):
        open_good(db, people, by=by)
    with pytest.raises(NotAllowed):
        close_case(db, by=by, case_id=case.id, closed_on=days(0))
    with pytest.raises(NotAllowed):
        take_case(db, by=by, held_id=case.therapists[0].id, ends_on=days(0))
    with pytest.raises(NotAllowed):
        give_case(db, by=by, case_id=case.id, therapist_id=by.id, starts_on=days(0), is_handed_over=False)


def test_a_supervisor_of_another_team_does_not_find_the_case(db, people, factories):
    stranger = factories.Person(role=Role.SUPERVISOR)

    with pytest.raises(NotFound):
        close_case(db, by=stranger, case_id=people["case"].id, closed_on=days(0))
    with pytest.raises(NotFound):
        open_good(db, people, by=stranger)
    with pytest.raises(NotFound):
        therapists_of(db, by=stranger, team_id=people["team"].id)


def test_a_case_that_is_handed_over_goes_from_one_to_the_other(db, people, factories):
    case, before = people["case"], people[Role.THERAPIST]
    after = factories.Person(role=Role.THERAPIST, team=people["team"])

    give_case(
        db,
        by=people[Role.SUPERVISOR],
        case_id=case.id,
        therapist_id=after.id,
        starts_on=days(0),
        is_handed_over=True,
    )

    assert case.therapists_on(TODAY) == [after]
    assert case.therapists_on(TODAY - timedelta(days=1)) == [before]
    assert not may(before, Deed.SEE_CASE, case=case)
    assert may(after, Deed.SEE_CASE, case=case)


def test_two_therapists_can_hold_a_case_together(db, people, factories):
    case = people["case"]
    second = factories.Person(role=Role.THERAPIST, team=people["team"])

    give_case(
        db,
        by=people[Role.SUPERVISOR],
        case_id=case.id,
        therapist_id=second.id,
        starts_on=days(0),
        is_handed_over=False,
    )

    assert case.therapists_on(TODAY) == [people[Role.THERAPIST], second]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"starts_on": ""}, "starts_on"),
        ({"starts_on": "2001-01-01"}, "starts_on"),
        ({"ends_on": days(-3)}, "ends_on"),
        ({"therapist_id": None}, "therapist"),
    ],
)
def test_giving_a_case_says_what_is_wrong(db, people, factories, given, field):
    second = factories.Person(role=Role.THERAPIST, team=people["team"])
    answers = {"therapist_id": second.id, "starts_on": days(0), "is_handed_over": False}

    with pytest.raises(InvalidInput) as trouble:
        give_case(db, by=people[Role.SUPERVISOR], case_id=people["case"].id, **answers | given)

    assert list(trouble.value.messages) == [field]


def test_nobody_holds_a_case_twice_at_a_time(db, people):
    with pytest.raises(InvalidInput, match="therapist"):
        give_case(
            db,
            by=people[Role.SUPERVISOR],
            case_id=people["case"].id,
            therapist_id=people[Role.THERAPIST].id,
            starts_on=days(0),
            is_handed_over=True,
        )


def test_a_case_given_by_mistake_is_closed_to_that_person_at_once(db, people):
    case = open_good(db, people, opened_on=days(0))
    supervisor, held = people[Role.SUPERVISOR], case.therapists[0]

    with pytest.raises(InvalidInput, match="ends_on"):
        take_case(db, by=supervisor, held_id=held.id, ends_on=days(-2))
    take_case(db, by=supervisor, held_id=held.id, ends_on=days(-1))

    assert case.therapists_on(TODAY) == []
    assert not may(people[Role.THERAPIST], Deed.SEE_CASE, case=case)


@pytest.mark.parametrize("typed", ["", "2023-01-01", days(1)])
def test_a_last_day_before_the_first_or_after_today_is_refused(db, people, typed):
    with pytest.raises(InvalidInput, match="closed_on"):
        close_case(db, by=people[Role.SUPERVISOR], case_id=people["case"].id, closed_on=typed)


def test_a_closed_case_can_be_opened_again(db, people):
    case, supervisor = people["case"], people[Role.SUPERVISOR]

    close_case(db, by=supervisor, case_id=case.id, closed_on=days(0))
    assert case.closed_on == TODAY
    assert may(people[Role.THERAPIST], Deed.SEE_CASE, case=case)
    with pytest.raises(NotAllowed):
        close_case(db, by=supervisor, case_id=case.id, closed_on=days(0))

    reopen_case(db, by=supervisor, case_id=case.id)
    assert case.closed_on is None


def test_a_mistyped_first_day_takes_its_therapist_along(db, people):
    case = open_good(db, people, opened_on=days(0))

    change_case(db, by=people[Role.SUPERVISOR], case_id=case.id, reference="LEI-0043", opened_on=days(-30))

    assert (case.reference, case.opened_on) == ("LEI-0043", TODAY - timedelta(days=30))
    assert case.therapists_on(TODAY - timedelta(days=30)) == [people[Role.THERAPIST]]


def test_a_first_day_does_not_move_beyond_work_that_is_there(db, people, factories):
    factories.Week(case=people["case"], starts_on=TODAY - timedelta(days=TODAY.weekday() + 28))

    with pytest.raises(InvalidInput, match="opened_on"):
        change_case(
            db,
            by=people[Role.SUPERVISOR],
            case_id=people["case"].id,
            reference=people["case"].reference,
            opened_on=days(0),
        )
