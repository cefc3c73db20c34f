"""Scores from outside: brought in with a preview, shown with their warnings, kept from therapists."""

import io
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models import AuditEntry, Role, Score, ScoreImport

TODAY = date.today()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


@pytest.fixture
def team(people):
    return people["team"]


@pytest.fixture
def supervisor(people, sign_in):
    return sign_in(people[Role.SUPERVISOR])


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def seen(answer):
    found = re.search(r'name="seen" value="([^"]+)"', answer.text)
    return found and found[1]


def send(browser, team, text, instrument="tam-r", encoding="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(encoding)
    form = {"instrument": instrument, "file": (io.BytesIO(data), "scores.csv")}
    return browser.post(f"/teams/{team.id}/scores/imports", data=form)


def keep(browser, team, answer):
    return browser.post(
        f"/teams/{team.id}/scores/imports/keep", data={"seen": seen(answer)}, follow_redirects=True
    )


@pytest.fixture
def rows(database):
    """``rows(columns…)``: what is in the database now, read on a connection of its own."""

    def rows(*columns):
        with database.reading() as reading:
            return [tuple(row) for row in reading.execute(select(*columns).order_by(columns[-1]))]

    return rows


@pytest.fixture
def kept(rows):
    return lambda: rows(Score.given_on, Score.respondent, Score.value)


def test_a_file_is_shown_first_and_kept_when_the_person_says_so(supervisor, team, people, rows, kept):
    reference = people["case"].reference
    file = f"Date;Case;Respondent;Score\r\n{YESTERDAY};{reference.lower()};;0,72\r\n{TODAY:%d/%m/%Y};{reference};m;.5\r\n"

    preview = send(supervisor, team, "\ufeff" + file)

    assert preview.status_code == 200
    assert "2 lines can be kept" in plain(preview)
    assert kept() == []

    done = keep(supervisor, team, preview)

    assert "2 lines have been brought in: TAM-R." in plain(done)
    assert kept() == [(TODAY, "M", 0.5), (TODAY - timedelta(days=1), "", 0.72)]
    therapist = people[Role.THERAPIST]
    assert set(rows(Score.about_id)) == {(therapist.id,)}
    assert ("imported scores",) in rows(AuditEntry.what)


def test_wrong_lines_are_named_in_words_and_nothing_is_kept(supervisor, team, people, factories, kept):
    reference = people["case"].reference
    foreign = factories.Case(team=factories.Team()).reference
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    file = (
        "date,case,score\n"
        f"{YESTERDAY},{reference},0.7\n"
        f"{YESTERDAY},{reference},0.8\n"
        f"{tomorrow},{reference},0.7\n"
        f"{YESTERDAY},{foreign},0.7\n"
        f"{YESTERDAY},{reference},61\n"
        f"19.11.2026,{reference},seven\n"
        f"{YESTERDAY},{reference},=1+1\n"
        f"{YESTERDAY},{reference},0.7,more\n"
    )

    answer = send(supervisor, team, file)

    assert answer.status_code == 422
    said = plain(answer)
    for sentence in (
        "Line 3: This says the same day and respondent as line 2",
        "Line 4, column date: This day has not come yet",
        f"Line 5, column case: “{foreign}” is not a case of this team",
        "Line 6, column score: The number must be from 0 to 1",
        "Line 7, column date: Write the date as 2026-11-19 or 19/11/2026",
        "Line 7, column score: Write a number such as 0.72",
        "Line 8, column score: “=1+1” looks like a formula",
        "Line 9: There are 4 cells, but 3 columns",
    ):
        assert sentence in said
    assert seen(answer) is None
    assert kept() == []


def test_the_same_file_is_not_brought_in_twice_unless_it_was_taken_back(supervisor, team, people, rows):
    file = f"date,case,score\n{YESTERDAY},{people['case'].reference},0.7\n"
    keep(supervisor, team, send(supervisor, team, file))

    again = send(supervisor, team, file)

    assert again.status_code == 422
    assert "brought this very file in" in plain(again)
    assert "is kept already: take it back first" in plain(again)

    ((import_id,),) = rows(ScoreImport.id)
    address = f"/teams/{team.id}/scores/imports/{import_id}/take-back"
    assert "TAM-R line" in plain(supervisor.get(address))
    taken = supervisor.post(address, follow_redirects=True)

    assert f"Taken back by {people[Role.SUPERVISOR].name}" in plain(taken)
    assert "No score" in plain(supervisor.get(f"/teams/{team.id}/scores"))
    assert len(rows(Score.id)) == 1
    assert ("took scores back",) in rows(AuditEntry.what)
    assert send(supervisor, team, file).status_code == 200
