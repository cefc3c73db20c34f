"""What is done quotes what was read, and says where its words stand in the newest version, or that they do not."""

from datetime import timedelta

import pytest

from fidelity.usecases.answer_action import answer_action
from fidelity.usecases.find_agreed import read_agreed
from fidelity.usecases.locate_words import locate_words
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_feedback import read_feedback
from models import (
    Action,
    ActionOutcome,
    CaseNoteRevision,
    NoteSection,
    Rater,
    RecordingStatus,
    Role,
)
from tests.factories import this_monday
from tests.versions import SAME, add_version, comment, mark

OLD = (
    ("therapist", "So what happened just before that?"),
    ("caregiver", "He was at Karen's house till ten"),
    ("therapist", "Well done for that"),
)


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def recording(factories, week, people):
    return factories.Recording(week=week, by=people[Role.THERAPIST])


@pytest.fixture
def old(factories, recording):
    return factories.Transcript(recording=recording, turns=OLD)


@pytest.fixture
def review(factories, week, people):
    return factories.Review(week=week, by=people[Role.CONSULTANT], published=True)


@pytest.fixture
def places(database, db):
    """As a page that only looks asks for them."""

    def places(*rows):
        db.commit()
        with database.reading() as reading:
            here = [reading.get_one(type(row), row.id) for row in rows]
            found = locate_words(reading, here)
        return [found[row.id] for row in rows]

    return places


def again(db, note, **texts):
    """The note is handed in once more."""
    db.refresh(note)
    number = max(revision.number for revision in note.revisions) + 1
    first = note.revisions[0]
    revision = CaseNoteRevision(
        note_id=note.id, number=number, written_by_id=first.written_by_id, sections=texts, texts=texts
    )
    db.add(revision)
    db.commit()
    return revision


def test_published_words_quote_what_was_read_and_lead_to_the_newest_version(
    db, factories, recording, old, review, places
):
    marked = mark(factories, review, old.segments[1], "at Karen's house")
    said = comment(factories, review, old.segments[2], "Well done")
    add_version(db, recording, *SAME)
    third = add_version(
        db, recording, (9.9, "He was at Karen's house"), (11.5, "till ten."), (20, "Thank you.")
    )

    there, gone = places(marked, said)

    assert (there.segment_id, there.version, there.quote) == (old.segments[1].id, 1, "at Karen's house")
    assert (there.newer.number, there.newer.segment_id) == (3, third.segments[0].id)
    assert there.newer.seconds == pytest.approx(9.9)
    assert (gone.quote, gone.newer.number, gone.newer.is_found) == ("Well done", 3, False)


def test_words_of_the_newest_version_know_of_no_newer_one(db, factories, recording, old, review, places):
    new = add_version(db, recording, *SAME)
    elsewhere = factories.Transcript(turns=OLD)
    add_version(db, elsewhere.recording, *SAME)

    (place,) = places(mark(factories, review, new.segments[0], "what happened"))

    assert (place.version, place.newer) == (2, None)


def test_only_what_is_near_is_read_and_found_all_the_same(db, factories, recording, review, places):
    """An hour in which the same words come again and again: those of the same minute are meant."""
    turns = [("therapist", f"Well done for number {n} today") for n in range(120)]
    old = factories.Transcript(recording=recording, turns=turns)
    marks = [mark(factories, review, old.segments[n], "Well done") for n in (3, 60, 119)]
    new = add_version(db, recording, *((n * 10.0, turn[1]) for n, turn in enumerate(turns)))

    found = places(*marks)

    by_position = {segment.position: segment.id for segment in new.segments}
    assert [place.newer.segment_id for place in found] == [by_position[n] for n in (3, 60, 119)]


def test_of_a_withdrawn_recording_nothing_newer_is_said(db, factories, recording, old, review, places):
    marked = mark(factories, review, old.segments[0], "what happened")
    add_version(db, recording, *SAME)
    recording.status = RecordingStatus.WITHDRAWN
    db.commit()

    (place,) = places(marked)

    assert (place.is_withdrawn, place.newer) == (True, None)


