"""Thousands of like words, as a recogniser writes them over noise or a forged form sends them, hold up nobody."""

import sys
from contextlib import contextmanager

from fidelity.quotes import find_quote
from fidelity.transcripts.placing import likeness
from fidelity.transcripts.shown import ShownText
from tests.transcripts.overlays import segment

LIKE = ["no", "yes", "and"] * 700


@contextmanager
def few_steps():
    """Calls of what is built in are counted, because seconds depend on who else is at work."""
    calls = 0

    def count(_frame, event, _about):
        nonlocal calls
        calls += event == "c_call"
        assert calls < 1_000_000

    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(None)


def test_a_long_turn_of_like_words_is_corrected():
    with few_steps():
        assert ShownText(segment(" ".join(LIKE))).instead(" ".join(["no", "yes"] * 2500))


def test_many_like_words_are_compared_with_those_of_another_version():
    with few_steps():
        assert likeness(LIKE, LIKE) == 1
        assert likeness(LIKE, ["and", "or"] * 1000) < 0.7


def test_words_that_are_longer_than_a_text_are_not_looked_for_in_it():
    assert find_quote("no, no", "NO,\n  no") == (0, 6)
    with few_steps():
        assert find_quote("no no", "no " * 2_000_000) is None
