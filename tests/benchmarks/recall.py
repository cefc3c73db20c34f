"""How often the 95% interval of recall holds the truth, in a made-up service whose recall is known.

    PYTHONPATH=. python tests/benchmarks/recall.py

Prints the table of docs/measurements/recall.md. No model and no database has a part in it.
"""

import argparse
from itertools import product
from random import Random
from statistics import fmean

from fidelity.adherence.recall import recall
from tests.adherence.draws import draw

DRAWS, RECALLS = (10, 50, 200), (0.5, 0.9)
#: How chances rise with the probability: not at all, with its root, with it.
POWERS = {0.0: "alike", 0.5: "root", 1.0: "probability"}


def row(random, *, times, **world):
    """Part of the intervals that hold the truth, how wide they are, how far the middle is off."""
    inside, below, wide, away, silent = [], [], [], [], 0
    for _ in range(times):
        truth, found, of_rest = draw(random, **world)
        estimate = recall(found, of_rest)
        if estimate.interval is None:
            silent += 1
            continue
        inside.append(estimate.interval.low <= truth <= estimate.interval.high)
        below.append(truth < estimate.interval.low)
        wide.append(estimate.interval.high - estimate.interval.low)
        away.append(estimate.share - truth)
    return fmean(inside), fmean(below), fmean(wide), fmean(away), silent / times


def main():
    """Print the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, default=1_000)
    times = parser.parse_args().times
    random = Random(1)
    print(
        "| draws | recall | chances | undecided | holds the truth | truth below it | width | middle off by | silent |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    worlds = [(*each, 0.0) for each in product(DRAWS, RECALLS, POWERS)]
    worlds += [(50, each, 0.5, 0.3) for each in RECALLS]
    for draws, truth, power, undecided in worlds:
        found = row(random, times=times, draws=draws, recall=truth, power=power, undecided=undecided)
        inside, below, wide, away, silent = found
        print(
            f"| {draws} | {truth} | {POWERS[power]} | {undecided:.0%} | {inside:.3f} | {below:.3f} |"
            f" {wide:.2f} | {away:+.3f} | {silent:.2f} |"
        )


if __name__ == "__main__":
    main()
