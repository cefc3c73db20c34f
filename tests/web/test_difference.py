import pytest

from fidelity.web.difference import difference, given
from models import Rating

NONE = object()


def rating(value):
    return None if value is NONE else Rating(value=value)


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (3, 3, "Both gave 3"),
        (2, 3, "1 apart: first 2, second 3"),
        (5, 1, "4 apart: first 5, second 1"),
        (None, None, "Neither could assess it"),
        (None, 4, "The first could not assess it, the second gave 4"),
        (4, None, "The first gave 4, the second could not assess it"),
        (NONE, 4, "First not rated, second 4 of 5"),
    ],
)
def test_a_difference_is_said_in_words(first, second, said):
    assert difference(rating(first), rating(second)) == said


def test_a_rating_is_said_with_its_scale():
    assert [given(rating(value)) for value in (1, None, NONE)] == ["1 of 5", "not assessable", "not rated"]
