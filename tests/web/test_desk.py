"""The review desk as a person meets it, with and without scripts."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, select

from fidelity.queue import JobKind
from fidelity.usecases import jobs
from models import (
    AuditEntry,
    CaseNoteRevision,
    Comment,
    JobStatus,
    Mark,
    Principle,
    Rating,
    RecordingStatus,
    Review,
    Role,
    Segment,
    Suggestion,
)
from tests.factories import this_monday

NOT_READ = "The machine has not read all of these words yet."
FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}
TEXTS = {
    "advances": "Mum set the rule & praised her 🙂 for being home by nine.",
    "barriers": "<script>alert(1)</script>",
}


@pytest.fixture
def week(people, factories):
    week = factories.Week(case=people["case"])
    factories.Codebook()
    factories.Note(week=week, by=people[Role.THERAPIST], texts=TEXTS)
    turns = [("therapist", "Well done for ringing school."), ("caregiver", "It was hard.")]
    factories.Transcript(recording=factories.Recording(week=week), turns=turns)
    return week


@pytest.fixture
def revision(db, week):
    return db.scalar(select(CaseNoteRevision).where(CaseNoteRevision.note.has(week_id=week.id)))


@pytest.fixture
def turn(db, week):
    return db.scalars(select(Segment).order_by(Segment.position).where(Segment.text.like("Well%"))).first()


class Person:
    """A browser that lets go of the test's own transaction first: SQLite has one writer at a time."""

    def __init__(self, db, browser):
        self._db, self._browser = db, browser

    def get(self, address, **more):
        return self._ask(self._browser.get, address, more)

    def post(self, address, **more):
        return self._ask(self._browser.post, address, more)

    def _ask(self, method, address, more):
        self._db.commit()
        answer = method(address, base_url="https://localhost", **more)
        self._db.expire_all()
        return answer


@pytest.fixture
def browser_of(db, sign_in):
    return lambda person: Person(db, sign_in(person))


@pytest.fixture
def consultant(people, browser_of):
    return browser_of(people[Role.CONSULTANT])


def desk_address(week):
    return f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review"


@pytest.fixture
def review(db, consultant, week):
    answer = consultant.post(desk_address(week))
    assert answer.status_code == 303
    return db.scalar(select(Review).filter_by(week_id=week.id))


@pytest.fixture
def post(consultant, review, db):
    """Send a form of this review; the other database session then sees what it did."""

    def post(path, data=None, **more):
        return consultant.post(f"/reviews/{review.id}{path}", data=data, **more)

    return post


@pytest.fixture
def page(consultant, week):
    def page():
        answer = consultant.get(desk_address(week))
        assert answer.status_code == 200
        return answer.text

    return page


def test_looking_begins_nothing_and_shows_the_words(db, page, week):
    text = page()

    assert "Mum set the rule &amp; praised her" in text
    assert "<script>alert(1)" not in text
    assert "Well done for ringing school." in text
    assert "Start the review" in text
    assert 'name="choice"' not in text
    assert db.query(Review).filter_by(week_id=week.id).count() == 0
    assert db.query(AuditEntry).filter_by(what="read week", subject_id=week.id).count() == 1


def test_sessions_of_one_day_are_told_apart_and_one_that_cannot_be_heard_says_why(page, week, factories):
    factories.Recording(
        week=week, status=RecordingStatus.FAILED, failure="We could not read this file. Upload it again."
    )
    factories.Recording(week=week, visited_on=week.starts_on + timedelta(days=1), is_playable=True)

    text = page()

    day, next_day = f"{week.starts_on.day}", f"{(week.starts_on + timedelta(days=1)).day}"
    names = re.findall(r">Session of [A-Z]\w+day (\d+) \w+ \d+(, \d of \d)?</h2>", text)
    assert names == [(day, ", 1 of 2"), (day, ", 2 of 2"), (next_day, "")]
    assert "There are no words to read: needs attention. We could not read this file." in text
    assert re.search(rf'aria-label="Player: session of {next_day} \w+ \d+"', text)


def test_a_week_with_nothing_in_it_says_what_to_do(consultant, people):
    earlier = this_monday() - timedelta(weeks=2)
    answer = consultant.get(f"/cases/{people['case'].id}/weeks/{earlier.isoformat()}/review")

    assert "There is nothing to review yet" in answer.text
    answer = consultant.post(
        f"/cases/{people['case'].id}/weeks/{earlier.isoformat()}/review",
        follow_redirects=True,
    )
    assert "There is nothing to review in this week yet." in answer.text


@pytest.mark.parametrize("day", ["2026-11-17", "yesterday", "20261116"])
def test_a_day_that_is_no_monday_leads_nowhere(consultant, people, day):
    answer = consultant.get(f"/cases/{people['case'].id}/weeks/{day}/review")

    assert answer.status_code == 404


