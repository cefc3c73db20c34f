"""A file is looked at, in a process of its own, before anything is kept of it."""

import os
import struct
import subprocess
import sys
import time
import wave
import zipfile

import numpy as np
import pytest

from fidelity.speech.ask_probe import ask_probe
from fidelity.speech.probe import probe
from fidelity.speech.types import AudioProblem, UnreadableAudio

LIMIT = 4 * 3600


def refusal(path, *, limit_seconds=LIMIT):
    with pytest.raises(UnreadableAudio) as trouble:
        ask_probe(path, limit_seconds=limit_seconds)
    return trouble.value


def test_it_says_what_a_recording_holds(write_sound, ending, shape):
    facts = ask_probe(write_sound(f"visit.{ending}"), limit_seconds=LIMIT)

    assert facts.duration_seconds == pytest.approx(6, abs=0.2)
    assert (facts.sample_rate, facts.channels) == shape


def test_it_takes_the_sound_of_a_video(write_sound):
    facts = ask_probe(write_sound("visit.mp4", picture=True), limit_seconds=LIMIT)

    assert facts.codec == "aac"
    assert facts.duration_seconds == pytest.approx(6, abs=0.2)


def test_it_goes_by_content_and_not_by_name(write_sound, tmp_path):
    path = write_sound("visit.mp3").rename(tmp_path / "visit.m4a")

    assert ask_probe(path, limit_seconds=LIMIT).codec == "mp3"


def test_silence_is_fine(write_sound):
    facts = ask_probe(write_sound("visit.wav", np.zeros(16_000)), limit_seconds=LIMIT)

    assert facts.duration_seconds == pytest.approx(1, abs=0.01)


def test_a_third_of_a_second_is_fine(write_sound):
    assert ask_probe(write_sound("visit.m4a", seconds=0.3), limit_seconds=LIMIT).duration_seconds < 0.5


def test_it_finds_the_length_of_a_stream_that_does_not_say(write_sound):
    path = write_sound("visit.webm", options={"live": "1"})

    assert ask_probe(path, limit_seconds=LIMIT).duration_seconds == pytest.approx(6, abs=0.2)


def test_a_wave_file_that_was_streamed_and_never_closed_is_fine(write_sound):
    path = write_sound("visit.wav")
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[4:8] = content[at : at + 4] = b"\xff\xff\xff\xff"
    path.write_bytes(content)

    assert ask_probe(path, limit_seconds=LIMIT).duration_seconds == pytest.approx(6, abs=0.2)


def test_text_renamed_to_mp3_is_not_audio(tmp_path):
    path = tmp_path / "visit.mp3"
    path.write_text("Dear all, please find the notes of last week. " * 20_000)

    assert refusal(path).reason is AudioProblem.NOT_AUDIO


@pytest.mark.parametrize("ending", ["mp3", "m4a", "aac", "wav", "amr"])
def test_noise_renamed_to_a_sound_file_is_not_audio(tmp_path, ending):
    path = tmp_path / f"visit.{ending}"
    path.write_bytes(np.random.default_rng(7).bytes(200_000))

    assert refusal(path).reason is AudioProblem.NOT_AUDIO


@pytest.mark.parametrize(
    "content",
    [b"%PDF-1.7\n" + b"stream of pages\n" * 500, b"\x89PNG\r\n\x1a\n" + bytes(500), b"\0" * 5_000, b"x"],
    ids=["pdf", "picture", "zeros", "one byte"],
)
def test_other_files_are_not_audio(tmp_path, content):
    path = tmp_path / "visit.m4a"
    path.write_bytes(content)

    assert refusal(path).reason is AudioProblem.NOT_AUDIO


def test_an_archive_is_not_audio(tmp_path, visit):
    path = tmp_path / "visit.mp3"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(visit, "visit.m4a")

    assert refusal(path).reason is AudioProblem.NOT_AUDIO


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{visit}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile '{visit}'\n",
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period/></MPD>',
    ],
    ids=["hls", "concat", "sdp", "dash"],
)
def test_a_playlist_opens_no_other_file(tmp_path, visit, playlist):
    path = tmp_path / "visit.m3u8"
    path.write_text(playlist.format(visit=visit))

    assert refusal(path).reason is AudioProblem.NOT_AUDIO


def test_a_container_that_is_not_on_the_list_is_not_opened(write_sound):
    path = write_sound("visit.nut")

    assert refusal(path).reason is AudioProblem.NOT_AUDIO


