"""Roles from words alone, for turns whose voice could not be told: only what every sentence agrees on."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from fidelity.speech.roles.features import rows_of, words_of
from fidelity.speech.roles.learn import Learnt

Numbers = npt.NDArray[np.float64]

#: Without full stops, so many words are taken for a sentence.
_SENTENCE_WORDS = 12


def by_words_alone(texts: Sequence[str], known: Numbers, learnt: Learnt) -> Numbers:
    """Turns by roles, each row adding up to one. ``known``: how likely each role is before a word is read.

    A recogniser's stretches often hold words of two people who take turns. So each sentence is looked at
    by itself, and a stretch is as much a role's as its words are, on the mean.
    """
    sentences = [(place, sentence) for place, text in enumerate(texts) for sentence in _sentences(text)]
    odds = learnt.log_odds(rows_of([sentence for _, sentence in sentences]))
    likely = known * np.exp(odds - odds.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    found = np.zeros((len(texts), len(known)))
    for (place, sentence), row in zip(sentences, likely, strict=True):
        found[place] += row * max(1, len(words_of(sentence)))
    return np.asarray(found / found.sum(axis=1, keepdims=True))


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.findall(r"[^.?!]+[.?!]*", text) or [text]:
        words = sentence.split() or [sentence]
        for begin in range(0, len(words), _SENTENCE_WORDS):
            yield " ".join(words[begin : begin + _SENTENCE_WORDS])
