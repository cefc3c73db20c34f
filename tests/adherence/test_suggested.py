from hypothesis import given
from hypothesis import strategies as st

from fidelity.adherence.suggested import (
    FLOOR_DECISIONS,
    Acceptance,
    Fate,
    Suggested,
    Tally,
    acceptance,
    tally,
)

some = st.lists(
    st.builds(Suggested, st.integers(0, 5), st.booleans(), st.sampled_from(Fate), st.integers(0, 9)),
    max_size=30,
)


def test_it_counts_suggestions_and_the_weeks_that_hold_one():
    suggested = [
        Suggested("a", False, Fate.ACCEPTED, 3),
        Suggested("b", False, Fate.ACCEPTED, 1),
        Suggested("b", False, Fate.UNDECIDED, 2),
        Suggested("c", True, Fate.ACCEPTED, 5),
    ]

    assert tally(suggested, is_counter=False, fate=Fate.ACCEPTED) == Tally(n=4, weeks=2)
    assert tally(suggested, is_counter=True, fate=Fate.ACCEPTED) == Tally(n=5, weeks=1)
    assert tally(suggested, is_counter=True, fate=Fate.REJECTED) == Tally(n=0, weeks=0)


def test_what_nobody_decided_counts_neither_for_nor_against():
    suggested = [Suggested("a", False, Fate.ACCEPTED, 3), Suggested("a", False, Fate.UNDECIDED, 50)]

    assert acceptance(suggested) == Acceptance(accepted=3, decided=3)


def test_there_is_no_share_below_the_floor():
    assert Acceptance(9, FLOOR_DECISIONS - 1).share is None
    assert Acceptance(9, FLOOR_DECISIONS - 1).interval is None
    assert Acceptance(5, FLOOR_DECISIONS).share == 5 / FLOOR_DECISIONS


@given(some)
def test_every_suggestion_is_in_one_tally(suggested):
    tallies = [tally(suggested, is_counter=counter, fate=fate) for counter in (True, False) for fate in Fate]

    assert sum(t.n for t in tallies) == sum(s.n for s in suggested)
