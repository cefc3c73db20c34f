"""Which key does what for one person."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.desk.deeds import DEEDS
from fidelity.desk.keys import PLACES, USUAL, NoKey, bindings, choose, is_function_key, key_from
from tests.conftest import ROOT

SCRIPTS = ROOT / "fidelity" / "web" / "assets" / "js"


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("a", "a"),
        ("A", "a"),  # a telephone writes it so
        (" a ", "a"),
        ("ŵ", "ŵ"),
        ("?", "?"),
        ("shift+a", "Shift+A"),
        ("Shift and a", "Shift+A"),
        ("f8", "F8"),
        ("F24", "F24"),
        ("space", "Space"),
        (" ", "Space"),
        ("", ""),
    ],
)
def test_a_key_is_known_by_its_name(typed, key):
    assert key_from(typed) == key


@pytest.mark.parametrize(
    "typed", ["F5", "F11", "F25", "F0", "1", "9", "ab", "Tab", "ctrl+a", "Shift+1", '"', "£", "\x00"]
)
def test_what_a_browser_or_the_desk_needs_itself_cannot_be_chosen(typed):
    with pytest.raises(NoKey):
        key_from(typed)


def test_the_usual_keys_are_all_different_and_could_be_chosen():
    assert choose(USUAL) == ({}, {})
    assert choose({}) == ({}, {})


def test_only_what_differs_from_the_usual_is_kept():
    assert choose({"accept": "Shift+Q", "reject": "r", "hide": ""}) == (
        {"accept": "Shift+Q", "hide": ""},
        {},
    )


def test_a_conflict_names_both():
    _, messages = choose({"reject": "a"})

    assert messages == {
        "reject": "a is chosen twice: for “Accept this suggestion, and go to the next” "
        "and “Reject this suggestion, and go to the next”"
    }


def test_two_keys_can_be_exchanged():
    assert choose({"accept": "r", "reject": "a"}) == ({"accept": "r", "reject": "a"}, {})


def test_a_key_for_a_pedal_works_while_somebody_types():
    _, messages = choose({"play_pedal": "x"})

    assert messages == {"play_pedal": "Play and pause: only F1 to F24 work while you type"}
    assert choose({"play_pedal": "F13"}) == ({"play_pedal": "F13"}, {})


def test_a_key_for_listening_leaves_the_page_of_a_recording_its_own():
    _, messages = choose({"next_turn": "x", "play": "t"})

    assert messages == {"play": "Play and pause: on the page of a recording, t names the therapist"}


def test_what_a_person_chose_wins_over_what_is_usual_elsewhere():
    keys = bindings({"accept": "n", "gone since": "x"})

    assert keys["accept"] == "n"
    assert keys["next_suggestion"] == ""
    assert set(keys) == set(PLACES)


@given(st.dictionaries(st.sampled_from(list(PLACES)), st.text(max_size=8)))
def test_whatever_is_typed_no_key_ever_does_two_things(typed):
    chosen, messages = choose(typed)

    keys = [key for key in bindings(chosen).values() if key]
    assert messages or len(keys) == len(set(keys))
    assert messages or all(is_function_key(key) for place, key in chosen.items() if key and "_pedal" in place)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
def test_a_script_acts_on_every_deed(deed):
    files = ("desk/keys.js", "desk/deciding.js", "player/keys.js")

    assert any(re.search(rf"\b{deed.name}(: |,| }})", (SCRIPTS / name).read_text()) for name in files)
