import re
from datetime import timedelta
from html import unescape

import pytest

from models import Principle, Reply, Role, Stance, TeamRole
from tests.factories import LONG_AGO, this_monday

FIT = Principle.FINDING_THE_FIT


def ago(weeks):
    return this_monday() - timedelta(weeks=weeks)


@pytest.fixture
def review_weeks(people, factories):
    """Makes published reviews, one a week, back from last week."""

    def review_weeks(*values):
        return [
            factories.Review(
                week=factories.Week(case=people["case"], starts_on=ago(number)),
                by=people[Role.CONSULTANT],
                published=True,
                ratings=dict.fromkeys(Principle, 4) | {FIT: value},
            )
            for number, value in enumerate(values, start=1)
        ]

    return review_weeks


@pytest.fixture
def address(people):
    return f"/adherence/teams/{people['team'].id}"


def figure(page, name):
    [found] = re.findall(rf'<section class="app-figure" id="{name}".*?</section>', page.text, re.DOTALL)
    return found


def links(html):
    return [unescape(href) for href in re.findall(r'href="([^"#]+)', html)]


def test_who_has_one_team_goes_straight_to_it(people, address, sign_in):
    for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
        assert sign_in(people[role]).get("/adherence").location == address
    assert sign_in(people[Role.ADMINISTRATOR]).get("/adherence").status_code == 403


def test_who_has_two_teams_chooses(db, people, factories, sign_in):
    other = factories.Team()
    db.add(
        TeamRole(
            person_id=people[Role.CONSULTANT].id, team_id=other.id, role=Role.CONSULTANT, starts_on=LONG_AGO
        )
    )
    db.commit()
    db.refresh(people[Role.CONSULTANT])

    page = sign_in(people[Role.CONSULTANT]).get("/adherence")

    assert {f"/adherence/teams/{team.id}" for team in (other, people["team"])} <= set(links(page.text))


def test_below_the_floor_there_is_no_chart_but_the_reviews_are_there(people, review_weeks, address, sign_in):
    review_weeks(4, 4)
    browser = sign_in(people[Role.SUPERVISOR])

    shown = figure(browser.get(address), FIT.value)

    assert "<svg" not in shown
    assert re.sub(r"<[^>]*>", "", shown).split("Not enough yet: ")[1].startswith("2 of 5 weeks")
    [behind] = links(shown)
    assert browser.get(behind).text.count("Read the feedback") == 2
    assert " is the mean of" not in browser.get(behind + f"&week={ago(1)}").text


def test_the_chart_and_its_table_lead_to_the_same_reviews(people, review_weeks, address, sign_in):
    reviews = review_weeks(3, 4, None, 5, 2, 4)
    browser = sign_in(people[Role.SUPERVISOR])

    shown = figure(browser.get(address), FIT.value)
    chart, table = shown.split("</svg>")

    points = [link for link in links(chart) if "week=" in link]
    assert len(set(points)) == len(reviews)
    assert set(points) == {link for link in links(table) if "week=" in link}
    # One review each: hollow, without an interval; and what could not be judged is a cross, not a low point.
    assert chart.count("app-chart__point--one") == 5
    assert "app-chart__interval" not in chart
    assert chart.count("app-chart__none") == 1
    assert "1 not assessable" in table
    page = browser.get(next(link for link in points if str(ago(1)) in link))
    assert f"/feedback/{reviews[0].id}#{FIT.value}" in page.text
    assert "3 of 5" in page.text


def test_what_is_contested_is_marked_in_the_chart_and_in_the_table(
    db, people, review_weeks, address, sign_in
):
    review = review_weeks(3, 4, 4, 5, 2)[0]
    rating = review.rating(FIT)
    db.add(
        Reply(
            review_id=review.id,
            rating_id=rating.id,
            by_id=people[Role.THERAPIST].id,
            stance=Stance.CONTEST,
            text="It was in the file.",
        )
    )
    db.commit()
    browser = sign_in(people[Role.SUPERVISOR])

    page = browser.get(address)

    for name, marked in ((FIT.value, 1), ("generalisation", 0)):
        chart, table = figure(page, name).split("</svg>")
        assert chart.count("app-chart__contested") == marked
        assert table.count("1 contested") == marked
    # The reply travels with the number.
    assert (
        "It was in the file." in browser.get(f"{address}/evidence?principle={FIT.value}&week={ago(1)}").text
    )


def test_no_style_or_script_stands_in_the_page(people, review_weeks, address, sign_in):
    review_weeks(3, 4, 4, 5, 2)

    page = sign_in(people[Role.SUPERVISOR]).get(address)

    assert " style=" not in page.text
    assert not re.findall(r" on[a-z]+=", page.text)


def test_every_number_on_the_page_opens(people, review_weeks, address, sign_in):
    review_weeks(3, 4, 4, 5, 2)
    browser = sign_in(people[Role.SUPERVISOR])

    behind = {
        link
        for link in links(browser.get(f"{address}?weeks=13&case={people['case'].id}").text)
        if "/adherence/teams/" in link
    }

    assert len(behind) > 10
    for link in behind:
        assert browser.get(link).status_code == 200
        assert "weeks=13" in link
        assert str(people["case"].id) in link


def test_a_therapist_cannot_choose_a_therapist(people, review_weeks, address, sign_in):
    review_weeks(3)

    page = sign_in(people[Role.THERAPIST]).get(address)

    assert page.status_code == 200
    assert 'name="therapist"' not in page.text
    assert "your own cases" in page.text


def test_nothing_yet_is_said_with_what_comes_next(people, address, sign_in):
    assert "No review of these weeks has been published" in sign_in(people[Role.SUPERVISOR]).get(address).text


@pytest.mark.parametrize(
    "asked",
    [
        "?therapist=nonsense",
        "?case=929b5f47-c830-4bab-af8e-bf9b88e55f4b",
        "/evidence?week=2026-13-01",
        "/evidence?principle=x",
        "/suggestions?principle=generalisation&fate=x",
        "/suggestions?principle=generalisation&polarity=x",
        "/coverage?state=x",
    ],
)
def test_an_address_that_makes_no_sense_is_not_found(people, address, sign_in, asked):
    assert sign_in(people[Role.SUPERVISOR]).get(address + asked).status_code == 404


def test_a_strange_number_of_weeks_or_page_is_taken_as_the_usual(people, review_weeks, address, sign_in):
    review_weeks(3)
    browser = sign_in(people[Role.SUPERVISOR])

    assert "26 weeks to" in browser.get(address + "?weeks=nonsense").text
    assert browser.get(address + "/evidence?page=-4").status_code == 200


def test_another_team_is_not_there(people, factories, sign_in):
    other = factories.Team()

    for path in ("", "/evidence", "/coverage", "/suggestions"):
        assert sign_in(people[Role.SUPERVISOR]).get(f"/adherence/teams/{other.id}{path}").status_code == 404
