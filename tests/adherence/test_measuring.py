"""When a coefficient is given, when it is blank and why; worked by hand, with measures that only say their name."""

import pytest

from fidelity.adherence.agreement import (
    COMPOSITE,
    FLOOR_PAIRS,
    FLOOR_SEVERITY,
    Blank,
    Statistic,
    why_blank,
)
from fidelity.adherence.measuring import compare_marks, compare_ratings, difference, severity
from fidelity.reliability.types import Level, Measured

SAME, NEAR, KAPPA, AC1, ALPHA, ICC = Statistic


class Spoken:
    """Gives .5 for everything, or nothing, and remembers what it was asked."""

    def __init__(self, gives=0.5):
        self.gives, self.asked = gives, []

    def __getattr__(self, name):
        def measure(*given):
            self.asked.append((name, given))
            return None if self.gives is None else Measured(self.gives, 0.1, 0.9)

        return measure


def row(pairs, measures=None):
    weeks = [({"fit": first}, {"fit": second}) for first, second in pairs]
    return compare_ratings(weeks, measures or Spoken())["fit"]


def blanks(of_row):
    return {statistic: figure.blank for statistic, figure in of_row.figures.items() if figure.blank}


MIXED = [(1, 2), (3, 3), (4, 5), (2, 2), (5, 3)] * 2


def test_ten_pairs_are_enough_and_nine_are_not():
    assert len(MIXED) == FLOOR_PAIRS
    assert blanks(row(MIXED)) == {}
    assert blanks(row(MIXED[1:])) == dict.fromkeys((SAME, NEAR, KAPPA, AC1, ALPHA), Blank.TOO_FEW)


def test_shares_count_what_is_alike_and_what_is_a_step_apart():
    figures = row(MIXED).figures

    assert (figures[SAME].value, figures[NEAR].value) == (0.4, 0.8)


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        # One rater gave the same each time: kappa is 0 by its formula, whatever the other gave.
        ([(3, 2), (3, 4), (3, 3), (3, 5), (3, 1)] * 2, {KAPPA: Blank.ONE_RATER_ALIKE}),
        ([(2, 3), (4, 3), (3, 3), (5, 3), (1, 3)] * 2, {KAPPA: Blank.ONE_RATER_ALIKE}),
        # Eighteen of twenty ratings are threes.
        ([(3, 3)] * 8 + [(3, 2), (4, 3)], dict.fromkeys((KAPPA, ALPHA), Blank.ONE_DOMINATES)),
        ([(3, 3)] * 10, dict.fromkeys((KAPPA, ALPHA), Blank.ALL_THE_SAME)),
        ([(3, 3)] * 7 + [(3, 2), (4, 3), (2, 2)], {}),
    ],
    ids=["first alike", "second alike", "one dominates", "all the same", "a little less"],
)
def test_what_says_nothing_is_blank_with_its_reason_and_ac1_is_given(pairs, expected):
    assert blanks(row(pairs)) == expected


def test_what_a_library_does_not_define_is_blank():
    assert blanks(row(MIXED, Spoken(gives=None))) == dict.fromkeys((KAPPA, AC1, ALPHA), Blank.UNDEFINED)


def test_without_a_week_there_is_no_number_but_that_of_the_mean_and_its_reason():
    rows = compare_ratings([], Spoken())

    assert set(rows) == {COMPOSITE}
    assert blanks(rows[COMPOSITE]) == dict.fromkeys((SAME, ALPHA, ICC), Blank.NOTHING)
    assert why_blank([]) is Blank.NOTHING


def test_not_assessable_is_counted_and_is_no_number():
    measures = Spoken()

    found = row([*MIXED, (None, 3), (4, None), (None, None)], measures)

    assert (found.n, found.one_not_assessable, found.both_not_assessable) == (10, 2, 1)
    assert all(pairs == MIXED for name, (pairs, *_) in measures.asked if name == "weighted_kappa")


def test_a_mean_is_of_the_principles_that_both_could_assess():
    measures = Spoken()
    weeks = [({"a": 1, "b": 5, "c": None}, {"a": 2, "b": None, "c": 4})] * 9
    weeks += [({"a": 4, "b": 2, "c": 3}, {"a": 4, "b": 3, "c": None}), ({"a": None}, {"a": 3})]

    found = compare_ratings(weeks, measures)[COMPOSITE]

    (pairs,) = next(given for name, given in measures.asked if name == "icc")
    assert pairs == [(1, 2)] * 9 + [(3, 3.5)]
    # Half a step apart counts as the same, a whole one does not.
    assert found.figures[SAME].value == 0.1
    assert (found.n, found.both_not_assessable) == (10, 1)


def test_marks_are_there_or_not_week_by_week():
    measures = Spoken()
    weeks = [({"a"}, {"a", "b"}), (set(), {"a"})] * 5

    rows = compare_marks(weeks, ["a", "b", "c"], measures)

    assert rows["a"].figures[SAME].value == 0.5
    assert NEAR not in rows["a"].figures
    # The machine suggested it in every week, so one of the two is always alike.
    assert blanks(rows["a"]) == {KAPPA: Blank.ONE_RATER_ALIKE}
    assert blanks(rows["c"]) == dict.fromkeys((KAPPA, ALPHA), Blank.ALL_THE_SAME)
    assert {given[1] for name, given in measures.asked if name == "alpha"} == {Level.NOMINAL}


def test_severity_is_own_less_the_others_on_what_both_could_assess():
    own, other = {"a": 2, "b": 3, "c": 5}, {"a": 4, "b": 4, "c": None}

    assert difference(own, other) == -1.5
    assert difference(other, own) == 1.5
    assert difference({"a": None}, {"a": 3}) is None


def test_severity_wants_ten_weeks_of_both_sides():
    pair, n = ({"a": 2}, {"a": 3}), FLOOR_SEVERITY
    measures = Spoken()

    enough = severity([pair] * n, [2.0] * n, [3.0] * n, measures)

    assert measures.asked == [("difference", ([2.0] * n, [3.0] * n)), ("mean", ([-1.0] * n,))]
    assert (enough.same_weeks.value, enough.other_weeks.value, enough.others) == (0.5, 0.5, n)
    for ours, theirs in ((n - 1, n), (n, n - 1)):
        few = severity([pair] * (n - 1), [2.0] * ours, [3.0] * theirs, measures)
        assert (few.same_weeks.blank, few.other_weeks.blank) == (Blank.TOO_FEW, Blank.TOO_FEW)
    none = severity([], [], [3.0] * n, measures)
    assert (none.same_weeks.blank, none.other_weeks.blank) == (Blank.NOTHING, Blank.NOTHING)
