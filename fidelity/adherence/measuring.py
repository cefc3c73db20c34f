"""Works out how far raters agree: pairs in, figures out. What measures is handed in."""

from collections.abc import Mapping, Sequence

from fidelity.adherence.agreement import (
    COMPOSITE,
    FLOOR_PAIRS,
    FLOOR_SEVERITY,
    Blank,
    Figure,
    Row,
    Severity,
    Statistic,
    why_blank,
)
from fidelity.adherence.interval import share_interval
from fidelity.adherence.series import composite
from fidelity.reliability.types import Level, Measured, Measures

SCALE = (1, 2, 3, 4, 5)
#: Means of principles that are not further apart count as the same: half a step of the scale. Ours.
SAME_MEAN = 0.5

#: A week's ratings of one rater by principle's name; nothing: not assessable.
Ratings = Mapping[str, int | None]


def compare_ratings(weeks: Sequence[tuple[Ratings, Ratings]], measures: Measures) -> dict[str, Row]:
    """First and second ratings of the same weeks: each principle's row, and the composite's."""
    principles = sorted({name for pair in weeks for ratings in pair for name in ratings})
    rows = {
        name: _of_a_principle([(first.get(name), second.get(name)) for first, second in weeks], measures)
        for name in principles
    }
    return rows | {COMPOSITE: _of_composites(weeks, measures)}


def compare_marks(
    weeks: Sequence[tuple[set[str], set[str]]], names: Sequence[str], measures: Measures
) -> dict[str, Row]:
    """Principles that a rater marked and those that the machine suggested: there or not, week by week."""
    found = {}
    for name in names:
        pairs = [(int(name in marked), int(name in suggested)) for marked, suggested in weeks]
        found[name] = Row(len(pairs), _of_steps(pairs, (0, 1), measures, Level.NOMINAL))
    return found


def severity(
    same: Sequence[tuple[Ratings, Ratings]],
    ours: Sequence[float],
    theirs: Sequence[float],
    measures: Measures,
) -> Severity:
    """``same``: own and the other's ratings of weeks that both rated; the rest: means of other reviews."""
    differences = [each for own, other in same if (each := difference(own, other)) is not None]
    both = min(len(ours), len(theirs))
    other_weeks = Figure(len(ours), blank=_too_few(both))
    if both >= FLOOR_SEVERITY:
        other_weeks = _figure(len(ours), measures.difference(ours, theirs))
    same_weeks = Figure(len(differences), blank=_too_few(len(differences)))
    if len(differences) >= FLOOR_SEVERITY:
        same_weeks = _figure(len(differences), measures.mean(differences))
    return Severity(same_weeks, other_weeks, len(theirs))


def difference(own: Ratings, other: Ratings) -> float | None:
    """Own mean less the other's over the principles that both could assess; nothing where there is none."""
    both = [(mine, yours) for name, mine in own.items() if mine and (yours := other.get(name))]
    return sum(mine - yours for mine, yours in both) / len(both) if both else None


def _of_a_principle(pairs: Sequence[tuple[int | None, int | None]], measures: Measures) -> Row:
    both = [(first, second) for first, second in pairs if first is not None and second is not None]
    neither = sum(first is None and second is None for first, second in pairs)
    return Row(
        len(both),
        _of_steps(both, SCALE, measures, Level.ORDINAL),
        one_not_assessable=len(pairs) - len(both) - neither,
        both_not_assessable=neither,
    )


def _of_steps(
    pairs: Sequence[tuple[int, int]], scale: Sequence[int], measures: Measures, level: Level
) -> dict[Statistic, Figure]:
    n, blank = len(pairs), why_blank(pairs)
    found = {Statistic.SAME: _share(pairs, 0)}
    if level is Level.ORDINAL:
        found[Statistic.NEAR] = _share(pairs, 1)
    is_alike = any(len({pair[rater] for pair in pairs}) == 1 for rater in (0, 1))
    of_kappa = blank or (Blank.ONE_RATER_ALIKE if is_alike else None)
    # What dominates does not pull AC1 down: that is why it is there.
    of_ac1 = blank if blank in {Blank.NOTHING, Blank.TOO_FEW} else None
    found[Statistic.KAPPA] = (
        Figure(n, blank=of_kappa) if of_kappa else _figure(n, measures.weighted_kappa(pairs, scale))
    )
    found[Statistic.AC1] = Figure(n, blank=of_ac1) if of_ac1 else _figure(n, measures.ac1(pairs, scale))
    found[Statistic.ALPHA] = Figure(n, blank=blank) if blank else _figure(n, measures.alpha(pairs, level))
    return found


def _of_composites(weeks: Sequence[tuple[Ratings, Ratings]], measures: Measures) -> Row:
    """Over the principles that both could assess: otherwise they would be means of different things."""
    pairs = []
    for first, second in weeks:
        both = [name for name, value in first.items() if value and second.get(name)]
        means = composite(first[name] for name in both), composite(second[name] for name in both)
        if means[0] is not None and means[1] is not None:
            pairs.append((means[0], means[1]))
    n, blank = len(pairs), why_blank(pairs)
    figures = {Statistic.SAME: _share(pairs, SAME_MEAN)}
    if blank:
        figures |= {each: Figure(n, blank=blank) for each in (Statistic.ALPHA, Statistic.ICC)}
    else:
        figures[Statistic.ALPHA] = _figure(n, measures.alpha(pairs, Level.INTERVAL))
        figures[Statistic.ICC] = _figure(n, measures.icc(pairs))
    return Row(n, figures, both_not_assessable=len(weeks) - n)


def _share(pairs: Sequence[tuple[float, float]], apart: float) -> Figure:
    # A mean of thirds is not exact: what is half a step apart on paper must count as such.
    near, n = sum(abs(first - second) <= apart + 1e-9 for first, second in pairs), len(pairs)
    interval = share_interval(near, n)
    if interval is None or n < FLOOR_PAIRS:
        return Figure(n, blank=Blank.TOO_FEW if n else Blank.NOTHING)
    return Figure(n, near / n, interval.low, interval.high)


def _figure(n: int, measured: Measured | None) -> Figure:
    if measured is None:
        return Figure(n, blank=Blank.UNDEFINED)
    return Figure(n, measured.value, measured.low, measured.high)


def _too_few(n: int) -> Blank | None:
    if n >= FLOOR_SEVERITY:
        return None
    return Blank.TOO_FEW if n else Blank.NOTHING
