"""Scores from outside: brought in with a preview, shown with their warnings, kept from therapists."""

import io
import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import event, select

from models import AuditEntry, Instrument, Principle, Role, Score, ScoreImport, ScoreScale
from tests.factories import this_monday

TODAY = date.today()
YESTERDAY = (TODAY - timedelta(days=1)).isoformat()


@pytest.fixture
def team(people):
    return people["team"]


@pytest.fixture
def supervisor(people, sign_in):
    return sign_in(people[Role.SUPERVISOR])


def plain(answer):
    return plain_text(answer.text)


def plain_text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", unescape(html)).split())


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
    assert people[Role.THERAPIST].name in plain(preview)
    assert kept() == []

    done = keep(supervisor, team, preview)

    assert "2 lines have been brought in: TAM-R." in plain(done)
    assert kept() == [(TODAY, "M", 0.5), (TODAY - timedelta(days=1), "", 0.72)]
    therapist = people[Role.THERAPIST]
    assert set(rows(Score.about_id)) == {(therapist.id,)}
    assert ("imported scores",) in rows(AuditEntry.what)


def test_wrong_lines_are_named_one_by_one_with_what_they_say_and_nothing_is_kept(
    supervisor, team, people, factories, kept
):
    reference = people["case"].reference
    foreign = factories.Case(team=factories.Team()).reference
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    file = (
        "date,case,score\n"
        f"{YESTERDAY},{reference},0.7\n"
        f"{YESTERDAY},{reference},0.8\n"
        f"{tomorrow},{reference},0.7\n"
        f"{YESTERDAY},{foreign},0.7\n"
        f"31/02/2026,{reference},7\n"
        f"{YESTERDAY},{reference},=1+1\n"
        f"{YESTERDAY},{reference},0,9\n"
    )

    answer = send(supervisor, team, file)

    assert answer.status_code == 422
    said = plain(answer)
    assert "1 of 7 lines is right. 6 lines must be put right." in said
    cells = [plain_text(each) for each in re.findall(r"<li><p(.*?)</li>", answer.text, re.DOTALL)]
    for number, sentence, content in (
        (3, "it gives another score than line 2 for the same day and respondent", "score 0.8"),
        (4, f"the date {tomorrow} has not come yet.", reference),
        (5, f"“{foreign}” is not a case of this team.", foreign),
        (6, "the date 31/02/2026 is not a day; the score 7 is above 1: write 0.61, or 61%", "31/02/2026"),
        (7, "“=1+1” is a formula: write the value that it gives.", "=1+1"),
        (8, "there are 4 cells, but the first line names 3 columns: write numbers with a point", "and 9"),
    ):
        (row,) = [cell for cell in cells if f"Line {number}: " in cell]
        assert sentence in row
        assert content in row
    assert kept() == []


def test_a_file_to_correct_is_the_whole_file_and_goes_in_again_as_it_is(supervisor, team, people, kept):
    reference = people["case"].reference
    file = (
        f"case,score,colour,date\n{reference},0.7,blue,{YESTERDAY}\n"
        f"{reference},7,,{YESTERDAY}\n{reference},=SUM(A1),,{TODAY}\n"
    )
    answer = send(supervisor, team, file)

    download = supervisor.post(
        f"/teams/{team.id}/scores/imports/corrections.csv", data={"seen": seen(answer)}
    )

    assert download.mimetype == "text/csv"
    header, right, wrong, formula, _ = download.get_data(as_text=True).split("\r\n")
    assert header == "\ufeffdate,case,therapist,respondent,score,what_is_wrong"
    assert right == f"{YESTERDAY},{reference},,,0.7,"
    assert '"the score 7 is above 1' in wrong
    assert ",'=SUM(A1)," in formula
    corrected = download.get_data(as_text=True).replace(",7,", ",0.9,").replace("'=SUM(A1)", "61%")
    again = send(
        supervisor,
        team,
        corrected.replace(f"{YESTERDAY},{reference},,,0.9", f"{YESTERDAY},{reference},,B,0.9"),
    )
    assert "3 lines can be kept" in plain(again)
    assert "Left out" not in plain(again)
    keep(supervisor, team, again)
    assert sorted(value for *_, value in kept()) == [0.61, 0.7, 0.9]


