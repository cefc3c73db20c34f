from fidelity.adherence.suggested import FLOOR_DECISIONS, Acceptance, Fate, Tally, acceptance


def test_what_nobody_decided_counts_neither_for_nor_against():
    tallies = [
        (Fate.ACCEPTED, Tally(n=3, weeks=2)),
        (Fate.ACCEPTED, Tally(n=1, weeks=1)),
        (Fate.REJECTED, Tally(n=2, weeks=1)),
        (Fate.UNDECIDED, Tally(n=50, weeks=9)),
    ]

    assert acceptance(tallies) == Acceptance(accepted=4, decided=6)


def test_there_is_no_share_below_the_floor():
    assert Acceptance(9, FLOOR_DECISIONS - 1).share is None
    assert Acceptance(9, FLOOR_DECISIONS - 1).interval is None
    assert Acceptance(5, FLOOR_DECISIONS).share == 5 / FLOOR_DECISIONS
