"""The audit log: what each role sees of it, the filters, the pages."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.read_audit import audit_choices, read_audit
from models import AuditEntry, Role

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def entries(db, people, factories):
    """One of the therapist, one of the consultant in the team, one of each kind elsewhere."""
    elsewhere = factories.Team()
    stranger = factories.Person(role=Role.THERAPIST, team=elsewhere)

    def add(person, team, what, at, subject_id=None):
        db.add(
            AuditEntry(person_id=person.id, team_id=team and team.id, what=what, at=at, subject_id=subject_id)
        )

    start = datetime(2026, 7, 1, 12, tzinfo=UTC)
    add(people[Role.THERAPIST], people["team"], "played recording", start, people["case"].id)
    add(people[Role.CONSULTANT], people["team"], "read transcript", start + timedelta(days=1))
    add(people[Role.CONSULTANT], None, "signed in", start + timedelta(days=2))
    add(stranger, elsewhere, "read transcript", start + timedelta(days=3))
    db.commit()
    return elsewhere


@pytest.fixture
def read(database):
    """As a page does: with a session that may not write."""

    def read(person, **given):
        with database.reading() as db:
            return read_audit(db, LONDON, by=db.merge(person, load=False), **given)

    return read


@pytest.fixture
def deeds(read):
    return lambda person, **given: [line.what for line in read(person, **given).lines]


def test_a_therapist_and_a_consultant_see_what_they_did_themselves(db, people, entries, deeds):
    assert deeds(people[Role.THERAPIST]) == ["played recording"]
    assert deeds(people[Role.CONSULTANT]) == ["signed in", "read transcript"]
    assert audit_choices(db, by=people[Role.THERAPIST]).people == []


def test_a_supervisor_sees_their_team_and_their_own_look_is_noted(people, entries, deeds):
    supervisor = people[Role.SUPERVISOR]

    assert deeds(supervisor) == ["read transcript", "played recording"]
    assert deeds(supervisor)[0] == "read audit log"


def test_an_administrator_sees_everything_with_references_and_names(people, entries, read):
    page = read(people[Role.ADMINISTRATOR])

    assert [line.what for line in page.lines] == [
        "read transcript",
        "signed in",
        "read transcript",
        "played recording",
    ]
    assert page.lines[-1].subject == people["case"].reference
    assert page.lines[-1].person == people[Role.THERAPIST].name
    assert page.lines[-1].team == people["team"].name


def test_a_filter_does_not_open_what_is_closed(people, entries, deeds):
    for person in (people[Role.THERAPIST], people[Role.SUPERVISOR]):
        assert deeds(person, team_id=entries.id) == []
        assert deeds(person, person_id=people[Role.ADMINISTRATOR].id) == []


def test_it_is_narrowed_by_person_team_deed_and_days(people, entries, deeds):
    everything = people[Role.ADMINISTRATOR]

    assert len(deeds(everything, person_id=people[Role.CONSULTANT].id)) == 2
    assert deeds(everything, team_id=people["team"].id) == ["read transcript", "played recording"]
    assert deeds(everything, what="signed in") == ["signed in"]
    assert deeds(everything, since="2026-07-02", until="2026-07-03") == ["signed in", "read transcript"]


def test_a_day_is_a_day_where_the_service_stands(db, people, deeds):
    at = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight on 2 July in Wales
    db.add(AuditEntry(person_id=None, what="signed in", at=at))
    db.commit()

    assert deeds(people[Role.ADMINISTRATOR], since="2026-07-02", until="2026-07-02") == ["signed in"]
    assert deeds(people[Role.ADMINISTRATOR], until="2026-07-01") == []


@pytest.mark.parametrize(
    ("given", "field"),
    [({"since": "yesterday"}, "since"), ({"since": "2026-07-02", "until": "2026-07-01"}, "until")],
)
def test_days_that_make_no_sense_are_refused_at_their_field(people, given, field, read):
    with pytest.raises(InvalidInput) as trouble:
        read(people[Role.ADMINISTRATOR], **given)

    assert list(trouble.value.messages) == [field]


def test_pages_of_fifty_leave_nothing_out_and_show_nothing_twice(db, people, read):
    at = datetime(2026, 7, 1, tzinfo=UTC)
    db.add_all(
        AuditEntry(person_id=people[Role.THERAPIST].id, what=f"deed {n}", at=at + timedelta(hours=n // 7))
        for n in range(120)
    )
    db.commit()

    seen, older, sizes = [], None, []
    while True:
        page = read(people[Role.THERAPIST], older_than=older)
        seen += [line.id for line in page.lines]
        sizes.append(len(page.lines))
        older = page.older
        if older is None:
            break

    assert sizes == [50, 50, 20]
    assert len(set(seen)) == 120
