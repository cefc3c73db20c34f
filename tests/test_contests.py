from datetime import UTC, datetime

import pytest

from fidelity.contests import ContestState, Progress, state_of

CONTESTED = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEFORE, AFTER = datetime(2026, 11, 20, 11, tzinfo=UTC), datetime(2026, 11, 20, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("progress", "state"),
    [
        (Progress(), ContestState.WAITING),
        (Progress(is_begun=True), ContestState.BEING_RATED),
        (Progress(is_begun=True, done_at=AFTER), ContestState.TO_SETTLE),
        (Progress(is_begun=True, done_at=AFTER, is_equal=True), ContestState.SETTLED),
        (Progress(is_begun=True, done_at=AFTER, settled_at=AFTER), ContestState.SETTLED),
        # Rated twice already when the therapist contested it: only a new agreement answers that.
        (Progress(is_begun=True, done_at=BEFORE, is_equal=True), ContestState.TO_SETTLE),
        (Progress(is_begun=True, done_at=BEFORE, settled_at=BEFORE), ContestState.TO_SETTLE),
        (Progress(is_begun=True, done_at=BEFORE, settled_at=AFTER), ContestState.SETTLED),
    ],
)
def test_a_contest_is_as_far_as_what_came_after_it(progress, state):
    assert state_of(CONTESTED, progress) is state