def test_a_day_that_can_be_two_is_asked_and_the_file_not_chosen_again(supervisor, team, factories, kept):
    year = TODAY.year - 1
    case = factories.Case(team=team, opened_on=date(year, 1, 1))
    file = f"date,case,score\n03/04/{year},{case.reference},0.7\n19/11/{year},{case.reference},0.8\n"

    asked = send(supervisor, team, file)

    assert "How are the days written?" in plain(asked)
    assert f"3 April {year}" in plain(asked)
    assert f"4 March {year}" in plain(asked)
    assert re.search(r'value="day_first"\s+checked', asked.text)
    again = f"/teams/{team.id}/scores/imports/again"
    nothing = supervisor.post(again, data={"seen": seen(asked)})
    assert "Choose which of the two it is" in plain(nothing)
    wrong = supervisor.post(again, data={"seen": seen(asked), "order": "month_first"})
    assert f"the date 19/11/{year} is not a day with the month first." in plain(wrong)
    right = supervisor.post(again, data={"seen": seen(asked), "order": "day_first"})
    assert "2 lines can be kept" in plain(right)
    assert kept() == []
    keep(supervisor, team, right)
    assert [day for day, *_ in kept()] == [date(year, 4, 3), date(year, 11, 19)]


def test_a_file_that_grew_keeps_only_what_is_new_and_never_changes_what_is_there(
    supervisor, team, people, kept
):
    reference, people_ = people["case"].reference, people[Role.CONSULTANT].email
    first = f"date,case,score\n{YESTERDAY},{reference},0.7\n"
    keep(supervisor, team, send(supervisor, team, first))

    grown = send(supervisor, team, first + f"{TODAY},{reference},0.8\n")

    assert "1 line can be kept" in plain(grown)
    assert "1 line says what is kept already, and is left out." in plain(grown)
    keep(supervisor, team, grown)
    assert [value for *_, value in kept()] == [0.7, 0.8]
    other = send(supervisor, team, first.replace("0.7", "0.71"))
    assert (
        f"a score of this day and respondent is kept already, brought in by {people[Role.SUPERVISOR].name} on "
        in plain(other)
    )
    same = send(supervisor, team, first + "\n")
    assert "Every score of this file is kept already: there is nothing left to keep." in plain(same)
    # Of what people say of a colleague nobody may learn by trying what was answered.
    cam = f"date,consultant,respondent,competence\n{YESTERDAY},{people_},R1,4\n"
    keep(supervisor, team, send(supervisor, team, cam, "cam"))
    sentences = [
        plain(send(supervisor, team, cam.replace(",4", f",{value}") + "\n", "cam")) for value in (4, 5)
    ]
    assert all("a score of this day and respondent is kept already" in each for each in sentences)


def test_the_same_file_is_not_brought_in_twice_unless_it_was_taken_back(supervisor, team, people, rows):
    file = f"date,case,score\n{YESTERDAY},{people['case'].reference},0.7\n"
    keep(supervisor, team, send(supervisor, team, file))

    again = send(supervisor, team, file)

    assert again.status_code == 422
    assert f"{people[Role.SUPERVISOR].name} brought this very file in on" in plain(again)
    assert "To bring it in again, take it back first." in plain(again)

    ((import_id,),) = rows(ScoreImport.id)
    address = f"/teams/{team.id}/scores/imports/{import_id}/take-back"
    assert "TAM-R line" in plain(supervisor.get(address))
    taken = supervisor.post(address, follow_redirects=True)

    assert f"Taken back by {people[Role.SUPERVISOR].name}" in plain(taken)
    assert "No score" in plain(supervisor.get(f"/teams/{team.id}/scores"))
    assert len(rows(Score.id)) == 1
    assert ("took scores back",) in rows(AuditEntry.what)
    assert send(supervisor, team, file).status_code == 200


