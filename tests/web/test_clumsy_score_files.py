"""Files of scores as people really send them, through the page: each gets a sentence, and nothing is kept."""

import io
import re
import zipfile
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from models import CaseTherapist, Role, Score
from tests.factories import LONG_AGO

YESTERDAY = (date.today() - timedelta(days=1)).isoformat()


def plain(answer):
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(answer.text)).split())


@pytest.fixture
def send(people, sign_in):
    """``send(bytes)``: the page that answers a file, for the team's supervisor."""
    browser = sign_in(people[Role.SUPERVISOR])

    def send(data, instrument="tam-r"):
        form = {"instrument": instrument, "file": (io.BytesIO(data), "scores.csv")}
        return browser.post(f"/teams/{people['team'].id}/scores/imports", data=form)

    return send


def a_spreadsheet():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("xl/workbook.xml", "<workbook/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (a_spreadsheet(), "This is not a CSV file, whatever its name ends with: open it and save it as CSV."),
        (b"date,case,score\n\x00\x00\x00\n", "The file cannot be read as words: open it in the spreadsheet"),
        (b"", "The file is empty."),
        (b"date,case,score\n\n\n", "There is no line with a score in this file."),
        (b"date,case,score\n" + b"x,y,z\n" * 10_000, "The file has more than 2,000 lines: split it into several"),
        (b"2026-01-01,A,1\n", "The first line does not name the columns: it says “2026-01-01, A, 1”. It must name"),
        (b"<html><body>Sign in</body></html>", "The first line does not name the columns"),
        (b"date,case,case,score\n2026-01-01,A,A,1\n", "The column case is there twice: leave one of the two out."),
        (b'date,case,score\n2026-01-01,"A,1\n' + b"x\n" * 50, "a quotation mark is missing or too many"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_scores_is_told_in_one_sentence(send, data, sentence):
    answer = send(data)

    assert answer.status_code == 422
    assert sentence in plain(answer)
    assert "Keep these scores" not in answer.text


def test_what_stands_in_a_file_is_never_markup(send, people):
    reference = people["case"].reference
    script = "<script>alert(1)</script>"

    answer = send(
        f'date,case,score,"{script}"\n{YESTERDAY},"{script}",1,x\n{YESTERDAY},{reference},0.5,\n'.encode()
    )

    assert answer.status_code == 422
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert(1)" in answer.text


def test_a_german_spreadsheet_is_read_as_a_british_one(send, people, factories):
    case = factories.Case(team=people["team"], opened_on=date(2026, 1, 1))
    text = f"sep=;\r\nDATE;Case;Thérapist;Score\r\n03.04.2026;{case.reference};Zoë;0,61\r\n04.04.2026;{case.reference};;61 %\r\n"

    answer = send(text.encode("cp1252"))

    assert "2 lines can be kept" in plain(answer)
    assert "3 Apr 2026" in plain(answer)
    assert "Left out: the column thérapist" in plain(answer)


def test_two_of_one_name_and_somebody_who_left_are_told_apart(send, people, factories, db):
    team, case = people["team"], people["case"]
    for number in range(2):
        factories.Person(role=Role.THERAPIST, team=team, name="Sam Same", email=f"sam{number}@x.example")
    gone = factories.Person(role=Role.THERAPIST, team=team, name="Lee Left", email="lee@x.example")
    gone.team_roles[0].ends_on = date.today() - timedelta(days=5)
    db.add(CaseTherapist(case_id=case.id, person_id=gone.id, starts_on=LONG_AGO, ends_on=date.today()))
    db.commit()
    head = "date,case,therapist,score\n"

    twice = send(f"{head}{YESTERDAY},{case.reference},Sam  Same,0.5\n".encode())
    left = send(f"{head}{YESTERDAY},{case.reference},Lee Left,0.5\n".encode())

    assert "two people here are called “Sam Same”: write the e-mail address." in plain(twice)
    assert "1 line can be kept" in plain(left)
    assert "Line 2: Lee Left left the team on" in plain(left)


def test_two_people_who_bring_in_the_same_at_once_keep_it_once(people, sign_in, send, database):
    team, reference = people["team"], people["case"].reference
    other = sign_in(people[Role.ADMINISTRATOR])
    first = send(f"date,case,score\n{YESTERDAY},{reference},0.5\n".encode())
    form = {
        "instrument": "tam-r",
        "file": (io.BytesIO(f"date,case,score\n{YESTERDAY},{reference},0.5\n\n".encode()), "b.csv"),
    }
    second = other.post(f"/teams/{team.id}/scores/imports", data=form)

    answers = []
    for browser, preview in ((sign_in(people[Role.SUPERVISOR]), first), (other, second)):
        seen = re.search(r'name="seen" value="([^"]+)"', preview.text)[1]
        answers.append(browser.post(f"/teams/{team.id}/scores/imports/keep", data={"seen": seen}))

    assert [answer.status_code for answer in answers] == [303, 422]
    assert "Every score of this file is kept already: there is nothing left to keep." in plain(answers[1])
    with database.reading() as reading:
        assert reading.scalar(select(func.count()).select_from(Score)) == 1
