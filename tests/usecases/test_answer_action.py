from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.usecases.anchor_words import Place
from fidelity.usecases.answer_action import answer_action, answer_as_rater
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.find_agreed import find_agreed
from fidelity.usecases.find_evidence import WhichPlace, around
from fidelity.usecases.finish_action import finish_action
from fidelity.usecases.week_of import WeekNotOpen
from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    AuditEntry,
    CaseNoteRevision,
    NoteSection,
    Rater,
    RecordingStatus,
    ReviewStatus,
    Role,
    Week,
    now,
)
from tests.factories import this_monday

DONE, PARTLY, NOT_DONE = ActionOutcome.DONE, ActionOutcome.PARTLY, ActionOutcome.NOT_DONE
SEEN, NOT_SEEN = ActionOutcome.SEEN, ActionOutcome.NOT_SEEN
TURNS = (("therapist", "Did Dad ring on Sunday?"), ("caregiver", "He did, and again on Monday."))


@pytest.fixture
def agreed_in(people, factories):
    week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    return factories.Review(week=week, by=people[Role.CONSULTANT], published=True)


@pytest.fixture
def action(db, agreed_in):
    action = Action(review_id=agreed_in.id, position=0, text="Ring Dad.")
    db.add(action)
    db.commit()
    return action


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def revision(people, factories, week):
    note = factories.Note(
        week=week,
        by=people[Role.THERAPIST],
        texts={"advances": "Dad rang twice.", "barriers": "Dad rang late."},
    )
    return note.latest


@pytest.fixture
def recording(people, factories, week):
    recording = factories.Recording(week=week, by=people[Role.THERAPIST])
    factories.Transcript(recording=recording, turns=TURNS)
    return recording


@pytest.fixture
def answer(db, people, action):
    def answer(outcome=DONE, *, by=None, monday=None, **given):
        return answer_action(
            db,
            by=by or people[Role.THERAPIST],
            case_id=people["case"].id,
            monday=monday or this_monday(),
            action_id=given.pop("action_id", action.id),
            outcome=outcome,
            **given,
        )

    return answer


@pytest.fixture
def look(db, people, agreed_in):
    """What a person of a role finds of the action on the page of this week."""

    def look(role, **given):
        agreed = find_agreed(db, people[role], people["case"], given.get("monday", this_monday()))
        assert agreed.review.id == agreed_in.id
        return agreed.actions[0]

    return look


