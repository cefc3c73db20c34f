import pytest

from fidelity.speech.trust.gaps import coverage, gaps
from fidelity.speech.types import Gap, Word


def words(*timed):
    return [Word(start, end, "word", 0.9) for start, end in timed]


def test_words_over_all_of_the_voice_cover_it(voice_at):
    voice = voice_at((3, 5), (20, 22))

    assert coverage(words((3.2, 4.7), (20.3, 21.7)), voice, 0, 60) == 1.0
    assert gaps(words((3.2, 4.7), (20.3, 21.7)), voice, 0, 60) == ()


def test_a_voice_without_words_is_a_gap(voice_at):
    voice = voice_at((3, 5), (20, 25))

    assert coverage(words((3, 5)), voice, 0, 60) == pytest.approx(2 / 7, abs=0.02)
    (gap,) = gaps(words((3, 5)), voice, 0, 60)
    assert (gap.start, gap.end) == pytest.approx((20, 25), abs=0.05)


def test_words_over_silence_cover_nothing(voice_at):
    assert coverage(words((40, 50)), voice_at((3, 5)), 0, 60) == 0.0


def test_a_cough_is_no_gap(voice_at):
    assert gaps([], voice_at((3, 4.4)), 0, 60) == ()


def test_coughs_far_apart_are_no_gap(voice_at):
    assert gaps([], voice_at(*((at, at + 1) for at in range(3, 40, 5))), 0, 60) == ()


def test_breath_between_parts_of_a_sentence_does_not_part_a_gap(voice_at):
    assert len(gaps([], voice_at((3, 4.5), (5, 6.5)), 0, 60)) == 1


def test_a_gap_goes_up_to_the_words_around_it(voice_at):
    (gap,) = gaps(words((0, 5), (15, 20)), voice_at((0, 20)), 0, 60)

    assert (gap.start, gap.end) == pytest.approx((5.4, 14.6), abs=0.05)


def test_only_what_lies_in_the_window_counts(voice_at):
    voice = voice_at((3, 9), (30, 36))

    assert coverage(words((3, 9)), voice, 0, 20) == 1.0
    assert gaps(words((3, 9)), voice, 0, 20) == ()
    assert [round(gap.start) for gap in gaps([], voice, 20, 60)] == [30]


def test_a_recording_without_a_voice_has_no_coverage(voice_at):
    assert coverage(words((3, 4)), voice_at(), 0, 60) is None
    assert gaps([], voice_at(), 0, 60) == ()


def test_nothing_is_missing_in_no_time(voice_at):
    assert coverage([], voice_at((3, 4)), 5, 5) is None
    assert gaps([], voice_at((3, 4)), 5, 5) == ()
    assert isinstance(gaps([], voice_at((3, 9)), 0, 60)[0], Gap)
