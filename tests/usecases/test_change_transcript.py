"""People say who speaks and what was said, in steps that can be undone; the machine's words stay."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from fidelity.usecases.correct_words import Corrected, correct_turn, correct_words, hear_words
from fidelity.usecases.errors import Clash, NotAllowed, NotFound
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.name_voice import name_voice
from fidelity.usecases.split_turn import split_turn
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.undo_change import redo_change, undo_change
from models import (
    AuditEntry,
    ChangeKind,
    Job,
    Recording,
    RecordingStatus,
    Role,
    Segment,
    SpeakerRole,
    TranscriptChange,
    monday_of,
    now,
)
from tests.factories import LONG_AGO

THERAPIST, CAREGIVER, YOUTH = SpeakerRole.THERAPIST, SpeakerRole.CAREGIVER, SpeakerRole.YOUTH


@pytest.fixture
def transcript(people, factories):
    week = factories.Week(case=people["case"])
    turns = [("therapist", "so what append then"), ("unknown", "he left"), ("unknown", "thanks for watching")]
    transcript = factories.Transcript(recording=factories.Recording(week=week), turns=turns)
    for segment, voice in zip(transcript.segments, "AAB", strict=True):
        segment.voice = voice
    transcript.segments[2].suspect_because = "nobody was heard"
    factories.db.commit()
    return transcript


@pytest.fixture
def do(db, queue, people, transcript):
    """``do(use_case, …)`` as the therapist of the case."""

    def do(use_case, by=None, **given):
        given = {"by": by or people[Role.THERAPIST], "recording_id": transcript.recording_id} | given
        return use_case(db, queue, **given)

    return do


@pytest.fixture
def standing(db, transcript):
    """What stands now: who, and what is read."""

    key = transcript.id

    def standing():
        db.commit()
        with Session(db.get_bind()) as own:
            return [(turn.role, turn.text) for turn in standing_turns(own, [key])[key]]

    return standing


@pytest.fixture
def keys(transcript):
    return [segment.id for segment in transcript.segments]


def correct(do, key, text, was="so what append then", words=(0, 3)):
    return do(correct_turn, segment_id=key, words=words, was=was, text=text)


def kinds(queue):
    return [kind for kind, _ in queue.jobs]


def test_turns_and_words_of_a_turn_are_named_in_one_step(do, standing, keys, queue, db):
    change = do(
        name_speakers, namings=[Named(keys[0], CAREGIVER, 2, 3), Named(keys[1], YOUTH), Named(keys[2], YOUTH)]
    )

    assert standing() == [
        (THERAPIST, "so what"),
        (CAREGIVER, "append then"),
        (YOUTH, "he left"),
        (YOUTH, "thanks for watching"),
    ]
    assert change.kind is ChangeKind.NAMED_TURNS
    assert kinds(queue) == [JobKind.TAG_SEGMENT] * 3
    assert db.scalars(select(AuditEntry.what)).all() == ["named speakers"]


def test_to_confirm_a_guess_is_a_change_and_to_say_it_again_is_none(do, keys, db):
    assert do(name_speakers, namings=[Named(keys[0], THERAPIST)])

    assert do(name_speakers, namings=[Named(keys[0], THERAPIST)]) is None
    assert db.query(TranscriptChange).count() == 1


def test_a_long_range_asks_for_the_whole_transcript_once(do, factories, people, queue, db):
    recording = factories.Recording(week=factories.Week(case=people["case"], starts_on=monday_of(LONG_AGO)))
    many = factories.Transcript(recording=recording, turns=[("unknown", "hm")] * 12)

    namings = [Named(segment.id, YOUTH) for segment in many.segments]
    do(name_speakers, recording_id=recording.id, namings=namings)

    assert kinds(queue) == [JobKind.TAG_TRANSCRIPT]


def test_a_voice_is_named_for_all_turns_but_those_that_were_named_themselves(
    do, standing, keys, transcript, queue
):
    do(name_speakers, namings=[Named(keys[1], YOUTH)])

    change = do(name_voice, transcript_id=transcript.id, voice="A", role=CAREGIVER)

    assert [role for role, _ in standing()] == [CAREGIVER, YOUTH, SpeakerRole.UNKNOWN]
    assert change.kind is ChangeKind.NAMED_VOICE
    assert kinds(queue)[-1] is JobKind.TAG_TRANSCRIPT
    assert do(name_voice, transcript_id=transcript.id, voice="A", role=CAREGIVER) is None
    with pytest.raises(NotFound):
        do(name_voice, transcript_id=transcript.id, voice="Z", role=CAREGIVER)


def test_a_turn_is_split_at_a_word_as_it_is_read(do, standing, keys):
    correct(do, keys[0], "so what on earth happened then")  # "append" reads as three words now

    do(split_turn, segment_id=keys[0], words=(0, 3), number=5, role=YOUTH)

    assert standing()[:2] == [(THERAPIST, "so what on earth happened"), (YOUTH, "then")]
    with pytest.raises(NotFound):  # the turn that this page knew is no longer there
        do(split_turn, segment_id=keys[0], words=(0, 3), number=1, role=YOUTH)


def test_words_are_corrected_and_the_machines_stay(do, standing, keys, db, queue):
    change = correct(do, keys[0], "so what happened then")

    assert standing()[0] == (THERAPIST, "so what happened then")
    assert db.get(Segment, keys[0]).text == "so what append then"
    assert [(c.first_word, c.last_word, c.text) for c in db.get(Segment, keys[0]).corrections] == [
        (2, 2, "happened")
    ]
    assert change.kind is ChangeKind.CORRECTED_WORDS
    assert queue.jobs == [(JobKind.TAG_SEGMENT, db.scalar(select(Job.id)))]
    assert db.scalar(select(Job.subject_id)) == keys[0]


def test_somebody_else_was_faster(do, standing, keys, people):
    correct(do, keys[0], "so what happened then")

    with pytest.raises(Clash) as clash:
        do(
            correct_turn,
            by=people[Role.CONSULTANT],
            segment_id=keys[0],
            words=(0, 3),
            was="so what append then",
            text="so what opened then",
        )

    assert clash.value.theirs == "so what happened then"
    assert standing()[0] == (THERAPIST, "so what happened then")
    # What both have typed alike is no clash.
    assert correct(do, keys[0], "so what happened then") is None


def test_suspect_words_are_confirmed_by_listening_or_by_correcting_the_turn(do, keys, db, transcript):
    def suspect():
        db.commit()
        return standing_turns(db, [transcript.id])[transcript.id][2].suspect

    heard = do(hear_words, segment_id=keys[2], words=(0, 2))
    assert suspect() is None
    assert do(hear_words, segment_id=keys[2], words=(0, 2)) is None

    do(undo_change, change_id=heard.id)
    assert suspect() == "nobody was heard"

    correct(do, keys[2], "thanks for coming", was="thanks for watching", words=(0, 2))
    assert suspect() is None


def test_many_corrections_are_one_step(do, standing, keys):
    change = do(
        correct_words,
        corrections=[Corrected(keys[0], 2, 2, "happened"), Corrected(keys[1], 0, 0, "Kieran")],
        kind=ChangeKind.REPLACED_ALL,
    )
    assert [text for _, text in standing()[:2]] == ["so what happened then", "Kieran left"]

    do(undo_change, change_id=change.id)

    assert [text for _, text in standing()[:2]] == ["so what append then", "he left"]


def test_no_correction_is_cut_in_two(do, keys):
    do(correct_words, corrections=[Corrected(keys[0], 1, 2, "happened")])

    for first, last in ((0, 1), (2, 3), (2, 2), (0, 4)):
        with pytest.raises(NotFound):
            do(correct_words, corrections=[Corrected(keys[0], first, last, "x")])


def test_a_step_is_undone_and_done_again_and_it_says_who_did_it(do, standing, keys, people, db):
    change = correct(do, keys[0], "so what happened then")

    undone = do(undo_change, by=people[Role.SUPERVISOR], change_id=change.id)

    assert standing()[0] == (THERAPIST, "so what append then")
    assert undone.undone_by_id == people[Role.SUPERVISOR].id
    moment = undone.undone_at
    assert do(undo_change, change_id=change.id).undone_at == moment

    again = do(redo_change, change_id=change.id)

    assert standing()[0] == (THERAPIST, "so what happened then")
    assert do(redo_change, change_id=change.id).id == again.id
    assert db.get(TranscriptChange, change.id).undone_at == moment


def test_what_a_later_step_lies_over_is_not_undone_before_it(do, standing, keys):
    first = correct(do, keys[0], "so what happened then")
    elsewhere = do(name_speakers, namings=[Named(keys[0], YOUTH)])
    second = correct(do, keys[0], "so what opened then", was="so what happened then")

    with pytest.raises(Clash) as clash:
        do(undo_change, change_id=first.id)
    assert clash.value.theirs.id == second.id

    for change in (elsewhere, second, first):
        do(undo_change, change_id=change.id)
    assert standing()[0] == (THERAPIST, "so what append then")


def test_a_step_is_not_done_again_over_a_part_of_a_later_correction(do, standing, keys):
    first = do(correct_words, corrections=[Corrected(keys[0], 2, 3, "happened")])
    do(undo_change, change_id=first.id)
    later = do(correct_words, corrections=[Corrected(keys[0], 1, 2, "just happened")])

    with pytest.raises(Clash) as clash:
        do(redo_change, change_id=first.id)

    assert clash.value.theirs.id == later.id
    assert standing()[0] == (THERAPIST, "so just happened then")


def test_who_may_do_it(do, keys, people, transcript, factories, db):
    stranger, colleague = (
        factories.Person(role=Role.CONSULTANT),
        factories.Person(role=Role.THERAPIST, team=people["team"]),
    )
    changes = (
        (name_speakers, {"namings": [Named(keys[1], YOUTH)]}),
        (name_voice, {"transcript_id": transcript.id, "voice": "A", "role": YOUTH}),
        (hear_words, {"segment_id": keys[2], "words": (0, 0)}),
        (correct_words, {"corrections": [Corrected(keys[0], 0, 0, "x")]}),
    )
    for use_case, given in changes:
        for by, refusal in (
            (people[Role.ADMINISTRATOR], NotAllowed),
            (stranger, NotFound),
            (colleague, NotFound),
        ):
            with pytest.raises(refusal):
                do(use_case, by=by, **given)
        for role in (Role.CONSULTANT, Role.SUPERVISOR):
            db.rollback()
            do(use_case, by=people[role], **given)


def test_nothing_is_changed_in_what_was_withdrawn_or_is_of_another_recording(
    do, keys, transcript, factories, db
):
    elsewhere = factories.Transcript().segments[0].id
    for namings in ([Named(elsewhere, YOUTH)], [Named(keys[0], YOUTH), Named(elsewhere, YOUTH)]):
        with pytest.raises(NotFound):
            do(name_speakers, namings=namings)
    db.get(Recording, transcript.recording_id).status = RecordingStatus.WITHDRAWN
    db.commit()

    with pytest.raises(NotFound):
        do(name_speakers, namings=[Named(keys[0], YOUTH)])
    assert db.query(TranscriptChange).count() == 0


def test_two_who_correct_the_same_turn_at_once_take_turns(database, transcript, people, keys, queue):
    recording_id, by_id = transcript.recording_id, people[Role.THERAPIST].id

    def correct_it(text):
        with database.writing() as own:
            by = own.get(type(people[Role.THERAPIST]), by_id)
            try:
                return correct_turn(
                    own,
                    queue,
                    by=by,
                    recording_id=recording_id,
                    segment_id=keys[0],
                    words=(0, 3),
                    was="so what append then",
                    text=text,
                )
            except Clash as clash:
                return clash.theirs

    texts = ["so what happened then", "so what opened then"]
    with ThreadPoolExecutor(2) as threads:
        said = list(threads.map(correct_it, texts))

    # One is kept; the other is told how the words read now.
    assert sum(isinstance(each, str) for each in said) == 1
    assert next(each for each in said if isinstance(each, str)) in texts


def test_a_change_in_force_at_a_moment_is_what_stood_then(do, keys, db, transcript):
    before = now()
    change = correct(do, keys[0], "so what happened then")
    between = now()
    do(undo_change, change_id=change.id)

    def at(moment):
        return standing_turns(db, [transcript.id], at=moment)[transcript.id][0].text

    assert [at(moment) for moment in (before, between, now())] == [
        "so what append then",
        "so what happened then",
        "so what append then",
    ]
