"""What the tagger's measures say, beside sums made by hand."""

import math

import numpy as np
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from fidelity.nlp.learning.measures import (
    average_precision,
    best_thresholds,
    calibration_error,
    count,
    count_by_document,
    count_principles,
    f1,
    interval,
    kappa,
    kappa_by_document,
    macro_f1,
    mean_f1,
    polarity_macro_f1,
    precision,
    precision_of_shown,
    recall,
    reliability,
    shown_at,
    thresholds_reaching,
)
from fidelity.nlp.thresholds import LABELS

PAIRS, PRINCIPLES = len(LABELS), len(LABELS) // 2
FIT, FIT_NOT = LABELS.index(("finding_the_fit", "+")), LABELS.index(("finding_the_fit", "-"))
STRENGTHS = LABELS.index(("positive_and_strength_focused", "+"))


def flags(*rows):
    """A table of pairs: for each unit, the pairs that are so."""
    table = np.zeros((len(rows), PAIRS), dtype=bool)
    for row, pairs in zip(table, rows, strict=True):
        row[list(pairs)] = True
    return table


def numbers(*rows):
    """A table of pairs: for each unit, the probabilities that are not 0."""
    table = np.zeros((len(rows), PAIRS))
    for row, pairs in zip(table, rows, strict=True):
        row[list(pairs)] = list(pairs.values())
    return table


def everything(table):
    return np.ones_like(table, dtype=bool)


class TestWhatIsShown:
    def test_it_is_what_reaches_the_threshold_of_its_principle(self):
        thresholds = np.full(PRINCIPLES, 0.5)
        thresholds[1] = 0.7

        shown = shown_at(numbers({FIT: 0.5, STRENGTHS: 0.69}, {FIT: 0.49, STRENGTHS: 0.7}), thresholds)

        assert (shown == flags([FIT], [STRENGTHS])).all()

    def test_it_is_one_polarity_of_a_principle(self):
        assert (shown_at(numbers({FIT: 0.6, FIT_NOT: 0.8}), 0.5) == flags([FIT_NOT])).all()
        assert (shown_at(numbers({FIT: 0.6, FIT_NOT: 0.6}), 0.5) == flags([FIT])).all()


class TestShares:
    # One right, one wrong, one missed of finding the fit; its last unit is wrong in polarity only.
    SHOWN = flags([FIT], [FIT], [], [FIT])
    GIVEN = flags([FIT], [], [FIT], [FIT_NOT])

    def test_they_are_what_a_person_counts(self):
        of_fit = count(self.SHOWN, self.GIVEN, everything(self.GIVEN))[FIT]

        assert of_fit.tolist() == [1, 2, 1]
        assert (precision(of_fit), recall(of_fit), f1(of_fit)) == (1 / 3, 1 / 2, 2 / 5)

    def test_a_principle_ignores_polarity(self):
        assert count_principles(self.SHOWN, self.GIVEN, everything(self.GIVEN))[0].tolist() == [2, 1, 1]

    def test_what_raters_did_not_agree_on_is_left_out(self):
        counted = everything(self.GIVEN)
        counted[1, [FIT, FIT_NOT]] = False

        assert count_principles(self.SHOWN, self.GIVEN, counted)[0].tolist() == [2, 0, 1]

    def test_what_cannot_be_said_is_not_a_number(self):
        nothing = count(flags([]), flags([]), everything(flags([])))

        assert all(np.isnan(share(nothing)).all() for share in (precision, recall, f1))
        assert math.isnan(mean_f1(nothing))

    def test_precision_of_shown_is_that_of_all_suggestions_together(self):
        shown, given = flags([FIT, STRENGTHS], [STRENGTHS], [FIT]), flags([FIT], [], [FIT_NOT])

        assert precision_of_shown(count(shown, given, everything(given))) == 1 / 4


class TestMacroF1:
    def test_it_is_the_mean_over_principles_that_can_be_judged(self):
        shown, given = flags([FIT, STRENGTHS], [FIT], []), flags([FIT_NOT], [], [STRENGTHS])

        # Fit: one right, one wrong, F1 2/3. Strengths: one wrong, one missed, F1 0.
        assert macro_f1(shown, given, everything(given)) == pytest.approx((2 / 3 + 0) / 2)

    def test_that_of_polarities_asks_for_five_positives_that_count(self):
        given = flags(*[[FIT, STRENGTHS]] * 5, [FIT_NOT])
        shown = flags(*[[FIT]] * 3, *[[STRENGTHS]] * 2, [FIT])
        counted = everything(given)

        # Fit +: three right, one wrong, two missed, F1 6/9. Strengths +: two right, three missed, F1 4/7.
        assert polarity_macro_f1(shown, given, counted) == pytest.approx((6 / 9 + 4 / 7) / 2)
        counted[3, STRENGTHS] = False
        assert polarity_macro_f1(shown, given, counted) == pytest.approx(6 / 9)


