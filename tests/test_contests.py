from datetime import UTC, datetime

import pytest

from fidelity.contests import ContestState, Number, Progress, Thing, state_of

CONTESTED = datetime(2026, 11, 20, 12, tzinfo=UTC)
BEFORE, AFTER = datetime(2026, 11, 20, 11, tzinfo=UTC), datetime(2026, 11, 20, 13, tzinfo=UTC)
LATER = datetime(2026, 11, 20, 14, tzinfo=UTC)
EQUAL, APART = Number(is_equal=True), Number()
WAITING, BEING_RATED = ContestState.WAITING, ContestState.BEING_RATED
TO_SETTLE, SETTLED = ContestState.TO_SETTLE, ContestState.SETTLED


def twice(at, *numbers, **more):
    return Progress(is_begun=True, handed_in_at=at, numbers=numbers, **more)


@pytest.mark.parametrize("thing", [Thing.RATING, Thing.MARK])
@pytest.mark.parametrize(
    ("progress", "state"),
    [
        (Progress(numbers=[APART]), WAITING),
        (Progress(is_begun=True, numbers=[APART]), BEING_RATED),
        (twice(AFTER, APART), TO_SETTLE),
        (twice(AFTER, EQUAL), SETTLED),
        (twice(AFTER, Number(agreed_at=LATER)), SETTLED),
        # Rated twice already when the therapist contested it: only a new agreement answers that.
        (twice(BEFORE, EQUAL), TO_SETTLE),
        (twice(BEFORE, Number(agreed_at=BEFORE)), TO_SETTLE),
        (twice(BEFORE, Number(is_equal=True, agreed_at=AFTER)), SETTLED),
    ],
)
def test_a_contested_number_is_as_far_as_what_came_after_it(thing, progress, state):
    assert state_of(thing, CONTESTED, progress) is state


@pytest.mark.parametrize(
    ("thing", "progress", "state"),
    [
        (Thing.RATING, twice(AFTER, APART, answered_at=LATER), TO_SETTLE),
        (Thing.MARK, twice(AFTER, APART, answered_at=LATER), SETTLED),
        (Thing.COMMENT, twice(AFTER, answered_at=LATER), SETTLED),
        (Thing.WHOLE, twice(BEFORE, APART, EQUAL, answered_at=AFTER), SETTLED),
        # Answered before anybody looked a second time: that is the first rater's word alone.
        (Thing.COMMENT, twice(LATER, answered_at=AFTER), TO_SETTLE),
        (Thing.WHOLE, Progress(numbers=[APART], answered_at=AFTER), WAITING),
        (Thing.MARK, twice(BEFORE, APART, answered_at=BEFORE), TO_SETTLE),
    ],
)
def test_a_raters_answer_settles_what_is_no_number_once_both_are_done(thing, progress, state):
    assert state_of(thing, CONTESTED, progress) is state


def test_the_whole_is_settled_when_each_of_its_numbers_is():
    assert state_of(Thing.WHOLE, CONTESTED, twice(AFTER, EQUAL, Number(agreed_at=LATER))) is SETTLED
    assert state_of(Thing.WHOLE, CONTESTED, twice(AFTER, EQUAL, APART)) is TO_SETTLE
    assert state_of(Thing.WHOLE, CONTESTED, twice(AFTER)) is TO_SETTLE


def test_a_resolved_comment_needs_no_second_rating_unless_it_was_contested_since():
    assert state_of(Thing.COMMENT, CONTESTED, Progress(resolved_at=AFTER)) is SETTLED
    assert state_of(Thing.COMMENT, CONTESTED, Progress(resolved_at=BEFORE)) is WAITING
