"""Looks at a file without decoding it all: whether there is sound in it, how much, and if it can be used.

Run as a process of its own (``python -m fidelity.speech.probe PATH LIMIT``, ``-`` for standard input): the
file may be made to break the reader, see ask_probe.
"""

import io
import itertools
import json
import sys
import wave
from collections import deque
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import BinaryIO, TypeAlias

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from fidelity.speech.promises import counts_frames, is_cut_short
from fidelity.speech.signatures import looks_like_sound, looks_locked
from fidelity.speech.sound import codec_of, opened, sound_of
from fidelity.speech.types import AudioFacts, AudioProblem, UnreadableAudio

SoundPacket: TypeAlias = "Packet[AudioStream]"  # PyAV knows the parameter only in its type stubs.

#: Packets that are decoded at the start and at the end, to see that they can be: about a second of most.
_TASTED = 50

#: Some writers round the length they declare, or leave out the last packets. More than this is a loss.
_TOLERATED_SECONDS = 2.0
_TOLERATED_PART = 0.01

#: Containers that hold no length: what FFmpeg reports for them is guessed from the bit rate.
_WITHOUT_LENGTH = frozenset({"aac", "amr", "amrnb", "amrwb"})


def probe(path: Path, *, limit_seconds: int) -> AudioFacts:
    """Say what the file holds, or raise UnreadableAudio. Reads every packet, decodes a few."""
    with path.open("rb") as file:
        return probe_file(file, limit_seconds=limit_seconds)


def probe_file(file: BinaryIO, *, limit_seconds: int) -> AudioFacts:
    """The same for an open file that can be sought."""
    if not file.read(1):
        raise UnreadableAudio(AudioProblem.EMPTY)
    if looks_locked(file):
        raise UnreadableAudio(AudioProblem.ENCRYPTED)
    is_cut, is_sound, has_count = is_cut_short(file), looks_like_sound(file), counts_frames(file)
    file.seek(0)
    try:
        with opened(file) as container:
            facts = _look(container, has_count=has_count, limit_seconds=limit_seconds)
    except av.FFmpegError:
        if is_cut:
            raise UnreadableAudio(AudioProblem.TRUNCATED) from None
        raise UnreadableAudio(AudioProblem.DAMAGED if is_sound else AudioProblem.NOT_AUDIO) from None
    if is_cut:
        raise UnreadableAudio(AudioProblem.TRUNCATED)
    return facts


def _look(container: InputContainer, *, has_count: bool, limit_seconds: int) -> AudioFacts:
    stream = sound_of(container)
    packets = (packet for packet in container.demux(stream) if packet.size)
    first = list(itertools.islice(packets, _TASTED))
    if not first:
        raise UnreadableAudio(AudioProblem.EMPTY)
    first_can_be_heard = _can_be_heard(stream, first)
    if not first_can_be_heard and container.format.name in ("mp3", *_WITHOUT_LENGTH):
        # These have no header: FFmpeg takes almost anything for them when nothing else fits.
        raise UnreadableAudio(AudioProblem.NOT_AUDIO)
    seconds, last = _measure(stream, itertools.chain(first, packets), limit_seconds)
    # First: what is too long was not read to its end.
    if seconds > limit_seconds:
        raise UnreadableAudio(AudioProblem.TOO_LONG, limit_seconds=limit_seconds)
    _refuse_if_cut(seconds, _declared_seconds(container, stream, has_count=has_count))
    if not first_can_be_heard:
        raise UnreadableAudio(AudioProblem.DAMAGED)
    if not _can_be_heard(stream, last):
        raise UnreadableAudio(AudioProblem.TRUNCATED)
    return AudioFacts(
        duration_seconds=round(seconds, 3),
        codec=codec_of(stream),
        container=container.format.name,
        channels=stream.channels,
        sample_rate=stream.rate,
    )


def _can_be_heard(stream: AudioStream, packets: Iterable[SoundPacket]) -> bool:
    """Whether at least half of the packets that follow one another can be decoded."""
    stream.codec_context.flush_buffers()
    tried = spoiled = frames = 0
    for packet in packets:
        tried += 1
        try:
            frames += len(stream.codec_context.decode(packet))
        except av.FFmpegError:
            spoiled += 1
    return frames > 0 and spoiled * 2 <= tried


def _measure(
    stream: AudioStream, packets: Iterable[SoundPacket], limit_seconds: int
) -> tuple[float, list[SoundPacket]]:
    """Length of all packets in seconds, and the last of them. Stops soon after the limit."""
    ticks = 0
    starts: list[int] = []
    ends = 0
    last: deque[SoundPacket] = deque(maxlen=_TASTED)
    unit = float(stream.time_base or 0)
    lengths_known = True
    for packet in packets:
        last.append(packet)
        length = packet.duration or 0
        ticks += length
        lengths_known = lengths_known and length > 0
        if packet.pts is not None:
            if not starts:
                starts.append(packet.pts)
            ends = max(ends, packet.pts + length)
        if min(ticks, ends) * unit > limit_seconds + 60:
            break
    by_clock = ends - starts[0] if starts else 0
    return (ticks if lengths_known else by_clock) * unit, list(last)


def _declared_seconds(container: InputContainer, stream: AudioStream, *, has_count: bool) -> float | None:
    kind = container.format.name
    if kind in _WITHOUT_LENGTH or (kind == "mp3" and not has_count):
        return None
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return container.duration / av.time_base if container.duration else None


def _refuse_if_cut(seconds: float, declared: float | None) -> None:
    if declared and declared - seconds > max(_TOLERATED_SECONDS, _TOLERATED_PART * declared):
        raise UnreadableAudio(AudioProblem.TRUNCATED)


def _rehearse() -> None:
    """Probe a moment of silence: PyAV imports parts of itself only when it meets its first file."""
    silence = io.BytesIO()
    with wave.open(silence, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        out.writeframes(bytes(16_000))
    silence.seek(0)
    probe_file(silence, limit_seconds=2)


def main(path: str, limit_seconds: int) -> None:
    """Print one JSON object: the facts, or ``{"problem": …}``."""
    from fidelity.speech.confine import confine

    with sys.stdin.buffer if path == "-" else Path(path).open("rb") as file:
        _rehearse()
        confine()
        try:
            answer = asdict(probe_file(file, limit_seconds=limit_seconds))
        except UnreadableAudio as trouble:
            answer = {"problem": trouble.reason.value}
    sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
