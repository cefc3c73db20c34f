"""The agenda as people use it: ticking off, noting, moving, taking off, adding, carrying on."""

import re
from datetime import UTC, date, datetime, time, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from sqlalchemy import select, update

from fidelity.usecases.tick_agenda_item import tick_agenda_item
from models import AgendaItem, AuditEntry, Person, Principle, Role
from tests.conftest import browser_of
from tests.factories import this_monday

MONDAY = this_monday() - timedelta(weeks=1)
SCRIPT = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def consultant(people, sign_in):
    return sign_in(people[Role.CONSULTANT])


@pytest.fixture
def supervisor(people, sign_in):
    return sign_in(people[Role.SUPERVISOR])


@pytest.fixture
def address(people):
    return lambda monday=MONDAY: f"/teams/{people['team'].id}/consultations/{monday.isoformat()}"


@pytest.fixture
def question(people, factories):
    """``question(text, monday)``: a note that asks something; gives the key of its item."""

    def question(text="How do I get K's side?", monday=MONDAY, case=None):
        week = factories.Week(case=case or people["case"], starts_on=monday)
        factories.Note(week=week, texts={"questions": text})
        return f"question:{week.id}"

    return question


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def keys(answer):
    """Of the items on the page, in order; that notes are missing depends on the day of the week."""
    return [key for key in re.findall(r'data-key="([^"]+)"', answer.text) if not key.startswith("missing:")]


@pytest.fixture
def rows(database):
    """Every row there is, oldest first."""

    def rows():
        with database.reading() as own:
            return own.scalars(select(AgendaItem).order_by(AgendaItem.created_at)).all()

    return rows


@pytest.fixture
def entries(database):
    """What the audit log says, and of which row."""

    def entries():
        with database.reading() as own:
            return own.execute(select(AuditEntry.what, AuditEntry.subject_id)).all()

    return entries


def test_the_list_leads_to_the_next_agenda_and_says_who_is_away(consultant, people, factories):
    team = people["team"]
    factories.Absence(
        team=team, person=people[Role.CONSULTANT], covered_by=people[Role.SUPERVISOR],
        starts_on=date.today() - timedelta(days=7), ends_on=date.today() + timedelta(days=14),
    )  # fmt: skip

    page = consultant.get("/consultations")
    agenda = consultant.get(f"/teams/{team.id}/consultations", follow_redirects=True)

    away = f"{people[Role.CONSULTANT].name} is away"
    assert away in plain(page)
    assert away in plain(agenda)
    assert f"{people[Role.SUPERVISOR].name} covers." in plain(agenda)
    assert "/consultations" in page.text[: page.text.index("<main")]
    assert plain(page).count("Agenda for ") == 1


def test_an_item_is_ticked_off_with_what_was_said_by_whom_and_when(
    consultant, people, address, question, rows, entries
):
    key = question()
    assert rows() == []

    page = consultant.post(
        f"{address()}/ticks",
        data={"key": key, "ticked": "yes", "outcome": "  Ask K first. ", "based_on": ""},
        follow_redirects=True,
    )

    assert "1 of 1 ticked off." in plain(page)
    assert f"Ticked off by {people[Role.CONSULTANT].name} at " in plain(page)
    assert ">Ask K first.</textarea>" in page.text
    (row,) = rows()
    assert (row.key, row.text, row.ticked_by_id) == (key, "", people[Role.CONSULTANT].id)
    assert ("ticked agenda item", row.id) in entries()

    consultant.post(f"{address()}/ticks", data={"key": key, "ticked": "no"})

    (row,) = rows()
    assert (row.ticked_at, row.ticked_by_id, row.outcome) == (None, None, "Ask K first.")


def test_two_people_who_write_of_one_item_lose_nothing_and_the_first_tick_counts(
    consultant, supervisor, people, address, question, rows
):
    key = question()
    sent = {"key": key, "ticked": "yes", "based_on": ""}

    consultant.post(f"{address()}/ticks", data=sent | {"outcome": "Ask K first."}, headers=SCRIPT)
    both = supervisor.post(f"{address()}/ticks", data=sent | {"outcome": "Then Nan."}, headers=SCRIPT)
    again = supervisor.post(f"{address()}/ticks", data=sent | {"outcome": "Then Nan."}, headers=SCRIPT)

    assert both.json["outcome"] == again.json["outcome"] == "Ask K first.\nThen Nan."
    assert f"Ticked off by {people[Role.CONSULTANT].name}" in both.json["state"]
    told = consultant.get(f"{address()}/ticks").json["items"]
    assert told[f"item-{key.replace(':', '-')}"] == both.json
    assert len(rows()) == 1


