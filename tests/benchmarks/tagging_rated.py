"""Units with what raters gave, from files of rated documents or from those that the tagger learns from."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fidelity.nlp.learning.measures import best_thresholds, shown_at
from fidelity.nlp.learning.train.documents import is_benchmark, origin
from fidelity.nlp.learning.units import read_units
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import TAGGED_SPEAKERS, Unit

FOLDS = 5
#: How the rated files name their notes: gold/README.md.
NOTES = {"na": "standard notes", "nb": "hurried notes"}


@dataclass(frozen=True)
class Rated:
    """Units in the order of their documents, family turns included: they are context, and count nowhere."""

    units: list[Unit]
    documents: np.ndarray
    numbers: np.ndarray
    given: np.ndarray
    #: By pair, as given. False for family turns, and for principles that one rater only gave.
    counted: np.ndarray
    #: By row and pair: from where to where the words that carry it stand.
    words: dict[tuple[int, int], tuple[int, int]]

    @property
    def tagged(self):
        """Which units can be tagged at all."""
        return np.array([unit.speaker in TAGGED_SPEAKERS for unit in self.units])

    @property
    def judged(self):
        """Which units count for some principle."""
        return self.counted.any(axis=1)

    @property
    def texts(self):
        return [unit.text for unit in self.units]

    def only(self, rows):
        """Those rows."""
        place = {int(row): at for at, row in enumerate(np.flatnonzero(rows))}
        return Rated(
            units=[self.units[row] for row in place],
            documents=self.documents[rows],
            numbers=self.numbers[rows],
            given=self.given[rows],
            counted=self.counted[rows],
            words={(place[row], pair): at for (row, pair), at in self.words.items() if row in place},
        )

    def kinds(self):
        """Notes of each kind, and sessions: a name and which rows."""
        is_note = np.array([unit.speaker == "note" for unit in self.units])
        start = np.array([re.match("[a-z]*", name)[0] for name in self.documents])
        kinds = {"notes": is_note, "sessions": ~is_note}
        kinds |= {f"{name} ({key}*)": is_note & (start == key) for key, name in NOTES.items()}
        return {name: rows for name, rows in kinds.items() if (self.judged & rows).any()}


def read_rated(paths: Sequence[Path]) -> Rated:
    """One JSON object a line, as gold/README.md says; labels may have the words that carry them."""
    lines = [line for path in paths for line in path.read_text("utf-8").split("\n") if line.strip()]
    return _table([json.loads(line) for line in lines])


def read_labelled() -> tuple[Rated, Rated]:
    """What the tagger learns from; and the fixed benchmark, documents of the same hands that it never saw."""
    labelled = _table(
        [
            {
                "doc": unit.document,
                "unit": unit.number,
                "speaker": unit.speaker,
                "text": unit.text,
                "labels": [(label.principle, label.polarity, label.words) for label in unit.labels],
            }
            for unit in read_units()
        ]
    )
    is_kept = np.array([is_benchmark(document) for document in labelled.documents])
    return labelled.only(~is_kept), labelled.only(is_kept)


def _table(rows) -> Rated:
    given, counted = np.zeros((2, len(rows), len(LABELS)), dtype=bool)
    words = {}
    for at, row in enumerate(rows):
        for principle, polarity, *marked in row["labels"]:
            pair = LABELS.index((principle, polarity))
            given[at, pair] = True
            if marked:
                start = row["text"].index(marked[0])
                words[at, pair] = (start, start + len(marked[0]))
        disputed = {principle for principle, *_ in row.get("disputed", [])}
        counted[at] = [
            row["speaker"] in TAGGED_SPEAKERS and principle not in disputed for principle, _ in LABELS
        ]
    return Rated(
        units=[Unit(row["text"], row["speaker"]) for row in rows],
        documents=np.array([row["doc"] for row in rows]),
        numbers=np.array([row["unit"] for row in rows]),
        given=given,
        counted=counted,
        words=words,
    )


def folds(rated: Rated):
    """Which rows are in each fifth of the documents; what a recogniser heard of one is where it is itself."""
    origins = [origin(name) for name in rated.documents]
    fold = {name: place % FOLDS for place, name in enumerate(sorted(set(origins)))}
    of_row = np.array([fold[name] for name in origins])
    return [of_row == each for each in range(FOLDS)]


def shown_by_fold(scores, rated: Rated):
    """What is shown of each fifth of the documents, at the thresholds that are best for the others."""
    shown = np.zeros_like(rated.given)
    for here in folds(rated):
        thresholds = best_thresholds(scores[~here], rated.given[~here], rated.counted[~here])
        shown[here] = shown_at(scores[here], thresholds)
    return shown
