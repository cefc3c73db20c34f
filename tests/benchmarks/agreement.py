"""How wide the intervals of agreement are with few weeks, and how often they hold the truth.

    PYTHONPATH=. python tests/benchmarks/agreement.py

Two raters of invented weeks, each rating what is there with an error of their own; the truth is the coefficient of
200,000 such weeks (alpha: of 5,000). A composite is the mean of nine such ratings.
"""

import numpy as np

from fidelity.reliability.measures import LibraryMeasures
from fidelity.reliability.types import Level

SCALE = range(1, 6)
TRIES = 300
SEED = 7
MEASURES = LibraryMeasures(resamples=300)


def ratings(rng, n, error=0.75):
    there = rng.normal(3.3, 0.9, n)
    given = (np.clip(np.rint(there + rng.normal(0, error, n)), 1, 5).astype(int).tolist() for _ in range(2))
    return list(zip(*given, strict=True))


def composites(rng, n):
    there = rng.normal(3.3, 0.5, n)

    def of_one_rater():
        each = np.clip(np.rint(there[:, None] + rng.normal(0, 0.9, (n, 9))), 1, 5)
        return each.mean(axis=1).tolist()

    return list(zip(of_one_rater(), of_one_rater(), strict=True))


def main():
    rng = np.random.default_rng(SEED)
    kinds = [
        ("weighted kappa", ratings, 200_000, lambda rows: MEASURES.weighted_kappa(rows, SCALE)),
        ("AC1", ratings, 5_000, lambda rows: MEASURES.ac1(rows, SCALE)),
        ("alpha, ordinal", ratings, 5_000, lambda rows: MEASURES.alpha(rows, Level.ORDINAL)),
        ("ICC(A,1) of composites", composites, 5_000, MEASURES.icc),
    ]
    print("| coefficient | truth | weeks | median width | holds the truth |\n|---|---|---|---|---|")
    for name, draw, many, measure in kinds:
        truth = measure(draw(rng, many)).value
        for n in (5, 8, 10, 15, 20, 30, 50):
            found = [measure(draw(rng, n)) for _ in range(TRIES)]
            found = [each for each in found if each and each.low is not None]
            held = sum(each.low <= truth <= each.high for each in found) / len(found)
            width = np.median([each.high - each.low for each in found])
            print(f"| {name} | {truth:.2f} | {n} | {width:.2f} | {100 * held:.0f} of 100 |", flush=True)


if __name__ == "__main__":
    main()
