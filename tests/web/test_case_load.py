import re
from datetime import date, timedelta
from html import unescape

import pytest

from models import CaseTherapist, RecordingStatus, Role
from tests.factories import this_monday


def ago(weeks):
    return this_monday() - timedelta(weeks=weeks)


@pytest.fixture
def address(people):
    return f"/teams/{people['team'].id}/case-load"


def text_of(page):
    return " ".join(re.sub(r"<[^>]*>", " ", unescape(page.text)).split())


def row_of(page, name):
    [row] = [row for row in re.findall(r"<tr.*?</tr>", page.text, re.DOTALL) if f"<span>{name}</span>" in row]
    return row


def cells(row):
    found = re.findall(
        r"<td.*?</td>", re.sub(r'<span class="nhsuk-u-visually-hidden">.*?</span>', "", row), re.DOTALL
    )
    return [" ".join(re.sub(r"<[^>]*>", " ", unescape(cell)).split()) for cell in found]


@pytest.fixture
def carried(db, people, factories):
    """The therapist's one case: four ended weeks, of which one has a note and one a reason; recordings."""
    case = people["case"]
    case.opened_on = ago(4)
    case.therapists[0].starts_on = ago(4)
    db.commit()
    noted = factories.Week(case=case, starts_on=ago(1))
    factories.Note(week=noted)
    factories.Week(case=case, starts_on=ago(2), nothing_because="They were away.")
    factories.Week(case=case, starts_on=ago(3))
    factories.Recording(week=noted, is_learning_agreed=True)
    factories.Recording(week=noted)
    factories.Recording(week=noted, status=RecordingStatus.WITHDRAWN)
    factories.Recording(week=noted, status=RecordingStatus.CANCELLED)
    return case


def test_missing_and_nothing_are_counted_apart(people, carried, address, sign_in):
    page = sign_in(people[Role.SUPERVISOR]).get(address)

    row = cells(row_of(page, people[Role.THERAPIST].name))

    assert row[1].startswith("Open cases 1 fewer than the usual 4 to 6")
    # Three weeks ago nobody wrote, four weeks ago there is no row at all; this week may be due or not.
    assert re.match(r"Weeks without a note [23] of [34] due", row[3])
    assert row[4] == "Weeks with nothing 1"
    assert row[5:] == ["Recordings 2", "Withdrawn 1", "Not for learning 1"]


def test_every_number_opens_its_rows(people, carried, address, sign_in):
    browser = sign_in(people[Role.SUPERVISOR])
    links = {
        unescape(link) for link in re.findall(r'href="([^"]+/case-load/[^"]+)"', browser.get(address).text)
    }

    assert len(links) >= 10
    for link in links:
        page = browser.get(link)
        assert page.status_code == 200
        assert carried.reference in page.text
    page = text_of(browser.get(f"{address}/weeks?state=nothing"))
    assert "They were away." in page
    assert f"/cases/{carried.id}/weeks/{ago(3)}" in browser.get(f"{address}/weeks?state=missing").text


def test_therapists_stand_by_name_and_whoever_holds_none_is_there(people, factories, address, sign_in):
    factories.Person(role=Role.THERAPIST, team=people["team"], name="Aaron")
    factories.Person(role=Role.THERAPIST, team=people["team"], name="Zoe")

    page = sign_in(people[Role.CONSULTANT]).get(address)

    names = [cells(row)[0] for row in re.findall(r"<tr.*?</tr>", page.text, re.DOTALL)[1:]]
    assert names == [
        f"Therapist {name}" for name in ("Aaron", people[Role.THERAPIST].name, "Zoe", "The team")
    ]


def test_length_is_set_beside_the_variants_standard(db, people, factories, address, sign_in):
    people["case"].opened_on = date.today() - timedelta(days=200)
    factories.Case(
        team=people["team"],
        opened_on=date.today() - timedelta(days=110),
        closed_on=date.today() - timedelta(days=10),
    )
    factories.Case(
        team=people["team"],
        opened_on=date.today() - timedelta(days=900),
        closed_on=date.today() - timedelta(days=500),
    )
    db.commit()

    page = text_of(sign_in(people[Role.SUPERVISOR]).get(address))

    assert "3 to 5 months (91 to 152 days)" in page
    assert "1 case , median 201 days so far: 0 within the standard now, 1 longer, 0 not there yet" in page
    # What was closed more than a year ago is left out.
    assert "1 case , median 101 days: 1 within the standard, 0 longer, 0 shorter" in page


def test_a_week_of_handing_over_counts_for_both_and_once_for_the_team(
    db, people, factories, carried, address, sign_in
):
    colleague = factories.Person(role=Role.THERAPIST, team=people["team"], name="Colleague")
    [held] = carried.therapists
    held.ends_on = ago(3) + timedelta(days=2)
    carried.therapists.append(CaseTherapist(person_id=colleague.id, starts_on=ago(3) + timedelta(days=3)))
    db.commit()
    browser = sign_in(people[Role.SUPERVISOR])

    def missing(therapist):
        return browser.get(f"{address}/weeks?state=missing&therapist={therapist.id}").text

    assert str(ago(3)) in missing(people[Role.THERAPIST])
    assert str(ago(3)) in missing(colleague)
    assert str(ago(4)) not in missing(colleague)
    assert browser.get(f"{address}/weeks?state=missing").text.count(f"weeks/{ago(3)}") == 1


@pytest.mark.parametrize(
    "asked", ["/cases?state=x", "/weeks?state=x", "/recordings?state=x", "/cases?therapist=x", "/other"]
)
def test_nonsense_is_not_found(people, address, sign_in, asked):
    assert sign_in(people[Role.SUPERVISOR]).get(address + asked).status_code == 404


def test_a_therapist_is_refused_and_another_team_is_not_there(people, factories, address, sign_in):
    assert sign_in(people[Role.THERAPIST]).get(address).status_code == 403
    assert sign_in(people[Role.SUPERVISOR]).get(f"/teams/{factories.Team().id}/case-load").status_code == 404
