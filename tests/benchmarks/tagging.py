"""Measures the tagger on rated units, by document left out, and makes fidelity/nlp/calibration.json (--write).

    python tests/benchmarks/tagging.py RATED.jsonl... [--models var/models] [--write | --shipped]

Scoring: notes and therapist turns only; for each principle F1 over units ignoring polarity, disputed pairs left out,
their mean is macro-F1; polarity macro-F1 is the same over (principle, polarity) pairs with five positives or more.
Each document's probabilities come from a calibration fitted without it, at a threshold chosen without it. The same
input gives the same file, byte for byte, on the same kind of processor. --shipped fits nothing: it measures the
calibration that comes with the product, on units that it was not made from.
"""

import argparse
import json
import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from fidelity.nlp.codebook import load_codebook
from fidelity.nlp.embeddings import SentenceEmbedder
from fidelity.nlp.pipeline import example_space
from fidelity.nlp.scoring import FEATURES, LABELS, Calibration, load_calibration
from fidelity.nlp.types import TAGGED_SPEAKERS, Principle

VERSION = "1"
MOST_MARKS = 3
GRID = [round(0.06 + 0.02 * step, 2) for step in range(23)]
#: How strongly a label's intercept is drawn to the common one; some labels have two positives or none.
INTERCEPT_PENALTY = 3.0
FEWEST_POSITIVES = 5


@dataclass
class Rated:
    """Rated units: texts, whose document each is from, and two tables (units by labels) of what raters gave."""

    texts: list[str]
    documents: np.ndarray
    given: np.ndarray
    counted: np.ndarray  # False where one rater only gave the principle

    @classmethod
    def read(cls, paths: list[Path]) -> "Rated":
        lines = [
            json.loads(line) for path in paths for line in path.read_text("utf-8").split("\n") if line.strip()
        ]
        rows = [row for row in lines if row["speaker"] in TAGGED_SPEAKERS]
        disputed = [{principle for principle, *_ in row.get("disputed", [])} for row in rows]
        return cls(
            texts=[row["text"] for row in rows],
            documents=np.array([row["doc"] for row in rows]),
            given=np.array(
                [[[p, s] in [label[:2] for label in row["labels"]] for p, s in LABELS] for row in rows]
            ),
            counted=np.array([[p not in names for p, _ in LABELS] for names in disputed]),
        )


def counts(shown, given, counted):
    """True positives, false positives and false negatives."""
    pairs = ((shown & given), (shown & ~given), (~shown & given))
    return [int((pair & counted).sum()) for pair in pairs]


def f1(right, wrong, missed):
    return 2 * right / max(1, 2 * right + wrong + missed)


def by_principle(table):
    return table.reshape(len(table), len(Principle), 2).any(axis=2)


def macro_f1(shown, given, counted):
    tables = by_principle(shown), by_principle(given), counted[:, ::2]
    return np.mean([f1(*counts(*(t[:, column] for t in tables))) for column in range(len(Principle))])


def polarity_macro_f1(shown, given, counted):
    columns = [column for column in range(len(LABELS)) if given[:, column].sum() >= FEWEST_POSITIVES]
    return np.mean([f1(*counts(shown[:, c], given[:, c], counted[:, c])) for c in columns])


def precision(shown, given, counted):
    right, wrong, _ = counts(shown, given, counted)
    return right / max(1, right + wrong)


def fit(features, given, counted) -> Calibration:
    """Logistic regression by Newton's method; one set of slopes for all labels, intercepts drawn together."""
    units, labels, width = features.shape
    rows = np.concatenate([features, np.broadcast_to(np.eye(labels), (units, labels, labels))], axis=2)
    x = np.c_[rows.reshape(units * labels, -1), np.ones(units * labels)]
    y, weight = given.ravel().astype(float), counted.ravel().astype(float)
    penalty = np.r_[np.full(width, 1e-3), np.full(labels, INTERCEPT_PENALTY), 1e-3]
    beta = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ beta))
        slope = x.T @ (weight * (p - y)) + penalty * beta
        step = np.linalg.solve((x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty), slope)
        beta -= step
        if np.abs(step).max() < 1e-9:
            break
    slopes = tuple(round(float(b), 4) for b in beta[:width])
    intercepts = tuple(round(float(b + beta[-1]), 4) for b in beta[width:-1])
    return Calibration(VERSION, load_codebook().version, slopes, intercepts, 0.5, MOST_MARKS)