def test_words_of_a_note_lead_to_the_newest_revision(db, factories, week, review, places):
    note = factories.Note(week=week, texts={"advances": "Mum praised her.", "barriers": "Dad rang late."})
    revision = note.revisions[0]
    kept = factories.Mark(review=review, quote="praised her", revision=revision)
    gone = factories.Mark(review=review, quote="rang late", revision=revision, section=NoteSection.BARRIERS)
    again(db, note, advances="Nothing yet.")
    again(db, note, advances="On Friday Mum praised her.", barriers="None.")

    there, missing = places(kept, gone)

    assert (there.revision, there.newer.number, there.newer.section) == (1, 3, NoteSection.ADVANCES)
    assert (missing.quote, missing.newer.number, missing.newer.is_found) == ("rang late", 3, False)


def test_feedback_says_what_was_made_anew_since(
    db, database, factories, people, week, recording, old, review
):
    mark(factories, review, old.segments[0], "what happened")
    note = factories.Note(week=week)
    factories.Mark(review=review, quote="praised her", revision=note.revisions[0])

    def read():
        db.commit()
        with database.reading() as reading:
            found = read_feedback(reading, by=people[Role.THERAPIST], review_id=review.id)
        return found.is_heard_anew, found.is_written_anew

    assert read() == (False, False)
    add_version(db, recording, *SAME)
    assert read() == (True, False)
    again(db, note, advances="Mum praised her.")
    assert read() == (True, True)


def test_the_evidence_of_an_answer_is_found_in_the_newest_version(
    db, database, factories, people, week, recording, old
):
    before = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    agreed_in = factories.Review(week=before, by=people[Role.CONSULTANT], published=True)
    action = Action(review_id=agreed_in.id, position=0, text="Ring Dad.")
    db.add(action)
    db.commit()
    given = {"by": people[Role.THERAPIST], "case_id": people["case"].id, "monday": this_monday()}

    def said():
        db.commit()
        with database.reading() as reading:
            agreed = read_agreed(
                reading, by=people[Role.THERAPIST], case_id=people["case"].id, monday=this_monday()
            )
        return agreed.actions[0].said

    answer_action(db, action_id=action.id, outcome=ActionOutcome.DONE, quote="at Karen's house", **given)
    assert said().place.newer is None
    second = add_version(db, recording, *SAME)
    assert said().place.newer.segment_id == second.segments[1].id
    add_version(db, recording, (0, "Hello."))
    assert (said().place.quote, said().place.newer.is_found) == ("at Karen's house", False)
    # Whoever changes the sentence beside it is not told that the words are gone.
    kept = answer_action(
        db, action_id=action.id, outcome=ActionOutcome.PARTLY, text="Once.", quote="at Karen's house", **given
    )
    assert kept.segment_id == old.segments[1].id


@pytest.mark.parametrize("rater", [Rater.FIRST, Rater.SECOND])
def test_the_desk_of_a_review_that_is_done_says_that_there_is_a_newer_version(
    db, factories, people, week, recording, old, rater
):
    by = people[Role.CONSULTANT if rater is Rater.FIRST else Role.SUPERVISOR]
    factories.Review(week=week, by=people[Role.CONSULTANT], published=True)
    if rater is Rater.SECOND:
        factories.second_review(week=week, by=by)

    def visit():
        db.rollback()
        (found,) = read_desk(
            db, by=by, case_id=week.case_id, monday=week.starts_on, rater=rater, is_looked_at=False
        ).visits
        return found.transcript.version, found.newer

    assert visit() == (1, None)
    add_version(db, recording, *SAME)
    assert visit() == (1, 2)


def test_a_draft_is_written_on_the_newest_version(db, factories, people, week, recording, old):
    factories.Review(week=week, by=people[Role.CONSULTANT])
    add_version(db, recording, *SAME)

    (visit,) = read_desk(
        db, by=people[Role.CONSULTANT], case_id=week.case_id, monday=week.starts_on, is_looked_at=False
    ).visits

    assert (visit.transcript.version, visit.newer) == (2, None)
    db.commit()
