"""The queue as several people meet it: whose each week is, who covers, what is put off, how much waits."""

import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy import event

from fidelity.attention import WEEKS_WITHOUT, Why
from models import (
    CaseNoteRevision,
    Claim,
    LookCause,
    Polarity,
    Principle,
    Review,
    Role,
    SecondLook,
    Snooze,
    TeamRole,
    now,
)
from tests.factories import LONG_AGO, this_monday

AT = "https://localhost"
SUNDAY = 6


@pytest.fixture
def team(people, db, factories):
    people["team"].consultation_weekday, people["team"].consultation_time = SUNDAY, time(23, 59)
    factories.Codebook()
    db.commit()
    return people["team"]


@pytest.fixture
def handed_in(people, factories, team):
    def handed_in(weeks_ago=0, case=None):
        case = case or factories.Case(team=team, therapist=people[Role.THERAPIST])
        week = factories.Week(case=case, starts_on=this_monday() - timedelta(weeks=weeks_ago))
        factories.Note(week=week, by=people[Role.THERAPIST])
        return week

    return handed_in


@pytest.fixture
def other(people, factories, team):
    return factories.Person(role=Role.CONSULTANT, team=team, name="Bethan Hughes")


@pytest.fixture
def page(db, sign_in, people):
    def page(address="/queue", role=Role.CONSULTANT):
        db.commit()
        answer = sign_in(people.get(role, role)).get(address, base_url=AT)
        assert answer.status_code == 200
        return answer.text

    return page


@pytest.fixture
def press(db, sign_in, people):
    """Sends a form of the queue and follows it back."""

    def press(week, what, role=Role.CONSULTANT, query="", **form):
        db.commit()
        address = f"/queue/{week.case_id}/{week.starts_on}/{what}{query}"
        return sign_in(people.get(role, role)).post(
            address, base_url=AT, data=form, headers={"Referer": f"{AT}/queue"}
        )

    return press


def suggest(factories, db, week, principle=Principle.GENERALISATION, polarity=Polarity.COUNTER):
    revision = db.query(CaseNoteRevision).filter(CaseNoteRevision.note.has(week_id=week.id)).one()
    factories.Suggestion(
        week=week, quote="praised her", revision=revision, principle=principle, polarity=polarity
    )
    return revision


def test_whose_a_week_is_is_said_to_each(page, press, handed_in, other):
    week = handed_in()
    answer = press(week, "claim")

    assert answer.status_code == 303
    assert answer.location.endswith(f"/queue#week-{week.case_id}-{week.starts_on}")
    assert re.search(r"Yours until \d\d?(:\d\d)?[ap]m", page())
    theirs = page(role=other)
    assert re.search(r"With Person \d+ until \d\d?(:\d\d)?[ap]m", theirs)
    assert "Start review" not in theirs.split("</form>", 1)[1]


def test_a_claim_that_ran_out_is_told_to_whose_it_was_and_to_nobody_else(
    page, press, handed_in, other, people, db
):
    weeks = handed_in(), handed_in(weeks_ago=1), handed_in(weeks_ago=2)
    me, theirs = people[Role.CONSULTANT].id, other.id
    hours_ago, weeks_ago = now() - timedelta(hours=1), now() - timedelta(weeks=2)
    for week, person_id, expires_at in zip(
        weeks, (me, theirs, me), (hours_ago, hours_ago, weeks_ago), strict=True
    ):
        db.add(Claim(week_id=week.id, person_id=person_id, expires_at=expires_at))
    db.commit()

    mine = page()

    said = re.findall(r"It was yours until [^.]+. Now it is anybody’s again.", mine)
    assert len(said) == 1
    assert mine.count("Take it") == 3
    press(weeks[0], "claim", role=other)
    assert "It was yours until" not in page()


def test_who_comes_second_is_told_who_was_faster(page, press, handed_in, other, sign_in, db):
    week = handed_in()
    press(week, "claim", role=other)

    browser = sign_in(other)
    db.commit()
    press(week, "claim")
    assert "With Bethan Hughes until" in page()
    assert browser.get("/queue", base_url=AT).status_code == 200


def test_what_was_chosen_stays_in_the_address_of_every_answer(page, press, handed_in):
    week = handed_in()

    answer = press(week, "claim", query="?holder=nobody&why=never_reviewed&rubbish=1")

    assert re.match(r"/queue\?holder=nobody&why=never_reviewed#week-", answer.location.replace(AT, ""))
    text = page("/queue?holder=me&why=never_reviewed")
    assert "give-back?holder=me&amp;why=never_reviewed" in text
    assert 'value="me" selected' in text
    assert week.case.reference not in page("/queue?holder=nobody")
    assert week.case.reference not in page("/queue?why=contested")


