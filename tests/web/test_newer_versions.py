"""Pages that quote an older version say that there is a newer one, and lead to both."""

from datetime import timedelta

import pytest

from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    CaseNoteRevision,
    NoteSection,
    Role,
    Segment,
    Transcript,
)
from tests.versions import SAME, add_version, mark

WORDS = (("therapist", "So what happened just before that?"), ("therapist", "Well done for that"))


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def recording(factories, week, people):
    recording = factories.Recording(week=week, by=people[Role.THERAPIST])
    factories.Transcript(recording=recording, turns=WORDS)
    return recording


@pytest.fixture
def review(factories, week, people):
    return factories.Review(week=week, by=people[Role.CONSULTANT], published=True)


def test_feedback_leads_to_the_words_that_were_read_and_to_those_of_today(
    db, factories, people, recording, review, sign_in
):
    old = mark(factories, review, _segment(db, recording), "what happened")
    gone = mark(factories, review, _segment(db, recording, 1), "Well done")
    browser = sign_in(people[Role.THERAPIST])
    before = browser.get(f"/feedback/{review.id}").text
    new = add_version(db, recording, SAME[0], (10, "Hello."))

    page = browser.get(f"/feedback/{review.id}").text

    assert "Since then" not in before
    assert "transcribed again" in page
    assert f'/recordings/{recording.id}?version=1#turn-{old.segment_id}"' in page
    assert f'/recordings/{recording.id}?version=2#turn-{new.segments[0].id}"' in page
    assert "These words are not in the" in page
    assert page.count("version 1 of its words") == 2
    assert gone.quote in page


def test_a_link_to_older_words_leads_to_the_version_in_which_they_stand(
    db, factories, people, recording, review, sign_in
):
    row = mark(factories, review, _segment(db, recording), "what happened")
    add_version(db, recording, *SAME)
    browser = sign_in(people[Role.THERAPIST])

    answer = browser.get(f"/recordings/{recording.id}?version=1")

    assert (answer.status_code, answer.location) == (303, f"/recordings/{recording.id}/versions/1")
    page = browser.get(answer.location).text
    assert f'id="turn-{row.segment_id}"' in page
    # What feedback says stands at its place in the words that were read.
    assert f'data-said="{row.id}"' in page
    for number, status in (("2", 200), ("3", 200), ("0", 200), ("", 404), ("-1", 404), ("9" * 30, 404)):
        assert browser.get(f"/recordings/{recording.id}?version={number}").status_code == status


def test_an_answer_says_where_its_words_are_or_that_they_are_not_in_the_newest_revision(
    db, factories, people, week, sign_in
):
    note = factories.Note(week=week, texts={"advances": "Dad rang twice."})
    agreed_in = factories.Review(
        week=factories.Week(case=people["case"], starts_on=week.starts_on - timedelta(weeks=1)),
        by=people[Role.CONSULTANT],
        published=True,
    )
    action = Action(review_id=agreed_in.id, position=0, text="Ring Dad.")
    db.add(action)
    db.flush()
    given = {"revision_id": note.revisions[0].id, "section": NoteSection.ADVANCES, "starts": 0, "ends": 8}
    given |= {"outcome": ActionOutcome.DONE, "by_id": people[Role.THERAPIST].id, "quote": "Dad rang"}
    db.add(ActionAnswer(action_id=action.id, week_id=week.id, **given))
    db.commit()
    browser = sign_in(people[Role.CONSULTANT])
    address = f"/cases/{people['case'].id}/weeks/{week.starts_on}"

    def revise(number, text):
        db.add(
            CaseNoteRevision(
                note_id=note.id,
                number=number,
                written_by_id=people[Role.THERAPIST].id,
                sections={"advances": text},
                texts={"advances": text},
            )
        )
        db.commit()

    assert "newest" not in browser.get(address).text
    revise(2, "At last Dad rang twice.")
    page = browser.get(address).text
    assert "In the newest revision:" in page
    assert "?revision=2#advances" in page
    revise(3, "He came.")
    page = browser.get(address).text
    assert "“Dad rang”" in page
    assert "These words are not in the" in page
    assert "newest revision of the note</a>." in page


def test_a_desk_that_is_done_says_that_words_and_note_came_anew(
    db, factories, people, week, recording, review, sign_in
):
    note = factories.Note(week=week)
    review.revision_id = note.revisions[0].id
    db.commit()
    add_version(db, recording, *SAME)
    text = {"advances": "Mum praised her twice."}
    db.add(CaseNoteRevision(note_id=note.id, number=2, written_by_id=review.by_id, sections=text, texts=text))
    db.commit()

    page = (
        sign_in(people[Role.CONSULTANT]).get(f"/cases/{people['case'].id}/weeks/{week.starts_on}/review").text
    )

    assert "this review stays on version 1 of its words" in page
    assert "Read version 2" in page
    assert "The note was handed in again since" in page
    assert "Read revision 2" in page
    assert "Well done for that" in page


def _segment(db, recording, position=0):
    rows = db.query(Segment).join(Transcript).filter_by(recording_id=recording.id, version=1)
    return rows.order_by(Segment.position).all()[position]


def test_what_feedback_says_stands_at_its_words_in_the_newest_version_too(
    db, factories, people, recording, review, sign_in
):
    there = mark(factories, review, _segment(db, recording), "what happened")
    gone = mark(factories, review, _segment(db, recording, 1), "Well done")
    new = add_version(db, recording, SAME[0], (10, "Hello."))
    address = f"/recordings/{recording.id}"

    page = sign_in(people[Role.THERAPIST]).get(address).text

    turn = page[page.index(f'id="turn-{new.segments[0].id}"') :]
    assert f'data-said="{there.id}"' in turn[: turn.index("</li>\n</ol>")]
    assert "Said of an earlier version of these words." in page
    assert str(gone.id) not in page
    assert "1 mark or comment of your feedback is on words that are not in this version." in page
    # For whoever reviews it stands at the desk.
    assert "of your feedback" not in sign_in(people[Role.CONSULTANT]).get(address).text


def test_what_feedback_says_stands_at_its_words_in_the_newest_revision_too(
    db, factories, people, week, review, sign_in
):
    note = factories.Note(week=week, texts={"advances": "Mum praised her.", "barriers": "Dad rang late."})
    there = factories.Mark(review=review, quote="praised her", revision=note.revisions[0])
    gone = factories.Mark(
        review=review, quote="rang late", revision=note.revisions[0], section=NoteSection.BARRIERS
    )
    texts = {"advances": "On Friday Mum praised her.", "barriers": "None."}
    by_id = people[Role.THERAPIST].id
    db.add(CaseNoteRevision(note_id=note.id, number=2, written_by_id=by_id, sections=texts, texts=texts))
    db.commit()
    address = f"/cases/{people['case'].id}/weeks/{week.starts_on}/note"
    browser = sign_in(people[Role.THERAPIST])

    newest, first = browser.get(address).text, browser.get(f"{address}?revision=1").text

    assert f'data-said="{there.id}"' in newest
    assert str(gone.id) not in newest
    assert "1 mark or comment of your feedback is on words that are not in this revision." in newest
    assert all(f'data-said="{row.id}"' in first for row in (there, gone))
    assert "earlier version of these words" not in first
