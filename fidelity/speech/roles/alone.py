"""Roles from words alone, for turns whose voice could not be told: only what a turn's sentences agree on."""

import re
from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from fidelity.speech.roles.features import rows_of, words_of
from fidelity.speech.roles.learn import Learnt

Numbers = npt.NDArray[np.float64]

#: Without full stops, so many words are taken for a sentence.
_SENTENCE_WORDS = 12
#: The sentences agree with the whole where they have its role with this probability, on the mean.
_AGREED = 0.6


def by_words_alone(texts: Sequence[str], known: Numbers, learnt: Learnt) -> Numbers:
    """Turns by roles: how likely each is. ``known``: how likely each role is before a word is read.

    A recogniser's stretches often hold words of two people who take turns. So a stretch is believed as a
    whole only where its sentences, each looked at by itself, agree; else the lower of the two counts.
    """
    sentences = [(place, sentence) for place, text in enumerate(texts) for sentence in _sentences(text)]
    mean = np.zeros((len(texts), len(known)))
    for (place, sentence), row in zip(
        sentences, _likely([s for _, s in sentences], known, learnt), strict=True
    ):
        mean[place] += row * max(1, len(words_of(sentence)))
    mean /= mean.sum(axis=1, keepdims=True)
    whole = _likely(texts, known, learnt)
    agreed = np.take_along_axis(mean, whole.argmax(axis=1)[:, None], axis=1) >= _AGREED
    return np.where(agreed, whole, np.minimum(whole, mean))


def _likely(texts: Sequence[str], known: Numbers, learnt: Learnt) -> Numbers:
    odds = learnt.log_odds(rows_of(texts))
    likely = known * np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))


def _sentences(text: str) -> Iterator[str]:
    for sentence in re.findall(r"[^.?!]+[.?!]*", text) or [text]:
        words = sentence.split() or [sentence]
        for begin in range(0, len(words), _SENTENCE_WORDS):
            yield " ".join(words[begin : begin + _SENTENCE_WORDS])
