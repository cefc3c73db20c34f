"""How agreement is said on a page."""

from fidelity.adherence.agreement import FLOOR_PAIRS, Blank, Figure, Statistic

#: Why there is no number, in a few words.
BLANKS = {
    Blank.NOTHING: "none yet",
    Blank.TOO_FEW: f"not enough yet: {{n}} of {FLOOR_PAIRS}",
    Blank.ALL_THE_SAME: "every rating is the same, so chance cannot be told from agreement",
    Blank.ONE_DOMINATES: "nine in ten ratings are the same, so it would be low although raters agree",
    Blank.ONE_RATER_ALIKE: "one rater gave the same every time",
    Blank.UNDEFINED: "it cannot be worked out from these",
}
NAMES = {
    Statistic.SAME: "The same",
    Statistic.NEAR: "Within one",
    Statistic.KAPPA: "Weighted kappa",
    Statistic.AC1: "AC1",
    Statistic.ALPHA: "Alpha",
    Statistic.ICC: "ICC",
}
_SHARES = {Statistic.SAME, Statistic.NEAR}


def why(figure: Figure) -> str:
    """Why it is blank."""
    return BLANKS[figure.blank or Blank.UNDEFINED].format(n=figure.n)


def number(statistic: Statistic, figure: Figure) -> str:
    """``83%``, ``0.61``; nothing that is blank may be asked for."""
    return _said(statistic, figure.value or 0.0)


def interval(statistic: Statistic, figure: Figure) -> str:
    """``70% to 91%``, or that there is none."""
    if figure.low is None or figure.high is None:
        return "no interval: all alike"
    return f"{_said(statistic, figure.low)} to {_said(statistic, figure.high)}"


def _said(statistic: Statistic, value: float) -> str:
    return f"{100 * value:.0f}%" if statistic in _SHARES else _plain(value)


def steps(value: float) -> str:
    """A difference between ratings, with its sign in words: ``0.31 lower``."""
    if abs(value) < 0.005:
        return "no different"
    return f"{abs(value):.2f} {'lower' if value < 0 else 'higher'}"


def _plain(value: float) -> str:
    # Without this a small number below nothing would read -0.00.
    return f"{value + 0.0:.2f}" if abs(value) >= 0.005 else "0.00"
