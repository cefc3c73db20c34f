"""How a person likes to listen, read from what was kept."""

import pytest

from fidelity.desk.player import PlayerChoices, player_choices

USUAL = PlayerChoices()


def test_who_chose_nothing_listens_as_usual():
    assert player_choices({}) == USUAL == PlayerChoices(1.0, False, True, 2)


def test_what_was_kept_comes_back():
    chosen = PlayerChoices(0.75, skips_silence=True, follows=False, rewind_seconds=0)

    assert player_choices(chosen.as_kept()) == chosen


@pytest.mark.parametrize(
    "kept",
    [
        {"speed": 17},
        {"speed": "1.5"},
        {"speed": True},
        {"speed": None},
        {"rewind_seconds": 60},
        {"rewind_seconds": False},
        {"skips_silence": "yes"},
        {"something": "else"},
    ],
)
def test_what_cannot_be_meant_is_as_usual(kept):
    assert player_choices(kept) == USUAL
