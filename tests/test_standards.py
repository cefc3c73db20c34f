import pytest

from fidelity.standards import STANDARDS, Standard, standard_of, within
from models import Variant


def test_every_variant_has_a_standard_with_its_source():
    assert set(STANDARDS) == set(Variant)
    for standard in STANDARDS.values():
        assert standard.days[0] < standard.days[1]
        assert not standard.is_own
        assert standard.source


def test_months_are_as_long_as_they_are_on_average():
    assert STANDARDS[Variant.MST].days == (91, 152)


@pytest.mark.parametrize("cases", [(3, 4), None])
def test_a_teams_own_comes_before_what_is_usual_and_says_where_it_is_from(cases):
    own = Standard((100, 140), cases, "Goals and guidelines, 2026", is_own=True)

    assert standard_of(Variant.MST, None) is STANDARDS[Variant.MST]
    assert standard_of(Variant.MST, own.as_kept()) == own


@pytest.mark.parametrize(("value", "where"), [(90, -1), (91, 0), (152, 0), (153, 1)])
def test_both_ends_are_within(value, where):
    assert within(value, STANDARDS[Variant.MST].days) == where
