"""Trains what words and pairs of words say: TF-IDF and a logistic regression a label, by scikit-learn."""

from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from fidelity.nlp.learning.train.examples import Example
from fidelity.nlp.phrases import Phrases, counted
from fidelity.nlp.types import Unit

#: Terms that fewer units hold are not looked at.
_FEWEST_UNITS = 3
#: The inverse of how strongly weights are drawn to 0.
_FREEDOM = 6.0
_STEPS = 100


def fit_phrases(examples: Sequence[Example]) -> Phrases:
    """The same examples give the same phrases."""
    units = [as_unit(example) for example in examples]
    table = TfidfVectorizer(
        analyzer=lambda unit: counted(unit).elements(), min_df=_FEWEST_UNITS, sublinear_tf=True
    )
    rows = table.fit_transform(units)
    given = np.array([example.given > 0.5 for example in examples])
    fitted = [
        LogisticRegression(C=_FREEDOM, solver="liblinear", max_iter=_STEPS, random_state=1).fit(rows, column)
        for column in given.T
    ]
    return Phrases(
        {str(term): int(place) for term, place in table.vocabulary_.items()},
        np.asarray(table.idf_, np.float32),
        np.stack([each.coef_[0] for each in fitted], axis=1).astype(np.float32),
        np.array([each.intercept_[0] for each in fitted], np.float32),
    )


def as_unit(example: Example) -> Unit:
    """Its words, and whose they are."""
    return Unit(example.unit.text, example.unit.speaker)