class TestTheTherapist:
    def test_words_of_the_note_are_evidence(self, answer, look, revision, week):
        kept = answer(PARTLY, text=" Only twice. ", quote="dad  RANG twice")

        assert (kept.week_id, kept.outcome, kept.text) == (week.id, PARTLY, "Only twice.")
        assert (kept.revision_id, kept.section, kept.quote) == (
            revision.id,
            NoteSection.ADVANCES,
            "Dad rang twice",
        )
        said = look(Role.CONSULTANT).said
        assert (said.place.section, said.place.revision, said.monday) == (
            NoteSection.ADVANCES,
            1,
            this_monday(),
        )

    def test_words_of_a_session_are_evidence(self, answer, look, recording):
        kept = answer(quote="again on Monday")

        place = look(Role.SUPERVISOR).said.place
        assert (place.recording_id, place.quote) == (recording.id, "again on Monday")
        assert place.seconds > 10
        assert kept.revision_id is None

    def test_words_that_stand_twice_are_asked_for(self, answer, revision, recording):
        with pytest.raises(WhichPlace) as which:
            answer(quote="Dad rang")
        assert [found.section for found in which.value.places] == [NoteSection.ADVANCES, NoteSection.BARRIERS]

        assert [found.around for found in which.value.places] == ["Dad rang twice.", "Dad rang late."]

        kept = answer(quote="Dad rang", place=which.value.places[1].place)
        assert kept.section is NoteSection.BARRIERS

    def test_who_changes_the_sentence_is_not_asked_again_where_the_words_stand(
        self, db, answer, revision, recording
    ):
        with pytest.raises(WhichPlace) as which:
            answer(quote="Dad rang")
        first = answer(quote="Dad rang", place=which.value.places[1].place)
        texts = {"advances": "All new."}
        newer = CaseNoteRevision(number=2, written_by_id=revision.written_by_id, sections=texts, texts=texts)
        revision.note.revisions.append(newer)
        db.commit()

        again = answer(PARTLY, text="Only once.", quote=" Dad  rang")

        assert again.id != first.id
        assert (again.revision_id, again.section) == (revision.id, NoteSection.BARRIERS)

    @pytest.mark.parametrize("quote", ["Mum rang", "twice. Dad", "ring on Sunday? He did"])
    def test_words_that_stand_nowhere_are_refused(self, answer, revision, recording, quote):
        with pytest.raises(InvalidInput) as error:
            answer(text="x", quote=quote)

        assert "were not found" in error.value.messages["quote"]

    def test_more_words_than_anybody_would_read_are_not_looked_for(self, answer, revision, recording):
        with pytest.raises(InvalidInput) as error:
            answer(text="x", quote="Dad rang twice. " * 400)

        assert "5,000 characters or fewer" in error.value.messages["quote"]

    def test_words_of_another_week_or_family_are_not_evidence(self, answer, people, factories):
        factories.Note(
            week=factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=2)),
            texts={"advances": "Dad rang."},
        )
        factories.Note(week=factories.Week(), texts={"advances": "Dad rang."})

        with pytest.raises(InvalidInput):
            answer(quote="Dad rang")

    def test_a_place_in_another_family_is_not_found(self, answer, factories, revision):
        segment = factories.Transcript().segments[0]

        with pytest.raises(NotFound):
            answer(quote="What happened", place=Place(segment_id=segment.id, word=0))

    def test_an_answer_needs_a_sentence_or_words(self, answer):
        for given in ({}, {"text": " "}, {"quote": "\n"}):
            with pytest.raises(InvalidInput) as error:
                answer(DONE, **given)
            assert "text" in error.value.messages
        with pytest.raises(InvalidInput) as error:
            answer(DONE, text="a" * 1001)
        assert "1,000" in error.value.messages["text"]

    @pytest.mark.parametrize("outcome", [None, SEEN, NOT_SEEN])
    def test_a_therapist_does_not_say_what_a_rater_says(self, answer, outcome):
        with pytest.raises(InvalidInput) as error:
            answer(outcome, text="x")

        assert "outcome" in error.value.messages

    def test_the_last_answer_counts_and_the_tick_follows_it(self, db, answer, look, action):
        for outcome, is_ticked in ((DONE, True), (PARTLY, False), (DONE, True), (NOT_DONE, False)):
            answer(outcome, text="So it was.")
            db.refresh(action)
            assert (action.done_at is not None) is is_ticked
            assert look(Role.THERAPIST).said.answer.outcome is outcome

        assert db.query(ActionAnswer).count() == 4

    def test_saying_the_same_twice_keeps_one_answer_and_the_first_time(self, db, answer, action):
        first = answer(text="Twice.").id
        ticked = action.done_at

        assert answer(text="Twice.").id == first
        assert action.done_at == ticked

    def test_a_tick_is_an_answer_without_evidence(self, db, people, answer, agreed_in, action, look):
        given = {"by": people[Role.THERAPIST], "review_id": agreed_in.id, "action_id": action.id}
        finish_action(db, **given, is_done=True)
        assert look(Role.CONSULTANT).said.answer.outcome is DONE

        finish_action(db, **given, is_done=False)
        assert look(Role.CONSULTANT).said.answer.outcome is NOT_DONE
        answer(DONE, text="It was after all.")
        assert action.done_at is not None

    def test_evidence_of_a_recording_that_was_withdrawn_is_not_shown(self, db, answer, look, recording):
        answer(quote="again on Monday")
        recording.status = RecordingStatus.WITHDRAWN
        db.commit()

        assert look(Role.CONSULTANT).said.place.is_withdrawn

    def test_evidence_of_an_earlier_revision_goes_on_saying_which(self, db, answer, look, revision):
        answer(quote="Dad rang twice")
        texts = {"advances": "All new."}
        newer = CaseNoteRevision(number=2, written_by_id=revision.written_by_id, sections=texts, texts=texts)
        revision.note.revisions.append(newer)
        db.commit()

        said = look(Role.CONSULTANT).said
        assert (said.place.revision, said.place.quote) == (1, "Dad rang twice")
        with pytest.raises(InvalidInput):
            answer(quote="Dad rang late")

    def test_only_the_therapist_of_the_case_answers(self, answer, people, factories):
        colleague = factories.Person(role=Role.THERAPIST, team=people["team"])
        for person, error in (
            (people[Role.CONSULTANT], NotAllowed),
            (people[Role.SUPERVISOR], NotAllowed),
            (people[Role.ADMINISTRATOR], NotAllowed),
            (colleague, NotFound),
            (factories.Person(role=Role.THERAPIST), NotFound),
        ):
            with pytest.raises(error):
                answer(text="x", by=person)

    def test_only_what_was_published_before_the_week_is_answered(self, db, answer, people, factories, week):
        def made(in_week, **given):
            review = factories.Review(week=in_week, **given)
            review.actions.append(Action(position=0, text="Another."))
            db.commit()
            return review.actions[0].id

        before = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=2))
        second = {"rater": Rater.SECOND, "status": ReviewStatus.SUBMITTED, "submitted_at": now()}
        for action_id in (
            made(before),
            made(before, **second),
            made(week, published=True),
            made(factories.Week(starts_on=before.starts_on), published=True),
        ):
            with pytest.raises(NotFound):
                answer(text="x", action_id=action_id)

    def test_a_week_that_has_not_begun_or_comes_after_the_case_is_refused(self, db, answer, people):
        with pytest.raises(WeekNotOpen):
            answer(text="x", monday=this_monday() + timedelta(weeks=1))
        people["case"].closed_on = this_monday() - timedelta(days=1)
        db.commit()
        with pytest.raises(WeekNotOpen):
            answer(text="x")

    def test_the_audit_log_knows_of_it_without_its_words(self, db, answer, action):
        answer(text="Twice.")

        entry = db.scalars(select(AuditEntry).filter_by(what="answered action")).one()
        assert entry.subject_id == action.id


