"""Words of one revision of a note found in the next, or left for a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.casenotes.find_again import Stretch, find_again


def found(before, quote, after, *, nth=0, section="advances"):
    """The section and the words there; the ``nth`` place of the quote is meant."""
    texts = before if isinstance(before, dict) else {section: before}
    starts = -1
    for _ in range(nth + 1):
        starts = texts[section].index(quote, starts + 1)
    new = after if isinstance(after, dict) else {section: after}
    place = find_again(texts, Stretch(section, starts, starts + len(quote)), new)
    return place and (place.section, new[place.section][place.starts : place.ends], place.starts)


def test_words_move_with_what_was_written_before_them():
    assert found("Mum praised her.", "praised her", "On Friday Mum praised her.") == (
        "advances",
        "praised her",
        14,
    )


def test_line_ends_and_capitals_may_differ():
    assert found("So mum praised her.", "mum praised", "Mum\npraised her.") == ("advances", "Mum\npraised", 0)


def test_of_the_same_words_in_several_places_those_that_stood_there_are_meant():
    before = "Mum praised her on Monday. Mum praised her on Friday."

    assert found(before, "Mum praised", "It rained. " + before, nth=1) == ("advances", "Mum praised", 38)
    # The first of the two is gone: what is left is not what was meant.
    assert found(before, "Mum praised", "Mum praised her on Friday.", nth=0) is None
    assert found(before, "Mum praised", "Mum praised her on Friday.", nth=1) == ("advances", "Mum praised", 0)


@pytest.mark.parametrize("after", ["Mum scolded her.", "", {}])
def test_words_that_were_rewritten_are_not_found(after):
    assert found("Mum praised her.", "praised her", after) is None


def test_words_are_found_in_the_section_to_which_they_were_moved():
    before = {"advances": "Mum praised her for it.", "barriers": "None."}
    after = {"advances": "None.", "barriers": "Mum praised her for it."}

    assert found(before, "Mum praised her", after) == ("barriers", "Mum praised her", 0)


def test_two_words_may_stand_anywhere_and_what_stands_twice_may_be_either():
    before = {"advances": "Mum praised her for it."}

    assert found(before, "Mum praised", {"barriers": "Mum praised"}) is None
    twice = {"barriers": "Mum praised her.", "fit": "Mum praised her."}
    assert found(before, "Mum praised her", twice) is None


@given(
    st.lists(st.sampled_from(["Mum", "said", "no", "then", "Kai", "left."]), min_size=1, max_size=12),
    st.lists(st.sampled_from(["Mum", "said", "no", "then", "Kai", "left."]), max_size=12),
    st.data(),
)
def test_what_is_found_always_reads_as_it_did(before, after, data):
    old, new = " ".join(before), " ".join(after)
    starts = data.draw(st.integers(0, len(old) - 1))
    ends = data.draw(st.integers(starts + 1, len(old)))

    place = find_again({"fit": old}, Stretch("fit", starts, ends), {"fit": new})

    if place is not None:
        assert new[place.starts : place.ends].split() == old[starts:ends].split()
