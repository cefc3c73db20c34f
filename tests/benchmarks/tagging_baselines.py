"""What the tagger stands beside: what says the same everywhere, key words, likeness to the codebook, TF-IDF.

Each gives scores from 0 to 1 and has its own thresholds, the best for the units that the tagger learns from (those of
TF-IDF for scores of documents that it had not seen). None ever saw the rated units.
"""

import re
from collections import Counter
from itertools import pairwise

import numpy as np
from tagging_rated import Rated, folds, shown_by_fold

from fidelity.nlp.codebook import load_codebook
from fidelity.nlp.learning.measures import best_thresholds, shown_at
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import Polarity

#: A word or two in a row that fewer units hold are not looked at.
FEWEST_UNITS = 3
#: Of the logistic regression: how strongly weights are drawn to 0, and steps until they hardly change.
PENALTY, STEPS = 0.1, 200
#: Small, or it alone would say how short the steps must be.
INTERCEPT = 0.1
NEAREST = 3


def baselines(rated: Rated, labelled: Rated, embedder):
    """A name and what is shown, one after the other. Where both are the same, each fifth is judged by the others.

    Without an embedder the one that needs it is left out.
    """
    everywhere = np.zeros((3, *rated.given.shape), dtype=bool)
    everywhere[1][:, labelled.given.sum(axis=0).argmax()] = True
    everywhere[2] = [polarity == Polarity.ADHERENT for _, polarity in LABELS]
    names = "nothing anywhere", "the most frequent label everywhere", "every principle everywhere"
    yield from zip(names, everywhere, strict=True)
    fits = {"key words of the codebook's examples": key_words}
    if embedder:
        fits["likeness to the codebook, zero-shot"] = likeness(embedder)
    fits["TF-IDF and logistic regression"] = tf_idf
    for name, fit in fits.items():
        unseen = cross_validated(fit, labelled)
        if rated is labelled:
            yield name, shown_by_fold(unseen, labelled)
        else:
            thresholds = best_thresholds(unseen, labelled.given, labelled.counted)
            yield name, shown_at(scores_of(fit(labelled), rated), thresholds)


def cross_validated(fit, labelled: Rated):
    """The scores of each fifth of the documents, from the others."""
    scores = np.zeros(labelled.given.shape)
    for here in folds(labelled):
        scores[here] = scores_of(fit(labelled.only(~here)), labelled.only(here))
    return scores


def scores_of(score, rated: Rated):
    """Family turns have none: nothing is asked of them."""
    scores = np.zeros(rated.given.shape)
    scores[rated.tagged] = score([unit.text for unit in rated.only(rated.tagged).units])
    return scores


def key_words(_):
    """How many words of a text are three times as common in the label's examples as in the others; 10 are enough."""
    of_label = [[] for _ in LABELS]
    for entry in load_codebook().principles:
        for example in entry.examples:
            of_label[LABELS.index((entry.principle, example.polarity))].append(_long_words(example.text))
    everywhere = Counter(word for examples in of_label for example in examples for word in example)
    n = sum(map(len, of_label))
    keys = []
    for examples in of_label:
        own = Counter(word for example in examples for word in example)
        rest = n - len(examples)
        keys.append(
            {w for w, k in own.items() if k >= 2 and k / len(examples) >= 3 * (everywhere[w] - k) / rest}
        )
    return lambda texts: np.array(
        [[min(10, len(key & _long_words(text))) / 10 for key in keys] for text in texts]
    )


def _long_words(text):
    return set(re.findall(r"[a-z']{4,}", text.lower()))


def likeness(embedder):
    """The mean cosine to the nearest three of the label's examples and, for +, the definition; from 0 to 1."""
    entries = load_codebook().principles
    known = [
        [example.text for example in entry.examples if example.polarity == polarity]
        + ([entry.definition] if polarity == Polarity.ADHERENT else [])
        for entry in entries
        for polarity in Polarity
    ]
    vectors = [embedder.embed(texts).T for texts in known]

    def score(texts):
        rows = embedder.embed(texts)
        nearest = [np.sort(rows @ each, axis=1)[:, -NEAREST:].mean(axis=1) for each in vectors]
        return (np.stack(nearest, axis=1) + 1) / 2

    return lambda _: score


