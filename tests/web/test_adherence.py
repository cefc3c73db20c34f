import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest

from fidelity.app import create_app
from models import Consensus, Principle, Rater, Reply, ReviewStatus, Role, Stance, TeamRole, now
from tests.conftest import Browser, browser_of
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


@pytest.mark.parametrize(
    ("role", "expected"),
    [(Role.SUPERVISOR, "This team has no case yet."), (Role.THERAPIST, "You hold no case yet.")],
)
def test_a_new_team_is_told_what_to_do_and_not_to_choose_among_nothing(factories, sign_in, role, expected):
    team = factories.Team(name="Tîm Newydd")
    somebody = factories.Person(role=role, team=team)
    factories.noise()

    page = sign_in(somebody).get(f"/adherence/teams/{team.id}").text

    assert expected in page
    assert "Choose others above" not in page
    assert "<select" not in page


def test_below_the_floor_there_is_no_chart_but_the_reviews_are_there(people, review_weeks, address, sign_in):
    review_weeks(4, 4)
    browser = sign_in(people[Role.SUPERVISOR])

    page = browser.get(address)
    shown = figure(page, "composite")

    # Said once, and each number opens; nothing is explained that is not there.
    assert "<svg" not in page.text
    assert page.text.count("Not enough yet: ") == 1
    assert re.sub(r"<[^>]*>", "", shown).split("Not enough yet: ")[1].startswith("2 of 5 weeks")
    assert "No principle has 5 weeks" in page.text
    [behind] = [link for link in links(shown) if "/evidence" in link and f"principle={FIT.value}" in link]
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
        if "/adherence/teams/" in link and link != address
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


def text_of(html):
    return " ".join(re.sub(r"<[^>]*>", " ", unescape(html)).split())


@pytest.fixture
def settle(db, people):
    """Two raters agree on another value for a rating of a review."""

    def settle(review, value, principle=FIT):
        by = people[Role.SUPERVISOR]
        db.add(
            Consensus(
                week_id=review.week_id, principle=principle, value=value, why="Heard again.", by_id=by.id
            )
        )
        db.commit()

    return settle


def test_what_two_raters_agreed_on_counts_and_what_each_gave_stands_beside_it(
    people, factories, review_weeks, settle, address, sign_in
):
    review = review_weeks(2, 4, 4, 4, 4)[0]
    factories.Review(
        week=review.week, by=people[Role.SUPERVISOR], rater=Rater.SECOND, ratings={FIT: 4, Principle.GENERALISATION: 1},
        status=ReviewStatus.SUBMITTED, submitted_at=now(),
    )  # fmt: skip
    settle(review, 3)
    browser = sign_in(people[Role.SUPERVISOR])

    page = browser.get(address)
    evidence = text_of(browser.get(f"{address}/evidence?principle={FIT.value}&week={ago(1)}").text)

    assert "3.0 from 1 review" in text_of(figure(page, FIT.value))
    assert "1 agreed by two raters" in text_of(figure(page, FIT.value))
    assert figure(page, FIT.value).count("app-chart__settled") == 1
    assert "first 2, second 4, agreed 3: Heard again." in evidence
    other = browser.get(f"{address}/evidence?principle=generalisation&week={ago(1)}")
    assert "First 4, second 1. They have not agreed on one yet, so the first counts." in text_of(other.text)
    # The therapist is told what was agreed on, and not what else somebody thought.
    mine = sign_in(people[Role.THERAPIST])
    assert "agreed 3" in text_of(mine.get(f"{address}/evidence?principle={FIT.value}").text)
    assert "second" not in text_of(mine.get(f"{address}/evidence?principle=generalisation").text)


def test_the_floor_is_a_setting(people, review_weeks, address, settings, queue, db):
    review_weeks(4, 4)
    app = create_app(replace(settings, adherence_floor_weeks=2), queue=queue)
    app.config.update(TESTING=True, PREFERRED_URL_SCHEME="https")
    app.test_client_class = Browser

    page = browser_of(app, people[Role.SUPERVISOR]).get(address)

    assert "<svg" in figure(page, FIT.value)
    app.extensions["fidelity.database"].engine.dispose()


