"""Files that people take out: CSV that a spreadsheet cannot be tricked by, JSON that says what it is."""

import csv
import io
import json
import re

import pytest

from fidelity.exports.tables import TABLES, VERSION
from models import Comment, NoteSection, Principle, Role
from tests.factories import this_monday


@pytest.fixture
def commented(people, factories, db):
    week = factories.Week(case=people["case"], starts_on=this_monday())
    note = factories.Note(week=week)
    review = factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
    )
    for text in ('=HYPERLINK("https://evil")', '-1 "quoted"; and\na line, ŵ'):
        db.add(
            Comment(
                review_id=review.id, by_id=review.by_id, text=text, revision_id=note.latest.id,
                section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
            )
        )  # fmt: skip
    db.commit()


@pytest.fixture
def browser(people, sign_in):
    return sign_in(people[Role.CONSULTANT])


@pytest.fixture
def address(people):
    return f"/teams/{people['team'].id}/exports"


def test_a_csv_file_keeps_words_whole_and_stops_formulas(browser, address, commented):
    answer = browser.get(f"{address}/comments.csv?excel=yes")

    assert answer.headers["Content-Type"].startswith("text/csv")
    assert re.search(r'filename="comments \d{4}-\d\d-\d\d\.csv"', answer.headers["Content-Disposition"])
    assert answer.data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in answer.data
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
    assert sorted(row["text"] for row in rows) == [
        '\'-1 "quoted"; and\na line, ŵ',
        '\'=HYPERLINK("https://evil")',
    ]
    assert all(re.fullmatch(r"[\dT:-]+Z", row["created_at"]) for row in rows)
    assert "quote" not in rows[0]
    assert not browser.get(f"{address}/comments.csv").data.startswith(b"\xef\xbb\xbf")


def test_a_json_file_says_what_it_is_and_holds_the_same_rows(browser, address, commented, people):
    found = json.loads(browser.get(f"{address}/comments.json?quotes=yes").data)

    assert (found["table"], found["team"], found["taken_as"]) == (
        "comments",
        people["team"].name,
        "consultant",
    )
    assert (found["dictionary_version"], found["times"]) == (VERSION, "UTC")
    assert found["columns"] == [column.name for column in TABLES["comments"].columns]
    assert {row["text"] for row in found["rows"]} >= {'=HYPERLINK("https://evil")'}
    assert {row["quote"] for row in found["rows"]} == {"Mum"}
    assert [list(row) for row in found["rows"]] == [found["columns"]] * 2


def test_an_empty_table_is_still_a_whole_file(browser, address):
    assert json.loads(browser.get(f"{address}/marks.json").data)["rows"] == []
    assert browser.get(f"{address}/marks.csv").text.count("\r\n") == 1


@pytest.mark.parametrize("table", ["weeks", "ratings"])
def test_a_file_that_is_written_gives_its_connection_back(app, browser, address, commented, table):
    pool = app.extensions["fidelity.database"].engine.pool

    held = []
    for _ in range(5):
        browser.get(f"{address}/{table}.csv?page=x", buffered=True)
        held.append(pool.checkedout())

    assert held == [0] * 5


def test_the_page_lists_what_a_person_may_take(address, sign_in, people):
    browser = sign_in(people[Role.SUPERVISOR])
    page = browser.get(address)

    assert f'formaction="{address}/weeks.csv"' in page.text
    assert all(table.title in page.text for table in TABLES.values() if table.name != "suggestions")
    own = sign_in(people[Role.THERAPIST]).get(address)
    assert "of the cases that you hold today" in own.text
    assert "TAM-R" not in own.text
    assert "Scores from outside" not in own.text
    wrong = browser.get(f"{address}/weeks.csv?since=2026-02-01&until=2026-01-01")
    assert wrong.status_code == 422
    assert "The last week must be the first or later" in wrong.text


def test_the_dictionary_explains_every_column_on_the_page_and_as_a_file(address, sign_in, people):
    browser = sign_in(people[Role.SUPERVISOR])
    page = browser.get(f"{address}/dictionary").text
    rows = list(csv.DictReader(io.StringIO(browser.get(f"{address}/dictionary.csv").text, newline="")))
    found = json.loads(browser.get(f"{address}/dictionary.json").data)

    wanted = [(table.name, column.name) for table in TABLES.values() for column in table.columns]
    assert [(row["table"], row["column"]) for row in rows] == wanted
    assert [(row["table"], row["column"]) for row in found["rows"]] == wanted
    assert all(row["meaning"] and row["type"] and row["empty"] for row in rows)
    for table in TABLES.values():
        assert f"/dictionary?table={table.name}" in page
        of_table = browser.get(f"{address}/dictionary?table={table.name}").text
        assert all(f"<code>{column.name}</code>" in of_table for column in table.columns)
    assert browser.get(f"{address}/dictionary?table=x").status_code == 404