def left_out(features, rated, among):
    """Each unit's probabilities from a calibration fitted on `among` without the unit's document."""
    table = np.zeros(rated.given.shape)
    for document in among:
        train = np.isin(rated.documents, [other for other in among if other != document])
        here = rated.documents == document
        calibration = fit(features[train], rated.given[train], rated.counted[train])
        table[here] = calibration.probabilities(features[here])
    return table


def shown_at(threshold, probabilities):
    any_fit = Calibration(VERSION, "", (), (), threshold, MOST_MARKS)
    return any_fit.shown(probabilities)


def best_threshold(probabilities, rated, documents):
    """The threshold with the best macro-F1 over the documents; the higher of equals."""
    rows = np.isin(rated.documents, documents)
    given, counted = rated.given[rows], rated.counted[rows]
    return max(GRID, key=lambda t: (round(macro_f1(shown_at(t, probabilities[rows]), given, counted), 6), t))


def keyword_baseline(texts):
    """A label where a unit has a word that is three times as common in the label's examples as in the others."""
    examples = [
        (LABELS.index((e.principle, x.polarity)), words(x.text))
        for e in load_codebook().principles
        for x in e.examples
    ]
    shown = np.zeros((len(texts), len(LABELS)), dtype=bool)
    for label in range(len(LABELS)):
        own = Counter(word for of, text in examples if of == label for word in text)
        rest = Counter(word for of, text in examples if of != label for word in text)
        n_own = sum(of == label for of, _ in examples)
        n_rest = len(examples) - n_own
        keys = {w for w, n in own.items() if n >= 2 and n / n_own >= 3 * rest[w] / n_rest}
        shown[:, label] = [bool(keys & words(text)) for text in texts]
    return shown


def words(text):
    return set(re.findall(r"[a-z']{4,}", text.lower()))


def report(shown, probabilities, thresholds, rated):
    tables = shown, rated.given, rated.counted
    names = sorted(set(rated.documents))
    draw = np.random.default_rng(1)
    again = []
    for _ in range(1000):
        rows = np.concatenate([np.flatnonzero(rated.documents == d) for d in draw.choice(names, len(names))])
        again.append(macro_f1(*(table[rows] for table in tables)))
    low, high = np.percentile(again, [2.5, 97.5])
    print(
        f"{len(rated.texts)} units, {len(names)} documents, {int(rated.given.sum())} labels; thresholds {thresholds}"
    )
    print(
        "\n| tagger | macro-F1 | polarity macro-F1 | precision of shown | shown a unit |\n|---|---|---|---|---|"
    )
    everything = np.tile([sign == "+" for _, sign in LABELS], (len(rated.texts), 1))
    taggers = [
        ("every principle on every unit", everything),
        ("key words of the examples", keyword_baseline(rated.texts)),
        ("this tagger", shown),
    ]
    for name, table in taggers:
        row = [f(table, rated.given, rated.counted) for f in (macro_f1, polarity_macro_f1, precision)]
        print(f"| {name} | {' | '.join(f'{value:.2f}' for value in row)} | {table.sum() / len(table):.2f} |")
    print(f"\n95 % interval of macro-F1, documents drawn again: {low:.2f} to {high:.2f}")
    print("\n| principle | rated | shown | precision | recall | F1 |\n|---|---|---|---|---|---|")
    for column, principle in enumerate(Principle):
        right, wrong, missed = counts(
            by_principle(shown)[:, column], by_principle(rated.given)[:, column], rated.counted[:, 2 * column]
        )
        print(
            f"| {principle} | {right + missed} | {right + wrong} | {right / max(1, right + wrong):.2f} | {right / max(1, right + missed):.2f} | {f1(right, wrong, missed):.2f} |"
        )
    print("\n| (principle, polarity) | rated | shown | F1 |\n|---|---|---|---|")
    for column, (principle, sign) in enumerate(LABELS):
        right, wrong, missed = counts(*(table[:, column] for table in tables))
        print(f"| {principle} {sign} | {right + missed} | {right + wrong} | {f1(right, wrong, missed):.2f} |")
    print("\n| probability | pairs | mean probability | share right |\n|---|---|---|---|")
    for low, high in ((0, 0.05), (0.05, 0.1), (0.1, 0.2), (0.2, 0.3), (0.3, 0.5), (0.5, 1)):
        inside = (probabilities >= low) & (probabilities < high) & rated.counted
        if inside.any():
            print(
                f"| {low} to {high} | {inside.sum()} | {probabilities[inside].mean():.2f} | {rated.given[inside].mean():.2f} |"
            )
    print("\n| threshold | macro-F1 | precision of shown | shown a unit |\n|---|---|---|---|")
    for t in (0.1, 0.14, 0.16, 0.2, 0.25, 0.3, 0.4, 0.5):
        table = shown_at(t, probabilities)
        print(
            f"| {t} | {macro_f1(table, *tables[1:]):.2f} | {precision(table, *tables[1:]):.2f} | {table.sum() / len(table):.2f} |"
        )