def test_an_empty_file_is_named_so(tmp_path):
    path = tmp_path / "visit.m4a"
    path.touch()

    assert refusal(path).reason is AudioProblem.EMPTY


def test_a_wave_file_without_a_sample_is_empty(tmp_path):
    path = tmp_path / "visit.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))

    assert refusal(path).reason is AudioProblem.EMPTY


def test_a_video_without_sound_is_named_so(write_sound):
    path = write_sound("visit.mp4", picture=True, sound_too=False)

    assert refusal(path).reason is AudioProblem.NO_SOUND


@pytest.mark.parametrize(
    ("ending", "options"),
    [("m4a", {}), ("m4a", {"movflags": "faststart"}), ("mp3", {}), ("wav", {}), ("flac", {}), ("aiff", {}),
     ("webm", {}), ("wma", {}), ("caf", {})],
)  # fmt: skip
def test_half_a_file_is_incomplete(write_sound, ending, options):
    path = write_sound(f"visit.{ending}", seconds=20, options=options)
    os.truncate(path, path.stat().st_size // 2)

    assert refusal(path).reason is AudioProblem.TRUNCATED


def test_a_copy_that_broke_off_and_was_filled_with_zeros_is_incomplete(write_sound):
    path = write_sound("visit.m4a", seconds=20, options={"movflags": "faststart"})
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] + bytes(len(content) - len(content) // 2))

    assert refusal(path).reason is AudioProblem.TRUNCATED


@pytest.mark.parametrize("entry", [b"drms", b"enca"])
def test_a_protected_file_is_locked(write_sound, entry):
    path = write_sound("visit.m4a")
    path.write_bytes(path.read_bytes().replace(b"mp4a", entry, 1))

    assert refusal(path).reason is AudioProblem.ENCRYPTED


@pytest.mark.parametrize(
    "start", [b"\x03enc", b"Salted__", b"-----BEGIN PGP MESSAGE-----\n", b"age-encryption.org/v1"]
)
def test_a_file_behind_a_password_is_locked(tmp_path, start):
    path = tmp_path / "visit.ds2"
    path.write_bytes(start + np.random.default_rng(7).bytes(10_000))

    assert refusal(path).reason is AudioProblem.ENCRYPTED


def test_a_recording_beyond_the_limit_is_refused_with_the_limit_named(write_sound):
    trouble = refusal(write_sound("visit.mp3", seconds=95), limit_seconds=90)

    assert trouble.reason is AudioProblem.TOO_LONG
    assert "longer than 1 minute 30 seconds" in trouble.sentence


def test_five_hours_of_silence_are_refused(tmp_path):
    path = tmp_path / "visit.wav"
    with wave.open(str(path), "wb") as out:
        out.setparams((1, 1, 8000, 0, "NONE", ""))
        for _ in range(5):
            out.writeframesraw(b"\x80" * 8000 * 3600)

    trouble = refusal(path)

    assert trouble.reason is AudioProblem.TOO_LONG
    assert "longer than 4 hours" in trouble.sentence


def test_boxes_that_hold_one_another_for_ever_end(tmp_path):
    path = tmp_path / "visit.m4a"
    path.write_bytes(
        struct.pack(">I4s4sI", 16, b"ftyp", b"M4A ", 0) + struct.pack(">I4s", 0, b"moov") * 200_000
    )
    began = time.monotonic()

    refusal(path)

    assert time.monotonic() - began < 30


def test_a_process_that_hangs_is_stopped_and_the_file_refused(visit):
    with pytest.raises(UnreadableAudio) as trouble:
        ask_probe(visit, limit_seconds=LIMIT, timeout_seconds=0.001)

    assert trouble.value.reason is AudioProblem.DAMAGED


def test_a_file_that_is_not_there_is_no_fault_of_its_own(tmp_path):
    with pytest.raises(FileNotFoundError):
        ask_probe(tmp_path / "gone.m4a", limit_seconds=LIMIT)


def test_the_same_is_found_without_a_process_of_its_own(visit):
    assert probe(visit, limit_seconds=LIMIT) == ask_probe(visit, limit_seconds=LIMIT)


def test_the_web_process_does_not_load_the_decoder():
    code = "import sys, fidelity.speech.ask_probe, fidelity.speech.types; sys.exit('av' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("reason", AudioProblem)
def test_every_problem_has_one_sentence_for_a_field(reason):
    sentence = UnreadableAudio(reason, limit_seconds=LIMIT).sentence

    assert "\n" not in sentence
    assert not sentence.endswith(".")
    assert "invalid" not in sentence.lower()
