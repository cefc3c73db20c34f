"""A new version of the words: what people did to the old one goes with it, or waits for a person."""

from functools import partial

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.transcripts.turns import effective_turns
from fidelity.usecases import jobs
from fidelity.usecases.add_comment import add_comment
from fidelity.usecases.add_mark import add_mark
from fidelity.usecases.anchor_words import Place
from fidelity.usecases.carried_changes import let_change_go, list_waiting_changes, place_change
from fidelity.usecases.carried_words import find_waiting, let_words_go, place_words
from fidelity.usecases.carry_over import bring_forward, carry_over, hold_for_carrying
from fidelity.usecases.decide_suggestion import decide_suggestion
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import InvalidInput, NotFound
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.read_desk import read_desk
from fidelity.usecases.take_back_review import take_back_review
from fidelity.usecases.undo_change import undo_change
from models import (
    AuditEntry,
    CarriedOver,
    ChangeKind,
    Mark,
    Polarity,
    Principle,
    Rater,
    RecordingStatus,
    Review,
    Role,
    Segment,
    Settled,
    SpeakerNaming,
    SpeakerRole,
    Transcript,
    TranscriptChange,
    Verdict,
    VoiceNaming,
    WordCorrection,
    now,
)
from tests.versions import SAME, add_version, comment, correct, mark, version_of

