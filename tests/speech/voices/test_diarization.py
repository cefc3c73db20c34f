"""The benchmark's own rule, on cases small enough to count by hand."""

import pytest

from tests.benchmarks.diarization import Span, compare, read_rttm

TRUE = [Span(0, 10, "therapist"), Span(10, 20, "mother")]


def test_the_names_of_voices_do_not_matter():
    assert compare(TRUE, [Span(0, 10, "B"), Span(10, 20, "A")]).rate == 0


def test_half_given_to_the_wrong_person_is_confusion():
    errors = compare(TRUE, [Span(0, 20, "A")], collar=0)

    assert (errors.missed, errors.false_alarm, errors.confusion, errors.spoken) == (0, 0, 10, 20)
    assert errors.rate == pytest.approx(0.5)


def test_missed_and_invented_speech_are_counted():
    errors = compare(TRUE, [Span(0, 8, "A"), Span(10, 25, "B")], collar=0)

    assert (errors.missed, errors.false_alarm, errors.confusion) == (2, 5, 0)


def test_the_collar_leaves_out_what_lies_near_a_beginning_or_an_end():
    errors = compare([Span(0, 10, "one")], [Span(0.2, 10.2, "A")], collar=0.25)

    assert errors.rate == 0
    assert errors.spoken == pytest.approx(9.5)


def test_two_at_once_count_twice_and_one_voice_misses_one():
    errors = compare([Span(0, 10, "one"), Span(0, 10, "two")], [Span(0, 10, "A")], collar=0)

    assert (errors.missed, errors.spoken) == (10, 20)


def test_one_voice_is_only_one_person():
    errors = compare([Span(0, 4, "one"), Span(4, 7, "two"), Span(7, 10, "one")], [Span(0, 10, "A")], collar=0)

    assert errors.confusion == pytest.approx(3)


def test_it_reads_rttm(tmp_path):
    (tmp_path / "a.rttm").write_text("SPEAKER a 1 1.50 2.00 <NA> <NA> mother <NA> <NA>\n")

    assert read_rttm(tmp_path / "a.rttm") == [Span(1.5, 3.5, "mother")]
