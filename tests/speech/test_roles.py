"""Who speaks: from words, voices and who was there."""

import numpy as np
import pytest

from fidelity.speech.roles import train
from fidelity.speech.roles.decide import decide_roles
from fidelity.speech.roles.features import rows_of
from fidelity.speech.roles.learn import learn
from fidelity.speech.roles.types import ROLES, UNKNOWN, Present, Turn
from fidelity.speech.roles.weights import load

FAMILY = Present(therapist=True, caregivers=1, young_people=1, others=0)

#: None of it stands in what was learnt from.
TALK = [
    ("therapist", "Thanks for having me over again, Paula. Where would you like to start?"),
    ("caregiver", "Well he's been a nightmare, I'll be honest with you. I'm at the end of my rope."),
    ("therapist", "That sounds exhausting. Can you take me through what happened on Monday, step by step?"),
    ("caregiver", "I told him to hand his tablet over and he swore at me and slammed out."),
    ("youth", "She never even asked me, she just snatched it off me."),
    ("therapist", "So what did you do right after he slammed the door?"),
    ("caregiver", "I rang my sister and cried, and then I locked the back door."),
    ("youth", "Yeah and I had to sit in the garden, it was freezing."),
    (
        "therapist",
        "Looking at the chart, it was every evening a month ago and now it's two. What have you been doing differently?",
    ),
    ("caregiver", "I just walk away now, don't I. I put the kettle on."),
    ("youth", "Can I go now? My mate's waiting."),
    ("therapist", "What would you both be willing to try before I ring you on Thursday?"),
    ("caregiver", "I could give him a warning first, I suppose, ten minutes before."),
]
VOICES = {"therapist": "B", "caregiver": "A", "youth": "C"}


def spoken(talk, *, voices=VOICES, confidence=0.9, bare=False):
    turns = []
    for place, (role, text) in enumerate(talk):
        said = text.lower().replace(",", "").replace(".", "").replace("?", "") if bare else text
        turns.append(
            Turn(said, voices and voices[role], confidence if voices else 0.0, 5.0 * place, 5.0 * place + 4)
        )
    return turns


def roles(turns, present=FAMILY):
    return [guess.role for guess in decide_roles(turns, present)]


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("present", [FAMILY, None])
def test_the_therapist_is_found_by_their_voice_and_words(bare, present):
    found = roles(spoken(TALK, bare=bare), present)

    for (role, _), guess in zip(TALK, found, strict=True):
        assert guess in ({"therapist"} if role == "therapist" else {role, UNKNOWN})


def test_a_turn_with_the_wrong_voice_is_not_called_the_therapist_s():
    turns = spoken(TALK)
    cry = next(place for place, (_, text) in enumerate(TALK) if "cried" in text)
    turns[cry] = Turn(turns[cry].text, "B", 0.5, turns[cry].start, turns[cry].end)

    found = roles(turns)

    assert found[cry] != "therapist"
    assert [guess for (role, _), guess in zip(TALK, found, strict=True) if role == "therapist"] == [
        "therapist"
    ] * 5


def test_words_that_go_against_a_voice_that_seems_sure_make_its_role_less_likely():
    turns = spoken(TALK)
    cry = next(place for place, (_, text) in enumerate(TALK) if "cried" in text)
    turns[cry] = Turn(turns[cry].text, "B", 0.9, turns[cry].start, turns[cry].end)
    asked = next(place for place, (_, text) in enumerate(TALK) if "step by step" in text)

    guesses = decide_roles(turns, FAMILY)

    assert guesses[cry].probability < guesses[asked].probability - 0.1


def test_a_short_turn_of_a_doubtful_voice_is_not_known():
    turns = spoken([*TALK, ("therapist", "Mm.")])
    sure, doubtful = (
        [*turns[:-1], Turn("Mm.", "B", 0.95, 90, 91)],
        [*turns[:-1], Turn("Mm.", "B", 0.1, 90, 91)],
    )

    assert roles(sure)[-1] == "therapist"
    assert roles(doubtful)[-1] == UNKNOWN


def test_without_voices_only_turns_whose_words_are_sure_are_named():
    guesses = decide_roles(spoken(TALK, voices=None), FAMILY)

    named = [
        (role, guess.role) for (role, _), guess in zip(TALK, guesses, strict=True) if guess.role != UNKNOWN
    ]
    assert ("therapist", "therapist") in named
    assert all(role == guess for role, guess in named)
    assert all(guess.probability >= 0.95 for guess in guesses if guess.role != UNKNOWN)


def test_nobody_is_the_therapist_where_none_was_there():
    family = [turn for turn in TALK if turn[0] != "therapist"]

    found = roles(spoken(family), Present(therapist=False, caregivers=1, young_people=1, others=0))

    assert "therapist" not in found


def test_a_probability_says_how_likely_the_likeliest_role_is():
    for guess in decide_roles(spoken(TALK), FAMILY):
        assert 0.25 <= guess.probability <= 1.0


def test_it_says_the_same_each_time():
    assert decide_roles(spoken(TALK), FAMILY) == decide_roles(spoken(TALK), FAMILY)


@pytest.mark.parametrize("text", ["", "…", "?", "☃ 🙂", "x" * 10_000])
def test_whatever_was_written_down_there_is_one_guess_a_turn(text):
    turns = [Turn(text, None, 0.0, 0, 1), Turn(text, "A", 1.0, 1, 2)]

    assert len(decide_roles(turns, FAMILY)) == 2


def test_no_turns_no_guesses():
    assert decide_roles([], FAMILY) == []


def test_more_voices_than_people_are_all_given_a_role_or_none():
    turns = [Turn(text, f"voice {place}", 0.9, place, place + 1) for place, (_, text) in enumerate(TALK)]

    found = roles(turns)

    assert len(found) == len(TALK)
    assert set(found) <= {*ROLES, UNKNOWN}


def test_the_shipped_weights_are_those_of_the_shipped_turns():
    """Fitted to data/turns.jsonl: no other direction is better, and what they say of it is right."""
    rows, wanted = train.examples(train.shipped().values())
    weights = load()

    likely = np.exp(weights.log_odds(rows)) * weights.share
    likely /= likely.sum(axis=1, keepdims=True)

    assert np.allclose(weights.share, np.bincount(wanted) / len(wanted), atol=1e-5)
    errors = likely - np.eye(len(ROLES))[wanted]
    assert np.abs(errors.mean(axis=0)).max() < 0.002, "run python -m fidelity.speech.roles.train"
    assert (likely.argmax(axis=1) == wanted).mean() > 0.95


def test_learning_gives_the_same_weights_each_time_and_finds_what_tells_apart():
    rows = rows_of(["what happened then", "i dunno", "what did you do", "dunno"])
    wanted = np.array([0, 1, 0, 1])

    once, again = learn(rows, wanted, 2), learn(rows, wanted, 2)

    assert np.array_equal(once.table, again.table)
    assert (once.log_odds(rows).argmax(axis=1) == wanted).all()


def test_without_voices_a_stretch_with_two_people_in_it_is_not_known():
    together = " ".join(text for _, text in TALK[:4])

    (guess,) = decide_roles([Turn(together, None, 0.0, 0, 30)], FAMILY)

    assert guess.role == UNKNOWN
