"""What is read, and where it stands in the machine's text."""

import pytest
from hypothesis import given

from fidelity.transcripts.instead import Instead
from fidelity.transcripts.shown import ShownText, places_of, standing
from tests.transcripts.overlays import TYPED, change, correct, overlaid, segment


def shown(turn):
    return ShownText(turn, standing(c for c in turn.corrections if c.change.counts_at(None)))


def test_it_reads_a_correction_and_leads_back_to_the_words_under_it():
    turn = segment("so what append just before that")
    correct(turn, 2, 2, "happened at home", change(1))

    words = shown(turn)

    assert words.text == "so what happened at home just before that"
    # A place inside the corrected words is a place on all of them.
    at_home = words.text.index("home")
    assert turn.text[slice(*words.to_machine(at_home, at_home + 4))] == "append"
    just = words.text.index("just")
    assert turn.text[slice(*words.to_machine(just, just + 4))] == "just"
    append = turn.text.index("append")
    assert words.text[slice(*words.to_shown(append + 1, append + 3))] == "happened at home"


def test_a_later_correction_covers_an_earlier_and_undoing_it_brings_that_back():
    turn = segment("one two three four")
    correct(turn, 0, 1, "ein zwei", change(1))
    later = change(2)
    correct(turn, 1, 2, "deux trois", later)
    assert shown(turn).text == "one deux trois four"

    later.undone_at = later.created_at

    assert shown(turn).text == "ein zwei three four"


def test_words_that_a_person_took_out_leave_no_gap():
    turn = segment("thank you thank you for watching")
    correct(turn, 0, 1, "", change(1))
    correct(turn, 4, 5, "", change(2))

    assert shown(turn).text == "thank you"


def test_a_word_keeps_its_time_and_added_words_share_the_time_there_is():
    turn = segment("we eight there")
    correct(turn, 1, 1, "ate", change(1))
    correct(turn, 2, 2, "over there", change(2))

    words = shown(turn).words

    assert [(w.text, w.start, round(w.end, 1)) for w in words] == [
        ("we", 0.0, 0.8),
        ("ate", 1.0, 1.8),
        ("over", 2.0, 2.4),
        ("there", 2.4, 2.8),
    ]
    assert [w.probability for w in words] == [0.9, None, None, None]


@pytest.mark.parametrize(
    ("typed", "instead"),
    [
        ("so what happened just before that", []),
        ("so what happened just  before\nthis", [Instead(5, 5, "this")]),
        ("what happened just before that", [Instead(0, 0, "")]),
        ("so what really happened just before that", [Instead(1, 1, "what really")]),
        ("and so what happened just before that", [Instead(0, 0, "and so")]),
        ("so what came to pass before that", [Instead(2, 3, "came to pass")]),
        ("", [Instead(n, n, "") for n in range(6)]),
    ],
)
def test_it_corrects_as_little_as_will_do(typed, instead):
    assert shown(segment()).instead(typed) == instead


def test_a_long_turn_is_corrected_as_little_as_will_do():
    words = [f"word{n}" if n % 3 else "the" for n in range(600)]
    typed = [*words[:100], "else", *words[101:500], *words[501:]]

    instead = shown(segment(" ".join(words))).instead(" ".join(typed))

    assert [(each.first_word, each.last_word, each.text) for each in instead] == [
        (100, 100, "else"),
        (500, 500, ""),
    ]


def test_it_goes_on_from_what_was_corrected_before():
    turn = segment("i no him")
    correct(turn, 1, 1, "do know", change(1))

    assert shown(turn).instead("i don’t know him") == [Instead(1, 1, "don’t know")]


def test_a_change_of_part_of_what_was_confirmed_brings_nothing_older_to_light():
    turn = segment("a b c")
    correct(turn, 0, 0, "", change(1))
    correct(turn, 0, 2, "a b c", change(2))  # as the machine has it, after all

    instead = shown(turn).instead("a x c")

    assert instead == [Instead(0, 0, "a"), Instead(1, 1, "x"), Instead(2, 2, "c")]


@given(overlaid(), TYPED)
def test_what_is_typed_is_what_is_read(overlay, typed):
    turn, _ = overlay

    for number, each in enumerate(shown(turn).instead(typed)):
        correct(turn, each.first_word, each.last_word, each.text, change(20 + number))

    assert shown(turn).text == typed


@given(overlaid())
def test_positions_go_there_and_back(overlay):
    turn, _ = overlay
    words = shown(turn)

    for word in words.words:
        starts, ends = words.to_machine(word.starts, word.ends)
        assert 0 <= starts <= ends <= len(turn.text)
        low, high = words.to_shown(starts, ends)
        assert low <= word.starts
        assert word.ends <= high
        # Whole words lead back to themselves, or to the whole correction that they are a part of.
        if word.probability is not None:
            assert turn.text[starts:ends] == word.text
            assert (low, high) == (word.starts, word.ends)
        assert starts <= places_of(turn)[words.word_at(word.starts)][0] <= ends


@given(overlaid())
def test_positions_never_change_their_order(overlay):
    turn, _ = overlay
    words = shown(turn)

    for place, length in ((words.to_machine, len(words.text)), (words.to_shown, len(turn.text))):
        places = [place(n, n + 1) for n in range(length)]
        assert places == sorted(places)
        assert [end for _, end in places] == sorted(end for _, end in places)


@given(overlaid())
def test_with_everything_undone_it_is_what_the_machine_heard(overlay):
    turn, _ = overlay

    for correction in turn.corrections:
        correction.change.undone_at = correction.change.created_at

    assert shown(turn).text == turn.text
    assert shown(turn).to_machine(0, len(turn.text)) == (0, len(turn.text))
