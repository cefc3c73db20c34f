from datetime import timedelta

import pytest
from sqlalchemy import event

from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    NoteSection,
    Rater,
    RecordingStatus,
    ReviewStatus,
    Role,
    now,
)
from tests.conftest import ADDRESS
from tests.factories import this_monday

LAST = this_monday() - timedelta(weeks=1)
MARKUP = "<b>Ring</b> Dad"


@pytest.fixture
def address(people):
    return f"{ADDRESS}cases/{people['case'].id}/weeks/{this_monday()}"


@pytest.fixture
def action(db, people, factories):
    week = factories.Week(case=people["case"], starts_on=LAST)
    review = factories.Review(week=week, by=people[Role.CONSULTANT], published=True)
    review.actions.append(Action(position=0, text=MARKUP, owner_id=people[Role.THERAPIST].id))
    db.commit()
    return review.actions[0]


@pytest.fixture
def week(people, factories, action):
    return factories.Week(case=people["case"])


@pytest.fixture
def note(people, factories, week):
    texts = {
        "advances": "Dad <i>rang</i> twice.",
        "barriers": "Dad was late.",
        "questions": "What <u>next</u>?",
    }
    return factories.Note(week=week, by=people[Role.THERAPIST], texts=texts).latest


@pytest.fixture
def page(sign_in, people, address):
    """The page of this week, as a person of a role sees it."""

    def page(role, part="", at=address):
        answer = sign_in(people[role]).get(f"{at}{part}")
        assert answer.status_code == 200
        return answer.text

    return page


@pytest.fixture
def answering(address, action):
    return f"{address}/actions/{action.id}"


def test_a_week_shows_what_hangs_on_it_and_everything_typed_is_text(page, week, note, factories):
    recording = factories.Recording(week=week, duration_seconds=125.0)

    found = page(Role.THERAPIST)

    assert "Handed in" in found
    assert "&lt;b&gt;Ring&lt;/b&gt; Dad" in found
    assert "What &lt;u&gt;next&lt;/u&gt;?" in found
    assert f"/recordings/{recording.id}" in found
    assert "2:05" in found
    assert "Revise the note" in found
    assert "Say what became of it" in found
    assert f"/weeks/{LAST}" in found
    assert "Later week" not in found


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.SUPERVISOR])
def test_who_reviews_writes_nothing_on_it(page, note, role):
    found = page(role)

    assert "Open the review desk" in found
    assert "The therapist has not answered yet" in found
    for words in ("Revise the note", "Say what became of it"):
        assert words not in found
    assert ("Upload a recording" in found) is (role is Role.SUPERVISOR)


def test_a_therapist_learns_nothing_of_a_review_before_it_is_published(
    db, page, week, note, people, factories
):
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    factories.Review(week=week, by=people[Role.SUPERVISOR], rater=Rater.SECOND)

    found = page(Role.THERAPIST)
    assert "Under review" not in found
    assert str(review.id) not in found
    assert people[Role.SUPERVISOR].name not in found
    assert "None yet" in found
    assert "Under review" in page(Role.CONSULTANT)

    review.status, review.published_at, review.offer = ReviewStatus.PUBLISHED, now(), people["team"].offer
    db.commit()

    assert f"/feedback/{review.id}" in page(Role.THERAPIST)
    assert "econd rating" not in page(Role.THERAPIST)
    # Who still rates it a second time is led to nothing of the first.
    assert f"/feedback/{review.id}" not in page(Role.SUPERVISOR)
    assert "stays closed until both of you are done" in page(Role.SUPERVISOR)


def test_what_is_missing_is_asked_for_and_what_did_not_happen_is_not(sign_in, people, page, address, week):
    assert "Nothing this week? Say why" in page(Role.THERAPIST)

    saved = sign_in(people[Role.SUPERVISOR]).post(f"{address}/nothing", data={"reason": "All away."})
    assert saved.location == f"/cases/{people['case'].id}/weeks/{this_monday()}"

    found = page(Role.CONSULTANT)
    assert "Nothing this week" in found
    assert "All away." in found
    assert f"Said by {people[Role.SUPERVISOR].name} on" in found
    assert "Take this back" not in found
    assert "Write the note" not in page(Role.THERAPIST)

    sign_in(people[Role.THERAPIST]).post(f"{address}/nothing", data={"do": "take_back"})
    assert "Write the note" in page(Role.THERAPIST)


