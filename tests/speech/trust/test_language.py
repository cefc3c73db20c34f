import pytest

from fidelity.speech.trust.language import ENGLISH, WELSH, choose

CLEARLY_ENGLISH = {"en": 0.98, "cy": 0.001, "la": 0.01}
CLEARLY_WELSH = {"en": 0.03, "cy": 0.9, "la": 0.02}
UNCERTAIN = {"en": 0.33, "cy": 0.6}


@pytest.mark.parametrize("before", [None, ENGLISH, WELSH])
def test_what_is_clear_needs_no_neighbour(before):
    assert choose([CLEARLY_ENGLISH] * 3, voiced_seconds=60, before=before) == ENGLISH
    assert choose([CLEARLY_WELSH] * 3, voiced_seconds=60, before=before) == WELSH


def test_an_uncertain_window_is_in_the_language_of_the_one_before():
    assert choose([UNCERTAIN] * 3, voiced_seconds=60, before=WELSH) == WELSH
    assert choose([UNCERTAIN] * 3, voiced_seconds=60, before=ENGLISH) == ENGLISH


def test_an_uncertain_beginning_is_english():
    assert choose([UNCERTAIN], voiced_seconds=60) == ENGLISH


def test_a_short_window_is_in_the_language_of_the_one_before():
    assert choose([CLEARLY_ENGLISH], voiced_seconds=2, before=WELSH) == WELSH
    assert choose([CLEARLY_WELSH], voiced_seconds=2, before=ENGLISH) == ENGLISH


def test_one_indistinct_half_minute_makes_no_window_welsh():
    """As whisper-base took a meeting that was recorded from afar: Welsh .64, English .33."""
    heard = [CLEARLY_ENGLISH, {"en": 0.329, "cy": 0.642}, CLEARLY_ENGLISH]

    assert choose(heard, voiced_seconds=60, before=WELSH) == ENGLISH


def test_a_third_language_decides_nothing():
    assert choose([{"la": 0.5, "nn": 0.3, "en": 0.06, "cy": 0.05}], voiced_seconds=60, before=WELSH) == WELSH


def test_an_english_recogniser_knows_no_welsh():
    assert choose([{"en": 1.0}], voiced_seconds=60) == ENGLISH


def test_nothing_listened_to_is_in_the_language_of_the_one_before():
    assert choose([], voiced_seconds=60, before=WELSH) == WELSH
