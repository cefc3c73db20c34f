import pytest

from fidelity.nlp.experimental import Measured, measured
from fidelity.nlp.types import Principle

FIT, NOW = Principle.FINDING_THE_FIT, Principle.PRESENT_FOCUSED


def test_what_was_measured_names_its_version_and_every_principle():
    found = measured()

    assert found.version
    assert set(found.precision) == set(Principle)
    assert all(0 <= each <= 1 for each in found.precision.values())


@pytest.mark.parametrize(("precision", "is_experimental"), [(0.49, True), (0.5, False), (None, True)])
def test_below_a_half_or_not_measured_is_experimental(precision, is_experimental):
    given = dict.fromkeys(Principle, 0.9) | ({} if precision is None else {FIT: precision})
    if precision is None:
        del given[FIT]

    found = Measured("test", given).experimental

    assert found == ({FIT} if is_experimental else set())


def test_what_was_measured_of_a_tagger_on_top_counts_first():
    found = Measured("test", dict.fromkeys(Principle, 0.4)).with_own("own", {FIT: 0.7, NOW: 0.3})

    assert found.version == "own"
    assert found.experimental == set(Principle) - {FIT}
