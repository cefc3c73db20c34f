import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.reliability.measures import LibraryMeasures
from fidelity.usecases import jobs
from fidelity.usecases.measure_agreement import measure_agreement
from fidelity.usecases.work_on_job import take_job
from models import (
    Consensus,
    LookCause,
    Principle,
    Rater,
    ReviewStatus,
    Role,
    SecondLook,
    SeverityLook,
    now,
)
from tests.factories import this_monday

FIT, NEXT = Principle.FINDING_THE_FIT, Principle.GENERALISATION


@pytest.fixture
def rated_twice(people, factories):
    def rated_twice(first, second, weeks_ago):
        week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=weeks_ago))
        one = factories.Review(week=week, by=people[Role.CONSULTANT], published=True, ratings=first)
        factories.Review(
            week=week, by=people[Role.SUPERVISOR], rater=Rater.SECOND, ratings=second,
            status=ReviewStatus.SUBMITTED, submitted_at=now(),
        )  # fmt: skip
        return one

    return rated_twice


@pytest.fixture
def report(db, people, rated_twice):
    """Of twelve weeks in which the second rater is a step lower each time, but for one."""
    firsts = [
        rated_twice(
            {FIT: 3 + number % 2, NEXT: 4}, {FIT: 2 + number % 2, NEXT: 4 if number else None}, number
        )
        for number in range(12)
    ]
    measure(db, people)
    return firsts


def measure(db, people):
    db.rollback()
    job = jobs.ask(db, JobKind.AGREEMENT, people["team"].id)
    db.commit()
    attempt = take_job(db, job_id=job.id, worker="w")
    measure_agreement(db, LibraryMeasures(resamples=40), attempt=attempt, progress=lambda _: None)


@pytest.fixture
def address(people):
    return f"/teams/{people['team'].id}/agreement"


def text_of(page):
    return " ".join(re.sub(r"<[^>]*>", " ", unescape(page.text)).split())


def links(page):
    return {unescape(href) for href in re.findall(r'href="([^"#]+)', page.text)}


def test_before_the_first_report_the_page_says_what_comes(people, queue, address, sign_in):
    browser = sign_in(people[Role.SUPERVISOR])
    assert "Not worked out yet." in text_of(browser.get(address))

    assert browser.post(address).location == address

    assert [kind for kind, _ in queue.jobs] == [JobKind.AGREEMENT]
    assert "A new report is on its way." in text_of(browser.get(address))


def test_each_principle_has_its_numbers_and_blanks_have_their_reason(people, report, address, sign_in):
    page = text_of(sign_in(people[Role.SUPERVISOR]).get(address))

    assert "12 weeks rated by two people, each without knowing the other’s ratings." in page
    assert "Within one 100%" in page
    assert "Blank (a): every rating is the same, so chance cannot be told from agreement." in page
    assert "Weighted kappa blank (a)" in page
    assert "and 1 that one could not assess" in page
    assert "Not enough yet" not in page.partition("How severe each rater is")[0]
    assert ".642" in page


def test_what_has_too_few_weeks_is_said_once_with_how_many_more_it_takes(
    db, people, rated_twice, address, sign_in
):
    for number in range(3):
        rated_twice({FIT: 3, NEXT: 4}, {FIT: 3, NEXT: 4 if number else None}, number)
    measure(db, people)

    answer = sign_in(people[Role.SUPERVISOR]).get(address)

    page = text_of(answer)
    assert (
        "Not enough yet for a number, which takes 10 weeks: Finding the fit and the mean over the principles "
        "have 3, 7 more are needed; Generalisation has 2, 8 more are needed." in page
    )
    assert page.count("which takes 10 weeks") == 1
    assert "Weighted kappa 0" not in page
    behind = {link for link in links(answer) if "/pairs" in link}
    assert len(behind) == 3  # two principles and the mean


