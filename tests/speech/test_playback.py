"""One copy, one clock: the second that is played is the second that was transcribed."""

import json

import av
import numpy as np
import pytest

from fidelity.speech.playback import make_playback
from fidelity.speech.sound import samples
from fidelity.speech.types import UnreadableAudio


def length(path, rate=16_000):
    return sum(len(piece) for piece, _ in samples(path, rate=rate)) / rate


@pytest.fixture
def play(tmp_path):
    """Makes the copy and returns its path, what the peaks hold, the length and the progress."""

    def make(source):
        parts = []
        seconds = make_playback(source, tmp_path / "copy.m4a", tmp_path / "peaks.json", parts.append)
        return tmp_path / "copy.m4a", json.loads((tmp_path / "peaks.json").read_text()), seconds, parts

    return make


def test_the_copy_is_as_long_as_what_the_recogniser_hears(play, write_sound, ending):
    source = write_sound(f"visit.{ending}", seconds=7.3)

    copy, peaks, seconds, _ = play(source)

    assert seconds == pytest.approx(length(source), abs=0.01)
    assert length(copy) == pytest.approx(seconds, abs=0.05)
    assert peaks["duration"] == pytest.approx(seconds, abs=0.001)
    assert len(peaks["peaks"][0]) == pytest.approx(seconds * 10, abs=1)


def test_a_click_is_at_the_same_time_in_the_original_the_copy_and_the_peaks(play, write_sound):
    sound = np.zeros(16_000 * 20)
    sound[16_000 * 15 : 16_000 * 15 + 800] = 20_000
    source = write_sound("visit.mp3", sound)

    copy, peaks, _, _ = play(source)

    heard = np.concatenate([piece for piece, _ in samples(copy, rate=16_000)])
    assert np.abs(heard).argmax() / 16_000 == pytest.approx(15, abs=0.1)
    assert np.argmax(peaks["peaks"][0]) / 10 == pytest.approx(15, abs=0.1)


def test_the_copy_has_one_rate_one_channel_and_starts_to_play_before_it_is_all_there(play, write_sound):
    copy, _, _, _ = play(write_sound("visit.ogg"))

    with av.open(str(copy)) as container:
        stream = container.streams.audio[0]
        assert (stream.codec_context.name, stream.rate, stream.channels) == ("aac", 32_000, 1)
    content = copy.read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_loud_and_quiet_can_be_seen(play, write_sound):
    sound = np.concatenate([np.zeros(16_000), np.full(16_000, -32_768) * np.sign(np.sin(np.arange(16_000)))])

    _, peaks, _, _ = play(write_sound("visit.wav", sound))

    assert max(peaks["peaks"][0][:9]) < 0.05
    assert min(peaks["peaks"][0][11:19]) > 0.5
    assert max(peaks["peaks"][0]) <= 1


def test_a_stream_that_changes_its_shape_in_the_middle_goes_on(play, write_sound, tmp_path):
    path = tmp_path / "both.mp3"
    path.write_bytes(write_sound("one.mp3", seconds=3).read_bytes() + _mono_mp3(tmp_path))

    _, _, seconds, _ = play(path)

    assert seconds == pytest.approx(6, abs=0.3)


def _mono_mp3(tmp_path):
    with av.open(str(tmp_path / "mono.mp3"), "w", options={"write_xing": "0", "id3v2_version": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=22_050, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 22_050 * 3), dtype=np.int16), format="s16p", layout="mono"
        )
        frame.sample_rate = 22_050
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return (tmp_path / "mono.mp3").read_bytes()


def test_progress_goes_from_nothing_to_all(play, visit):
    _, _, _, parts = play(visit)

    assert parts == sorted(parts)
    assert parts[-1] == 1.0


def test_it_leaves_nothing_when_it_is_stopped(tmp_path, visit):
    def stop(part):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_playback(visit, tmp_path / "copy.m4a", tmp_path / "peaks.json", stop)

    assert list(tmp_path.iterdir()) == []


def test_it_leaves_nothing_of_a_file_that_cannot_be_read(tmp_path):
    source = tmp_path / "in" / "visit.mp3"
    source.parent.mkdir()
    source.write_text("not sound " * 1_000)
    target = tmp_path / "out"
    target.mkdir()

    with pytest.raises(UnreadableAudio):
        make_playback(source, target / "copy.m4a", target / "peaks.json", lambda part: None)

    assert list(target.iterdir()) == []


def _mp3_minute(tmp_path, *, bits_per_second, click):
    """A minute at one bit rate, without the header that would tell how long a file is."""
    sound = np.zeros(60 * 16_000)
    if click:
        sound[30 * 16_000 : 30 * 16_000 + 1_600] = 20_000
    path = tmp_path / "minute.mp3"
    with av.open(str(path), "w", options={"write_xing": "0", "id3v2_version": "0"}) as out:
        stream = out.add_stream("libmp3lame", rate=16_000, layout="mono")
        stream.bit_rate = bits_per_second
        frame = av.AudioFrame.from_ndarray(
            sound.astype(np.int16).reshape(1, -1), format="s16p", layout="mono"
        )
        frame.sample_rate = 16_000
        out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path.read_bytes()


def _first_loud(pieces, rate):
    at = 0
    for piece in pieces:
        if (loud := np.flatnonzero(np.abs(piece.astype(np.int32)) > 8_000)).size:
            return (at + loud[0]) / rate
        at += len(piece)
    raise AssertionError("the click was not heard")


#: At minute 85 the issue allows .3 s; what drifts by that has drifted by .03 s here, in a tenth of the time.
MINUTE, TOLERATED_SECONDS = 8, 0.03


def test_a_word_late_in_a_variable_rate_file_is_played_where_it_was_heard(play, tmp_path):
    quiet = [_mp3_minute(tmp_path, bits_per_second=rate, click=False) for rate in (16_000, 96_000, 32_000)]
    clicking = _mp3_minute(tmp_path, bits_per_second=64_000, click=True)
    source = tmp_path / "long.mp3"
    source.write_bytes(b"".join([*(quiet[minute % 3] for minute in range(MINUTE)), clicking, quiet[0]]))
    said_at = _first_loud((piece for piece, _ in samples(source, rate=16_000)), 16_000)

    copy, _, _, _ = play(source)

    # As a player does that is told to go to that second.
    with av.open(str(copy)) as container:
        stream = container.streams.audio[0]
        container.seek(int((said_at - 2) / stream.time_base), stream=stream)
        frames = container.decode(stream)
        first = next(frames)
        sound = (frame.to_ndarray().reshape(-1) * 32_767 for frame in frames)
        played_at = first.time + first.samples / first.sample_rate + _first_loud(sound, 32_000)
    assert said_at == pytest.approx((MINUTE + 0.5) * 60, abs=MINUTE * 0.1)
    assert played_at == pytest.approx(said_at, abs=TOLERATED_SECONDS)
