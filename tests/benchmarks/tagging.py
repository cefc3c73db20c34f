"""Measures the tagger on rated units beside simple baselines; prints what docs/measurements/tagging.md holds.

    PYTHONPATH=. .venv/bin/python tests/benchmarks/tagging.py RATED.jsonl…     the tagger that ships, on rated files
    … --benchmark            on those documents of ours that were kept from it: their words are marked, too
    … --predictions FILE.npz                   a cross-validation that make train kept (var/train/held-out.npz)
    [--models var/models] [--minilm FOLDER] [--without-baselines] [--speed] [--errors N]

The tagger is asked as the worker asks it, document by document, family turns among them: what is shown are its marks,
at its three levels; average precision and calibration are of its probabilities for whole units. A cross-validation is
of units that the tagger learns from, each judged by a network that had not seen its document; calibration and levels of
each fifth of the documents are made from the others. The zero-shot baseline needs a folder with all-MiniLM-L6-v2.

Scoring: notes and therapist turns only; F1 of a principle is over units, ignoring polarity, disputed pairs left out;
the mean of the nine is macro-F1. Polarity macro-F1 is the same over the (principle, polarity) pairs with at least five
positives. Precision of shown: of all marks, how many are right, polarity and all. Intervals hold 95 % of 1,000 draws of
as many documents with repeats. Kappa is of documents: is the principle in it at all? (fidelity/nlp/learning/measures.py)
"""

import argparse
import platform
from pathlib import Path

import numpy as np
from tagging_baselines import baselines
from tagging_machine import Judged, agreement_of_words, judge, measure_speed, read_predictions, whole_units
from tagging_minilm import MiniLM
from tagging_rated import Rated, read_labelled, read_rated

from fidelity.nlp.learning import measures
from fidelity.nlp.learning.measures import by_principle, likelier
from fidelity.nlp.pipeline import load_tagger
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import Principle

USUAL = "usual"


def table(*head):
    """Prints the head of a table, and gives what prints a row."""
    print("\n| " + " | ".join(head) + " |\n" + "|---" * len(head) + "|")
    return lambda *cells: print("| " + " | ".join(map(say, cells)) + " |")


def say(cell):
    cell = cell.item() if isinstance(cell, np.ndarray | np.generic) else cell
    if isinstance(cell, float):
        return "–" if np.isnan(cell) else f"{cell:.2f}"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def with_interval(documents, counting, measure, *tables, columns=slice(None)):
    counts = measures.count_by_document(documents, counting, *tables)[:, columns]
    low, high = measures.interval(counts, measure)
    return f"{say(measure(counts.sum(axis=0)))} ({say(low)} to {say(high)})"


def together(taggers, rated: Rated):
    """Each tagger in a row: the figures that it is judged by."""
    row = table(
        "tagger", "macro-F1", "polarity macro-F1", "precision of shown", "polarity ignored", "shown a unit"
    )
    often = measures.often_enough(rated.given, rated.counted)
    for name, shown in taggers:
        tables = shown, rated.given, rated.counted
        row(
            name,
            with_interval(rated.documents, measures.count_principles, measures.mean_f1, *tables),
            with_interval(rated.documents, measures.count, measures.mean_f1, *tables, columns=often),
            with_interval(rated.documents, measures.count, measures.precision_of_shown, *tables),
            measures.precision_of_shown(measures.count_principles(*tables)),
            (shown & rated.counted).sum() / rated.judged.sum(),
        )


def by_principle_and_pair(judged: Judged, rated: Rated):
    """Precision, recall, F1 and average precision; of principles, kappa by document, too."""
    tables = judged.shown[USUAL], rated.given, rated.counted
    kappa = measures.kappa_by_document(*tables, rated.documents)
    documents = measures.count_by_document(rated.documents, measures.count_principles, *tables) > 0
    row = table(
        "principle", "rated", "shown", "precision", "recall", "F1", "average precision",
        "documents with it: raters", "shown", "kappa",
    )  # fmt: skip
    ranked = average_precisions(
        likelier(judged.probabilities), by_principle(rated.given), by_principle(rated.counted)
    )
    for at, (name, cells) in enumerate(
        zip(Principle, shares(measures.count_principles(*tables)), strict=True)
    ):
        found, shown, missed = documents[:, at].T
        row(name, *cells, ranked[at], (found | missed).sum(), (found | shown).sum(), kappa[at])
    print(f"\nKappa is over {len(documents)} documents; – where one side says the same of all.")
    row = table("(principle, polarity)", "rated", "shown", "precision", "recall", "F1", "average precision")
    ranked = average_precisions(judged.probabilities, rated.given, rated.counted)
    for (principle, polarity), cells, area in zip(
        LABELS, shares(measures.count(*tables)), ranked, strict=True
    ):
        row(f"{principle} {polarity}", *cells, area)