def test_two_people_who_tick_at_the_same_moment_get_one_row_with_both_their_words(
    database, people, question, rows
):
    key, wrong = question(), []

    def tick(person_id, words):
        try:
            with database.writing() as own:
                tick_agenda_item(
                    own, by=own.get(Person, person_id), team_id=people["team"].id, monday=MONDAY,
                    key=key, is_ticked=True, outcome=words,
                )  # fmt: skip
        except Exception as error:  # noqa: BLE001  # a thread's error must reach the test
            wrong.append(error)

    raters = (people[Role.CONSULTANT].id, people[Role.SUPERVISOR].id)
    threads = [Thread(target=tick, args=(raters[n % 2], f"Line {n}.")) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []
    (row,) = rows()
    assert sorted(row.outcome.split("\n")) == [f"Line {n}." for n in range(6)]


def test_what_is_not_ticked_off_comes_again_next_time_and_what_was_ticked_does_not(
    consultant, people, address, question, factories
):
    other = factories.Case(team=people["team"], therapist=people[Role.THERAPIST])
    talked, left = question("About K?"), question("About S?", case=other)
    consultant.post(f"{address()}/ticks", data={"key": talked, "ticked": "yes"})

    page = consultant.get(address(this_monday()))

    assert talked not in keys(page)
    assert left in keys(page)
    assert "From last time" in plain(page)


def test_an_agenda_that_nobody_used_passes_on_only_what_somebody_added(
    consultant, people, address, question, factories
):
    question()
    own = factories.AgendaItem(team=people["team"], by=people[Role.SUPERVISOR], monday=MONDAY)

    assert keys(consultant.get(address(this_monday()))) == [own.key]


def test_items_are_moved_without_a_script_and_stay_where_they_were_put(
    consultant, supervisor, address, people, factories, question, rows
):
    cases = [factories.Case(team=people["team"], therapist=people[Role.THERAPIST]) for _ in range(3)]
    first, second, third = (question(case=case) for case in cases)
    page = consultant.get(f"{address()}?by=order")
    order = keys(page)
    assert order[:3] == [first, second, third]

    up = re.search(
        rf'name="key" value="{third}"><input type="hidden" name="before" value="([^"]*)">\s*<button[^>]*>Up',
        page.text,
    )
    moved = consultant.post(
        f"{address()}/places", data={"key": third, "before": up[1], "by": "order"}, follow_redirects=True
    )
    supervisor.post(f"{address()}/places", data={"key": first, "before": "", "by": "order"})

    assert keys(moved)[:3] == [first, third, second]
    assert keys(supervisor.get(f"{address()}?by=order")) == [third, second, *order[3:], first]
    assert {row.key for row in rows()} == {first, third}


def test_an_item_before_which_one_is_put_and_that_is_gone_moves_nothing(consultant, address, question, rows):
    key = question()

    answer = consultant.post(f"{address()}/places", data={"key": key, "before": "question:gone"})

    assert answer.status_code == 303
    assert rows() == []


def test_an_item_is_taken_off_and_put_back_with_all_that_was_said(consultant, address, question):
    key = question()
    consultant.post(f"{address()}/ticks", data={"key": key, "outcome": "Next week.", "based_on": ""})

    off = consultant.post(f"{address()}/taken-off", data={"key": key}, follow_redirects=True)
    assert key not in keys(off)
    assert "Put back" in plain(off)
    assert key not in keys(consultant.get(address(this_monday())))

    back = consultant.post(f"{address()}/taken-off", data={"key": key, "back": "yes"}, follow_redirects=True)
    assert key in keys(back)
    assert ">Next week.</textarea>" in back.text


def test_a_person_adds_an_item_of_their_own_for_a_case_or_the_team(consultant, people, address, rows):
    case = people["case"]

    added = consultant.post(
        f"{address()}/items", data={"text": " Who  covers at Christmas? ", "case": ""}, follow_redirects=True
    )
    twice = [
        consultant.post(f"{address()}/items", data={"text": "Call the school.", "case": str(case.id)})
        for _ in range(2)
    ]

    assert "Who covers at Christmas?" in plain(added)
    assert {answer.status_code for answer in twice} == {303}
    team, of_case = rows()
    assert (team.text, team.week_id) == ("Who covers at Christmas?", None)
    assert of_case.week_id is not None
    assert f"Added by the team, {case.reference}" in plain(consultant.get(f"{address()}?by=case"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"text": " "}, "Write what the item is about"),
        ({"text": "x" * 501}, "An item must have 500 characters or fewer"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_an_item_is_said_and_what_was_typed_stays(consultant, address, typed, sentence, rows):
    page = consultant.post(f"{address()}/items", data=typed)

    assert page.status_code == 422
    assert sentence in plain(page)
    assert f'value="{typed["text"]}"' in page.text
    assert rows() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_said_and_is_too_long_stays_on_the_page(consultant, address, question, rows):
    key, said = question(), "x" * 2001

    page = consultant.post(f"{address()}/ticks", data={"key": key, "outcome": said, "based_on": ""})
    told = consultant.post(f"{address()}/ticks", data={"key": key, "outcome": said}, headers=SCRIPT)

    assert page.status_code == told.status_code == 422
    assert f">{said}</textarea>" in page.text
    assert "2,000 characters or fewer" in told.json["errors"]["outcome"]
    assert rows() == []


def test_nothing_of_another_team_can_be_ticked_moved_or_added(consultant, address, factories, question, rows):
    foreign_case = factories.Case()
    foreign = question(case=foreign_case)
    own_of_others = factories.AgendaItem(team=foreign_case.team, monday=MONDAY)

    for key in (foreign, own_of_others.key, f"own:{uuid4()}", "", "x" * 300):
        for place in ("ticks", "places", "taken-off"):
            answer = consultant.post(f"{address()}/{place}", data={"key": key, "ticked": "yes", "before": ""})
            assert answer.status_code == 404, (key, place)
    added = consultant.post(f"{address()}/items", data={"text": "Theirs", "case": str(foreign_case.id)})
    assert added.status_code == 404
    assert [row.id for row in rows()] == [own_of_others.id]


def test_what_was_said_of_an_item_that_is_made_no_more_is_kept(
    consultant, address, question, factories, db, rows
):
    key = question()
    consultant.post(
        f"{address()}/ticks", data={"key": key, "ticked": "yes", "outcome": "Yes.", "based_on": ""}
    )
    db.execute(update(AgendaItem).values(key=f"question:{uuid4()}"))
    db.commit()

    page = consultant.get(address())

    assert "No longer there" in plain(page)
    assert ">Yes.</textarea>" in page.text


def test_the_sheet_has_every_item_and_what_was_said(consultant, address, question):
    key = question()
    consultant.post(
        f"{address()}/ticks", data={"key": key, "ticked": "yes", "outcome": "Yes.", "based_on": ""}
    )

    sheet = consultant.get(f"{address()}/print")

    assert "How do I get K&#39;s side?" in sheet.text
    assert "✓" in sheet.text
    assert "Yes." in plain(sheet)


def test_reading_an_agenda_leaves_a_trace_and_looking_for_ticks_reads_no_week(
    consultant, address, question, entries
):
    question()
    consultant.get(address())
    told = consultant.get(f"{address()}/ticks")

    assert [what for what, _ in entries()].count("read consultation agenda") == 1
    assert told.json == {"items": {}}


def test_links_lead_to_the_words_at_their_place(app, consultant, people, address, factories):
    week = factories.Week(case=people["case"], starts_on=MONDAY - timedelta(weeks=1))
    published_at = datetime.combine(MONDAY + timedelta(days=1), time(9), UTC)
    review = factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, published_at=published_at,
        ratings={Principle.FINDING_THE_FIT: 5},
    )  # fmt: skip

    page = consultant.get(address())

    assert f'href="/feedback/{review.id}"' in page.text
    assert f'href="/cases/{people["case"].id}/weeks/{MONDAY.isoformat()}"' in page.text
    assert browser_of(app, people[Role.CONSULTANT]).get(f"/feedback/{review.id}").status_code == 200
