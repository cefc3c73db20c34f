"""Two people write of the same item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.agenda.outcomes import MOST_COMPARED, together


@pytest.mark.parametrize(
    ("based_on", "mine", "stands", "kept"),
    [
        ("", "a", "", "a"),
        ("a", "a b", "a", "a b"),
        ("a", "", "a", ""),
        ("", "mine", "theirs", "theirs\nmine"),
        ("", "", "theirs", "theirs"),
        ("a", "a", "a, theirs", "a, theirs"),
        ("", "mine", "theirs\nmine", "theirs\nmine"),
        ("A", "Aa", "A\nB", "Aa\nB"),
        ("A\nB", "A\nBb", "Aa\nB", "Aa\nBb"),
        ("Bb", "Bbc", "Aa\nBb", "Aa\nBbc"),
        ("a", "mine", "theirs", "theirs\nmine"),
        ("a\nb", "b", "a\nb\nc", "b\nc"),
    ],
)
def test_what_is_kept(based_on, mine, stands, kept):
    assert together(based_on, mine, stands) == kept


lines = st.text(alphabet="abc\n", max_size=8)


@given(lines, lines, lines)
def test_no_line_that_either_wrote_is_lost_and_sending_twice_changes_nothing(based_on, mine, stands):
    kept = together(based_on, mine, stands)

    for text in (mine, stands):
        assert set(text.split("\n")) - {"", *based_on.split("\n")} <= set(kept.split("\n"))
    assert together(based_on, mine, based_on) == mine
    assert together(based_on, based_on, stands) == stands


@given(lines, lines)
def test_sending_the_same_twice_changes_nothing(mine, stands):
    once = together("", mine, stands)

    assert together("", mine, once) == once


@pytest.mark.parametrize("more", [MOST_COMPARED, 2_000], ids=["a line more", "what only a script sends"])
def test_of_more_lines_than_are_compared_both_texts_stay(more):
    based_on = "a\n" * more
    mine, stands = based_on + "mine", based_on + "theirs"

    kept = together(based_on, mine, stands)

    assert kept == f"{stands}\n{mine}"
    assert together(based_on, mine, kept) == kept
    assert together(based_on, mine, based_on) == mine
    assert together(based_on, based_on, stands) == stands