def test_late_is_said_calmly_and_covered_by_whom(page, people, factories, address):
    factories.Absence(
        team=people["team"],
        person=people[Role.CONSULTANT],
        covered_by=people[Role.SUPERVISOR],
        starts_on=LAST,
        ends_on=LAST + timedelta(days=6),
    )

    found = page(Role.THERAPIST, at=address.replace(str(this_monday()), str(LAST)))

    assert "Late" in found
    assert "It can still be handed in." in found
    assert (
        f"Covered by {people[Role.SUPERVISOR].name}, because {people[Role.CONSULTANT].name} is away." in found
    )


class TestAnswering:
    def test_a_therapist_answers_with_words_that_everybody_finds_again(
        self, sign_in, people, page, answering, note
    ):
        therapist = sign_in(people[Role.THERAPIST])
        form = {"outcome": "partly", "text": "Only <i>twice</i>.", "quote": "dad was  late"}

        saved = therapist.post(answering, data=form, follow_redirects=True).text

        assert "Your answer is saved" in saved
        for role in (Role.THERAPIST, Role.CONSULTANT):
            found = page(role)
            assert "Partly done" in found
            assert "Only &lt;i&gt;twice&lt;/i&gt;." in found
            assert "“Dad was late”" in found
            assert "#barriers" in found
        assert "Dad was late" in therapist.get(answering).text

    def test_words_in_two_places_are_asked_for_and_nothing_typed_is_lost(
        self, sign_in, people, answering, note
    ):
        therapist = sign_in(people[Role.THERAPIST])
        form = {"outcome": "done", "text": "Well.", "quote": "Dad"}

        asked = therapist.post(answering, data=form)
        assert asked.status_code == 422
        assert 'value="section:barriers"' in asked.text
        assert "Well." in asked.text

        therapist.post(answering, data=form | {"place": "section:barriers"})
        assert "“Dad”" in therapist.get(answering.partition("/actions")[0]).text

    @pytest.mark.parametrize(
        "place",
        ["turn:x:1", "turn:00000000-0000-4000-8000-000000000000:1", "section:none", "section:fit", "\x00"],
    )
    def test_a_place_that_is_none_breaks_nothing(self, sign_in, people, answering, note, place):
        form = {"outcome": "done", "quote": "Dad rang", "place": place}

        assert sign_in(people[Role.THERAPIST]).post(answering, data=form).status_code in {404, 422}

    def test_what_is_missing_is_said_at_its_field(self, sign_in, people, answering):
        therapist = sign_in(people[Role.THERAPIST])

        for form, field in (
            ({"text": "x"}, "outcome"),
            ({"outcome": "done"}, "text"),
            ({"outcome": "seen"}, "outcome"),
        ):
            answer = therapist.post(answering, data=form)
            assert answer.status_code == 422
            assert f'href="#{field}"' in answer.text

    def test_words_of_a_recording_that_was_withdrawn_are_not_shown_again(
        self, db, sign_in, people, page, answering, week, factories
    ):
        recording = factories.Recording(week=week)
        factories.Transcript(recording=recording, turns=[("caregiver", "He rang on Sunday.")])
        sign_in(people[Role.THERAPIST]).post(answering, data={"outcome": "done", "quote": "rang on Sunday"})
        assert "rang on Sunday" in page(Role.CONSULTANT)

        recording.status = RecordingStatus.WITHDRAWN
        db.commit()

        assert "rang on Sunday" not in page(Role.CONSULTANT)
        assert "came from a recording that was withdrawn" in page(Role.CONSULTANT)
        assert "rang on Sunday" not in sign_in(people[Role.THERAPIST]).get(answering).text


