"""Windows hold what the library's own chunks hold, whatever their size."""

import numpy as np
import pytest
from faster_whisper import vad

from fidelity.speech.ahead import ahead
from fidelity.speech.sound import samples
from fidelity.speech.voiced import RATE, Stretch, listen
from fidelity.speech.window_sound import sounds
from fidelity.speech.windows import Clock, plan, smaller, with_pauses
from tests.workers.conftest import LONG_SPEECH


@pytest.fixture(scope="module")
def track():
    return listen(LONG_SPEECH, lambda part: None)


@pytest.fixture(scope="module")
def whole():
    return np.concatenate([piece for piece, _ in samples(LONG_SPEECH, rate=RATE)])


@pytest.mark.parametrize("chunks", [1, 3, 8])
def test_chunks_are_those_of_the_library_sample_by_sample(track, whole, chunks):
    voices = [{"start": each.start, "end": each.end} for each in track.stretches()]
    library, _ = vad.collect_chunks(whole, voices, max_duration=30)

    windows = plan(track, chunks=chunks)
    ours = [sound.of(chunk) for sound in sounds(LONG_SPEECH, windows) for chunk in sound.window.chunks]

    assert len(windows) == -(-len(library) // chunks)
    assert len(ours) == len(library)
    assert all(np.array_equal(mine, theirs) for mine, theirs in zip(ours, library, strict=True))


def test_windows_that_are_done_are_passed_over(track):
    windows = plan(track, chunks=1)

    (last,) = sounds(LONG_SPEECH, windows[-1:])

    *_, same = sounds(LONG_SPEECH, windows)
    assert np.array_equal(last.of(last.window.chunks[0]), same.of(same.window.chunks[0]))


def test_a_window_can_be_heard_with_its_pauses_and_in_smaller_pieces(track, whole):
    window = plan(track, chunks=8)[0]
    (sound,) = sounds(LONG_SPEECH, [window])

    for chunk in with_pauses(window):
        (span,) = chunk.voices
        assert chunk.length <= 30 * RATE
        # Further than a second from any voice nothing is kept.
        heard, there = sound.of(chunk), whole[span.start : span.end]
        assert np.array_equal(heard[heard != 0], there[heard != 0])
    small = smaller(window, track)
    assert max(chunk.length for chunk in small) <= 10 * RATE
    assert small[0].voices[0].start == window.voices[0].start
    assert small[-1].voices[-1].end == window.voices[-1].end


def test_where_nobody_speaks_there_are_no_windows(write_sound):
    silence = write_sound("silence.wav", np.zeros(RATE))

    assert plan(listen(silence, lambda part: None), chunks=8) == []
    assert list(sounds(silence, [])) == []


def test_the_clock_puts_pauses_back():
    clock = Clock([Stretch(1 * RATE, 2 * RATE), Stretch(10 * RATE, 12 * RATE)])

    assert clock.span(0.2, 0.5) == pytest.approx((1.2, 1.5))
    assert clock.span(1.1, 1.6) == pytest.approx((10.1, 10.6))
    assert clock.span(0.9, 1.3) == pytest.approx((9.9, 10.3)), "by its middle"
    assert clock.end == 12


def test_things_are_made_one_ahead_and_what_goes_wrong_comes_in_its_turn():
    made = []

    def things():
        for number in range(3):
            made.append(number)
            yield number
        raise ValueError

    coming = ahead(things())
    assert next(coming) == 0
    assert next(coming) == 1
    assert next(coming) == 2
    with pytest.raises(ValueError):  # noqa: PT011
        next(coming)
    assert made == [0, 1, 2]