def test_a_week_that_was_handed_over_says_by_whom_and_why_at_the_queue_and_at_the_desk(
    page, press, handed_in, other, people, db
):
    week = handed_in()
    press(week, "claim")
    answer = press(week, "hand-over", to=str(other.id), why="I am on a course <b>today</b>")
    assert answer.status_code == 303

    for address in ("/queue", f"/cases/{week.case_id}/weeks/{week.starts_on}/review"):
        text = page(address, role=other)
        assert people[Role.CONSULTANT].name in text
        assert "I am on a course &lt;b&gt;today&lt;/b&gt;" in text
    db.query(Claim).filter(Claim.ended_at.is_(None)).update({"person_id": people[Role.CONSULTANT].id})
    assert "I am on a course" in page()


def test_who_covers_sees_for_whom_and_until_when_and_everybody_else_who_covers(
    page, handed_in, factories, people, team
):
    handed_in()
    without = page(role=Role.SUPERVISOR)
    assert "reviews these weeks first" in without
    assert "Start review" not in without
    absence = factories.Absence(team=team, person=people[Role.CONSULTANT], covered_by=people[Role.SUPERVISOR])

    covering = page(role=Role.SUPERVISOR)
    until = f"{absence.ends_on:%A} {absence.ends_on.day} {absence.ends_on:%B %Y}"
    assert f"You cover for {people[Role.CONSULTANT].name} until {until}." in covering
    assert "Start review" in covering
    assert f"{people[Role.SUPERVISOR].name} covers for you until" in page()


def test_who_covers_takes_over_what_was_begun(page, press, handed_in, factories, people, team, db):
    week = handed_in()
    factories.Review(week=week, by=people[Role.CONSULTANT])
    assert "Take over" not in page(role=Role.SUPERVISOR)
    factories.Absence(team=team, person=people[Role.CONSULTANT], covered_by=people[Role.SUPERVISOR])
    assert "Take over" in page(role=Role.SUPERVISOR)

    press(week, "take-over", role=Role.SUPERVISOR)

    assert "You began this review." in page(role=Role.SUPERVISOR)


def test_what_is_put_off_stands_apart_with_its_reason_and_comes_back(page, press, handed_in, db):
    week, left = handed_in(), handed_in()
    until = (date.today() + timedelta(days=9)).isoformat()
    answer = press(week, "put-off", until=until, reason="Another session is to come")
    assert answer.status_code == 422
    assert "after the consultation on" in answer.text
    press(week, "put-off", until=until, reason="Another session is to come", is_beyond="yes")

    text = page()
    assert text.index('id="put-off"') < text.index("Another session is to come")
    assert text.index(left.case.reference) < text.index('id="put-off"')
    assert "1 week needs a review" in text
    assert week.case.reference in page("/queue?state=put_off")
    assert "Another session is to come" not in page("/queue?state=not_started")

    db.query(Snooze).update({"until": now() - timedelta(seconds=1)})
    assert "Another session is to come" not in page()


def test_how_much_waits_is_said_for_each_consultation(page, handed_in, factories, people, team, db):
    week, late = handed_in(), handed_in(weeks_ago=1)
    factories.Recording(week=week, duration_seconds=3 * 3600)
    factories.Recording(week=late, duration_seconds=2400)
    db.add(
        Claim(week_id=week.id, person_id=people[Role.CONSULTANT].id, expires_at=now() + timedelta(hours=1))
    )

    text = re.sub(r"<[^>]+>|\s+", " ", page())
    text = re.sub(r" +", " ", text)
    assert "2 weeks need a review: 3 h 40 min of audio. 1 week is late: the consultation is over." in text
    assert f"{team.name} : 1 week, 3 h of audio, 1 taken" in text
    assert f"{team.name} : 1 week, 40 min of audio (late)" in text


@pytest.mark.parametrize("is_begun", [False, True])
def test_of_a_week_that_is_rated_first_nothing_of_the_machine_is_told_until_it_is_revealed(
    page, handed_in, factories, people, team, db, is_begun
):
    week = handed_in()
    revision = suggest(factories, db, week)
    assert "Words that may go against “Generalisation”." in page()
    assert "1 suggestion undecided." in page()
    team.is_rated_first = True
    review = None
    if is_begun:
        review = factories.Review(week=week, by=people[Role.CONSULTANT], is_rated_first=True)
        factories.Mark(review=review, quote="praised her", revision=revision, polarity=Polarity.COUNTER)
        team.is_rated_first = False  # the review keeps what was chosen when it was begun

    for address in ("/queue", "/queue?why=against_a_principle"):
        text = page(address)
        assert "may go against" not in text
        assert "undecided" not in text

    if review:
        db.get_one(Review, review.id).revealed_at = now()
        assert "Words that may go against" in page()


