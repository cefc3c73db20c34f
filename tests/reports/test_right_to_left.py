"""Arabic and Hebrew words in a file whose writer knows neither."""

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity.reports.right_to_left import ELSEWHERE, LONGEST, left_to_right


def names(text):
    """What Unicode calls each sign, without the part that all share."""
    return [unicodedata.name(letter).removeprefix("ARABIC LETTER ") for letter in text]


def test_letters_are_joined_and_stand_from_right_to_left():
    assert names(left_to_right("نور")) == ["REH ISOLATED FORM", "WAW FINAL FORM", "NOON INITIAL FORM"]
    assert names(left_to_right("بيت")) == ["TEH FINAL FORM", "YEH MEDIAL FORM", "BEH INITIAL FORM"]


def test_lam_and_alef_are_one_shape():
    assert names(left_to_right("سلام")) == [
        "MEEM ISOLATED FORM",
        "ARABIC LIGATURE LAM WITH ALEF FINAL FORM",
        "SEEN INITIAL FORM",
    ]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("LLD-0023, שלום עולם.", "LLD-0023, םלוע\u00a0םולש."),
        ("Gwen Ffuglen, 12 Tŷ", "Gwen Ffuglen, 12 Tŷ"),
        ("א 12 ב", "א 12 ב"),
        ("א\nב", "א\nב"),
        ("", ""),
    ],
)
def test_only_words_that_need_it_are_turned(text, drawn):
    assert left_to_right(text) == drawn


def test_a_mark_is_drawn_over_its_own_letter():
    assert names(left_to_right("حدّ")) == ["ARABIC SHADDA", "DAL FINAL FORM", "HAH INITIAL FORM"]


def test_a_run_that_would_be_broken_over_lines_is_left_to_the_word_document():
    assert left_to_right("He said: " + "שלום " * LONGEST + "today") == f"He said: {ELSEWHERE} today"


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="abאבـلانور ّ\n12", max_size=60))
def test_what_is_written_from_left_to_right_stays_as_it_is(text):
    turned = left_to_right(text)

    kept = [letter for letter in turned.replace(ELSEWHERE, "") if letter in "ab12\n"]
    assert kept == [letter for letter in text if letter in "ab12\n"]
