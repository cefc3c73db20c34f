"""Two people with a channel each, made from tones; and a room recorded in stereo."""

import numpy as np
import pytest

from fidelity.speech.voiced import FRAME, VoiceTrack
from fidelity.speech.voices.channels import side_between, sides

RATE = 16_000


def tone(seconds, hertz):
    return 0.3 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE)


def always_voiced(sound):
    return VoiceTrack(np.ones(sound.shape[-1] // FRAME, np.float32), sound.shape[-1])


@pytest.fixture
def in_turn():
    """Two seconds each, the other channel faintly with it."""
    first, second, faint = tone(2, 200), tone(2, 310), 0.05
    left = np.concatenate([first, faint * second, first])
    return np.stack([left, np.concatenate([faint * first, second, faint * first])])


def test_channels_with_a_person_each_say_who_speaks(write_wav, in_turn):
    side = sides(write_wav(in_turn), always_voiced(in_turn))

    assert side is not None
    assert [side_between(side, start, start + 1) for start in (0.5, 2.5, 4.5)] == [-1, 1, -1]


def test_a_room_in_stereo_has_no_sides(write_wav, in_turn):
    mixed = in_turn.sum(axis=0)
    room = np.stack([mixed, 0.8 * mixed])

    assert sides(write_wav(room), always_voiced(room)) is None


def test_a_channel_that_is_hardly_used_is_not_a_person(write_wav, in_turn):
    mostly_left = np.concatenate([in_turn[:, : 2 * RATE]] * 10 + [in_turn[:, 2 * RATE : 3 * RATE]], axis=1)

    assert sides(write_wav(mostly_left), always_voiced(mostly_left)) is None


def test_one_channel_has_no_sides(write_wav, in_turn):
    assert sides(write_wav(in_turn[0]), always_voiced(in_turn)) is None