def test_accepting_and_undoing_without_a_script(post, page, factories, week, revision, db):
    row = factories.Suggestion(week=week, quote="set the rule", revision=revision)

    answer = post(f"/suggestions/{row.id}", {"verdict": "accepted"})

    assert answer.status_code == 303
    assert answer.location.endswith(f"#suggestion-{row.id}")
    assert f'id="suggestion-{row.id}"' in page()
    assert "In the sessions" in page()
    assert db.query(Mark).filter_by(suggestion_id=row.id, removed_at=None).count() == 1
    post(f"/suggestions/{row.id}", {"verdict": "undone"})
    assert db.query(Mark).filter_by(suggestion_id=row.id, removed_at=None).count() == 0


def test_a_script_gets_the_pieces_that_changed(post, factories, week, turn):
    row = factories.Suggestion(week=week, quote="Well done", segment=turn)

    answer = post(f"/suggestions/{row.id}", {"verdict": "accepted"}, headers=FETCH)

    assert set(answer.json["pieces"]) == {
        f"turn-{turn.id}",
        f"evidence-{row.principle.value}",
        f"wants-{row.principle.value}",
        "loose-comments",
    }
    assert "Accepted:" in answer.json["pieces"][f"turn-{turn.id}"]
    assert "Well done" in answer.json["pieces"][f"evidence-{row.principle.value}"]


def test_an_unknown_verdict_is_refused(post, factories, week, revision):
    row = factories.Suggestion(week=week, quote="set the rule", revision=revision)

    assert post(f"/suggestions/{row.id}", {"verdict": "all"}).status_code == 400


def test_the_clock_starts_when_the_page_says_so(post, factories, week, revision, db):
    row = factories.Suggestion(week=week, quote="set the rule", revision=revision)

    assert post("/suggestions/shown", {"id": [str(row.id), "rubbish"]}).status_code == 204
    assert db.get(Suggestion, row.id).first_shown_at is not None


def test_words_are_marked_without_a_script(consultant, post, page, review, db, turn):
    form = consultant.get(f"/reviews/{review.id}/words?turn={turn.id}")
    assert "Well done for ringing school." in form.text

    wrong = post("/marks", {"turn": str(turn.id), "quote": "Badly done", "principle": "generalisation"})
    assert wrong.status_code == 422
    assert "Copy the words exactly" in wrong.text
    assert "Badly done" in wrong.text
    assert '<option value="generalisation" selected>' in wrong.text

    good = {"turn": str(turn.id), "quote": "Well done", "principle": "generalisation", "polarity": "-"}
    assert post("/marks", good).status_code == 303
    mark = db.scalar(select(Mark))
    assert f'data-spans="mark-{mark.id}">Well done</span>' in page()
    assert "Goes against" in page()
    post(f"/marks/{mark.id}/remove")
    assert f"mark-{mark.id}" not in page()


def test_positions_count_an_emoji_as_one(post, page, db):
    good = {
        "section": "advances",
        "quote": "for being home",
        "near": "35",
        "principle": "generalisation",
        "polarity": "+",
    }
    assert post("/marks", good, headers=FETCH).status_code == 200

    mark = db.scalar(select(Mark))
    assert TEXTS["advances"][mark.starts : mark.ends] == "for being home"
    assert 'data-at="' in page()


def test_a_comment_has_its_place_and_its_link(post, page, db, consultant, review):
    post("/comments", {"section": "advances", "quote": "set the rule", "text": "<b>Whose</b> rule?"})
    comment = db.scalar(select(Comment))

    assert f'id="comment-{comment.id}"' in page()
    assert "&lt;b&gt;Whose&lt;/b&gt; rule?" in page()

    empty = post(f"/comments/{comment.id}", {"text": " "})
    assert empty.status_code == 422
    assert f'href="#text-{comment.id}"' in empty.text
    post(f"/comments/{comment.id}", {"text": "Whose?"})
    assert "Whose?" in page()
    post(f"/comments/{comment.id}/remove")
    assert f'id="comment-{comment.id}"' not in page()


def test_a_rating_is_kept_and_can_be_cleared(post, page, db):
    first = post("/ratings/finding_the_fit", {"choice": "4"}, headers=FETCH).json
    second = post("/ratings/finding_the_fit", {"why": "She asked."}, headers=FETCH).json

    assert first["rated"] == second["rated"] == 1
    assert "write a sentence why" in first["pieces"]["wants-finding_the_fit"]
    assert "write a sentence why" not in second["pieces"]["wants-finding_the_fit"]
    assert ">She asked.</textarea>" in page()
    assert re.search(r'value="4" id="rating-finding_the_fit-4"[^>]* checked', page())

    post("/ratings/finding_the_fit", {"choice": "4", "clear": "yes"})
    assert db.query(Rating).join(Review).filter(Rating.principle == Principle.FINDING_THE_FIT).count() == 1
    assert "0</b> of 9 rated" in page()

    nothing = post("/ratings/finding_the_fit", {})
    assert nothing.status_code == 422
    assert 'href="#rating-finding_the_fit"' in nothing.text
    assert post("/ratings/kindness", {"choice": "4"}).status_code == 404


