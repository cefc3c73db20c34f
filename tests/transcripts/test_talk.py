"""How a session was shared out."""

import pytest

from fidelity.transcripts.gaps import Gap
from fidelity.transcripts.talk import talk_of
from fidelity.transcripts.turns import effective_turns
from models import SpeakerRole
from tests.transcripts.overlays import change, name, segment

THERAPIST, CAREGIVER, YOUTH, UNKNOWN = (
    SpeakerRole.THERAPIST,
    SpeakerRole.CAREGIVER,
    SpeakerRole.YOUTH,
    SpeakerRole.UNKNOWN,
)


def said(role, text, start, *, step=1.0, **given):
    """A word a second from a second on, unless ``step`` says otherwise; each takes half a second less."""
    words = [
        {"start": start + n * step, "end": start + n * step + 0.5, "text": word, "probability": 0.9}
        for n, word in enumerate(text.split())
    ]
    return segment(
        text, words=words, starts_seconds=start, ends_seconds=words[-1]["end"], machine_role=role, **given
    )


def talk(*segments, gaps=(), duration=600.0, voices=()):
    return talk_of(effective_turns(segments, voices), gaps, duration)


def test_time_and_words_are_shared_out_among_those_who_are_known():
    found = talk(
        said(THERAPIST, "what did you do then", 0),
        said(CAREGIVER, "i went", 10),
        said(UNKNOWN, "mm yeah", 15),
        said(CAREGIVER, "to bed", 20, suspect_because="nobody speaks there"),
    )

    assert [(one.role, one.words, one.seconds, one.takes) for one in found.people] == [
        (THERAPIST, 5, 4.5, 1),
        (CAREGIVER, 2, 1.5, 1),
    ]
    assert [round(one.share_of_time, 3) for one in found.people] == [0.75, 0.25]
    assert [round(one.share_of_words, 3) for one in found.people] == [0.714, 0.286]
    assert found.share_unknown == pytest.approx(2 / 9)
    assert found.share_suspect == pytest.approx(2 / 11)
    assert [turn.text for turn in found.unknown] == ["mm yeah"]
    assert [turn.text for turn in found.suspect] == ["to bed"]


def test_two_caregivers_whose_voices_were_told_apart_are_two_people():
    mother, father = (
        said(CAREGIVER, "i went to bed", 0, voice="B"),
        said(CAREGIVER, "i did not", 10, voice="C"),
    )
    misplaced = said(THERAPIST, "and then", 20, voice="B")
    therapist = said(THERAPIST, "what happened then do you think", 30, voice="A")

    found = talk(mother, father, misplaced, therapist)

    assert [(one.key, one.words) for one in found.people] == [
        ("therapist", 8),
        ("caregiver-B", 4),
        ("caregiver-C", 3),
    ]


def test_what_people_named_counts_and_not_what_the_machine_held():
    turn = said(CAREGIVER, "what did you do", 0)
    name(turn, THERAPIST, change(1))

    assert [one.role for one in talk(turn).people] == [THERAPIST]


def test_part_of_a_turn_that_is_somebody_else_s_counts_for_them():
    turn = said(THERAPIST, "did you go no i did not", 0)
    name(turn, YOUTH, change(1), 3, 6)

    assert [(one.role, one.words, one.seconds) for one in talk(turn).people] == [
        (YOUTH, 4, 3.5),
        (THERAPIST, 3, 2.5),
    ]


def test_turns_that_follow_one_another_take_the_floor_once():
    found = talk(
        said(THERAPIST, "right", 0),
        said(THERAPIST, "so", 2),
        said(YOUTH, "what", 4),
        said(THERAPIST, "well", 6),
    )

    assert {one.role: one.takes for one in found.people} == {THERAPIST: 2, YOUTH: 1}


def test_the_longest_stretch_ends_where_somebody_else_or_nobody_known_speaks():
    found = talk(
        said(THERAPIST, "one two three", 0),
        said(UNKNOWN, "mm", 10),
        said(THERAPIST, "four", 20),
        said(THERAPIST, "five six", 40),
        said(CAREGIVER, "no", 50),
        said(THERAPIST, "seven", 60),
    )

    assert [turn.text for turn in found.longest.turns] == ["four", "five six"]
    assert (found.longest.start, found.longest.seconds) == (20, 21.5)


def test_doubtful_words_do_not_end_a_stretch():
    found = talk(
        said(THERAPIST, "one", 0),
        said(CAREGIVER, "thank you", 2, suspect_because="nobody speaks there"),
        said(THERAPIST, "two", 5),
    )

    assert found.longest.seconds == 5.5


def test_questions_are_the_therapist_s_and_counted_by_ten_minutes():
    found = talk(
        said(THERAPIST, "Right. What happened then? I see! And who was there?", 0),
        said(CAREGIVER, "Me? Who else?", 20),
        duration=1200,
    )

    assert [question.text for question in found.questions] == ["What happened then?", "And who was there?"]
    assert found.questions_in_ten_minutes == 1.0


def test_nobody_is_heard_outside_words_and_gaps():
    found = talk(
        said(THERAPIST, "one two", 10),
        said(UNKNOWN, "three", 11.2),
        said(YOUTH, "four", 50),
        gaps=[Gap(20, 30)],
        duration=60,
    )

    assert found.silence == pytest.approx(60 - 1.7 - 10 - 0.5)
    assert found.pauses == [(0.0, 10), (pytest.approx(11.7), 20), (30, 50), (50.5, 60)]


def test_a_long_pause_inside_a_turn_is_nobody_s_talk():
    (one,) = talk(said(THERAPIST, "well then", 0, step=8)).people

    assert one.seconds == 1.0


def test_a_transcript_without_words_has_nothing_to_count():
    found = talk(duration=0.0)

    assert (found.people, found.longest, found.questions) == ([], None, [])
    assert (found.share_unknown, found.share_suspect, found.silence) == (0.0, 0.0, 0.0)
