from datetime import date, timedelta

import pytest
from sqlalchemy import event

from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    CaseNoteDraft,
    Recording,
    RecordingStatus,
    Role,
    now,
)
from tests.conftest import ADDRESS
from tests.factories import this_monday

MY_WEEK = f"{ADDRESS}my-week"


@pytest.fixture
def therapist(sign_in, people):
    return sign_in(people[Role.THERAPIST])


def test_a_therapist_sees_what_is_to_do(therapist, people, factories, db):
    last = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    week = factories.Week(case=people["case"])
    factories.Recording(week=week, status=RecordingStatus.FAILED)
    review = factories.Review(week=last, published=True)
    review.actions.append(Action(position=0, text="Rehearse it <b>with</b> her", due_on=date.today()))
    review.actions.append(Action(position=1, text="Done long ago", done_at=now()))
    review.actions.append(Action(position=2, text="Not yet", due_on=date.today() + timedelta(weeks=2)))
    db.commit()

    page = therapist.get(MY_WEEK).text

    assert people["case"].reference in page
    assert "Not written" in page
    assert "Needs attention" in page
    assert f"/feedback/{review.id}" in page
    assert "Rehearse it &lt;b&gt;with&lt;/b&gt; her" in page
    assert "Done long ago" not in page
    assert "Not yet" not in page
    assert "Write the note for the week of" in page


def test_an_answer_for_this_week_stands_there_and_one_for_an_earlier_week_is_not_asked_again(
    therapist, people, factories, db
):
    before = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=2))
    last = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    now_week = factories.Week(case=people["case"])
    review = factories.Review(week=before, by=people[Role.CONSULTANT], published=True)
    for position, (text, week) in enumerate((("Ring Dad", last), ("Ring Nan", now_week), ("Ring Mum", None))):
        action = Action(position=position, text=text)
        review.actions.append(action)
        db.flush()
        if week:
            said = {"by_id": people[Role.THERAPIST].id, "outcome": ActionOutcome.PARTLY, "text": "Once."}
            db.add(ActionAnswer(action_id=action.id, week_id=week.id, **said))
    db.commit()

    page = therapist.get(MY_WEEK).text

    assert "Ring Dad" not in page
    assert page.count("Partly done") == 1
    assert page.index("Ring Nan") < page.index("Partly done") < page.index("Ring Mum")
    assert f"/weeks/{this_monday()}/actions/{review.actions[2].id}" in page
    assert f"With {people[Role.CONSULTANT].name}" in page
    assert "Ring Dad" in therapist.get(f"{MY_WEEK}?week={last.starts_on}").text


def test_it_says_when_each_note_is_due_and_who_covers(therapist, people, factories):
    factories.Absence(
        team=people["team"],
        person=people[Role.CONSULTANT],
        covered_by=people[Role.SUPERVISOR],
        starts_on=this_monday(),
        ends_on=this_monday() + timedelta(days=6),
    )

    page = therapist.get(MY_WEEK).text

    assert "10am" in page
    assert f"Covered by {people[Role.SUPERVISOR].name}" in page


def test_a_note_that_never_came_is_said_for_a_quarter_and_what_did_not_happen_is_not(
    therapist, people, factories
):
    weeks = [this_monday() - timedelta(weeks=back) for back in range(16)]
    factories.Week(case=people["case"], starts_on=weeks[2], nothing_because="The family was away.")
    factories.Note(week=factories.Week(case=people["case"], starts_on=weeks[3]))
    for back in (1, *range(6, 13)):
        factories.Note(week=factories.Week(case=people["case"], starts_on=weeks[back]))

    page = therapist.get(MY_WEEK).text

    late = [back for back in range(1, 16) if f"/weeks/{weeks[back]}/note/edit" in page]
    assert late == [4, 5]
    assert page.count("Late") == 2
    assert f"/weeks/{weeks[4]}/nothing" in page


def test_what_came_before_a_handing_over_is_not_asked_of_who_has_the_case_now(
    therapist, people, factories, db
):
    held = people["case"].therapists[0]
    held.starts_on = this_monday() - timedelta(weeks=2) + timedelta(days=2)
    db.commit()

    page = therapist.get(MY_WEEK).text

    weeks = [this_monday() - timedelta(weeks=back) for back in range(1, 5)]
    assert [f"/weeks/{week}/note/edit" in page for week in weeks] == [True, True, False, False]


def test_what_was_read_or_is_not_published_is_no_news(therapist, people, factories):
    factories.Review(week=factories.Week(case=people["case"]), published=True, read_at=now())
    other = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    hidden = factories.Review(week=other)

    page = therapist.get(MY_WEEK).text

    assert "New feedback" not in page
    assert str(hidden.id) not in page


def test_a_note_handed_in_is_not_asked_for_again(therapist, people, factories, db):
    note = factories.Note(week=factories.Week(case=people["case"]), by=people[Role.THERAPIST])
    db.add(CaseNoteDraft(note_id=note.id, saved_by_id=people[Role.THERAPIST].id, number=1, sections={}))
    db.commit()

    page = therapist.get(MY_WEEK).text

    assert "Handed in" in page
    assert "a new draft was saved" in page
    assert "Revise the note" in page


def test_somebody_elses_cases_are_not_there(therapist, people, factories):
    other = factories.Case(
        team=people["team"], therapist=factories.Person(role=Role.THERAPIST, team=people["team"])
    )

    assert other.reference not in therapist.get(MY_WEEK).text


def test_a_closed_case_goes_but_can_be_found_in_its_weeks(therapist, people, db):
    people["case"].closed_on = this_monday() - timedelta(days=3)
    db.commit()

    assert people["case"].reference not in therapist.get(MY_WEEK).text
    earlier = this_monday() - timedelta(weeks=1)
    assert people["case"].reference in therapist.get(f"{MY_WEEK}?week={earlier}").text


def test_who_has_no_case_is_told_what_happens_next(sign_in, people, factories):
    page = sign_in(factories.Person(role=Role.THERAPIST, team=people["team"])).get(MY_WEEK).text

    assert "You hold no case this week" in page


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_is_no_therapist_has_no_such_page(sign_in, people, role):
    assert sign_in(people[role]).get(MY_WEEK).status_code == 403


@pytest.mark.parametrize("week", ["x", "2026-11-17", "9999-12-27"])
def test_a_week_that_is_none_leads_nowhere(therapist, week):
    assert therapist.get(f"{MY_WEEK}?week={week}").status_code == 404


def test_more_cases_do_not_mean_more_queries(therapist, people, factories, app):
    asked = []
    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    def queries():
        asked.clear()
        assert therapist.get(MY_WEEK).status_code == 200
        return len(asked)

    def one_more_case():
        week = factories.Week(case=factories.Case(team=people["team"], therapist=people[Role.THERAPIST]))
        factories.Recording(week=week)
        factories.Note(week=week)
        review = factories.Review(week=week, published=True)
        review.actions.append(Action(position=0, text="Do it"))
        factories.db.commit()

    one_more_case()
    with_one = queries()
    for _ in range(5):
        one_more_case()

    assert queries() == with_one <= 16


def test_withdrawn_recordings_are_gone(therapist, people, factories):
    recording: Recording = factories.Recording(
        week=factories.Week(case=people["case"]), status=RecordingStatus.WITHDRAWN
    )

    assert str(recording.id) not in therapist.get(MY_WEEK).text
