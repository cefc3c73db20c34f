"""Where somebody speaks, beside what faster-whisper itself finds."""

import numpy as np
import pytest
from faster_whisper import vad

from fidelity.speech.sound import samples
from fidelity.speech.voiced import FRAME, RATE, VoiceTrack, as_sound, kept_track, listen
from tests.workers.conftest import LONG_SPEECH

#: As the batched pipeline asks for it.
OPTIONS = vad.VadOptions(max_speech_duration_s=30, min_silence_duration_ms=160)


def ignore(_part):
    pass


def as_library(sound):
    return [(each["start"], each["end"]) for each in vad.get_speech_timestamps(sound, OPTIONS)]


def as_ours(track):
    return [(each.start, each.end) for each in track.stretches()]


def test_it_finds_the_voices_that_the_library_finds_in_a_whole_recording():
    sound = as_sound(np.concatenate([piece for piece, _ in samples(LONG_SPEECH, rate=RATE)]))

    track = listen(LONG_SPEECH, ignore)

    assert as_ours(track) == as_library(sound.copy())
    assert track.seconds == len(sound) / RATE
    assert len(track.probabilities) == len(sound) // FRAME + 1


def sticky(chance, count):
    """Probabilities that stay for a while, as those of voices do."""
    steps = chance.random(count) ** chance.choice([0.2, 0.4, 1])
    return np.repeat(steps, chance.integers(1, 9, count))[:count]


def hardly_ever_silent(chance, count):
    """Voices that are longer than the longest stretch."""
    return np.where(chance.random(count) < 0.01, chance.random(count), 0.9)


@pytest.mark.parametrize("kind", [sticky, hardly_ever_silent])
def test_any_probabilities_make_the_stretches_that_the_library_makes(kind, monkeypatch):
    chance = np.random.default_rng(1)
    for _ in range(150):
        count = int(chance.integers(1, 4_000))
        given = kind(chance, count).astype(np.float32)
        length = (count - 1) * FRAME + int(chance.integers(0, FRAME))
        monkeypatch.setattr(vad, "get_vad_model", lambda given=given: lambda _sound: given[:, None])

        assert as_ours(VoiceTrack(given, length)) == as_library(np.zeros(length, dtype=np.float32))


def test_it_tells_how_much_voice_lies_between_two_seconds():
    track = VoiceTrack(np.array([0.0, 1.0, 0.6, 0.2], dtype=np.float32), 4 * FRAME)

    assert track.mean(0.032, 0.096) == pytest.approx(0.8)
    assert track.voiced_seconds(0, 1) == pytest.approx(0.064)
    assert track.loudest(0.064, 0.128) == pytest.approx(0.6)
    assert track.mean(5, 6) == 0.0


def test_a_track_is_kept_and_not_computed_again(tmp_path, visit):
    parts = []
    first = kept_track(visit, tmp_path / "voice.npz", parts.append)
    parts.clear()

    again = kept_track(visit, tmp_path / "voice.npz", parts.append)

    assert parts == []
    assert np.array_equal(again.probabilities, first.probabilities)
    assert again.sample_count == first.sample_count


@pytest.mark.parametrize("content", [b"", b"not numbers", b"PK\x03\x04 cut short"])
def test_a_track_that_is_spoilt_is_computed_again(tmp_path, visit, content):
    kept_at = tmp_path / "voice.npz"
    kept_at.write_bytes(content)

    track = kept_track(visit, kept_at, ignore)

    assert track.seconds == pytest.approx(15, abs=0.1)
    assert VoiceTrack.load(kept_at).sample_count == track.sample_count