OLD = (
    ("unknown", "So what happened just before that?"),
    ("unknown", "He was at Karen's house till ten"),
    ("unknown", "Well done for that"),
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
    return factories.Review(week=week, by=people[Role.CONSULTANT])


@pytest.fixture
def transcribe(db, recording):
    """``transcribe(turns)`` adds a version and carries over to it, in one commit, as the worker does."""
    return partial(add_version, db, recording)


def shown(db, transcript):
    """The words as they are read, and who speaks, turn by turn."""
    db.rollback()
    rows = db.scalars(select(Segment).filter_by(transcript_id=transcript.id).order_by(Segment.position)).all()
    for row in rows:
        db.refresh(row)
    voices = db.scalars(select(VoiceNaming).filter_by(transcript_id=transcript.id)).all()
    turns = [(turn.role.value, turn.text) for turn in effective_turns(rows, voices)]
    db.rollback()
    return turns


def again(db, row):
    db.rollback()
    db.refresh(row)
    db.commit()
    return row


def test_marks_and_comments_go_to_the_same_words(db, factories, old, review, transcribe):
    first = mark(factories, review, old.segments[0], "what happened just before")
    second = comment(factories, review, old.segments[2], "Well done")

    new = transcribe((0.1, "So what happened, just before that? He was"), (20.2, "Well done for that."))

    turns = {turn.position: turn.id for turn in new.segments}
    assert (again(db, first).segment_id, first.quote) == (turns[0], "what happened, just before")
    assert (again(db, second).segment_id, second.starts, second.ends) == (turns[1], 0, 9)
    kept = db.scalars(select(CarriedOver).where(CarriedOver.mark_id == first.id)).one()
    assert (kept.quote, kept.from_starts, kept.to_segment_id) == ("what happened just before", 3, turns[0])
    db.commit()


def test_what_is_not_there_stays_where_it_was_and_waits(db, factories, old, review, transcribe):
    lost = mark(factories, review, old.segments[1], "at Karen's house")

    new = transcribe((0, "So what happened just before that?"), (10, "Thank you for watching this"))

    assert again(db, lost).segment_id == old.segments[1].id
    (waiting,) = find_waiting(db, review, [new.id])
    assert (waiting.row.id, waiting.seconds) == (lost.id, pytest.approx(10.6))
    assert [turn.text for turn in waiting.near] == [
        "So what happened just before that?",
        "Thank you for watching this",
    ]
    db.commit()


def test_a_published_review_is_not_touched(db, factories, old, week, people, transcribe):
    published = factories.Review(week=week, by=people[Role.CONSULTANT], published=True)
    fixed = mark(factories, published, old.segments[0], "what happened")
    second = factories.Review(week=week, by=people[Role.SUPERVISOR], rater=Rater.SECOND)
    moved = mark(factories, second, old.segments[0], "what happened")

    transcribe(*SAME)

    assert again(db, fixed).segment_id == old.segments[0].id
    assert again(db, moved).segment_id != old.segments[0].id
    assert db.scalars(select(CarriedOver.mark_id)).all() == [moved.id]
    db.commit()


def test_a_second_rating_that_is_handed_in_is_not_touched(db, factories, old, week, people, transcribe):
    second = factories.second_review(week=week, by=people[Role.SUPERVISOR])
    row = mark(factories, second, old.segments[2], "Well done")

    transcribe((20.2, "Well done for that."))

    assert again(db, row).segment_id == old.segments[2].id
    assert db.query(CarriedOver).count() == 0


def test_what_stayed_on_old_words_comes_forward_when_the_feedback_is_taken_back(
    db, factories, old, week, people, transcribe
):
    review = factories.Review(week=week, by=people[Role.CONSULTANT], published=True, published_at=now())
    there = mark(factories, review, old.segments[2], "Well done")
    gone = comment(factories, review, old.segments[1], "Karen's house")
    new = transcribe((20.2, "Well done for that."))
    db.commit()

    take_back_review(db, by=people[Role.CONSULTANT], review_id=review.id, reason="Too early.", minutes=60)

    assert again(db, there).segment_id == new.segments[0].id
    assert [each.row.id for each in find_waiting(db, review, [new.id])] == [gone.id]


def test_what_was_taken_back_is_left_alone(db, factories, old, review, transcribe):
    removed = mark(factories, review, old.segments[0], "what happened", removed_at=now())

    transcribe(*SAME)

    assert again(db, removed).segment_id == old.segments[0].id
    assert db.scalars(select(CarriedOver)).all() == []
    db.commit()


def test_a_person_places_what_waits(db, factories, old, review, people, transcribe):
    lost = mark(factories, review, old.segments[1], "at Karen's house")
    new = transcribe((0, "Hello."), (10, "He was over at his friend's place"))
    (waiting,) = find_waiting(db, review, [new.id])
    place = Place(segment_id=new.segments[1].id)
    db.commit()

    with pytest.raises(InvalidInput):
        place_words(
            db,
            by=people[Role.CONSULTANT],
            review_id=review.id,
            carried_id=waiting.kept.id,
            place=place,
            quote="nothing of it",
        )
    with pytest.raises(InvalidInput):
        place_words(
            db,
            by=people[Role.CONSULTANT],
            review_id=review.id,
            carried_id=waiting.kept.id,
            place=Place(segment_id=old.segments[1].id),
            quote="at",
        )
    db.rollback()
    place_words(
        db,
        by=people[Role.CONSULTANT],
        review_id=review.id,
        carried_id=waiting.kept.id,
        place=place,
        quote="at his friend's place",
    )

    assert (again(db, lost).segment_id, lost.quote) == (new.segments[1].id, "at his friend's place")
    assert find_waiting(db, review, [new.id]) == []
    kept = db.get_one(CarriedOver, waiting.kept.id)
    assert (kept.settled, kept.settled_by_id, kept.quote) == (
        Settled.PLACED,
        people[Role.CONSULTANT].id,
        "at Karen's house",
    )
    assert "placed carried words" in [entry.what for entry in db.scalars(select(AuditEntry))]
    place_words(
        db, by=people[Role.CONSULTANT], review_id=review.id, carried_id=kept.id, place=place, quote="He was"
    )
    db.rollback()
    assert again(db, lost).quote == "at his friend's place", "what is settled stays so"


def test_a_person_lets_go_of_what_waits_and_it_stays_on_record(
    db, factories, old, review, people, transcribe
):
    lost = comment(factories, review, old.segments[1], "at Karen's house")
    new = transcribe((0, "Hello."))
    (waiting,) = find_waiting(db, review, [new.id])
    with pytest.raises(NotYoursToWrite):
        let_words_go(db, by=people[Role.SUPERVISOR], review_id=review.id, carried_id=waiting.kept.id)
    db.rollback()

    let_words_go(db, by=people[Role.CONSULTANT], review_id=review.id, carried_id=waiting.kept.id)

    assert again(db, lost).removed_at is not None
    assert lost.text == "Well asked."
    assert find_waiting(db, review, [new.id]) == []
    newest = transcribe(*SAME)
    assert find_waiting(db, review, [newest.id]) == [], "what a person let go of does not come back"
    db.commit()


def test_what_is_placed_on_a_page_that_was_opened_before_comes_forward(
    db, factories, old, review, people, transcribe
):
    lost = mark(factories, review, old.segments[1], "at Karen's house")
    gone = mark(factories, review, old.segments[2], "Well done")
    second = transcribe((0, "Hello."), (10, "He was over at his friend's place"))
    waiting = {each.row.id: each.kept.id for each in find_waiting(db, review, [second.id])}
    db.commit()
    third = transcribe((0, "Hello there."), (10, "He was over at his friend's place"))

    for row, segment, quote in (
        (lost, second.segments[1], "friend's place"),
        (gone, second.segments[0], "Hello."),
    ):
        place_words(
            db,
            by=people[Role.CONSULTANT],
            review_id=review.id,
            carried_id=waiting[row.id],
            place=Place(segment_id=segment.id),
            quote=quote,
        )

    assert again(db, lost).segment_id == third.segments[1].id
    still = {each.row.id for each in find_waiting(db, review, [third.id])}
    db.commit()
    assert lost.id not in still, "it stands in the newest version"
    assert gone.id in still or again(db, gone).segment_id == third.segments[0].id, (
        "nobody loses it from sight"
    )


def test_what_waits_finds_its_place_in_a_third_version(db, factories, old, review, transcribe):
    lost = mark(factories, review, old.segments[1], "at Karen's house")
    moved = mark(factories, review, old.segments[0], "what happened")
    second = transcribe((0, "So what happened just before that?"))

    third = transcribe(*SAME)

    assert again(db, lost).segment_id == third.segments[1].id
    assert again(db, moved).segment_id == third.segments[0].id
    assert find_waiting(db, review, [third.id]) == []
    assert len(db.scalars(select(CarriedOver).filter_by(transcript_id=second.id)).all()) == 2
    db.commit()


def test_a_mark_set_on_a_page_that_was_opened_before_comes_forward(db, factories, old, review, transcribe):
    new = transcribe(*SAME)
    late = mark(factories, review, old.segments[0], "what happened")

    bring_forward(db, late)
    db.commit()

    assert again(db, late).segment_id == new.segments[0].id


def test_who_speaks_is_carried_by_time(db, factories, old, people, transcribe):
    factories.Naming(segment=old.segments[0], role=SpeakerRole.THERAPIST, by=people[Role.THERAPIST])
    factories.Naming(segment=old.segments[1], role=SpeakerRole.CAREGIVER, first_word=0, last_word=3)
    undone = factories.Naming(segment=old.segments[2], role=SpeakerRole.OTHER)
    undone.change.undone_at = now()
    db.commit()

    new = transcribe(
        (0.1, "So what happened just before that?"),
        (10.1, "He was at Karen's house till ten."),
        (20, "Well done"),
    )

    assert shown(db, new) == [
        ("therapist", "So what happened just before that?"),
        ("caregiver", "He was at Karen's"),
        ("unknown", "house till ten."),
        ("unknown", "Well done"),
    ]
    steps = db.scalars(select(TranscriptChange).filter_by(transcript_id=new.id)).all()
    assert {step.kind for step in steps} == {ChangeKind.CARRIED_OVER}
    assert people[Role.THERAPIST].id in {step.by_id for step in steps}
    assert len(db.scalars(select(CarriedOver)).all()) == 2
    db.commit()


def test_turns_that_became_one_are_named_part_by_part(db, factories, recording, transcribe):
    old = transcribe((0, "Did he come home"), (1.3, "He did and late"))
    factories.Naming(segment=old.segments[0], role=SpeakerRole.THERAPIST)
    factories.Naming(segment=old.segments[1], role=SpeakerRole.CAREGIVER)

    new = transcribe((0, "Did he come home? He did, and late."))

    assert shown(db, new) == [("therapist", "Did he come home?"), ("caregiver", "He did, and late.")]


def test_a_carried_step_can_be_undone(db, factories, old, transcribe):
    factories.Naming(segment=old.segments[0], role=SpeakerRole.THERAPIST)
    new = transcribe(*SAME)
    step = db.scalars(select(TranscriptChange).filter_by(transcript_id=new.id)).one()

    step.undone_at = now()
    db.commit()

    assert shown(db, new)[0][0] == "unknown"
    third = transcribe(*SAME)
    assert shown(db, third)[0][0] == "unknown", "what was undone is not carried any further"


def test_a_correction_is_made_again_where_the_old_mistake_is(db, factories, old, people, transcribe):
    correct(factories, people[Role.THERAPIST], old.segments[1], 3, 3, "Kieran's")

    new = transcribe(*SAME)

    assert shown(db, new)[1][1] == "He was at Kieran's house till ten."


def test_a_correction_is_not_needed_where_the_new_words_are_right(db, factories, old, people, transcribe):
    row = correct(factories, people[Role.THERAPIST], old.segments[1], 3, 3, "Kieran's")

    new = transcribe((0, "So what happened"), (10, "He was at Kieran's house till ten"))

    assert shown(db, new)[1][1] == "He was at Kieran's house till ten"
    assert db.scalars(select(TranscriptChange).filter_by(transcript_id=new.id)).all() == []
    kept = db.scalars(select(CarriedOver).filter_by(change_id=row.change_id)).one()
    assert kept.to_segment_id == new.segments[1].id
    db.commit()


def test_a_correction_waits_where_the_new_words_are_wrong_in_another_way(
    db, factories, old, people, transcribe
):
    row = correct(factories, people[Role.THERAPIST], old.segments[1], 3, 3, "Kieran's")

    new = transcribe((0, "So what happened"), (10, "He was at Cameron's house till ten"))

    kept = db.scalars(select(CarriedOver).filter_by(change_id=row.change_id)).one()
    assert (kept.to_segment_id, kept.quote) == (None, "Karen's")
    db.commit()
    third = transcribe((0, "So what happened"), (10, "He was at Cameron's house till ten"))
    waiting = db.scalars(select(CarriedOver).filter_by(transcript_id=third.id)).one()
    assert (waiting.change_id, waiting.quote) == (row.change_id, "Karen's")
    assert new.id != third.id
    db.commit()


def test_added_words_are_not_added_twice(db, factories, old, people, transcribe):
    correct(factories, people[Role.THERAPIST], old.segments[2], 1, 1, "done Sam")

    new = transcribe((20, "Well done Sam for that"))

    assert shown(db, new)[0][1] == "Well done Sam for that"


def test_words_that_nobody_said_stay_away(db, factories, old, people, transcribe):
    correct(factories, people[Role.THERAPIST], old.segments[2], 2, 3, "")

    new = transcribe((20, "Well done"))
    again_there = transcribe((20, "Well done for that"))

    assert shown(db, new)[0][1] == "Well done"
    assert db.scalars(select(CarriedOver).filter_by(transcript_id=new.id)).one().to_segment_id is not None
    assert again_there.id != new.id
    db.commit()


def test_a_voice_is_named_in_the_new_version_by_what_it_says(db, factories, recording, people, transcribe):
    old = transcribe((0, "Did he come home last night"), (5, "He did and late"), voices=("A", "B"))
    step = factories._keep(
        TranscriptChange(transcript_id=old.id, kind=ChangeKind.NAMED_VOICE, by_id=people[Role.THERAPIST].id)
    )
    factories._keep(
        VoiceNaming(transcript_id=old.id, change_id=step.id, voice="A", role=SpeakerRole.THERAPIST)
    )

    new = transcribe((0, "Did he come home last night"), (5, "He did and late"), voices=("B", "A"))
    muddled = transcribe(
        (0, "Did he come home"), (1.2, "last night"), (5, "He did and late"), voices=("A", "B", "A")
    )

    assert [role for role, _ in shown(db, new)] == ["therapist", "unknown"]
    kept = db.scalars(select(CarriedOver).filter_by(transcript_id=muddled.id)).one()
    assert kept.to_segment_id is None
    db.commit()


def test_nothing_is_carried_without_an_older_version(db, recording, transcribe):
    new = transcribe((0, "Hello there."))

    assert new.version == 1
    assert db.scalars(select(CarriedOver)).all() == []
    db.commit()


def test_a_crash_before_the_commit_leaves_everything_on_the_old_words(db, factories, old, review, recording):
    kept = mark(factories, review, old.segments[0], "what happened")
    before = hold_for_carrying(db, recording)
    new = version_of(recording, 2, SAME, ())
    db.add(new)
    db.flush()
    carry_over(db, before, new)

    db.rollback()  # as when the process dies just here

    assert again(db, kept).segment_id == old.segments[0].id
    assert db.scalars(select(Transcript).filter_by(recording_id=recording.id)).one().version == 1
    assert db.scalars(select(CarriedOver)).all() == []
    assert db.get_one(Review, review.id) is not None
    assert db.scalars(select(SpeakerNaming)).all() == []
    db.commit()


def waiting_change(db, people, recording):
    found = list_waiting_changes(
        db, by=people[Role.THERAPIST], recording_id=recording.id, is_looked_at=False
    ).changes
    db.commit()
    return found


def test_a_person_puts_a_correction_in_its_place(db, queue, factories, old, people, recording, transcribe):
    correct(factories, people[Role.THERAPIST], old.segments[1], 3, 3, "Kieran's")
    new = transcribe((10, "He was at Cameron's house till ten"))
    (waiting,) = waiting_change(db, people, recording)
    given = {"by": people[Role.CONSULTANT], "recording_id": recording.id, "carried_id": waiting.kept.id}

    for wrong in (
        {},
        {"segment_id": new.segments[0].id},
        {"segment_id": new.segments[0].id, "quote": "Karen's"},
    ):
        with pytest.raises(InvalidInput):
            place_change(db, queue, **given, **wrong)
        db.rollback()
    place_change(db, queue, **given, segment_id=new.segments[0].id, quote="cameron's")

    assert shown(db, new)[0][1] == "He was at Kieran's house till ten"
    assert waiting_change(db, people, recording) == []
    kept = db.get_one(CarriedOver, waiting.kept.id)
    assert (kept.settled, kept.settled_by_id) == (Settled.PLACED, people[Role.CONSULTANT].id)
    let_change_go(db, **given)
    db.rollback()
    assert db.get_one(CarriedOver, waiting.kept.id).settled is Settled.PLACED, "what is settled stays so"
    db.commit()


def test_a_person_names_the_turn_or_the_voice_that_was_meant(
    db, queue, factories, people, recording, transcribe
):
    old = transcribe((0, "Did he come home"), (40, "He did"), voices=("A", "B"))
    factories.Naming(segment=old.segments[1], role=SpeakerRole.CAREGIVER)
    step = factories._keep(
        TranscriptChange(transcript_id=old.id, kind=ChangeKind.NAMED_VOICE, by_id=people[Role.THERAPIST].id)
    )
    factories._keep(VoiceNaming(transcript_id=old.id, change_id=step.id, voice="B", role=SpeakerRole.OTHER))
    new = transcribe((0, "Did he come home"), (50, "He did come"), voices=("A", "C"))
    voice, turn = waiting_change(db, people, recording)
    given = {"by": people[Role.THERAPIST], "recording_id": recording.id}

    place_change(db, queue, **given, carried_id=voice.kept.id, voice="C")
    assert [role for role, _ in shown(db, new)] == ["unknown", "other"]
    place_change(db, queue, **given, carried_id=turn.kept.id, segment_id=new.segments[1].id)

    assert [role for role, _ in shown(db, new)] == ["unknown", "caregiver"]
    assert waiting_change(db, people, recording) == []


def test_a_person_lets_a_change_go(db, factories, old, people, recording, transcribe):
    row = correct(factories, people[Role.THERAPIST], old.segments[1], 3, 3, "Kieran's")
    transcribe((10, "He was at Cameron's house till ten"))
    (waiting,) = waiting_change(db, people, recording)
    stranger = factories.Person(role=Role.CONSULTANT)
    with pytest.raises(NotFound):
        let_change_go(db, by=stranger, recording_id=recording.id, carried_id=waiting.kept.id)
    db.rollback()

    let_change_go(db, by=people[Role.THERAPIST], recording_id=recording.id, carried_id=waiting.kept.id)

    transcribe((10, "He was at Cameron's house till ten"))
    assert waiting_change(db, people, recording) == []
    assert db.get_one(WordCorrection, row.id).text == "Kieran's"
    db.commit()


def test_what_waits_is_closed_with_a_withdrawn_recording(
    db, factories, old, people, recording, review, transcribe
):
    correct(factories, people[Role.THERAPIST], old.segments[1], 3, 3, "Kieran's")
    mark(factories, review, old.segments[1], "Karen's house")
    transcribe((10, "He was at Cameron's place till ten"))
    (waiting,) = waiting_change(db, people, recording)
    recording.status = RecordingStatus.WITHDRAWN
    db.commit()

    with pytest.raises(NotFound):
        list_waiting_changes(db, by=people[Role.THERAPIST], recording_id=recording.id, is_looked_at=False)
    with pytest.raises(NotFound):
        let_change_go(db, by=people[Role.THERAPIST], recording_id=recording.id, carried_id=waiting.kept.id)
    db.rollback()
    desk = read_desk(
        db,
        by=people[Role.CONSULTANT],
        case_id=recording.case_id,
        monday=review.week.starts_on,
        is_looked_at=False,
    )
    assert desk.waiting == []
    db.rollback()


def test_a_change_made_on_a_page_that_was_opened_before_comes_forward(
    db, queue, old, people, recording, transcribe
):
    new = transcribe(*SAME)
    given = {"by": people[Role.THERAPIST], "recording_id": recording.id}

    change = name_speakers(db, queue, **given, namings=[Named(old.segments[0].id, SpeakerRole.THERAPIST)])

    assert shown(db, new)[0] == ("therapist", "So what happened just before that?")
    assert JobKind.TAG_TRANSCRIPT in [kind for kind, _ in queue.jobs]
    assert jobs.latest(db, JobKind.TAG_TRANSCRIPT, new.id) is not None
    with pytest.raises(NotFound):
        undo_change(db, queue, **given, change_id=change.id)
    db.rollback()
    carried = db.scalars(select(TranscriptChange).filter_by(transcript_id=new.id)).one()
    db.commit()
    undo_change(db, queue, **given, change_id=carried.id)
    assert shown(db, new)[0][0] == "unknown"


def test_marks_and_decisions_on_a_page_that_was_opened_before_come_forward(
    db, factories, week, old, people, review, transcribe
):
    factories.Naming(segment=old.segments[0], role=SpeakerRole.THERAPIST)
    suggestion = factories.Suggestion(week=week, quote="what happened", segment=old.segments[0])
    new = transcribe(*SAME)
    place = Place(segment_id=old.segments[2].id)
    given = {"by": people[Role.CONSULTANT], "review_id": review.id}

    set_mark = add_mark(
        db,
        **given,
        place=place,
        quote="Well done",
        principle=Principle.FINDING_THE_FIT,
        polarity=Polarity.ADHERENT,
    )
    said = add_comment(db, **given, place=place, quote="for that", text="Good.")
    decide_suggestion(db, **given, suggestion_id=suggestion.id, verdict=Verdict.ACCEPTED)

    accepted = db.scalars(select(Mark).filter_by(suggestion_id=suggestion.id)).one()
    assert (set_mark.segment_id, said.segment_id) == (new.segments[2].id, new.segments[2].id)
    assert accepted.segment_id == new.segments[0].id
    assert suggestion.segment_id == old.segments[0].id, "what the machine had suggested stays on record"
    db.commit()
