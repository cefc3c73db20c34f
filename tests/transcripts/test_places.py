"""Where words stand, and how they read with others in their place."""

import pytest

from fidelity.transcripts.hotwords import ROOM_TOKENS, fitting, tokens
from fidelity.transcripts.places import find_places, plain_words
from fidelity.transcripts.turns import effective_turns
from models import SpeakerRole
from tests.transcripts.overlays import change, correct, name, segment


def places(text, these, that, *, of=None):
    of = of or segment(text)
    return list(find_places(effective_turns([of], []), these, that))


def replaced(text, this, that):
    """How the text reads with every place replaced."""
    words = text.split()
    for place in reversed(places(text, [this], that)):
        words[place.first_word : place.last_word + 1] = [place.instead]
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "this", "that", "reads"),
    [
        ("did clear go home", "clear", "Llŷr", "did Llŷr go home"),
        ("Clear, did you go? CLEAR!", "clear", "Llŷr", "Llŷr, did you go? Llŷr!"),
        ("Clearly not clearer", "clear", "Llŷr", "Clearly not clearer"),
        ("it was Clear's coat", "clear", "Llŷr", "it was Llŷr's coat"),
        ("it was clear’s coat", "Clear's", "Llŷr", "it was Llŷr’s coat"),
        ("at mcdonalds again", "mcdonalds", "McDonald's", "at McDonald's again"),
        ("in Isle Brin now", "isle brin", "Ysgol Bryn", "in Ysgol Bryn now"),
        ("the isle. Brin came", "isle brin", "Ysgol Bryn", "the isle. Brin came"),
        ("a isle a isle brin", "isle brin", "Ysgol Bryn", "a isle a Ysgol Bryn"),
        ("Cams said so, CAMS", "cams", "camhs", "Camhs said so, CAMHS"),
        ("ask mst today", "MST", "MST", "ask MST today"),
        ("ask MST today", "mst", "MST", "ask MST today"),
        ("“clear” (clear)", "clear", "Llŷr", "“Llŷr” (Llŷr)"),
        ("o’neill and o'neill", "o'neill", "O’Neil", "O’Neil and O’Neil"),
        ("Siôn a Siôn", "siôn", "Sioned", "Sioned a Sioned"),
        ("clear clear clear", "clear clear", "Llŷr", "Llŷr clear"),
    ],
)
def test_whole_words_are_found_and_their_surroundings_stay(text, this, that, reads):
    assert replaced(text, this, that) == reads


def test_the_longer_of_two_that_begin_alike_is_found():
    assert [p.found for p in places("the clear brook", ["clear", "clear brook"], "Llŷr")] == ["clear brook"]


def test_every_place_comes_with_what_is_said_around_it():
    text = " ".join(["before"] * 20 + ["Clear,"] + ["after"] * 20)

    (place,) = places(text, ["clear"], "Llŷr")

    assert (place.found, place.instead) == ("Clear,", "Llŷr,")
    assert place.before.startswith("…")
    assert place.before.endswith("before ")
    assert place.after.startswith(" after")
    assert place.after.endswith("…")
    assert len(place.before) <= 61
    assert place.key == f"{place.turn.segment.id}:20:20"


def test_what_people_have_corrected_or_confirmed_is_left_alone():
    turn = segment("clear and clear and clear")
    correct(turn, 0, 0, "Clare", change(1))
    correct(turn, 2, 2, "clear", change(2))

    assert [p.first_word for p in places("", ["clear"], "Llŷr", of=turn)] == [4]
    assert places("", ["clare"], "Llŷr", of=turn) == []


def test_a_correction_that_was_undone_counts_no_more():
    turn, step = segment("clear came"), change(1)
    correct(turn, 0, 0, "Clare", step)
    step.undone_at = step.created_at

    assert [p.first_word for p in places("", ["clear"], "Llŷr", of=turn)] == [0]


def test_words_that_run_from_one_speaker_to_the_next_are_left_alone():
    turn = segment("at the isle brin came")
    name(turn, SpeakerRole.CAREGIVER, change(1), 3, 4)

    assert places("", ["isle brin"], "Ysgol Bryn", of=turn) == []
    assert len(places("", ["isle"], "Ysgol", of=turn)) == 1


def test_suspect_words_say_so():
    turn = segment("clear came")
    turn.suspect_because = "the sound has no voice in it"

    (place,) = places("", ["clear"], "Llŷr", of=turn)

    assert place.is_suspect


def test_signs_alone_are_no_words():
    assert plain_words("– … ?") == ()
    assert places("one – two", ["–"], "x") == []


def test_the_recogniser_is_told_of_as_many_terms_as_it_has_room_for():
    few, many = ["Llŷr"] * 3, ["Llanfairpwllgwyngyll"] * 200

    assert fitting(few) == 3
    assert 0 < fitting(many) < 200
    assert sum(tokens(term) for term in many[: fitting(many)]) <= ROOM_TOKENS
    assert fitting([]) == 0
