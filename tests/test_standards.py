import pytest

from fidelity.standards import STANDARDS, within
from models import Variant


def test_every_variant_has_a_standard_with_its_source():
    assert set(STANDARDS) == set(Variant)
    for standard in STANDARDS.values():
        assert standard.months[0] < standard.months[1]
        assert standard.source


def test_months_are_as_long_as_they_are_on_average():
    assert STANDARDS[Variant.MST].days == (91, 152)


@pytest.mark.parametrize(("value", "where"), [(90, -1), (91, 0), (152, 0), (153, 1)])
def test_both_ends_are_within(value, where):
    assert within(value, STANDARDS[Variant.MST].days) == where