class TestAveragePrecision:
    def test_it_is_that_of_the_example_in_scikit_learns_documentation(self):
        scores, given = np.array([0.1, 0.4, 0.35, 0.8]), np.array([False, False, True, True])

        # Right at the first and at the third: half of recall at precision 1, half at 2/3.
        assert average_precision(scores, given) == pytest.approx(1 / 2 + 1 / 3)

    def test_equal_scores_are_shown_together_in_whatever_order_they_stand(self):
        scores = np.array([0.9, 0.5, 0.5, 0.5])

        for given in ([True, True, False, False], [True, False, False, True]):
            # All of the second half of recall at precision 2/4.
            assert average_precision(scores, np.array(given)) == pytest.approx(1 / 2 + 1 / 4)

    def test_nothing_to_find_cannot_be_measured(self):
        assert math.isnan(average_precision(np.array([0.5]), np.array([False])))
        assert math.isnan(average_precision(np.zeros(0), np.zeros(0, dtype=bool)))


class TestCalibration:
    def test_a_table_says_what_was_said_and_what_was_so(self):
        said = np.array([[0.05, 0.15, 0.19, 1.0, 0.5]])
        so = np.array([[False, True, False, True, True]])
        counted = np.array([[True, True, True, True, False]])

        bins = reliability(said, so, counted, bins=5)

        assert [(each.low, each.high, each.n, each.so) for each in bins] == [
            (0.0, 0.2, 3, 1 / 3),
            (0.8, 1.0, 1, 1.0),
        ]
        assert [each.said for each in bins] == pytest.approx([0.13, 1.0])
        # Three quarters lie .13 from 1/3, one quarter where it should.
        assert calibration_error(bins) == pytest.approx(3 / 4 * (1 / 3 - 0.13))

    def test_nothing_counted_has_no_error(self):
        assert math.isnan(calibration_error([]))


class TestKappa:
    def test_it_is_agreement_beyond_chance(self):
        # 20 both yes, 15 both no, 5 and 10 apart: 35 of 50 agree, 25 of 50 would by chance.
        one = np.array([True] * 25 + [False] * 25)
        other = np.array([True] * 20 + [False] * 5 + [True] * 10 + [False] * 15)

        assert kappa(one, other) == pytest.approx(0.4)

    def test_somebody_who_always_says_the_same_cannot_be_compared(self):
        assert math.isnan(kappa(np.array([True, True]), np.array([True, False])))

    def test_of_documents_it_asks_whether_a_principle_is_there_at_all(self):
        documents = ["b", "b", "a", "c", "d"]
        shown, given = flags([FIT], [], [], [], [FIT]), flags([], [FIT_NOT], [], [], [])

        # Fit: both say yes of b and no of a and c; of d the machine alone says yes. 3/4 agree, 1/2 by chance.
        found = kappa_by_document(shown, given, everything(given), documents)

        assert found[0] == pytest.approx(1 / 2)
        assert np.isnan(found[1:]).all()


class TestIntervals:
    DOCUMENTS = ("a", "b", "c", "d")
    BOTH = (flags([FIT], [FIT], [], [FIT]), flags([FIT], [], [FIT], [FIT]))

    def counts(self):
        shown, given = self.BOTH
        return count_by_document(self.DOCUMENTS, count_principles, shown, given, everything(given))

    def test_documents_together_are_the_whole(self):
        shown, given = self.BOTH

        assert (self.counts().sum(axis=0) == count_principles(shown, given, everything(given))).all()

    def test_one_holds_the_measure_and_comes_out_the_same_every_time(self):
        low, high = interval(self.counts(), mean_f1)

        assert low < mean_f1(self.counts().sum(axis=0)) < high
        assert (low, high) == interval(self.counts(), mean_f1)
        assert (low, high) == (0.0, 1.0)

    def test_documents_that_are_all_alike_leave_no_doubt(self):
        alike = np.repeat(self.counts().sum(axis=0)[None], 6, axis=0)

        assert interval(alike, mean_f1) == pytest.approx((2 / 3, 2 / 3))

    def test_nothing_to_measure_has_no_interval(self):
        assert np.isnan(interval(np.zeros((3, PRINCIPLES, 3), dtype=int), mean_f1)).all()


