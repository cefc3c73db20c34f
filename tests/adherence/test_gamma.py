from math import log

import pytest

from fidelity.adherence.gamma import chi_square_quantile, gamma_quantile


@pytest.mark.parametrize(
    ("share", "degrees", "known"),
    [
        # From the printed tables of χ².
        (0.95, 1, 3.841),
        (0.95, 4, 9.488),
        (0.975, 10, 20.483),
        (0.025, 10, 3.247),
        (0.025, 2, 0.0506),
        (0.95, 100, 124.342),
        (0.025, 200, 162.728),
    ],
)
def test_the_quantiles_are_those_of_the_tables(share, degrees, known):
    assert chi_square_quantile(share, degrees) == pytest.approx(known, abs=6e-4)


def test_a_gamma_distribution_of_shape_one_is_exponential():
    assert gamma_quantile(0.975, 1) == pytest.approx(-log(0.025))


def test_a_part_of_an_event_has_a_quantile_too():
    assert 0 < gamma_quantile(0.025, 0.3) < gamma_quantile(0.5, 0.3) < gamma_quantile(0.975, 0.3) < 3


def test_no_shape_no_quantile():
    with pytest.raises(ValueError, match="shape above 0"):
        gamma_quantile(0.5, 0)
