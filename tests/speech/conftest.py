from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

VISIT = Path(__file__).parents[1] / "audio" / "visit-15s.m4a"

#: File ending: container, codec, rate, channels.
FORMATS = {
    "m4a": ("ipod", "aac", 16_000, 1),
    "aac": ("adts", "aac", 44_100, 2),
    "mp3": ("mp3", "libmp3lame", 44_100, 2),
    "wav": ("wav", "pcm_s16le", 8_000, 1),
    "webm": ("webm", "libopus", 48_000, 1),
    "ogg": ("ogg", "libopus", 48_000, 2),
    "flac": ("flac", "flac", 44_100, 2),
    "aiff": ("aiff", "pcm_s16be", 44_100, 2),
    "wma": ("asf", "wmav2", 44_100, 2),
    "amr": ("amr", "libopencore_amrnb", 8_000, 1),
    "3gp": ("3gp", "libopencore_amrnb", 8_000, 1),
    "caf": ("caf", "pcm_s16le", 44_100, 1),
}


@pytest.fixture(params=FORMATS)
def ending(request):
    """Each file ending that we can write."""
    return request.param


@pytest.fixture
def shape(ending):
    """Samples a second and channels of such a file."""
    return FORMATS[ending][2:]


@pytest.fixture
def write_sound(tmp_path):
    """Writes mono samples at 16,000 a second (default: a tone) to a file of the format that its name ends in."""

    def write(name, sound=None, *, seconds=6.0, picture=False, sound_too=True, options=None):
        if sound is None:
            sound = np.sin(np.arange(int(seconds * 16_000)) * 0.2) * 8_000
        ending = name.rsplit(".")[-1]
        kind, codec, rate, channels = FORMATS.get(ending, (ending, "aac", 44_100, 2))
        with av.open(str(tmp_path / name), "w", format=kind, options=options or {}) as out:
            if picture:
                film = out.add_stream("mpeg4", rate=10)
                film.width = film.height = 64
                film.pix_fmt = "yuv420p"
            if sound_too:
                stream = out.add_stream(codec, rate=rate, layout="stereo" if channels == 2 else "mono")
                if codec == "wmav2":
                    stream.bit_rate = 64_000
            if picture:
                for number in range(int(len(sound) / 1_600)):
                    image = av.VideoFrame.from_ndarray(np.full((64, 64, 3), number % 255, dtype=np.uint8))
                    image.pts = number
                    out.mux(film.encode(image))
                out.mux(film.encode(None))
            if sound_too:
                _encode(out, stream, sound)
        return tmp_path / name

    return write


def _encode(out, stream, sound):
    resampler = av.AudioResampler(
        format=stream.codec_context.format.name, layout=stream.layout.name, rate=stream.rate,
        frame_size=stream.codec_context.frame_size or 1_024,
    )  # fmt: skip
    frame = av.AudioFrame.from_ndarray(
        np.asarray(sound, dtype=np.int16).reshape(1, -1), format="s16", layout="mono"
    )
    frame.sample_rate, frame.pts, frame.time_base = 16_000, 0, Fraction(1, 16_000)
    for piece in [*resampler.resample(frame), *resampler.resample(None)]:
        out.mux(stream.encode(piece))
    out.mux(stream.encode(None))


@pytest.fixture
def visit_samples():
    """The words of the visit at 16,000 samples a second."""
    from fidelity.speech.sound import samples

    return np.concatenate([piece for piece, _ in samples(VISIT, rate=16_000)])
