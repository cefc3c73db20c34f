"""Two people write of the same item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity.agenda.outcomes import together


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
    ],
)
def test_what_is_kept(based_on, mine, stands, kept):
    assert together(based_on, mine, stands) == kept


lines = st.text(alphabet="abc\n", max_size=6)


@given(lines, lines, lines)
def test_nothing_that_either_wrote_is_lost_and_sending_twice_changes_nothing(based_on, mine, stands):
    kept = together(based_on, mine, stands)

    if mine != based_on:
        assert mine in kept
    if stands not in {based_on, mine}:
        assert stands in kept
    assert together(based_on, mine, kept) == kept
