"""Who speaks when, as it stands."""

from hypothesis import given

from fidelity.transcripts.turns import KnownBy, effective_turns, turns_of
from models import SpeakerRole
from tests.transcripts.overlays import change, correct, minute, name, name_voice, overlaid, segment

THERAPIST, CAREGIVER, YOUTH = SpeakerRole.THERAPIST, SpeakerRole.CAREGIVER, SpeakerRole.YOUTH


def said(turns):
    return [(turn.role, turn.known_by, turn.text) for turn in turns]


def test_the_machine_s_guess_counts_until_a_person_says_who_the_voice_is_or_who_speaks_the_turn():
    guess = segment("well done", machine_role=THERAPIST, machine_role_probability=0.9, voice="A")
    voice = segment("who knows", machine_role=THERAPIST, voice="B")
    named = segment("i do", machine_role=THERAPIST, voice="B")
    nobody = segment("hm")
    voices = [name_voice("B", CAREGIVER, change(5))]
    name(named, YOUTH, change(1))

    turns = effective_turns([guess, voice, named, nobody], voices)

    assert said(turns) == [
        (THERAPIST, KnownBy.MACHINE, "well done"),
        (CAREGIVER, KnownBy.VOICE, "who knows"),
        (YOUTH, KnownBy.TURN, "i do"),
        (SpeakerRole.UNKNOWN, KnownBy.NOTHING, "hm"),
    ]
    assert [turn.probability for turn in turns] == [0.9, None, None, None]


def test_a_naming_of_some_words_splits_the_turn():
    turn = segment("did you go no i did not", machine_role=THERAPIST)
    name(turn, CAREGIVER, change(1), 3, 6)

    first, second = turns_of(turn, [])

    assert (first.text, first.start, first.end, first.key) == ("did you go", 0.0, 2.8, str(turn.id))
    assert (second.text, second.start, second.end) == ("no i did not", 3.0, 7.0)
    assert second.key == f"{turn.id}-3"
    assert turn.text[second.starts : second.ends] == second.text


def test_the_latest_naming_counts_and_undoing_it_brings_the_one_before_back():
    turn = segment("one two three")
    name(turn, CAREGIVER, change(1))
    step = change(2)
    name(turn, YOUTH, step, 1, 1)
    assert [t.role for t in turns_of(turn, [])] == [CAREGIVER, YOUTH, CAREGIVER]

    step.undone_at = step.created_at

    assert [t.role for t in turns_of(turn, [])] == [CAREGIVER]


def test_it_stands_as_it_stood_at_a_moment():
    turn = segment("i no him", machine_role=THERAPIST)
    correct(turn, 1, 1, "know", change(10))
    name(turn, CAREGIVER, change(20, undone=30))

    seen = [turns_of(turn, [], at=minute(m))[0] for m in (5, 15, 25, 35)]

    assert [(t.text, t.role) for t in seen] == [
        ("i no him", THERAPIST),
        ("i know him", THERAPIST),
        ("i know him", CAREGIVER),
        ("i know him", THERAPIST),
    ]


def test_words_are_suspect_until_a_person_has_heard_each_of_them():
    turn = segment("thanks for watching", suspect_because="it was silent", machine_role=THERAPIST)
    correct(turn, 0, 1, "thanks for", change(1))
    assert turns_of(turn, [])[0].suspect == "it was silent"

    correct(turn, 2, 2, "coming", change(2))

    heard = turns_of(turn, [])[0]
    assert heard.suspect is None
    assert heard.counts_as_therapist


def test_a_correction_is_not_cut_in_two():
    turn = segment("one two three four", machine_role=THERAPIST)
    correct(turn, 1, 2, "and so on", change(1))
    name(turn, YOUTH, change(2), 2, 3)

    assert [(t.role, t.text) for t in turns_of(turn, [])] == [(THERAPIST, "one and so on"), (YOUTH, "four")]


@given(overlaid())
def test_no_word_is_lost_and_none_is_said_twice(overlay):
    turn, voices = overlay

    turns = turns_of(turn, voices)

    covered = [n for each in turns for n in range(each.first_word, each.last_word + 1)]
    assert covered == list(range(len(turn.words)))
    whole = segment(turn.text)
    whole.corrections.extend(turn.corrections)
    assert " ".join(t.text for t in turns if t.text) == turns_of(whole, [])[0].text


@given(overlaid())
def test_with_everything_undone_it_is_the_machine_s_turn(overlay):
    turn, voices = overlay

    for row in [*turn.namings, *turn.corrections, *voices]:
        row.change.undone_at = row.change.created_at

    assert said(turns_of(turn, voices)) == [(SpeakerRole.UNKNOWN, KnownBy.NOTHING, turn.text)]