ADDRESSES = (
    "",
    "/rows",
    "/imports",
    "/imports/tam-r/new",
    "/imports/cam/template.csv",
    "/imports/00000000-0000-4000-8000-000000000000/take-back",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_therapist_is_refused_at_every_address(people, team, sign_in, address):
    therapist = sign_in(people[Role.THERAPIST])

    assert therapist.get(f"/teams/{team.id}/scores{address}").status_code == 403
    if address == "/imports":
        assert send(therapist, team, "date,case,score\n").status_code == 403
        assert therapist.post(f"/teams/{team.id}/scores/imports/keep").status_code == 403


def test_an_administrator_brings_scores_in_and_sees_no_results(people, team, sign_in, kept):
    administrator = sign_in(people[Role.ADMINISTRATOR])
    file = f"date,case,score\n{YESTERDAY},{people['case'].reference},0.7\n"

    page = keep(administrator, team, send(administrator, team, file))

    assert "TAM-R, a file of 1 line" in plain(page)
    assert len(kept()) == 1
    assert "0.7" not in plain(page)
    assert administrator.get(f"/teams/{team.id}/scores").status_code == 403
    assert administrator.get(f"/teams/{team.id}/scores/rows").status_code == 403
    assert f"/teams/{team.id}/scores/imports" in administrator.get(f"/teams/{team.id}").text


def test_what_the_preview_carries_is_good_for_its_person_and_team_for_an_hour(
    supervisor, team, people, sign_in, factories, kept, monkeypatch
):
    file = f"date,case,score\n{YESTERDAY},{people['case'].reference},0.7\n"
    preview = send(supervisor, team, file)
    elsewhere = factories.Team()

    administrator = sign_in(people[Role.ADMINISTRATOR])
    assert "older than an hour, or is not yours" in plain(keep(administrator, team, preview))
    own = send(administrator, team, file)
    assert "older than an hour, or is not yours" in plain(keep(administrator, elsewhere, own))
    for wrong in ("", "x", seen(preview)[:-2] + "xx"):
        data = {"seen": wrong}
        assert supervisor.post(f"/teams/{team.id}/scores/imports/keep", data=data).status_code == 422
    monkeypatch.setattr("fidelity.web.score_imports._SECONDS_GOOD", -1)
    assert "older than an hour" in plain(keep(supervisor, team, preview))
    assert kept() == []


def test_what_changed_between_preview_and_yes_is_looked_at_again(supervisor, team, people, kept):
    first = send(supervisor, team, f"date,case,score\n{YESTERDAY},{people['case'].reference},0.7\n")
    second = send(supervisor, team, f"date,case,score\n{YESTERDAY},{people['case'].reference},0.8\n")
    keep(supervisor, team, first)

    answer = keep(supervisor, team, second)

    assert answer.status_code == 422
    assert "take that one back first, or leave this line out" in plain(answer)
    assert [value for *_, value in kept()] == [0.7]


def test_a_file_that_is_too_large_or_missing_is_said_at_its_field(supervisor, team, monkeypatch):
    # A test's browser keeps a larger form in a file that it never closes.
    for place in ("fidelity.scores.decoding", "fidelity.web.score_imports"):
        monkeypatch.setattr(f"{place}.LARGEST_BYTES", 2**17)
    for size, status in ((2**17 + 1, 422), (3 * 2**17 + 1, 413)):
        answer = send(supervisor, team, b"x" * size)
        assert answer.status_code == status
        assert "5 MB" in plain(answer)
    nothing = supervisor.post(f"/teams/{team.id}/scores/imports", data={})
    assert "Choose what the scores are from" in plain(nothing)
    assert "Choose a CSV file" in plain(nothing)


def test_a_score_is_typed_in_with_the_same_rules(supervisor, team, people, kept):
    address = f"/teams/{team.id}/scores/imports/cam/new"
    consultant = people[Role.CONSULTANT]
    form = {"date": YESTERDAY, "consultant": consultant.email, "respondent": "R1", "alliance": "5,5"}

    wrong = supervisor.post(address, data=form)

    assert wrong.status_code == 422
    assert "The alliance score is kept only with a competence score beside it" in plain(wrong)
    assert 'value="5,5"' in wrong.text
    done = supervisor.post(address, data=form | {"competence": "4.5"}, follow_redirects=True)
    assert "The CAM score has been kept." in plain(done)
    assert [(who, value) for _, who, value in kept()] == [("R1", 4.5), ("R1", 5.5)]
    assert "CAM, typed in" in plain(supervisor.get(f"/teams/{team.id}/scores/imports"))


def test_a_supervisor_does_not_bring_in_what_was_said_of_them(supervisor, team, people, kept):
    own = people[Role.SUPERVISOR].email
    file = f"date,supervisor,respondent,overall\n{YESTERDAY},{own},R1,4\n"

    answer = send(supervisor, team, file, instrument="sam")

    assert "these are ratings of you: somebody else must bring them in." in plain(answer)
    assert own not in supervisor.get(f"/teams/{team.id}/scores/imports/sam/new").text


def test_the_page_shows_the_target_with_its_warning_and_names_who_is_missing(
    supervisor, team, people, factories
):
    quarter = f"{TODAY.year}-Q{(TODAY.month + 2) // 3}"
    cases = [factories.Case(team=team, therapist=people[Role.THERAPIST]) for _ in range(3)]
    for case, value in zip(cases, (0.5, 0.7, 0.9), strict=True):
        factories.Score(team=team, case=case, value=value)
    for _ in range(3):
        factories.Score(team=factories.Team(), case=factories.Case(), value=0.1)

    page = plain(supervisor.get(f"/teams/{team.id}/scores"))

    assert ".70 from 3 caregivers" in page
    assert "2 of 3 (67%)" in page
    assert "95% interval 21% to 94%" in page
    assert "Below the target of 80%" in page
    assert "benchmark from the United States" in page
    assert f"No score: {people['case'].reference}." in page
    assert "Do not generalise" in page
    rows = supervisor.get(f"/teams/{team.id}/scores/rows?quarter={quarter}&case={cases[0].id}")
    assert ".50" in plain(rows)
    assert ".90" not in plain(rows)
    assert supervisor.get(f"/teams/{team.id}/scores/rows?quarter=2026-Q9").status_code == 404
    foreign = factories.Case()
    assert supervisor.get(f"/teams/{team.id}/scores/rows?case={foreign.id}").status_code == 404


def test_where_caregiver_and_reviewer_part_ways_it_is_said_without_a_cause(
    supervisor, team, people, factories
):
    case, first = people["case"], this_monday()
    quarter_begins = date(TODAY.year, 3 * ((TODAY.month - 1) // 3) + 1, 1)
    weeks = [first - timedelta(weeks=n) for n in range(3)]
    for monday in weeks:
        week = factories.Week(case=case, starts_on=monday)
        factories.Review(
            week=week, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 4)
        )
    factories.Score(team=team, case=case, value=0.4)

    page = plain(supervisor.get(f"/teams/{team.id}/scores"))

    assert "Neither is the cause of the other" in page
    if weeks[-1] >= quarter_begins:
        assert "the caregiver reports less than .61, while the reviewed weeks were rated well" in page
    else:
        assert "Fewer than 3 reviewed weeks" in page


def test_two_answers_are_counted_and_not_shown_and_alliance_waits_for_competence(
    supervisor, team, people, factories
):
    consultant = people[Role.CONSULTANT]

    def cam(respondent, **values):
        for scale, value in values.items():
            factories.Score(
                team=team, instrument=Instrument.CAM, scale=ScoreScale(scale), about_id=consultant.id,
                respondent=respondent, value=value,
            )  # fmt: skip

    cam("R1", competence=3.31, alliance=5.21)
    cam("R2", competence=3.31, alliance=5.21)
    few = supervisor.get(f"/teams/{team.id}/scores")

    assert "3.31" not in few.text
    assert "5.21" not in few.text
    assert "Nothing is shown, so that nobody can be told from the mean" in plain(few)

    cam("R3", alliance=5.21)
    assert "5.21" not in supervisor.get(f"/teams/{team.id}/scores").text

    cam("R4", competence=3.31)
    page = plain(supervisor.get(f"/teams/{team.id}/scores"))
    assert "3.31 from 3 people" in page
    assert "5.21 from 3 people" in page


def test_the_number_of_queries_does_not_grow_with_families_and_weeks(
    supervisor, team, people, factories, app
):
    asked = []
    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def count(address):
        asked.clear()
        assert supervisor.get(f"/teams/{team.id}/scores{address}").status_code == 200
        return len(asked)

    addresses = ("", "/rows", "/imports")
    factories.Score(team=team, case=people["case"])
    consultant = people[Role.CONSULTANT]
    sam = {"instrument": Instrument.SAM, "about_id": people[Role.SUPERVISOR].id, "respondent": "R1"}
    factories.Score(team=team, **sam)
    week = factories.Week(case=people["case"])
    factories.Review(week=week, by=consultant, published=True, ratings={Principle.FINDING_THE_FIT: 3})
    before = [count(address) for address in addresses]
    for number in range(5):
        case = factories.Case(team=team, therapist=people[Role.THERAPIST])
        factories.Score(team=team, case=case)
        factories.Score(team=team, **sam | {"respondent": f"R{number + 2}"})
        for ago in range(3):
            week = factories.Week(case=case, starts_on=this_monday() - timedelta(weeks=ago))
            factories.Review(week=week, by=consultant, published=True, ratings=dict.fromkeys(Principle, 3))

    assert [count(address) for address in addresses] == before