def test_two_tabs_see_both_versions(post, page, review):
    assert post("/words", {"number": "0", "strengths": "One tab"}, headers=FETCH).json == {"number": 1}
    clash = post("/words", {"number": "0", "strengths": "Other tab"}, headers=FETCH)
    assert clash.status_code == 409

    kept = clash.json["kept"]
    both = post("/words", {"number": "0", "strengths": "Other tab, and more", "kept": kept})
    assert both.status_code == 409
    assert f'<a href="/reviews/{review.id}/kept/{kept}">look at both' in page()
    assert re.sub("</?mark[^>]*>", "", both.text).count("Other tab, and more") == 1
    assert 'name="number" value="1"' in both.text

    settled = post(f"/kept/{kept}", {"number": "1", "keep-strengths": "both"})
    assert settled.status_code == 303
    assert "One tab\n\nOther tab, and more" in page()
    assert "look at both" not in page()


def test_words_without_a_script_go_to_the_preview(post, people, db, review):
    owner = str(people[Role.THERAPIST].id)
    data = {
        "number": "0",
        "next_steps": "Rehearse",
        "action_text": ["Ask dad", ""],
        "action_owner": [owner, ""],
        "action_due": ["2026-12-01", ""],
        "preview": "yes",
    }
    answer = post("/words", data)

    assert answer.location == f"/reviews/{review.id}/preview"
    [action] = db.get(Review, review.id).actions
    assert (action.text, str(action.owner_id)) == ("Ask dad", owner)
    wrong = post("/words", data | {"number": "1", "action_due": ["soon", ""]})
    assert wrong.status_code == 422
    assert "Enter a date" in wrong.text


def test_publishing_names_what_is_missing_and_then_closes_the_review(post, page, consultant, review):
    refused = post("/publish")
    assert refused.status_code == 422
    assert refused.text.count("Select 1 to 5, or not assessable") == 18
    assert refused.text.count("not assessable, for “Generalisation”") == 2
    assert 'href="#strengths"' in refused.text

    for principle in Principle:
        post(f"/ratings/{principle.value}", {"choice": "not_assessable"})
    post("/words", {"number": "0", "next_steps": "Rehearse"})
    preview = consultant.get(f"/reviews/{review.id}/preview")
    assert "This is what the therapist will read" in preview.text
    for _ in range(2):
        assert post("/publish").status_code == 303

    text = page()
    assert f"/feedback/{review.id}" in text
    assert 'name="choice"' not in text
    late = post("/ratings/finding_the_fit", {"choice": "1"}, headers=FETCH)
    assert late.status_code == 409
    assert "published" in late.json["error"]


def test_a_second_person_reads_and_is_told_who_writes(browser_of, people, week, review, db):
    supervisor = browser_of(people[Role.SUPERVISOR])

    text = supervisor.get(desk_address(week)).text
    answer = supervisor.post(
        f"/reviews/{review.id}/ratings/finding_the_fit",
        data={"choice": "1"},
        follow_redirects=True,
    )

    assert f"{people[Role.CONSULTANT].name} is writing this review" in text
    assert 'name="choice"' not in text
    assert "You can read it, but not change it." in answer.text
    assert db.query(Rating).filter_by(review_id=review.id).count() == 0


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.ADMINISTRATOR])
def test_other_roles_do_not_get_in(browser_of, people, week, review, role):
    browser = browser_of(people[role])

    assert browser.get(desk_address(week)).status_code in {403, 404}
    for path in ("/preview", "/words?section=advances"):
        assert browser.get(f"/reviews/{review.id}{path}").status_code == 404
    for path in ("/publish", "/marks", "/comments", "/newer-note", "/suggestions/shown"):
        answer = browser.post(f"/reviews/{review.id}{path}", data={"section": "advances"})
        assert answer.status_code == 404


@pytest.mark.parametrize("status", [JobStatus.WAITING, JobStatus.RUNNING, JobStatus.DONE, JobStatus.FAILED])
@pytest.mark.parametrize("kind", [JobKind.TAG_NOTE, JobKind.TAG_NOTE_AGAIN])
def test_a_note_that_the_machine_has_not_read_is_not_one_with_nothing_in_it(
    page, review, revision, db, kind, status
):
    assert NOT_READ not in page()
    jobs.ask(db, kind, revision.id).status = status
    jobs.ask(db, JobKind.TRANSCRIBE, revision.id)
    db.commit()

    assert (NOT_READ in page()) == (status in {JobStatus.WAITING, JobStatus.RUNNING})


def test_the_number_of_queries_does_not_grow_with_the_words(app, page, factories, week, revision, review):
    seen = []
    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    def queries():
        seen.clear()
        page()
        return len(seen)

    page()
    factories.Suggestion(week=week, quote="set the rule", revision=revision)
    few = queries()
    turns = [("therapist", f"Well done number {n}.") for n in range(30)]
    many = factories.Transcript(recording=factories.Recording(week=week), turns=turns)
    for segment in many.segments:
        factories.Suggestion(week=week, quote="Well done", segment=segment)

    assert queries() == few
    # Among them: which principles are experimental, whether the tagger still reads, what is hidden from whom,
    # a person's own keys, what was kept of a save that lost, whether it was taken back, and who handed it over.
    assert few <= 40
