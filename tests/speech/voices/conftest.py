import os
import wave
from pathlib import Path

import numpy as np
import pytest

from fidelity.speech.types import Word
from fidelity.speech.voices.assign import Assigned
from fidelity.speech.voices.local import frame_at
from fidelity.speech.voices.units import AFTER_PAUSE, Unit

MODELS = Path(os.environ.get("FIDELITY_MODELS_DIR", Path(__file__).parents[3] / "var" / "models"))


@pytest.fixture(scope="session")
def models():
    """Where the two networks lie."""
    for name in ("campplus", "pyannet"):
        if not (MODELS / name).is_dir():
            pytest.fail(f"Get the models for the tests with: fidelity models fetch {name}")
    return MODELS


@pytest.fixture
def write_wav(tmp_path):
    """Write ``channels × samples`` (loudest 1) at 16,000 a second."""

    def write(sound, name="sound.wav"):
        channels = np.atleast_2d(sound)
        with wave.open(str(tmp_path / name), "wb") as file:
            file.setnchannels(len(channels))
            file.setsampwidth(2)
            file.setframerate(16_000)
            file.writeframes((channels.T * 32_767).clip(-32_768, 32_767).astype("<i2").tobytes())
        return tmp_path / name

    return write


@pytest.fixture
def unit():
    def make(start, end, *, change=AFTER_PAUSE, together=0.0, channel=0):
        return Unit(frame_at(start), frame_at(end), change, together, channel)

    return make


@pytest.fixture
def said():
    """Words without times between them: one each ``seconds``, from ``start`` on."""

    def say(text, start, seconds=0.3):
        return [
            Word(start + number * seconds, start + (number + 1) * seconds, word, 0.9)
            for number, word in enumerate(text.split())
        ]

    return say


@pytest.fixture
def assigned():
    def make(*rows):
        sure = np.array(rows, dtype=float)
        return Assigned(sure.argmax(axis=1), sure)

    return make
