"""A team's week as a page, a PDF file and a Word document."""

import re
from datetime import UTC, datetime, time, timedelta
from io import BytesIO

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import select

from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    AuditEntry,
    Consensus,
    Principle,
    RecordingStatus,
    Reply,
    Role,
    Stance,
    TeamRole,
)
from tests.conftest import ROOT
from tests.factories import LONG_AGO, this_monday

MONDAY = this_monday() - timedelta(weeks=1)
FONTS = ROOT / "node_modules" / "dejavu-fonts-ttf" / "ttf"
FIT, SEQUENCES = Principle.FINDING_THE_FIT, Principle.TARGETING_SEQUENCES


@pytest.fixture(autouse=True)
def fonts(monkeypatch):
    """From where the build of the pages takes them: the tests need no build."""
    if not FONTS.is_dir():
        pytest.skip("the typeface is not here: make pages gets it")
    monkeypatch.setattr("fidelity.web.team_weeks.fonts", lambda: FONTS)


@pytest.fixture
def address(people):
    return f"/teams/{people['team'].id}/weeks/{MONDAY.isoformat()}"


@pytest.fixture
def world(people, factories, db):
    """A week that was rated twice and settled, one that is quiet, one that is late, and another team's."""
    case, consultant, therapist = people["case"], people[Role.CONSULTANT], people[Role.THERAPIST]
    before = factories.Week(case=case, starts_on=MONDAY - timedelta(weeks=1))
    week = factories.Week(case=case, starts_on=MONDAY)
    factories.Note(week=week)
    factories.Recording(week=week, duration_seconds=1800)
    factories.Recording(week=week, duration_seconds=2100, status=RecordingStatus.TRANSCRIBING)
    factories.Recording(week=week, duration_seconds=9999, status=RecordingStatus.WITHDRAWN)
    earlier = factories.Review(
        week=before, by=consultant, published=True, published_at=_at(-2), ratings={FIT: 1}
    )
    agreed = Action(review_id=earlier.id, position=0, text="Rehearse the line", owner_id=therapist.id)
    review = factories.Review(
        week=week, by=consultant, published=True, published_at=_at(3), ratings={FIT: 2, SEQUENCES: None}
    )
    rating = next(each for each in review.ratings if each.principle is FIT)
    factories.second_review(week=week, by=people[Role.SUPERVISOR], ratings={FIT: 4, SEQUENCES: None})
    db.add(agreed)
    db.flush()
    db.add_all([
        Action(review_id=review.id, position=0, text="Call the tutor", due_on=MONDAY + timedelta(days=9)),
        ActionAnswer(action_id=agreed.id, week_id=week.id, by_id=therapist.id, outcome=ActionOutcome.PARTLY, text="Twice."),
        Consensus(week_id=week.id, principle=FIT, value=3, why="Both sides were asked.", by_id=consultant.id),
        Reply(review_id=review.id, rating_id=rating.id, by_id=therapist.id, stance=Stance.CONTEST, text="Llŷr was asked, too.", created_at=_at(4)),
    ])  # fmt: skip
    quiet = factories.Case(team=people["team"], therapist=therapist)
    factories.Week(case=quiet, starts_on=MONDAY, nothing_because="On holiday.")
    late = factories.Case(team=people["team"], therapist=therapist)
    elsewhere = factories.noise()
    theirs = factories.Week(case=elsewhere.case, starts_on=MONDAY, nothing_because="Theirs alone.")
    factories.Review(week=theirs, published=True, published_at=_at(3), ratings={FIT: 5}, strengths="Theirs.")
    # Who looks after both teams gets each for itself.
    for role in (Role.CONSULTANT, Role.SUPERVISOR):
        db.add(
            TeamRole(person_id=people[role].id, team_id=elsewhere.case.team_id, role=role, starts_on=LONG_AGO)
        )
    db.commit()
    return {"review": review, "quiet": quiet, "late": late, "theirs": elsewhere.case}


def _at(days):
    return datetime.combine(MONDAY + timedelta(days=days), time(9), UTC)