class TestThresholds:
    SAID = numbers({FIT: 0.9}, {FIT_NOT: 0.8}, {FIT: 0.7}, {FIT: 0.4}, {FIT: 0.2})
    GIVEN = flags([FIT], [FIT], [], [FIT], [])

    def test_the_best_lie_where_f1_is_highest(self):
        # Shown down to .4: three right, one wrong, none missed, F1 6/7: no other place is as good.
        chosen = best_thresholds(self.SAID, self.GIVEN, everything(self.GIVEN))

        assert chosen[0] == pytest.approx(0.3)
        assert np.isinf(chosen[1:]).all()

    def test_those_that_reach_a_precision_are_the_lowest_and_ask_for_the_right_polarity(self):
        def reaching(target, fewest=1):
            counted = everything(self.GIVEN)
            return thresholds_reaching(target, self.SAID, self.GIVEN, counted, fewest=fewest)[0]

        # Right are the first and the fourth only: precision 1, 1/2, 1/3, 1/2, 2/5.
        assert reaching(1.0) == pytest.approx(0.85)
        assert reaching(0.5) == pytest.approx(0.3)
        assert reaching(0.3) == pytest.approx(0.1)
        assert math.isinf(reaching(1.0, fewest=2))

    def test_what_is_not_counted_chooses_nothing(self):
        assert np.isinf(best_thresholds(self.SAID, self.GIVEN, ~everything(self.GIVEN))).all()


@st.composite
def tables(draw):
    """Probabilities in hundredths and labels, one polarity of a principle at most; some is not counted."""
    n = draw(st.integers(1, 12))
    chance = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    said = chance.integers(0, 101, (n, PAIRS)) / 100
    given = (chance.integers(0, 3, (n, PRINCIPLES))[:, :, None] == [0, 1]).reshape(n, PAIRS)
    return said, given, np.repeat(chance.random((n, PRINCIPLES)) < 0.9, 2, axis=1)


@settings(max_examples=50)
@drawn(tables())
def test_who_shows_what_is_given_is_perfect(table):
    _, given, counted = table
    sure = given.astype(float)

    assert macro_f1(given, given, counted) == 1.0 or not (given & counted).any()
    assert calibration_error(reliability(sure, given, counted)) == 0.0 or not counted.any()
    assert (shown_at(sure, best_thresholds(sure, given, counted)) & counted == given & counted).all()
    for pair in range(PAIRS):
        if given[:, pair].any():
            assert average_precision(sure[:, pair], given[:, pair]) == pytest.approx(1.0)


@settings(max_examples=50)
@drawn(tables(), st.floats(0.01, 1.0))
def test_no_common_threshold_beats_the_best_ones(table, common):
    said, given, counted = table
    each = f1(count_principles(shown_at(said, best_thresholds(said, given, counted)), given, counted))
    other = f1(count_principles(shown_at(said, common), given, counted))

    assert (np.nan_to_num(each) >= np.nan_to_num(other) - 1e-12).all()


@settings(max_examples=50)
@drawn(tables(), st.floats(0.05, 1.0))
def test_thresholds_that_reach_a_precision_reach_it(table, target):
    said, given, counted = table
    shown = shown_at(said, thresholds_reaching(target, said, given, counted, fewest=1))
    right, wrong = (
        (shown & of & counted).reshape(-1, PRINCIPLES, 2).sum(axis=(0, 2)) for of in (given, ~given)
    )

    assert (right >= target * (right + wrong) - 1e-9).all()


@settings(max_examples=50)
@drawn(tables())
def test_the_order_of_units_changes_nothing(table):
    said, given, counted = table
    shown = shown_at(said, 0.5)
    turned = slice(None, None, -1)

    assert macro_f1(shown, given, counted) == pytest.approx(
        macro_f1(shown[turned], given[turned], counted[turned]), nan_ok=True
    )
    assert average_precision(said[:, 0], given[:, 0]) == pytest.approx(
        average_precision(said[turned, 0], given[turned, 0]), nan_ok=True
    )
