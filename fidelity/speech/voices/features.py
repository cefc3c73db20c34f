"""From samples to what an embedder hears: logarithms of energy in bands of the mel scale, frame by frame.

The mel scale is that of the Hidden Markov Model Toolkit (HTK Book, section 5.4), and with it Kaldi's: most
speaker embedders that can be had as ONNX were trained with Kaldi's features.
"""

from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_LEAST = float(np.finfo(np.float32).eps)
_POVEY = 0.85


@dataclass(frozen=True, kw_only=True)
class Features:
    """How sound is turned into bands. The values are Kaldi's; an ``embedder.json`` may give others."""

    rate: int = 16_000
    mels: int = 80
    frame_seconds: float = 0.025
    step_seconds: float = 0.010
    fft: int = 512
    lowest_hz: float = 20.0
    #: 0: half the rate.
    highest_hz: float = 0.0
    window: Literal["povey", "hamming", "hann"] = "povey"
    #: How much of the sample before is taken off each sample.
    preemphasis: float = 0.97
    #: The mean of a frame's samples is taken off.
    remove_offset: bool = True
    #: Loudest sample: 1 or 32768.
    full_scale: float = 1.0
    log: Literal["e", "10"] = "e"
    #: Added to (not the least of) each band's energy; nothing: the least is a very small number.
    floor: float = 0.0
    #: The mean of each band over the window is taken off.
    subtract_mean: bool = True
    #: ``htk``: as in the HTK Book; ``slaney``: straight below 1,000 Hz, bands of equal area.
    scale: Literal["htk", "slaney"] = "htk"

    def of(self, sounds: Floats) -> Floats:
        """Turn ``windows × samples`` (loudest 1) into ``windows × frames × bands``."""
        # One by one: what fits the processor's cache takes a tenth of the time.
        return np.stack([self._of_one(sound) for sound in sounds])

    def _of_one(self, sound: Floats) -> Floats:
        size, step = round(self.rate * self.frame_seconds), round(self.rate * self.step_seconds)
        frames = np.lib.stride_tricks.sliding_window_view(sound, size)[::step]
        frames = frames * np.float32(self.full_scale)
        if self.remove_offset:
            frames -= frames.mean(axis=1, keepdims=True)
        if self.preemphasis:
            before = np.concatenate([frames[:, :1], frames[:, :-1]], axis=1)
            frames -= np.float32(self.preemphasis) * before
        frames *= _window(self.window, size)
        power = np.abs(np.fft.rfft(frames, n=self.fft, axis=1)) ** 2
        bands = power.astype(np.float32) @ _bands(self)
        bands = bands + np.float32(self.floor) if self.floor else np.maximum(bands, np.float32(_LEAST))
        out = np.log(bands) if self.log == "e" else np.log10(bands)
        if self.subtract_mean:
            out -= out.mean(axis=0, keepdims=True)
        return np.asarray(out, dtype=np.float32)


@cache
def _window(name: str, size: int) -> Floats:
    if name == "hamming":
        return np.hamming(size + 1)[:-1].astype(np.float32)
    if name == "hann":
        return np.hanning(size + 1)[:-1].astype(np.float32)
    return (np.hanning(size) ** _POVEY).astype(np.float32)


@cache
def _bands(features: Features) -> Floats:
    """Triangles over the spectrum: ``fft / 2 + 1 × bands``."""
    to_mel, to_hz = _SCALES[features.scale]
    highest = features.highest_hz or features.rate / 2
    edges = np.linspace(to_mel(features.lowest_hz), to_mel(highest), features.mels + 2)
    hz = np.linspace(0, features.rate / 2, features.fft // 2 + 1)
    if features.scale == "htk":
        # Kaldi's triangles are straight on the mel scale ...
        at, left, middle, right = to_mel(hz)[:, None], edges[:-2], edges[1:-1], edges[2:]
    else:
        # ... others on the scale of hertz.
        at, left, middle, right = hz[:, None], to_hz(edges[:-2]), to_hz(edges[1:-1]), to_hz(edges[2:])
    triangles = np.maximum(0, np.minimum((at - left) / (middle - left), (right - at) / (right - middle)))
    if features.scale == "slaney":
        triangles *= 2 / (right - left)
    return np.asarray(triangles, dtype=np.float32)


def _htk_mel(hz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(1127 * np.log1p(np.asarray(hz) / 700))


def _htk_hz(mel: NDArray[np.float64] | float) -> NDArray[np.float64]:
    return np.asarray(700 * np.expm1(np.asarray(mel) / 1127))


_BEND_MEL, _BEND_HZ, _GROWTH = 15.0, 1000.0, np.log(6.4) / 27


def _slaney_mel(hz: NDArray[np.float64] | float) -> NDArray[np.float64]:
    hz = np.asarray(hz, dtype=np.float64)
    return np.where(hz < _BEND_HZ, hz * 3 / 200, _BEND_MEL + np.log(np.maximum(hz, 1) / _BEND_HZ) / _GROWTH)


def _slaney_hz(mel: NDArray[np.float64] | float) -> NDArray[np.float64]:
    mel = np.asarray(mel, dtype=np.float64)
    return np.where(mel < _BEND_MEL, mel * 200 / 3, _BEND_HZ * np.exp(_GROWTH * (mel - _BEND_MEL)))


_SCALES = {"htk": (_htk_mel, _htk_hz), "slaney": (_slaney_mel, _slaney_hz)}