class TestARater:
    @pytest.fixture
    def review(self, people, factories, week, revision):
        return factories.Review(week=week, by=people[Role.CONSULTANT], revision_id=revision.id)

    @pytest.fixture
    def see(self, db, people, action, review):
        def see(outcome=SEEN, *, by=None, action_id=action.id, review=review, **given):
            person = by or people[Role.CONSULTANT]
            return answer_as_rater(
                db, by=person, review_id=review.id, action_id=action_id, outcome=outcome, **given
            )

        return see

    def test_a_rater_says_where_it_was_seen_and_the_tick_stays_the_therapists(
        self, see, look, action, review
    ):
        see(quote="Dad rang twice", text="By himself.")

        assert action.done_at is None
        own = look(Role.CONSULTANT).seen_in(review.id)
        assert (own.answer.outcome, own.place.quote) == (SEEN, "Dad rang twice")
        see(NOT_SEEN)
        assert look(Role.CONSULTANT).seen_in(review.id).answer.outcome is NOT_SEEN

    def test_what_was_not_seen_has_no_words(self, see):
        with pytest.raises(InvalidInput) as error:
            see(NOT_SEEN, quote="Dad rang twice")

        assert "quote" in error.value.messages

    def test_a_rater_does_not_say_what_a_therapist_says(self, see):
        for outcome in (None, DONE, PARTLY, NOT_DONE):
            with pytest.raises(InvalidInput):
                see(outcome)

    def test_only_the_writer_of_the_draft(self, db, see, people, factories, review):
        with pytest.raises(NotYoursToWrite):
            see(by=people[Role.SUPERVISOR])
        with pytest.raises(NotFound):
            see(by=people[Role.THERAPIST])
        review.status, review.published_at, review.offer = ReviewStatus.PUBLISHED, now(), people["team"].offer
        db.commit()
        with pytest.raises(NotYoursToWrite):
            see()

    def test_nobody_but_the_writer_knows_before_it_is_published(self, db, see, look, review, people):
        see(text="Well done.")

        assert look(Role.THERAPIST).seen == look(Role.SUPERVISOR).seen == []
        review.status, review.published_at, review.offer = ReviewStatus.PUBLISHED, now(), people["team"].offer
        db.commit()
        assert [each.answer.text for each in look(Role.THERAPIST).seen] == ["Well done."]
        assert look(Role.SUPERVISOR).seen_in(review.id) is not None

    def test_a_second_rating_stays_apart_until_both_are_done_and_a_therapist_never_knows(
        self, db, see, look, review, people, factories, week, action
    ):
        second = factories.Review(week=week, by=people[Role.SUPERVISOR], rater=Rater.SECOND)
        see(text="First.")
        db.add(
            ActionAnswer(
                action_id=action.id,
                week_id=week.id,
                review_id=second.id,
                by_id=second.by_id,
                outcome=NOT_SEEN,
                text="Second.",
            )
        )
        db.commit()

        def texts(role):
            return {each.answer.text for each in look(role).seen}

        assert (texts(Role.CONSULTANT), texts(Role.SUPERVISOR)) == ({"First."}, {"Second."})
        review.status, review.published_at, review.offer = ReviewStatus.PUBLISHED, now(), people["team"].offer
        db.commit()
        assert (texts(Role.CONSULTANT), texts(Role.SUPERVISOR)) == ({"First."}, {"Second."})
        second.status, second.submitted_at = ReviewStatus.SUBMITTED, now()
        db.commit()
        assert texts(Role.CONSULTANT) == texts(Role.SUPERVISOR) == {"First.", "Second."}
        assert texts(Role.THERAPIST) == {"First."}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dad rang.", "Dad rang."),
        ("x" * 50 + " then\nDad rang " + "y" * 50 + " z", "…then Dad rang…"),
        ("x" * 60 + "Dad rang" + "y" * 60, "…Dad rang…"),
    ],
)
def test_words_are_told_apart_by_those_beside_them(text, expected):
    starts = text.index("Dad rang")

    assert around(text, starts, starts + 8) == expected


def test_a_week_is_made_by_its_first_answer(db, answer, people):
    answer(text="Twice.")

    assert db.query(Week).filter_by(case_id=people["case"].id, starts_on=this_monday()).one()


def test_what_was_agreed_is_that_of_the_last_published_feedback(db, people, factories, action, look):
    earlier = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=3))
    old = factories.Review(week=earlier, published=True)
    old.actions.append(Action(position=0, text="Long ago."))
    newer = factories.Review(week=factories.Week(case=people["case"]))
    newer.actions.append(Action(position=0, text="Not published."))
    db.commit()

    assert look(Role.THERAPIST).action.text == "Ring Dad."
