from datetime import date, timedelta

import pytest

from models import RecordingStatus, Role
from tests.conftest import ADDRESS
from tests.factories import this_monday


@pytest.fixture
def address(people):
    return f"{ADDRESS}cases/{people['case'].id}"


def test_a_case_shows_its_weeks_the_newest_first(sign_in, people, factories, address):
    week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    factories.Note(week=week, by=people[Role.THERAPIST])
    factories.Recording(week=week, status=RecordingStatus.TRANSCRIBING)

    page = sign_in(people[Role.THERAPIST]).get(address).text

    assert page.index(f"week-{this_monday()}") < page.index(f"week-{week.starts_on}")
    assert "Being transcribed" in page
    assert "Handed in" in page
    assert "Show all 21 weeks" in page
    assert sign_in(people[Role.THERAPIST]).get(f"{address}?weeks=all").text.count("app-case__head") == 21


def test_a_therapist_knows_only_of_published_feedback(sign_in, people, factories, address):
    factories.Review(week=factories.Week(case=people["case"]), by=people[Role.CONSULTANT])

    assert "Draft" not in sign_in(people[Role.THERAPIST]).get(address).text
    assert "Draft" in sign_in(people[Role.CONSULTANT]).get(address).text


@pytest.mark.parametrize(
    ("role", "upload", "write", "review", "nothing"),
    [
        (Role.THERAPIST, True, True, False, True),
        (Role.CONSULTANT, False, False, True, False),
        (Role.SUPERVISOR, True, False, True, True),
    ],
)
def test_buttons_are_those_that_the_role_may_press(
    sign_in, people, address, role, upload, write, review, nothing
):
    page = sign_in(people[role]).get(address).text

    seen = [
        words in page
        for words in ("Upload a recording", "Write the note", "Open the review desk", "Nothing this week?")
    ]
    assert seen == [upload, write, review, nothing]


def test_an_administrator_does_not_open_a_case(sign_in, people, address):
    assert sign_in(people[Role.ADMINISTRATOR]).get(address).status_code == 403


def test_somebody_of_another_team_does_not_know_of_it(sign_in, factories, address):
    for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
        assert sign_in(factories.Person(role=role)).get(address).status_code == 404


def test_a_closed_case_ends_with_its_last_week(sign_in, people, address, db):
    people["case"].closed_on = date.today() - timedelta(weeks=2)
    db.commit()

    page = sign_in(people[Role.THERAPIST]).get(address).text

    assert f"week-{this_monday()}" not in page
    assert "Upload a recording" not in page


class TestNothingThisWeek:
    @pytest.fixture
    def nothing(self, address):
        return f"{address}/weeks/{this_monday()}/nothing"

    def test_a_therapist_says_why_and_takes_it_back(self, sign_in, people, address, nothing):
        therapist = sign_in(people[Role.THERAPIST])
        assert therapist.get(nothing).status_code == 200

        page = therapist.post(nothing, data={"reason": "Away <b>"}, follow_redirects=True).text
        assert "Away &lt;b&gt;" in page
        assert "Take this back" in page

        therapist.post(nothing, data={"do": "take_back"})
        assert "Take this back" not in therapist.get(address).text

    def test_a_reason_that_is_too_long_is_said_and_kept(self, sign_in, people, nothing):
        answer = sign_in(people[Role.THERAPIST]).post(nothing, data={"reason": "a" * 501})

        assert answer.status_code == 422
        assert "a" * 501 in answer.text
        assert 'href="#reason"' in answer.text

    @pytest.mark.parametrize("role", [Role.CONSULTANT, Role.ADMINISTRATOR])
    def test_others_cannot(self, sign_in, people, nothing, role):
        browser = sign_in(people[role])

        assert browser.get(nothing).status_code == 403
        assert browser.post(nothing, data={"reason": "x"}).status_code == 403
        assert browser.post(nothing, data={"do": "take_back"}).status_code == 403

    def test_a_week_that_has_not_begun_is_refused(self, sign_in, people, address):
        later = this_monday() + timedelta(weeks=1)
        answer = sign_in(people[Role.THERAPIST]).post(
            f"{address}/weeks/{later}/nothing", data={"reason": "x"}
        )

        assert answer.status_code == 422
        assert "has not begun" in answer.text
