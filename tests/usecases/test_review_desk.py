"""What a rater does to a draft: start, decide, mark, comment, rate, write, publish."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from fidelity.usecases.add_comment import add_comment
from fidelity.usecases.add_mark import add_mark
from fidelity.usecases.anchor_words import Place
from fidelity.usecases.change_comment import change_comment, remove_comment
from fidelity.usecases.decide_suggestion import decide_suggestion
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import Clash, InvalidInput, NotAllowed, NotFound
from fidelity.usecases.publish_review import publish_review
from fidelity.usecases.rate_principle import CLEARED, NOT_ASSESSABLE, rate_principle
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.read_newer_note import read_newer_note
from fidelity.usecases.remove_mark import remove_mark
from fidelity.usecases.review_words import AgreedAction, ReviewWords
from fidelity.usecases.save_review_words import save_review_words
from fidelity.usecases.start_review import start_review
from models import (
    AuditEntry,
    CaseNoteRevision,
    Comment,
    Mark,
    NoteSection,
    Person,
    Polarity,
    Principle,
    Rater,
    RatingChange,
    Review,
    ReviewStatus,
    Role,
    Segment,
    SuggestionDecision,
    Verdict,
    now,
)
from tests.factories import this_monday

NOTE = "Mum set the rule and praised her for being home by nine."
FIT = Principle.FINDING_THE_FIT


@pytest.fixture
def week(people, factories):
    week = factories.Week(case=people["case"])
    factories.Codebook()
    factories.Note(week=week, by=people[Role.THERAPIST])
    return week


@pytest.fixture
def consultant(people):
    return people[Role.CONSULTANT]


@pytest.fixture
def review(db, consultant, week):
    return start_review(db, by=consultant, case_id=week.case_id, monday=week.starts_on)


@pytest.fixture
def revision(db, week):
    return read_revision(db, week)


def read_revision(db, week):
    from fidelity.usecases.read_week_words import read_revisions

    return read_revisions(db, week)[-1]


@pytest.fixture
def look(database, db, week):
    """What a person sees who opens the desk: on a database session of its own, as a page does."""
    with database.reading() as reading:

        def look(by):
            db.commit()
            reading.rollback()  # whoever looked at what was seen before has begun to read again
            reading.expire_all()
            seen = read_desk(reading, by=by, case_id=week.case_id, monday=week.starts_on)
            reading.rollback()
            return seen

        yield look


def in_note(section=NoteSection.ADVANCES):
    return Place(section=section)


def test_it_starts_one_review_however_often_it_is_asked(db, consultant, week):
    first = start_review(db, by=consultant, case_id=week.case_id, monday=week.starts_on)
    second = start_review(db, by=consultant, case_id=week.case_id, monday=week.starts_on)

    assert first.id == second.id
    assert first.revision_id is not None
    assert db.query(AuditEntry).filter_by(what="started review").count() == 1


def test_it_starts_nothing_in_a_week_with_nothing_in_it(db, factories, people, consultant):
    week = factories.Week(case=people["case"])

    for monday in (week.starts_on, week.starts_on - timedelta(weeks=1)):
        with pytest.raises(InvalidInput):
            start_review(db, by=consultant, case_id=week.case_id, monday=monday)


def test_a_second_person_gets_the_same_review_and_cannot_write_it(db, people, review, week, look):
    supervisor = people[Role.SUPERVISOR]
    same = start_review(db, by=supervisor, case_id=week.case_id, monday=week.starts_on)

    with pytest.raises(NotYoursToWrite):
        rate_principle(db, by=supervisor, review_id=same.id, principle=FIT, choice="3")
    desk = look(supervisor)

    assert same.id == review.id
    assert desk.review.by_id == review.by_id
    assert not desk.can_write


def test_a_therapist_and_a_stranger_get_nowhere(db, people, factories, review, look):
    stranger = factories.Person(role=Role.CONSULTANT)

    with pytest.raises(NotAllowed):
        look(people[Role.THERAPIST])
    with pytest.raises(NotFound):
        look(stranger)
    with pytest.raises(NotFound):
        rate_principle(db, by=stranger, review_id=review.id, principle=FIT, choice="3")


def test_accepting_makes_a_mark_and_undoing_takes_it_back_but_nothing_is_lost(
    db, factories, consultant, review, week, revision
):
    suggestion = factories.Suggestion(week=week, quote="set the rule", revision=revision)
    ids = {"by": consultant, "review_id": review.id, "suggestion_id": suggestion.id}

    for verdict in (Verdict.ACCEPTED, Verdict.ACCEPTED, Verdict.UNDONE, Verdict.REJECTED):
        decide_suggestion(db, verdict=verdict, **ids)

    rows = db.scalars(select(SuggestionDecision).order_by(SuggestionDecision.created_at)).all()
    assert [row.verdict for row in rows] == [Verdict.ACCEPTED, Verdict.UNDONE, Verdict.REJECTED]
    [mark] = db.scalars(select(Mark).filter_by(suggestion_id=suggestion.id))
    assert mark.quote == "set the rule"
    assert mark.removed_at is not None


def test_a_suggestion_of_another_week_cannot_be_decided_here(db, factories, people, consultant, review):
    other = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    factories.Note(week=other)
    suggestion = factories.Suggestion(week=other, quote="Mum", revision=read_revision(db, other))

    with pytest.raises(NotFound):
        decide_suggestion(
            db,
            by=consultant,
            review_id=review.id,
            suggestion_id=suggestion.id,
            verdict=Verdict.ACCEPTED,
        )


def test_only_words_of_the_therapist_that_were_probably_said_are_suggested(
    db, factories, consultant, review, week, look
):
    turns = [("therapist", "Well done"), ("caregiver", "Well done"), ("therapist", "Thanks for watching")]
    transcript = factories.Transcript(recording=factories.Recording(week=week), turns=turns)
    transcript.segments[2].suspect_because = "No voice was heard here."
    rows = [factories.Suggestion(week=week, quote=s.text, segment=s) for s in transcript.segments]

    desk = look(consultant)

    assert [row.id for row in desk.suggestions] == [rows[0].id]
    with pytest.raises(NotFound):
        decide_suggestion(
            db, by=consultant, review_id=review.id, suggestion_id=rows[1].id, verdict=Verdict.ACCEPTED
        )


def test_a_published_desk_shows_what_was_offered_when_it_was_published(
    db, factories, consultant, review, week, look
):
    turns = [("therapist", "Well done"), ("therapist", "Who was there?")]
    first, second = factories.Transcript(recording=factories.Recording(week=week), turns=turns).segments
    offered = factories.Suggestion(week=week, quote="Well", segment=first)
    factories.Suggestion(week=week, quote="done", segment=first, retired_at=now())
    review.status, review.published_at = ReviewStatus.PUBLISHED, now()
    db.commit()

    # Somebody corrected the words since.
    offered.retired_at = now()
    db.commit()
    factories.Suggestion(week=week, quote="Who", segment=second)

    assert [row.id for row in look(consultant).suggestions] == [offered.id]


def test_a_mark_stands_where_the_words_stand(db, consultant, review):
    given = {
        "by": consultant,
        "review_id": review.id,
        "place": in_note(),
        "principle": FIT,
        "polarity": Polarity.COUNTER,
    }
    mark = add_mark(db, quote="praised  HER", near=20, **given)
    again = add_mark(db, quote="praised her", near=20, **given)

    assert (mark.starts, mark.ends, mark.quote) == (21, 32, "praised her")
    assert again.id == mark.id
    remove_mark(db, by=consultant, review_id=review.id, mark_id=mark.id)
    remove_mark(db, by=consultant, review_id=review.id, mark_id=mark.id)
    assert mark.removed_at is not None


def test_a_mark_needs_words_that_occur_a_principle_and_a_direction(db, consultant, review):
    with pytest.raises(InvalidInput) as raised:
        add_mark(
            db,
            by=consultant,
            review_id=review.id,
            place=in_note(),
            quote="never written",
            principle=None,
            polarity=None,
        )

    assert set(raised.value.messages) == {"quote", "principle", "polarity"}


def test_words_of_another_week_cannot_be_marked(db, factories, consultant, review):
    elsewhere = factories.Transcript()
    segment = db.scalar(select(Segment).filter_by(transcript_id=elsewhere.id))

    with pytest.raises(NotFound):
        add_comment(
            db,
            by=consultant,
            review_id=review.id,
            place=Place(segment_id=segment.id),
            quote="What",
            text="Hm",
        )


def test_a_comment_is_reworded_and_taken_back(db, consultant, review):
    comment = add_comment(
        db, by=consultant, review_id=review.id, place=in_note(), quote="set the rule", text=" Who said it? "
    )

    change_comment(db, by=consultant, review_id=review.id, comment_id=comment.id, text="Whose idea?")
    with pytest.raises(InvalidInput):
        change_comment(db, by=consultant, review_id=review.id, comment_id=comment.id, text="  ")
    assert comment.text == "Whose idea?"

    remove_comment(db, by=consultant, review_id=review.id, comment_id=comment.id)
    assert comment.removed_at is not None


def test_every_change_of_a_rating_is_kept(db, consultant, review):
    for choice in ("2", "4", "4", NOT_ASSESSABLE, CLEARED, CLEARED, "5"):
        rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice=choice)

    changes = db.scalars(select(RatingChange).order_by(RatingChange.created_at)).all()
    assert [(c.value, c.is_cleared) for c in changes] == [
        (2, False),
        (4, False),
        (None, False),
        (None, True),
        (5, False),
    ]
    assert review.rating(FIT).value == 5


@pytest.mark.parametrize("choice", ["0", "6", "five", "１", "3.0"])
def test_a_rating_is_one_of_those_on_the_page(db, consultant, review, choice):
    with pytest.raises(InvalidInput):
        rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice=choice)


def test_two_tabs_that_wrote_different_words_see_both(db, consultant, review):
    words = ReviewWords(strengths="From one tab")
    save_review_words(db, by=consultant, review_id=review.id, based_on=0, words=words)

    with pytest.raises(Clash) as clash:
        save_review_words(
            db, by=consultant, review_id=review.id, based_on=0, words=ReviewWords(strengths="Other tab")
        )
    db.rollback()
    again = save_review_words(db, by=consultant, review_id=review.id, based_on=0, words=words)

    assert clash.value.theirs.strengths == "From one tab"
    assert again.number == 1


def test_actions_keep_their_rows_while_they_are_reworded(db, people, consultant, review):
    owner = people[Role.THERAPIST]
    due = date.today() + timedelta(days=7)
    two = (AgreedAction("Ask dad", owner.id, due), AgreedAction("", None, None), AgreedAction("Rehearse"))
    save_review_words(db, by=consultant, review_id=review.id, based_on=0, words=ReviewWords(actions=two))
    first = review.actions[0].id

    one = (AgreedAction("Ask dad and gran", owner.id, due),)
    save_review_words(db, by=consultant, review_id=review.id, based_on=1, words=ReviewWords(actions=one))

    db.expire_all()
    assert [(a.id, a.text, a.owner_id, a.due_on) for a in review.actions] == [
        (first, "Ask dad and gran", owner.id, due)
    ]


def test_somebody_outside_the_team_cannot_own_an_action(db, factories, consultant, review):
    stranger = factories.Person(role=Role.THERAPIST)

    with pytest.raises(InvalidInput) as raised:
        save_review_words(
            db,
            by=consultant,
            review_id=review.id,
            based_on=0,
            words=ReviewWords(actions=(AgreedAction("Ask", stranger.id, None),)),
        )

    assert set(raised.value.messages) == {"action-0-owner"}


def test_it_publishes_when_nothing_is_missing_and_only_once(db, consultant, review):
    with pytest.raises(InvalidInput) as raised:
        publish_review(db, by=consultant, review_id=review.id)
    assert len(raised.value.messages) == 10

    for principle in Principle:
        rate_principle(db, by=consultant, review_id=review.id, principle=principle, choice=NOT_ASSESSABLE)
    save_review_words(
        db, by=consultant, review_id=review.id, based_on=0, words=ReviewWords(next_steps="Rehearse")
    )
    publish_review(db, by=consultant, review_id=review.id)
    at = review.published_at
    publish_review(db, by=consultant, review_id=review.id)

    assert review.status is ReviewStatus.PUBLISHED
    assert review.published_at == at
    assert db.query(AuditEntry).filter_by(what="published review").count() == 1
    with pytest.raises(NotYoursToWrite):
        rate_principle(db, by=consultant, review_id=review.id, principle=FIT, choice="1")


def test_a_note_revised_meanwhile_is_read_only_when_the_rater_goes_over_to_it(
    db, factories, consultant, review, revision, look
):
    mark = factories.Mark(review=review, quote="set the rule", revision=revision)
    newer = CaseNoteRevision(
        note_id=revision.note_id,
        number=2,
        written_by_id=revision.written_by_id,
        sections={},
        texts={"advances": "Dad set it."},
    )
    db.add(newer)
    db.commit()

    before = look(consultant)
    read_newer_note(db, by=consultant, review_id=review.id)
    after = look(consultant)

    assert (before.revision.number, before.newer_revision.number) == (1, 2)
    assert (after.revision.number, after.newer_revision) == (2, None)
    assert [m.id for m in after.marks] == [mark.id]
    assert before.left_behind == []
    assert [(each.row.id, each.revision) for each in after.left_behind] == [(mark.id, 1)]


def test_marks_and_comments_go_to_the_newer_note_where_their_words_stand_in_it(
    db, factories, people, consultant, review, revision, look
):
    mark = factories.Mark(review=review, quote="praised her", revision=revision)
    removed = factories.Mark(review=review, quote="Mum", revision=revision, removed_at=now())
    other = factories.Review(week=review.week, by=people[Role.SUPERVISOR], rater=Rater.SECOND)
    theirs = factories.Mark(review=other, quote="praised her", revision=revision)
    said = {"review_id": review.id, "by_id": review.by_id, "revision_id": revision.id}
    text = revision.texts["advances"]
    comment = Comment(
        text="Well asked.", section=NoteSection.ADVANCES, starts=0, ends=7, quote=text[:7], **said
    )
    db.add(comment)
    newer = [
        CaseNoteRevision(
            note_id=revision.note_id,
            number=number,
            written_by_id=revision.written_by_id,
            sections={},
            texts={"advances": text},
        )
        for number, text in ((2, "On Friday Mum did it and praised her."), (3, "Then Mum set it. " + text))
    ]
    db.add(newer[0])
    db.commit()

    read_newer_note(db, by=consultant, review_id=review.id)
    assert (mark.revision_id, mark.quote) == (newer[0].id, "praised her")
    assert newer[0].texts["advances"][mark.starts : mark.ends] == "praised her"
    assert [each.row.id for each in look(consultant).left_behind] == [comment.id]
    assert (theirs.revision_id, removed.revision_id) == (revision.id, revision.id)

    # The next revision says it again: what had found no place is tried once more.
    db.add(newer[1])
    db.commit()
    read_newer_note(db, by=consultant, review_id=review.id)
    assert (comment.revision_id, comment.starts) == (newer[1].id, 17)
    assert look(consultant).left_behind == []


def test_what_was_agreed_last_week_is_on_the_desk(db, factories, people, consultant, week, look):
    for weeks, published in ((3, True), (2, True), (1, False)):
        earlier = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=weeks))
        factories.Review(week=earlier, by=consultant, published=published, strengths=f"{weeks} ago")

    desk = look(consultant)

    assert desk.previous.strengths == "2 ago"
    assert db.query(Review).count() == 4


def test_two_people_who_begin_in_the_same_moment_get_one_review(database, db, factories, people, week):
    case_id, monday = week.case_id, week.starts_on
    factories.Absence(team=people["team"], person=people[Role.CONSULTANT], covered_by=people[Role.SUPERVISOR])
    db.commit()
    ready = Barrier(2)

    def begin(person_id):
        with database.writing() as own:
            by = own.get(Person, person_id)
            own.rollback()
            ready.wait()
            return start_review(own, by=by, case_id=case_id, monday=monday).id

    with ThreadPoolExecutor(2) as pool:
        ids = list(pool.map(begin, [people[Role.CONSULTANT].id, people[Role.SUPERVISOR].id]))

    assert ids[0] == ids[1]
    assert db.query(Review).filter_by(week_id=week.id).count() == 1


def test_two_tabs_that_save_in_the_same_moment_lose_nothing(database, db, consultant, review):
    review_id, person_id = review.id, consultant.id
    db.commit()
    ready = Barrier(2)

    def save(text):
        with database.writing() as own:
            by = own.get(Person, person_id)
            own.rollback()
            ready.wait()
            try:
                save_review_words(
                    own, by=by, review_id=review_id, based_on=0, words=ReviewWords(strengths=text)
                )
            except Clash as clash:
                return clash.theirs.strengths
            return None

    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(save, ["one", "two"]))

    db.expire_all()
    kept = db.get(Review, review_id)
    assert kept.number == 1
    assert sorted(told, key=str) == sorted([None, kept.strengths], key=str)