def test_every_number_opens_the_weeks_behind_it(db, people, report, address, sign_in):
    week = report[0].week_id
    db.add(Consensus(week_id=week, principle=FIT, value=5, why="x", by_id=people[Role.CONSULTANT].id))
    db.commit()
    browser = sign_in(people[Role.SUPERVISOR])

    behind = {link for link in links(browser.get(address)) if "/pairs" in link}

    assert len(behind) == 3  # two principles and the mean
    for link in behind:
        assert browser.get(link).text.count("/feedback/") == 12
    page = text_of(browser.get(f"{address}/pairs?principle={FIT.value}"))
    assert "First 3 Second 2 Agreed on 5" in page
    assert "First 4 Second 3 Agreed on –" in page


@pytest.mark.parametrize("asked", ["?of=x", "?principle=x", "?of=machine"])
def test_pairs_of_nonsense_are_not_found(people, report, address, sign_in, asked):
    assert sign_in(people[Role.SUPERVISOR]).get(f"{address}/pairs{asked}").status_code == 404


def test_a_rater_sees_their_severity_before_anybody_else(db, people, report, address, sign_in):
    consultant, supervisor = sign_in(people[Role.CONSULTANT]), sign_in(people[Role.SUPERVISOR])
    before = text_of(supervisor.get(address))

    mine = text_of(consultant.get("/my-severity"))
    after = text_of(supervisor.get(address))

    figure = (
        "0.54 higher than the other rater on the scale of 1 to 5, on average over 12 weeks that both rated"
    )
    assert figure not in before
    assert before.count("Not shown until they have seen it.") == 1
    assert before.count("Not shown until you have seen it, under “See your own” above.") == 1
    assert figure in mine
    assert figure in after
    assert "Not shown until they have seen it." not in after
    assert after.count("Not shown until you have seen it, under “See your own” above.") == 1
    db.rollback()
    assert [look.person_id for look in db.scalars(select(SeverityLook))] == [people[Role.CONSULTANT].id]


def test_a_newer_figure_stays_hidden_and_the_one_they_saw_is_shown(
    db, people, report, rated_twice, address, sign_in
):
    consultant, supervisor = sign_in(people[Role.CONSULTANT]), sign_in(people[Role.SUPERVISOR])
    consultant.get("/my-severity")
    for number in range(12, 30):
        rated_twice({FIT: 5, NEXT: 5}, {FIT: 1, NEXT: 1}, number)
    measure(db, people)

    page = text_of(supervisor.get(address))

    assert "30 weeks rated by two people" in page
    assert "over 12 weeks that both rated" in page
    assert "over 30 weeks that both rated" not in page
    assert "over 30 weeks that both rated" in text_of(consultant.get("/my-severity"))
    assert "over 30 weeks that both rated" in text_of(supervisor.get(address))


def test_looking_twice_is_kept_once(db, people, report, sign_in):
    for _ in range(2):
        sign_in(people[Role.CONSULTANT]).get("/my-severity")

    assert len(db.scalars(select(SeverityLook)).all()) == 1


def test_the_rows_behind_ones_own_figure_are_ones_own(people, factories, report, sign_in):
    other = factories.Person(role=Role.CONSULTANT, team=people["team"])

    page = sign_in(people[Role.CONSULTANT]).get("/my-severity")
    [mine] = [link for link in links(page) if "/pairs" in link]

    assert "(you)" in sign_in(people[Role.CONSULTANT]).get(mine).text
    assert "There is no such week." in sign_in(other).get(mine).text


def test_a_therapist_is_refused(people, report, address, sign_in):
    browser = sign_in(people[Role.THERAPIST])

    assert {browser.get(path).status_code for path in (address, f"{address}/pairs", "/my-severity")} == {403}


def test_a_week_that_one_is_to_rate_blind_is_not_among_the_rows(db, people, factories, address, sign_in):
    week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=2))
    review = factories.Review(week=week, by=people[Role.CONSULTANT], published=True)
    measure(db, people)
    rows = f"{address}/pairs?of=machine&principle={FIT.value}"
    browser = sign_in(people[Role.SUPERVISOR])
    assert str(review.id) in browser.get(rows).text

    db.add(SecondLook(week_id=week.id, cause=LookCause.ASKED, given_to_id=people[Role.SUPERVISOR].id))
    db.commit()

    assert str(review.id) not in browser.get(rows).text
    assert str(review.id) in sign_in(people[Role.CONSULTANT]).get(rows).text
