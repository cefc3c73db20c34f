import pytest

from fidelity.anchors import anchor_alone
from fidelity.nlp.codebook import load_codebook

ANCHORS = {"3": "Some drivers.", "4": "Drivers with evidence.", "5": "As 4, and checked."}


@pytest.mark.parametrize(
    ("anchors", "value", "expected"),
    [
        (ANCHORS, 3, "Some drivers."),
        (ANCHORS, 5, "As 4, and checked. (4 is: Drivers with evidence.)"),
        # A codebook that a service wrote may lack one, or point at itself.
        ({"5": "As 4, and checked."}, 5, "As 4, and checked."),
        ({"4": "As 4 always was."}, 4, "As 4 always was."),
        ({}, 4, None),
    ],
)
def test_an_anchor_that_builds_on_another_brings_it_along(anchors, value, expected):
    assert anchor_alone(anchors, value) == expected


def test_no_anchor_of_ours_is_a_puzzle_where_it_stands_alone():
    for entry in load_codebook().principles:
        anchors = {str(n): text for n, text in enumerate(entry.anchors, start=1)}
        for value in range(1, 6):
            alone = anchor_alone(anchors, value)
            assert not alone.startswith("As 4") or anchors["4"] in alone