def test_in_a_team_that_rates_first_nothing_found_looks_at_the_last_reviewed_weeks(
    page, factories, people, team, db
):
    team.is_rated_first = True
    for weeks_ago in range(1, WEEKS_WITHOUT + 1):
        week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=weeks_ago))
        note = factories.Note(week=week, by=people[Role.THERAPIST])
        review = factories.Review(week=week, by=people[Role.CONSULTANT], published=True, is_rated_first=True)
        for principle in list(Principle)[:8]:
            factories.Mark(review=review, quote="Mum set", revision=note.latest, principle=principle)
    now_waiting = factories.Week(case=people["case"])
    factories.Note(week=now_waiting, by=people[Role.THERAPIST])

    text = page()

    assert f"Nothing found for “Generalisation” in the last {WEEKS_WITHOUT} reviewed weeks." in text


def test_a_second_rater_is_told_nothing_of_what_the_first_marked(
    page, handed_in, factories, people, team, other, db
):
    week = handed_in()
    revision = suggest(factories, db, week)
    draft = factories.Review(week=week, by=people[Role.CONSULTANT])
    factories.Mark(review=draft, quote="praised her", revision=revision, polarity=Polarity.COUNTER)
    db.add(SecondLook(week_id=week.id, cause=LookCause.ASKED, given_to_id=other.id))

    assert "may go against" in page()
    text = page(role=other)
    assert "may go against" not in text
    assert "undecided" not in text
    assert "1 week to rate a second time" in text


def test_a_team_has_its_own_order_and_what_it_leaves_out_is_not_shown(page, handed_in, factories, team, db):
    young = factories.Case(team=team, opened_on=date.today())
    calm, first_weeks = handed_in(), handed_in(case=young)
    suggest(factories, db, calm)
    references = re.compile(r"review\">(TST-\d+)<")
    assert references.findall(page()) == [calm.case.reference, young.reference]

    team.queue_order = [Why.FIRST_WEEKS.name, Why.NEVER_REVIEWED.name]

    text = page()
    assert references.findall(text) == [young.reference, calm.case.reference]
    assert "may go against" not in text
    assert first_weeks.case_id == young.id
    explained = page(f"/teams/{team.id}/queue-order")
    assert explained.index("First weeks of a case") < explained.index("Therapist never reviewed")
    assert "These do not count" in explained


def test_the_order_is_changed_with_buttons_and_saved_at_the_end(page, people, team, sign_in, db):
    address, names = f"/teams/{team.id}/reviewing", list(Why.__members__)
    form = {"order": names, "counts": names, "is_rated_first": "yes", "second_share": "15"}
    browser = sign_in(people[Role.CONSULTANT])
    headers = {"Referer": f"{AT}/"}
    db.commit()

    answer = browser.post(address, base_url=AT, data=form | {"move": "down-CONTESTED"}, headers=headers)

    order = re.findall(r'name="order" value="(\w+)"', answer.text)
    assert order[:2] == ["NOTHING_FOR_A_PRINCIPLE", "CONTESTED"]
    assert "Not saved yet." in answer.text
    assert 'name="move" value="down-CONTESTED" autofocus' in answer.text
    db.refresh(team)
    assert team.queue_order == []
    db.commit()
    assert (
        browser.post(address, base_url=AT, data=form | {"order": order}, headers=headers).status_code == 303
    )
    db.refresh(team)
    assert team.queue_order == order
    assert (team.is_rated_first, team.second_share) == (True, 15)
    assert "This team rates first" in page(f"/teams/{team.id}/queue-order")


def test_the_number_of_queries_grows_with_neither_weeks_claims_nor_teams(
    app, page, handed_in, factories, people, team, db
):
    seen = []
    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))
    consultant = people[Role.CONSULTANT]

    def some():
        """A week of each kind, and somebody away, in a team of its own."""
        own = factories.Team()
        consultant.team_roles.append(TeamRole(team_id=own.id, role=Role.CONSULTANT, starts_on=LONG_AGO))
        supervisor = factories.Person(role=Role.SUPERVISOR, team=own)
        factories.Absence(team=own, person=consultant, covered_by=supervisor)
        weeks = [handed_in(case=factories.Case(team=own, therapist=factories.Person())) for _ in range(4)]
        expires_at = now() + timedelta(hours=1)
        giver = factories.Person(role=Role.CONSULTANT, team=own)
        db.add(
            Claim(week_id=weeks[0].id, person_id=consultant.id, given_by_id=giver.id, expires_at=expires_at)
        )
        db.add(Claim(week_id=weeks[1].id, person_id=giver.id, expires_at=expires_at))
        db.add(Snooze(week_id=weeks[2].id, by_id=giver.id, until=expires_at, reason="Later"))
        factories.Review(week=weeks[3], by=giver)
        db.commit()

    def queries():
        db.commit()
        seen.clear()
        page()
        return len(seen)

    some()
    few = queries()
    some()
    some()

    assert queries() == few
    assert few <= 22