class TestTheDesk:
    @pytest.fixture
    def review(self, people, factories, week, note):
        return factories.Review(week=week, by=people[Role.CONSULTANT], revision_id=note.id)

    @pytest.fixture
    def seen(self, sign_in, people, review, action):
        def seen(role=Role.CONSULTANT, headers=None, **form):
            url = f"{ADDRESS}reviews/{review.id}/actions/{action.id}"
            return sign_in(people[role]).post(url, data=form, headers=headers)

        return seen

    def test_each_action_of_last_week_asks_whether_it_was_seen(self, page, review, seen):
        assert "Seen this week? Where?" in page(Role.CONSULTANT, "/review")
        assert "Seen this week? Where?" not in page(Role.SUPERVISOR, "/review")

        assert seen(outcome="seen", quote="Dad was late").status_code == 303

        found = page(Role.CONSULTANT, "/review")
        assert "Change what you saw" in found
        assert "“Dad was late”" in found
        assert "Dad was late”" not in page(Role.THERAPIST)

    def test_what_must_be_put_right_is_said_on_the_desk(self, seen):
        answer = seen(outcome="seen", quote="Dad")

        assert answer.status_code == 422
        assert "Choose the one you mean" in answer.text
        assert 'value="section:advances"' in answer.text

    def test_a_script_gets_the_piece_that_changed_or_the_sentences(self, seen, action):
        script = {"X-Requested-With": "fetch"}

        refused = seen(headers=script, outcome="seen", quote="Dad")
        assert (refused.status_code, "longer piece" in refused.json["errors"]["quote"]) == (422, True)
        assert "outcome" in seen(headers=script).json["errors"]

        said = seen(headers=script, outcome="seen", quote="Dad was late").json
        assert said["anchor"] == f"agreed-{action.id}"
        assert "“Dad was late”" in said["pieces"][said["anchor"]]
        assert "Change what you saw" in said["pieces"][said["anchor"]]

    def test_somebody_elses_draft_is_not_written_in(self, db, seen):
        assert seen(Role.SUPERVISOR, outcome="seen").status_code == 303

        assert db.query(ActionAnswer).count() == 0


class TestWhatLeads:
    def test_the_note_page_and_the_upload_page_begin_with_what_was_agreed(
        self, sign_in, people, address, action
    ):
        therapist = sign_in(people[Role.THERAPIST])
        words = f"What you agreed with {people[Role.CONSULTANT].name} for this week"

        for page in (f"{address}/note/edit", f"{ADDRESS}cases/{people['case'].id}/recordings/new"):
            found = therapist.get(page).text
            assert words in found
            assert f"/weeks/{this_monday()}/actions/{action.id}" in found

    def test_a_supervisor_who_uploads_is_not_shown_it_as_they_might_still_rate_that_week(
        self, sign_in, people, action
    ):
        found = (
            sign_in(people[Role.SUPERVISOR]).get(f"{ADDRESS}cases/{people['case'].id}/recordings/new").text
        )

        assert "Upload a recording" in found
        assert "&lt;b&gt;Ring" not in found
        assert f"/actions/{action.id}" not in found

    def test_nothing_agreed_takes_no_room(self, sign_in, people, address):
        assert "What you agreed" not in sign_in(people[Role.THERAPIST]).get(f"{address}/note/edit").text


def test_goals_of_last_week_must_be_rated_and_those_left_out_come_back(sign_in, people, factories, address):
    before = factories.Week(case=people["case"], starts_on=LAST)
    factories.Note(week=before, sections={"new_goals": [{"goal": "Home by nine"}, {"goal": "Ring Dad"}]})
    therapist = sign_in(people[Role.THERAPIST])
    form = {"do": "hand_in", "revision": "0", "number": "0", "advances": "Better."}
    form |= {"previous_goals-0-goal": "Home by nine", "previous_goals-0-rating": "met"}

    refused = therapist.post(f"{address}/note/edit", data=form)

    assert refused.status_code == 422
    assert 'href="#previous_goals-1-rating"' in refused.text
    assert ">Ring Dad</textarea>" in refused.text
    assert "Better." in refused.text

    form |= {"previous_goals-1-goal": "Ring Dad", "previous_goals-1-rating": "not_met"}
    assert therapist.post(f"{address}/note/edit", data=form).status_code == 303


def test_the_number_of_queries_does_not_grow_with_what_hangs_on_it(
    app, page, db, people, factories, week, note, action
):
    asked = []
    event.listen(
        app.extensions["fidelity.database"].engine,
        "before_cursor_execute",
        lambda *given: asked.append(given[2]),
    )

    def queries():
        asked.clear()
        page(Role.CONSULTANT)
        return len(asked)

    def one_more():
        factories.Recording(week=week)
        action.review.actions.append(Action(position=1, text="More."))
        db.flush()
        for each in action.review.actions:
            db.add(
                ActionAnswer(
                    action_id=each.id, week_id=week.id, by_id=people[Role.THERAPIST].id, outcome=ActionOutcome.DONE,
                    revision_id=note.id, section=NoteSection.ADVANCES, starts=0, ends=3, quote="Dad",
                )
            )  # fmt: skip
        db.commit()

    one_more()
    few = queries()
    for _ in range(5):
        one_more()

    assert queries() == few <= 34
