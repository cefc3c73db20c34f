from random import Random
from uuid import UUID

import pytest

from fidelity.adherence.second_share import is_drawn


def keys(count):
    """Keys of the kind that weeks have, the same in every run."""
    chance = Random(5)
    return [UUID(int=chance.getrandbits(128), version=4) for _ in range(count)]


@pytest.mark.parametrize("share", [0, 1, 20, 50, 100])
def test_in_the_long_run_the_share_is_what_the_team_chose(share):
    weeks = keys(20_000)

    drawn = sum(is_drawn(week, share) for week in weeks)

    # Three standard errors of a share of 20,000 are about one in a hundred.
    assert drawn / len(weeks) * 100 == pytest.approx(share, abs=1.1 if 0 < share < 100 else 0)


def test_a_week_cannot_be_drawn_again_and_a_larger_share_takes_no_week_out():
    for week in keys(500):
        assert is_drawn(week, 30) == is_drawn(week, 30)
        assert is_drawn(week, 60) or not is_drawn(week, 30)
