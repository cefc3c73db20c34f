import numpy as np
import pytest

from fidelity.speech.types import Passage, Word
from fidelity.speech.voiced import FRAME, FRAME_SECONDS, VoiceTrack


@pytest.fixture
def voice_at():
    """A track with a voice from one second to another, and none elsewhere."""

    def make(*stretches, seconds=60, probability=0.9):
        frames = np.full(int(seconds / FRAME_SECONDS), 0.01, dtype=np.float32)
        for start, end in stretches:
            frames[round(start / FRAME_SECONDS) : round(end / FRAME_SECONDS)] = probability
        return VoiceTrack(frames, len(frames) * FRAME)

    return make


@pytest.fixture
def passage():
    """What the recogniser gives for a text that is spoken evenly from one second to another."""

    def make(
        text,
        start=5.0,
        end=None,
        *,
        certainty=-0.2,
        no_speech=0.1,
        compression=1.5,
    ):
        texts = text.split()
        end = start + 0.3 * len(texts) if end is None else end
        each = (end - start) / len(texts)
        words = tuple(
            Word(start + number * each, start + (number + 1) * each, word, 0.9)
            for number, word in enumerate(texts)
        )
        return Passage(words, certainty, no_speech, compression)

    return make