def tf_idf(labelled: Rated):
    """Words and pairs of words, weighed as scikit-learn's TfidfVectorizer does, and a logistic regression a label."""
    learnt = labelled.only(labelled.tagged)
    texts = [_terms(text) for text in learnt.texts]
    in_units = Counter(term for terms in texts for term in set(terms))
    place = {term: at for at, term in enumerate(sorted(t for t, n in in_units.items() if n >= FEWEST_UNITS))}
    rarity = np.array([np.log((1 + len(texts)) / (1 + in_units[term])) + 1 for term in place])
    table = Sparse([_weights(terms, place, rarity) for terms in texts], len(place) + 1)
    weights = fit_logistic(table, learnt.given.astype(np.float32))

    def score(texts):
        rows = Sparse([_weights(_terms(text), place, rarity) for text in texts], len(place) + 1)
        return 1 / (1 + np.exp(-rows.times(weights).astype(np.float64)))

    return score


def _terms(text):
    words = re.findall(r"\w+", text.lower())
    return words + [" ".join(pair) for pair in pairwise(words)]


def _weights(terms, place, rarity):
    """Which terms, how much; of unit length. The last column is the same for all: the intercept."""
    found = Counter(place[term] for term in terms if term in place)
    at = np.array(sorted(found), dtype=np.int64)
    weights = np.array([found[term] for term in at]) * rarity[at]
    length = np.sqrt((weights**2).sum()) or 1.0
    return np.append(at, len(place)), np.append(weights / length, INTERCEPT)


class Sparse:
    """A table that holds hardly anything: the columns and weights of each row. No row may be empty."""

    def __init__(self, rows, width):
        self.columns = np.concatenate([columns for columns, _ in rows])
        self.weights = np.concatenate([weights for _, weights in rows]).astype(np.float32)[:, None]
        lengths = [len(columns) for columns, _ in rows]
        self.starts = np.cumsum([0, *lengths[:-1]])
        self.rows = np.repeat(np.arange(len(rows)), lengths)
        self.width = width
        self._order = np.argsort(self.columns, kind="stable")

    def times(self, right):
        """This table by another."""
        return np.add.reduceat(right[self.columns] * self.weights, self.starts)

    def transposed_times(self, right):
        columns = self.columns[self._order]
        products = right[self.rows[self._order]] * self.weights[self._order]
        found, starts = np.unique(columns, return_index=True)
        result = np.zeros((self.width, right.shape[1]), np.float32)
        result[found] = np.add.reduceat(products, starts)
        return result


def fit_logistic(table: Sparse, given):
    """All labels at once, by Nesterov's accelerated gradient, beginning from how frequent each label is."""
    penalty = np.full((table.width, 1), PENALTY, np.float32)
    penalty[-1] = 0.0  # the intercept
    share = given.mean(axis=0).clip(1e-6, 1 - 1e-6)
    weights = np.zeros((table.width, given.shape[1]), np.float32)
    weights[-1] = np.log(share / (1 - share)) / INTERCEPT
    # The largest eigenvalue says how long a step may be.
    direction = np.ones((table.width, 1), np.float32)
    for _ in range(20):
        direction /= np.linalg.norm(direction)
        direction = table.transposed_times(table.times(direction))
    step = 1 / (0.25 * float(np.linalg.norm(direction)) + PENALTY)
    ahead, momentum = weights, 1.0
    for _ in range(STEPS):
        said = 1 / (1 + np.exp(-table.times(ahead)))
        later = ahead - step * (table.transposed_times(said - given) + penalty * ahead)
        faster = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = later + (momentum - 1) / faster * (later - weights)
        weights, momentum = later, faster
    return weights