def write(calibration, rated, measured):
    target = Path(__file__).parents[2] / "fidelity" / "nlp" / "calibration.json"
    content = {
        "about": "Made by tests/benchmarks/tagging.py --write; do not edit. Logistic regression over (unit, principle, polarity) "
        "pairs; the threshold has the best macro-F1 with each document left out in turn.",
        "version": calibration.version,
        "codebook_version": calibration.codebook_version,
        "made_on": {
            "units": len(rated.texts),
            "documents": len(set(rated.documents)),
            "labels": int(rated.given.sum()),
        },
        "cross_validated": measured,
        "slopes": dict(zip(FEATURES, calibration.slopes, strict=True)),
        "intercepts": {f"{p} {s}": b for (p, s), b in zip(LABELS, calibration.intercepts, strict=True)},
        "threshold": calibration.threshold,
        "most_marks": calibration.most_marks,
    }
    target.write_text(json.dumps(content, indent=2) + "\n", "utf-8")
    print(f"\nwrote {target}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rated", type=Path, nargs="+")
    parser.add_argument("--models", type=Path, default=Path("var/models"))
    purpose = parser.add_mutually_exclusive_group()
    purpose.add_argument("--write", action="store_true")
    purpose.add_argument("--shipped", action="store_true")
    asked = parser.parse_args()

    rated = Rated.read(asked.rated)
    embedder = SentenceEmbedder(asked.models / "minilm")
    space = example_space(embedder, load_codebook())
    features = space.features(embedder.embed(rated.texts), [len(text.split()) for text in rated.texts])
    if asked.shipped:
        calibration = load_calibration(load_codebook())
        probabilities = calibration.probabilities(features)
        report(calibration.shown(probabilities), probabilities, [calibration.threshold], rated)
        return

    documents = sorted(set(rated.documents))
    probabilities = left_out(features, rated, documents)
    shown, thresholds = np.zeros_like(rated.given), []
    for document in documents:
        others = [other for other in documents if other != document]
        thresholds.append(best_threshold(left_out(features, rated, others), rated, others))
        here = rated.documents == document
        shown[here] = shown_at(thresholds[-1], probabilities[here])
    report(shown, probabilities, thresholds, rated)

    if asked.write:
        calibration = fit(features, rated.given, rated.counted)
        calibration = replace(calibration, threshold=best_threshold(probabilities, rated, documents))
        tables = shown, rated.given, rated.counted
        measured = {f.__name__: round(float(f(*tables)), 3) for f in (macro_f1, polarity_macro_f1, precision)}
        write(calibration, rated, measured)


if __name__ == "__main__":
    main()