def test_a_minute_says_what_changed_what_it_rests_on_and_what_is_missing(
    db, people, factories, review_weeks, address, sign_in
):
    people["case"].opened_on = ago(20)
    db.commit()
    second = factories.Case(team=people["team"], opened_on=ago(20))
    review_weeks(5, 4, 5, 2, 2, 1, 2)
    for number in range(1, 8):
        factories.Review(
            week=factories.Week(case=second, starts_on=ago(number)), by=people[Role.CONSULTANT], published=True,
            ratings=dict.fromkeys(Principle, 4) | {FIT: 5 if number < 4 else 1},
        )  # fmt: skip

    page = sign_in(people[Role.SUPERVISOR]).get(address)
    minute = text_of(page.text[page.text.index("h-minute") : page.text.index("app-legend")])

    assert (
        "Finding the fit : 4.8 ( 6 reviews ) in the last 4 weeks, 1.4 ( 8 reviews ) in the weeks before"
        in minute
    )
    assert "more than chance explains" in minute
    assert "14 reviewed of 40 weeks due" in minute
    assert "26 weeks due without a review : nothing was handed in." in minute
    for name in (person.name for key, person in people.items() if isinstance(key, Role)):
        assert name not in minute


def test_the_rows_behind_a_stretch_of_weeks_a_rating_and_what_is_contested_open(
    db, people, factories, review_weeks, settle, address, sign_in
):
    reviews = review_weeks(5, 4, None, 2, 2)
    for review in reviews[:2]:
        db.add(Reply(review_id=review.id, rating_id=review.rating(FIT).id, by_id=people[Role.THERAPIST].id,
                     stance=Stance.CONTEST, text="No."))  # fmt: skip
    db.commit()
    factories.second_review(week=reviews[0].week, by=people[Role.SUPERVISOR], ratings={FIT: 5})
    settle(reviews[0], 4)
    browser = sign_in(people[Role.SUPERVISOR])

    def behind(query):
        page = browser.get(f"{address}/evidence?principle={FIT.value}&{query}").text
        return [number for number, review in enumerate(reviews, start=1) if f"/feedback/{review.id}" in page]

    assert behind(f"since={ago(4)}&until={ago(3)}") == [3, 4]
    assert behind("value=2") == [4, 5]
    assert behind("value=0") == [3]
    # The first was settled: what is left is the second.
    assert behind("contested=1") == [2]
    assert behind("settled=1") == [1]


def test_a_principle_has_a_page_of_its_own_with_each_rating_counted(people, review_weeks, address, sign_in):
    review_weeks(5, 4, None, 4, 2, 4)
    browser = sign_in(people[Role.SUPERVISOR])

    page = browser.get(f"{address}/principles/{FIT.value}?weeks=13")

    assert "4 3 What a 4 looks like." in re.sub(r"reviews that gave \d ", "", text_of(page.text))
    for link in links(page.text):
        if "/adherence/" in link and link != address:
            assert browser.get(link).status_code == 200
            assert "weeks=13" in link
    assert browser.get(f"{address}/principles/x").status_code == 404


def test_a_therapists_own_page_has_nothing_of_anybody_else(people, factories, review_weeks, address, sign_in):
    review_weeks(3, 4, 4, 4, 4)
    colleague = factories.Person(role=Role.THERAPIST, team=people["team"], name="Colleague")
    theirs = factories.Case(team=people["team"], therapist=colleague)
    for number in range(1, 7):
        factories.Review(
            week=factories.Week(case=theirs, starts_on=ago(number)), by=people[Role.CONSULTANT],
            published=True, ratings=dict.fromkeys(Principle, 1),
        )  # fmt: skip
    browser = sign_in(people[Role.THERAPIST])

    pages = [
        browser.get(f"{address}{path}").text
        for path in (
            "",
            "/machine",
            f"/principles/{FIT.value}",
            f"/evidence?principle={FIT.value}",
            "/coverage",
        )
    ]

    assert "Your adherence over time" in pages[0]
    for page in pages:
        assert "Colleague" not in page
        assert theirs.reference not in page
        assert "1.0 from" not in page
        assert "/agreement" not in page
        assert "case-load" not in page