def text_of(answer, kind):
    if kind == "pdf":
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    elif kind == "docx":
        document = docx.Document(BytesIO(answer.data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    else:
        text = re.sub(r"<[^>]+>", " ", answer.text)
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("kind", ["page", "pdf", "docx"])
def test_every_form_of_it_says_the_same_and_nothing_of_another_team(sign_in, people, world, address, kind):
    browser = sign_in(people[Role.SUPERVISOR])
    answer = browser.get(address if kind == "page" else f"{address}/report.{kind}")

    assert answer.status_code == 200
    said = text_of(answer, kind)
    for words in (
        "State: Reviewed.",
        "Recordings: 2, 1 h 5 min in all; 1 without words so far.",
        "1 of 9 principles rated",
        "Finding the fit (contests, settled): “Llŷr was asked, too.”",
        "Finding the fit: “Both sides were asked.”",
        f"Rehearse the line. {people[Role.THERAPIST].name}. The therapist says: partly done. “Twice.”",
        "Call the tutor. Nobody named, by",
        "Why there is nothing: On holiday.",
        "State: Late: neither a note nor a reason.",
        "Coverage: 1 of 2 weeks that are due were reviewed",
        "taff supervision and quality assurance",
        f"by {people[Role.SUPERVISOR].name}.",
    ):
        assert words in said, words
    for case in (people["case"], world["quiet"], world["late"]):
        assert case.reference in said
    assert world["theirs"].reference not in said
    assert "Theirs" not in said


def test_the_numbers_that_count_are_those_that_two_raters_agreed_on(sign_in, people, world, address):
    document = docx.Document(BytesIO(sign_in(people[Role.CONSULTANT]).get(f"{address}/report.docx").data))

    of_team, of_case = (
        [[cell.text for cell in row.cells] for row in table.rows] for table in document.tables
    )
    assert of_case == [
        ["Principle", "Counts", "First", "Second", "Agreed", "The therapist"],
        ["Finding the fit", "3", "2", "4", "3", "contests, settled"],
        ["Targeting sequences", "not assessable", "not assessable", "not assessable", "–", "no reply"],
    ]
    by_principle = {row[0]: row[1:] for row in of_team}
    assert by_principle["Principle"] == ["n", "1", "2", "3", "4", "5", "Not assessable"]
    assert by_principle["Finding the fit"] == ["1", "0", "0", "1", "0", "0", "0"]
    assert by_principle["Targeting sequences"] == ["0", "0", "0", "0", "0", "0", "1"]


def test_who_may_still_rate_a_week_a_second_time_gets_no_number_of_it(sign_in, people, factories, address):
    week = factories.Week(case=people["case"], starts_on=MONDAY)
    factories.Review(
        week=week, by=people[Role.CONSULTANT], published=True, published_at=_at(3), ratings={FIT: 2}
    )
    factories.SecondLook(week=week)

    for kind in ("page", "pdf", "docx"):
        place = address if kind == "page" else f"{address}/report.{kind}"
        hidden = text_of(sign_in(people[Role.SUPERVISOR]).get(place), kind)
        shown = text_of(sign_in(people[Role.CONSULTANT]).get(place), kind)
        assert "Finding the fit" not in hidden
        assert "so its feedback is not shown to you here" in hidden
        assert "State: Reviewed." in hidden
        assert "Finding the fit" in shown


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_file_is_kept_by_no_cache_named_after_the_day_alone_and_noted(
    sign_in, people, world, address, db, kind
):
    answer = sign_in(people[Role.CONSULTANT]).get(f"{address}/report.{kind}")

    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert (
        answer.headers["Content-Disposition"]
        == f'attachment; filename="team week {MONDAY.isoformat()}.{kind}"'
    )
    entries = db.execute(select(AuditEntry.what, AuditEntry.subject_id)).all()
    db.rollback()
    assert entries.count(("exported team week", people["team"].id)) == 1


def test_a_therapist_is_refused_and_another_team_finds_nothing(sign_in, people, factories, address):
    stranger = factories.Person(role=Role.CONSULTANT)

    for place in (address, f"{address}/report.pdf", f"{address}/report.docx"):
        assert sign_in(people[Role.THERAPIST]).get(place).status_code == 403
        assert sign_in(people[Role.ADMINISTRATOR]).get(place).status_code == 403
        assert sign_in(stranger).get(place).status_code == 404


def test_the_page_leads_to_each_week_each_number_and_both_files(sign_in, people, world, address):
    page = sign_in(people[Role.CONSULTANT]).get(address).text

    assert f'href="{address}/report.pdf"' in page
    assert f'href="{address}/report.docx"' in page
    assert f'href="/cases/{people["case"].id}/weeks/{MONDAY.isoformat()}"' in page
    assert f'href="/feedback/{world["review"].id}#finding_the_fit"' in page


def test_a_week_that_has_not_begun_has_no_report(sign_in, people):
    team, later = people["team"].id, this_monday() + timedelta(weeks=1)

    assert sign_in(people[Role.CONSULTANT]).get(f"/teams/{team}/weeks/{later.isoformat()}").status_code == 404