def shares(counts):
    """Rated, shown, precision, recall and F1 of each column."""
    for each in counts:
        right, wrong, missed = each
        yield (
            right + missed,
            right + wrong,
            *(f(each) for f in (measures.precision, measures.recall, measures.f1)),
        )


def average_precisions(scores, given, counted):
    columns = zip(scores.T, given.T, counted.T, strict=True)
    return [measures.average_precision(score[here], so[here]) for score, so, here in columns]


def calibration(judged: Judged, rated: Rated):
    """Whether a probability means what it says: of everything, and of what is shown."""
    for name, here in (("all pairs", rated.counted), ("what is shown", rated.counted & judged.shown[USUAL])):
        bins = measures.reliability(judged.probabilities, rated.given, here)
        print(
            f"\nOf {name}, ten bins of equal width: calibration error (ECE) {measures.calibration_error(bins):.3f}"
        )
        row = table("probability", "pairs", "mean probability", "share right")
        for each in bins:
            row(f"{each.low:.1f} to {each.high:.1f}", each.n, each.said, each.so)


def by_kind(judged: Judged, rated: Rated):
    """Notes and sessions."""
    row = table("kind", "units", "labels", "macro-F1", "polarity macro-F1", "precision of shown")
    for name, here in rated.kinds().items():
        given, counted = rated.given[here], rated.counted[here]
        tables, documents = (judged.shown[USUAL][here], given, counted), rated.documents[here]
        row(
            name,
            (here & rated.judged).sum(),
            (given & counted).sum(),
            with_interval(documents, measures.count_principles, measures.mean_f1, *tables),
            measures.polarity_macro_f1(*tables),
            with_interval(documents, measures.count, measures.precision_of_shown, *tables),
        )


def evidence(judged: Judged, rated: Rated):
    """How well the words of right marks are met, where raters marked words."""
    ours, whole = (
        agreement_of_words(words, judged.shown[USUAL], rated)
        for words in (judged.words, whole_units(judged.words, rated))
    )
    if ours:
        row = table("words of right marks", "marks", "mean character F1", "F1 of .5 or more")
        for name, each in (("this tagger", ours), ("the whole unit", whole)):
            row(name, len(each), np.mean(each), np.mean(np.array(each) >= 0.5))


def errors(judged: Judged, rated: Rated, how_many):
    """The surest that are wrong and the unlikeliest that were missed, of each principle; for whoever improves it."""
    scores, counted = likelier(judged.probabilities), by_principle(rated.counted)
    shown, given = by_principle(judged.shown[USUAL]), by_principle(rated.given)
    turned = shown & given & ~by_principle(judged.shown[USUAL] & rated.given)
    kinds = (
        ("shown, not rated", shown & ~given, -1),
        ("shown with the other polarity", turned, -1),
        ("missed", given & ~shown, 1),
    )
    for at, principle in enumerate(Principle):
        for name, wrong, worst in kinds:
            rows = np.flatnonzero((wrong & counted)[:, at])
            print(f"\n{principle}: {name}, {len(rows)}")
            for row in rows[np.argsort(worst * scores[rows, at], kind="stable")][:how_many]:
                labels = ", ".join(
                    f"{p} {s}" for (p, s), so in zip(LABELS, rated.given[row], strict=True) if so
                )
                print(
                    f"  {scores[row, at]:.2f} {rated.documents[row]}.{rated.numbers[row]} "
                    f"[{labels}] {rated.units[row].speaker}: {rated.units[row].text}"
                )


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    of = parser.add_mutually_exclusive_group(required=True)
    of.add_argument("rated", type=Path, nargs="*", default=[])
    of.add_argument("--benchmark", action="store_true")
    of.add_argument("--predictions", type=Path)
    parser.add_argument("--models", type=Path, default=Path("var/models"))
    parser.add_argument("--minilm", type=Path, help="a folder with model.onnx and tokenizer.json")
    parser.add_argument("--without-baselines", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    asked = parser.parse_args()

    labelled, benchmark = read_labelled()
    if asked.predictions:
        rated, judged = read_predictions(asked.predictions, labelled)
        labelled = rated
    else:
        rated = benchmark if asked.benchmark else read_rated(asked.rated)
        judged = judge(load_tagger(asked.models), rated)
    print(
        f"{rated.judged.sum()} units, {len(set(rated.documents[rated.judged]))} documents, "
        f"{(rated.given & rated.counted).sum()} labels; {judged.version}"
    )
    taggers = [(f"this tagger, {level}", shown) for level, shown in judged.shown.items()]
    if not asked.without_baselines:
        taggers += baselines(rated, labelled, MiniLM(asked.minilm) if asked.minilm else None)
    together(taggers, rated)
    by_principle_and_pair(judged, rated)
    calibration(judged, rated)
    by_kind(judged, rated)
    evidence(judged, rated)
    if asked.errors:
        errors(judged, rated, asked.errors)
    if asked.speed:
        row = table("one core of " + platform.machine(), "")
        for name, value in measure_speed(asked.models).items():
            row(name, value)


if __name__ == "__main__":
    main()
