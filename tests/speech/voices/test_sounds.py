"""A recording's sound is given stretch by stretch, and what was passed is let go of."""

import wave

import numpy as np
import pytest

from fidelity.speech.voices.sounds import Sounds

RATE = 16_000
MINUTE = 60 * RATE


@pytest.fixture
def noise(tmp_path):
    """A minute of it, as a file and as samples."""
    samples = np.random.default_rng(1).integers(-20_000, 20_000, MINUTE, dtype=np.int16)
    with wave.open(str(tmp_path / "noise.wav"), "wb") as file:
        file.setparams((1, 2, RATE, MINUTE, "NONE", ""))
        file.writeframes(samples.tobytes())
    return tmp_path / "noise.wav", samples.astype(np.float32) / np.float32(32_768)


def test_stretches_may_overlap_and_the_last_is_as_long_as_there_is_sound(noise):
    path, whole = noise
    sounds = Sounds(path)

    for start in range(0, MINUTE + RATE, RATE // 2):
        np.testing.assert_array_equal(sounds.between(start, start + RATE), whole[start : start + RATE])
    assert sounds.part > 0.99


def test_what_was_passed_is_not_held(noise):
    sounds = Sounds(noise[0])

    held = [sounds.between(start, start + RATE).base.size for start in range(0, MINUTE, RATE)]

    assert max(held) < 2 * RATE
