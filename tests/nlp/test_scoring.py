import numpy as np
import pytest

from fidelity.nlp.codebook import Codebook
from fidelity.nlp.scoring import LABELS, Calibration, load_calibration

SHOWS = Calibration("1", "1", (), (), threshold=0.5, most_marks=2)


def row(**given):
    table = np.zeros((1, len(LABELS)))
    for label, probability in given.items():
        name, sign = label.rsplit("_", 1)
        table[0, LABELS.index((name, {"plus": "+", "minus": "-"}[sign]))] = probability
    return table


def shown(table):
    return {f"{p} {s}" for (p, s), is_shown in zip(LABELS, SHOWS.shown(table)[0], strict=True) if is_shown}


def test_it_shows_what_reaches_the_threshold():
    assert shown(row(finding_the_fit_plus=0.5, generalisation_plus=0.49)) == {"finding_the_fit +"}


def test_it_shows_one_polarity_of_a_principle():
    assert shown(row(finding_the_fit_plus=0.6, finding_the_fit_minus=0.7)) == {"finding_the_fit -"}


def test_it_shows_only_the_likeliest_few():
    table = row(finding_the_fit_plus=0.6, generalisation_plus=0.9, continuous_effort_plus=0.8)

    assert shown(table) == {"generalisation +", "continuous_effort +"}


def test_it_refuses_a_calibration_made_with_another_codebook():
    with pytest.raises(ValueError, match="was made with codebook"):
        load_calibration(Codebook("another", "", (), ()))
