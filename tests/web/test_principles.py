import re
from datetime import date
from html import unescape

import pytest
from sqlalchemy import event

from fidelity.adherence.in_service import PERIOD, period_of
from models import Principle, Role, Verdict
from tests.in_service import FIT, InService

ACCEPTED, REJECTED = Verdict.ACCEPTED, Verdict.REJECTED
THIS = period_of(date.today())


@pytest.fixture
def service(db, factories, people):
    return InService(db, factories, people)


@pytest.fixture
def address(people):
    return f"/principles/teams/{people['team'].id}"


def text_of(page):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", page.text)))


def links(html, to="/adherence/teams/"):
    return [unescape(href) for href in re.findall(r'href="([^"#]+)', html) if to in href]


def fill(service, *starts, suggestions=12, probes=12):
    """Four accepted of each six, in the suggestions and in what was drawn."""
    for start in starts:
        review = service.review(start)
        for number in range(suggestions):
            service.suggest(review, REJECTED if number % 3 == 0 else ACCEPTED)
        for number in range(probes):
            service.probe(review, REJECTED if number % 3 == 0 else ACCEPTED, chance=0.5)


def test_nothing_yet_is_said_with_what_comes_next(people, address, sign_in):
    browser = sign_in(people[Role.CONSULTANT])

    assert "There is nothing to show yet" in browser.get(f"{address}/finding_the_fit").text
    listed = browser.get(address)
    assert text_of(listed).count("None decided") == len(Principle)
    assert text_of(listed).count("Not enough yet: 0 of 10") == len(Principle)


def test_below_the_floor_there_is_no_share_but_the_rows_are_there(service, people, address, sign_in):
    fill(service, THIS, suggestions=9, probes=9)

    page = sign_in(people[Role.CONSULTANT]).get(f"{address}/finding_the_fit")

    assert "6 of 9 (no share below 10)" in text_of(page)
    assert "Not enough yet: 9 of 10" in text_of(page)
    assert "<svg" not in page.text
    assert len(links(page.text)) > 3


def test_a_year_is_summed_up_and_each_period_has_its_point_and_its_row(service, people, address, sign_in):
    fill(service, THIS - 2 * PERIOD, THIS - PERIOD, THIS)
    browser = sign_in(people[Role.SUPERVISOR])

    page = browser.get(f"{address}/finding_the_fit")

    # 24 found, and 24 accepted of what was drawn, each for two: a third.
    assert "24 of 36 (67%, 50 to 80%)" in text_of(page)
    assert "about 33% (" in text_of(page)
    assert "from 36 places" in text_of(page)
    charts = page.text.split("</svg>")[:2]
    assert [chart.count("app-chart__point") for chart in charts] == [3, 3]
    assert page.text.count('role="cell"') == 3 * 8
    assert " style=" not in page.text


def test_every_number_of_decided_suggestions_opens_its_rows(db, service, people, address, sign_in):
    people["case"].opened_on = THIS - 20 * PERIOD
    db.commit()
    fill(service, THIS - 14 * PERIOD, THIS)
    browser = sign_in(people[Role.SUPERVISOR])
    for path in ("", "/finding_the_fit"):
        page = browser.get(address + path)
        found = re.findall(
            r'<a href="(/adherence/teams/[^"]+)">(\d+) ?(?:of (\d+)|places|offered)?</a>', page.text
        )

        assert len(found) >= (8 if path else 2)
        for href, number, whole in found:
            rows = text_of(browser.get(unescape(href)))
            assert f" {whole or number} suggestion" in rows or f" {whole or number} place" in rows


def test_what_was_drawn_and_not_decided_on_is_shown_nowhere(service, people, address, sign_in):
    review = service.review(THIS)
    for _ in range(3):
        service.probe(review, ACCEPTED)
    service.probe(review, quote="home by nine")
    browser = sign_in(people[Role.CONSULTANT])

    page = browser.get(f"{address}/finding_the_fit")
    rows = [browser.get(each).text for each in links(page.text)]

    assert sum("3 places" in each for each in rows) > 0
    assert not any("home by nine" in each for each in rows)
    hidden = browser.get(
        f"/adherence/teams/{people['team'].id}/suggestions?principle={FIT.value}&left_out=1&fate=undecided"
    )
    assert "There are no such suggestions" in hidden.text


def test_a_therapist_is_refused_also_the_rows_of_what_was_drawn(service, people, address, sign_in):
    fill(service, THIS)
    browser = sign_in(people[Role.THERAPIST])

    for path in (address, f"{address}/finding_the_fit", "/principles", "/principles/finding_the_fit"):
        assert browser.get(path).status_code == 403
    assert browser.get(f"/adherence/teams/{people['team'].id}/suggestions?left_out=1").status_code == 403
    for path in ("", "/machine", "/principles/finding_the_fit"):
        page = browser.get(f"/adherence/teams/{people['team'].id}{path}")
        assert 'href="/principles' not in page.text


def test_an_administrator_sees_numbers_and_no_rows(service, factories, people, address, sign_in):
    fill(service, THIS)
    browser = sign_in(people[Role.ADMINISTRATOR])

    for path in ("/principles", "/principles/finding_the_fit", address, f"{address}/finding_the_fit"):
        page = browser.get(path)
        assert "8 of 12 (67%, 39 to 86%)" in text_of(page)
        assert not links(page.text)
    assert "/principles/generalisation" in browser.get("/principles").text
    assert 'href="/principles"' in browser.get("/system").text


def test_the_list_is_reached_from_the_machines_part_of_adherence(service, people, address, sign_in):
    fill(service, THIS)
    browser = sign_in(people[Role.CONSULTANT])

    assert address in links(
        browser.get(f"/adherence/teams/{people['team'].id}/machine").text, to="/principles"
    )
    assert f"{address}/finding_the_fit" in links(browser.get(address).text, to="/principles")


def test_a_change_of_model_is_a_line_in_every_chart_and_a_word_in_the_table(
    service, people, address, sign_in
):
    fill(service, THIS)
    long_ago = service.review(THIS - PERIOD)
    service.suggest(long_ago, model_version="before", created_at=long_ago.created_at - PERIOD)

    page = sign_in(people[Role.CONSULTANT]).get(f"{address}/finding_the_fit")

    assert [chart.count("app-chart__change") for chart in page.text.split("</svg>")[:2]] == [1, 1]
    assert "A dashed line is a change of model" in page.text


def test_the_number_of_queries_does_not_grow_with_time_or_suggestions(app, service, people, address, sign_in):
    browser = sign_in(people[Role.CONSULTANT])

    def queries(path):
        seen = []
        engine = app.extensions["fidelity.database"].engine
        event.listen(engine, "before_cursor_execute", count := lambda *args: seen.append(args[2]))
        try:
            assert browser.get(address + path).status_code == 200
        finally:
            event.remove(engine, "before_cursor_execute", count)
        return len(seen)

    fill(service, THIS)
    queries("")  # the first request asks for what is kept afterwards
    few = [queries(path) for path in ("", "/finding_the_fit")]
    fill(service, *(THIS - number * PERIOD for number in range(1, 6)))

    assert [queries(path) for path in ("", "/finding_the_fit")] == few
    assert few[0] <= 10
    assert few[1] <= 15


@pytest.mark.parametrize("path", ["/nonsense", "/Finding_the_fit"])
def test_a_principle_that_is_none_is_not_found(people, address, sign_in, path):
    assert sign_in(people[Role.CONSULTANT]).get(address + path).status_code == 404
    assert sign_in(people[Role.ADMINISTRATOR]).get("/principles" + path).status_code == 404
