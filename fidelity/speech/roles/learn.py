"""Softmax regression on few features of many, with numpy alone: the same rows give the same weights."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fidelity.speech.roles.features import COLUMNS, Rows

Numbers = npt.NDArray[np.float64]

#: Draws the weights to nothing: how much, and how many steps are taken.
PENALTY = 1e-4
STEPS = 200


@dataclass(frozen=True)
class Learnt:
    """One row of weights a column, one number a role beside them, and how often each role stood there."""

    table: Numbers
    bias: Numbers
    share: Numbers

    def log_odds(self, rows: Rows) -> Numbers:
        """Turns by roles: how much likelier a turn's words are from each role, as a logarithm.

        It is relative: what all roles share has been taken away, and so has how often each role was
        seen while learning.
        """
        scores = rows.times(self.table) + self.bias
        scores -= scores.max(axis=1, keepdims=True)
        return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)) - np.log(self.share))


def learn(rows: Rows, roles: npt.NDArray[np.int64], count: int) -> Learnt:
    """Fit by accelerated gradient descent (Nesterov 1983), with the longest step that cannot overshoot."""
    used, columns = np.unique(rows.columns, return_inverse=True)
    narrow = Rows(columns.astype(np.int64), rows.starts, rows.weights)
    of_row = np.repeat(np.arange(len(roles)), np.diff(rows.starts))
    wanted = np.eye(count)[roles]

    def back(errors: Numbers) -> Numbers:
        return np.stack(
            [
                np.bincount(
                    narrow.columns, weights=narrow.weights * errors[of_row, role], minlength=len(used)
                )
                for role in range(errors.shape[1])
            ],
            axis=1,
        )

    def slope(table: Numbers, bias: Numbers) -> tuple[Numbers, Numbers]:
        scores = narrow.times(table) + bias
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        errors = (likely / likely.sum(axis=1, keepdims=True) - wanted) / len(roles)
        return back(errors) + PENALTY * table, errors.sum(axis=0)

    step = 1.0 / (0.5 * (_steepest(narrow, back, len(used)) + 1.0) + PENALTY)
    table, bias = np.zeros((len(used), count)), np.zeros(count)
    ahead, bias_ahead, pace = table, bias, 1.0
    for _ in range(STEPS):
        down, bias_down = slope(ahead, bias_ahead)
        table_next, bias_next = ahead - step * down, bias_ahead - step * bias_down
        pace_next = (1.0 + np.sqrt(1.0 + 4.0 * pace * pace)) / 2.0
        push = (pace - 1.0) / pace_next
        ahead = table_next + push * (table_next - table)
        bias_ahead = bias_next + push * (bias_next - bias)
        table, bias, pace = table_next, bias_next, pace_next
    whole = np.zeros((COLUMNS, count))
    whole[used] = table
    return Learnt(whole, bias, wanted.mean(axis=0))


def _steepest(rows: Rows, back: Callable[[Numbers], Numbers], columns: int) -> float:
    """The largest eigenvalue of the rows' mean outer product, by power iteration."""
    direction, value = np.ones((columns, 1)), 1.0
    for _ in range(20):
        direction = back(rows.times(direction) / (len(rows.starts) - 1))
        value = float(np.linalg.norm(direction))
        direction /= value
    return value
