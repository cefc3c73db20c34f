"""What was ticked off stands as it was talked about, whatever became of it since."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest

from models import Action, ActionAnswer, ActionOutcome, CaseNoteRevision, Principle, Role
from tests.conftest import browser_of
from tests.factories import this_monday

MONDAY = this_monday() - timedelta(weeks=1)
THEN = "As it stood when it was ticked off"


@pytest.fixture
def address(people):
    return f"/teams/{people['team'].id}/consultations/{MONDAY.isoformat()}"


@pytest.fixture
def consultant(app, people):
    return browser_of(app, people[Role.CONSULTANT])


@pytest.fixture
def asked(people, factories):
    """A note that asks something."""
    week = factories.Week(case=people["case"], starts_on=MONDAY)
    return factories.Note(week=week, texts={"questions": "How do I get K's side?"})


def revise(db, note, question):
    by, texts = note.revisions[0].written_by_id, {"questions": question}
    note.revisions.append(CaseNoteRevision(number=2, written_by_id=by, sections=texts, texts=texts))
    db.commit()


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


@pytest.mark.parametrize("now", ["May I close?", "None."])
def test_what_was_ticked_off_is_told_as_it_was_then(consultant, address, asked, db, now):
    consultant.post(f"{address}/ticks", data={"key": f"question:{asked.week_id}", "ticked": "yes"})
    before = plain(consultant.get(address))

    revise(db, asked, now)

    after, sheet = plain(consultant.get(address)), plain(consultant.get(f"{address}/print"))
    assert "This consultation is over." in before
    assert THEN not in before
    assert f"{THEN}: How do I get K&#39;s side?" in after
    assert "How do I get K&#39;s side?" in sheet
    assert "May I close?" not in sheet


def test_what_was_not_ticked_off_is_told_as_it_is_and_so_is_what_was_unticked(consultant, address, asked, db):
    for ticked in ("yes", "no"):
        consultant.post(f"{address}/ticks", data={"key": f"question:{asked.week_id}", "ticked": ticked})
    revise(db, asked, "May I close?")

    page = plain(consultant.get(address))

    assert "May I close?" in page
    assert THEN not in page
    assert "K&#39;s side" not in page


def test_what_stood_is_told_to_nobody_from_whom_something_of_the_case_is_hidden(
    app, consultant, address, people, factories, db
):
    published_at = datetime.combine(MONDAY + timedelta(days=1), time(9), UTC)
    weeks = [factories.Week(case=people["case"], starts_on=MONDAY - timedelta(weeks=back)) for back in (1, 0)]
    agreed, found = (
        factories.Review(
            week=week, by=people[Role.CONSULTANT], published=True, published_at=published_at,
            ratings={Principle.FINDING_THE_FIT: 3},
        )
        for week in weeks
    )  # fmt: skip
    action = Action(review_id=agreed.id, position=0, text="Rehearse it.", due_on=MONDAY)
    db.add(action)
    db.flush()
    db.add(
        ActionAnswer(
            action_id=action.id, week_id=weeks[1].id, review_id=found.id, by_id=found.by_id,
            outcome=ActionOutcome.NOT_SEEN,
        )
    )  # fmt: skip
    db.commit()
    consultant.post(f"{address}/ticks", data={"key": f"action:{action.id}", "ticked": "yes"})
    factories.SecondLook(week=weeks[1])
    db.commit()

    theirs, mine = (
        plain(browser_of(app, people[role]).get(address)) for role in (Role.SUPERVISOR, Role.CONSULTANT)
    )

    assert "Rehearse it." in theirs
    assert THEN not in theirs
    assert "The rater did not see it" not in theirs
    assert "The rater did not see it" in mine
