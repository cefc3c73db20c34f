"""What the tagger that ships makes of rated units, and what it needs to do so."""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from tagging_rated import Rated, folds, read_labelled

from fidelity.nlp.learning.measures import shown_at
from fidelity.nlp.learning.train.levels import choose_levels, fit_join
from fidelity.nlp.pipeline import load_tagger
from fidelity.nlp.thresholds import LABELS, probabilities
from fidelity.nlp.types import Strength

#: What each level shows: what is as strong or stronger.
LEVELS = {
    Strength.STRONG: {Strength.STRONG},
    Strength.USUAL: {Strength.STRONG, Strength.USUAL},
    Strength.WEAK: set(Strength),
}
#: Units tagged to find the speed.
HOW_MANY = 1_500


@dataclass(frozen=True)
class Judged:
    """Of rated units: what is shown by level, the probabilities of pairs, and where the words of a mark stand."""

    version: str
    shown: dict[str, np.ndarray]
    probabilities: np.ndarray
    words: dict[tuple[int, int], tuple[int, int]]


def judge(tagger, rated: Rated) -> Judged:
    """Document by document, family turns among them, as the worker does it."""
    shown = {level: np.zeros_like(rated.given) for level in LEVELS}
    chances = np.zeros(rated.given.shape)
    words = {}
    for document in dict.fromkeys(rated.documents):
        rows = np.flatnonzero(rated.documents == document)
        units = [rated.units[row] for row in rows]
        chances[rows] = tagger.probabilities(units)
        for row, marks in zip(rows, tagger.tag(units), strict=True):
            for mark in sorted(marks, key=lambda mark: mark.probability):
                pair = LABELS.index((mark.principle, mark.polarity))
                words[int(row), pair] = (mark.start, mark.end)
                for level, strengths in LEVELS.items():
                    shown[level][row, pair] |= mark.strength in strengths
    return Judged(tagger.version, shown, chances, words)


def read_predictions(path: Path, labelled: Rated) -> tuple[Rated, Judged]:
    """A cross-validation, and those of the labelled units that it judged.

    For each fifth of the documents, calibration and levels are made from the others, as the training makes them.
    """
    with np.load(path) as found:
        names = zip(found["docs"].tolist(), found["units"].tolist(), strict=True)
        both = np.stack([found["encoder"], found["phrases"]], axis=1).astype(np.float64)
        logits = dict(zip(names, both, strict=True))
    rated = labelled.only(np.array([name in logits for name in _names(labelled)]))
    encoder, phrases = np.array([logits[name] for name in _names(rated)]).transpose(1, 0, 2)
    chances = np.zeros(rated.given.shape)
    shown = {level: np.zeros_like(rated.given) for level in Strength}
    for here in folds(rated):
        slopes, of_phrases, constants = fit_join(encoder[~here], phrases[~here], rated.given[~here])
        calibrated = probabilities(encoder * slopes + phrases * of_phrases + constants)
        levels = choose_levels(calibrated[~here], rated.given[~here])
        chances[here] = calibrated[here]
        for column, level in enumerate(Strength):
            shown[level][here] = shown_at(calibrated[here], levels[:, column])
    return rated, Judged(f"cross-validated: {path.name}", shown, chances, {})


def _names(rated: Rated):
    return list(zip(rated.documents.tolist(), rated.numbers.tolist(), strict=True))


def agreement_of_words(found, shown, rated: Rated) -> Sequence[float]:
    """Character F1 of each mark that is shown and right with the words that a rater marked, where one did."""
    shares = []
    for at in sorted(at for at in found.keys() & rated.words.keys() if shown[at]):
        (start, end), (first, last) = found[at], rated.words[at]
        common = max(0, min(end, last) - max(start, first))
        shares.append(2 * common / (end - start + last - first))
    return shares


def whole_units(found, rated: Rated):
    """The same marks, had each been the whole of its unit."""
    return {(row, pair): (0, len(rated.units[row].text)) for row, pair in found}


def measure_speed(models: Path) -> dict[str, float]:
    """Load and tag in a process of its own on one core."""
    done = subprocess.run(
        [sys.executable, __file__, str(models)], check=True, capture_output=True, text=True, env=os.environ
    )
    return json.loads(done.stdout)


def _speed(models: Path) -> dict[str, float]:
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    memory = psutil.Process().memory_info
    labelled, _ = read_labelled()
    part = labelled.only(np.arange(len(labelled.units)) < HOW_MANY)
    before = memory().rss
    began = time.perf_counter(), time.process_time()
    tagger = load_tagger(models)
    loaded = time.perf_counter() - began[0], time.process_time() - began[1]
    held = memory().rss
    sentences = sum(len(tagger.sentences(unit.text)) for unit in part.only(part.tagged).units)
    began = time.perf_counter(), time.process_time()
    tagger.tag(part.units)
    took = time.perf_counter() - began[0], time.process_time() - began[1]
    return {
        "seconds to load": loaded[0],
        "of them the processor's": loaded[1],
        "MB to load": (held - before) / 2**20,
        "sentences": sentences,
        "sentences a second": sentences / took[0],
        "a second of the processor": sentences / took[1],
        "MB at most, with everything": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10,
    }


if __name__ == "__main__":
    print(json.dumps(_speed(Path(sys.argv[1]))))
