import numpy as np

from fidelity.speech.voices.turns import path, probabilities

READILY = -1.0


def evidence(*rows):
    return np.array(rows, dtype=float)


def test_a_moment_without_evidence_goes_with_its_neighbours():
    found = path(evidence((0, -5), (0, -5), (-0.5, 0), (0, -5)), np.full(4, READILY))

    assert found.tolist() == [0, 0, 0, 0]


def test_the_voice_changes_where_evidence_outweighs_the_change():
    found = path(evidence((0, -5), (0, -5), (-5, 0), (0, -5)), np.full(4, READILY))

    assert found.tolist() == [0, 0, 1, 0]


def test_it_does_not_change_where_changes_are_rare():
    change = np.array([READILY, READILY, -9.0, -9.0])

    assert path(evidence((0, -5), (0, -5), (-5, 0), (0, -5)), change).tolist() == [0, 0, 0, 0]


def test_probabilities_take_in_what_comes_before_and_after():
    alone = probabilities(evidence((-0.5, 0)), np.full(1, READILY))
    among = probabilities(evidence((0, -5), (-0.5, 0), (0, -5)), np.full(3, READILY))

    assert alone[0, 1] > 0.5
    assert among[1, 1] < 0.5
    assert np.allclose(among.sum(axis=1), 1)
