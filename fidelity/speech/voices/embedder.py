"""Turns a second or two of speech into numbers that are near one another for the same voice."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime  # type: ignore[import-untyped]

from fidelity.speech.voices.campplus import campplus
from fidelity.speech.voices.features import Features, Floats
from fidelity.speech.voices.torch_file import UnreadableWeights, read_tensors

#: Of the catalogue's own embedder: fidelity/weights/catalogue.py.
CAMPPLUS_FILE = "campplus_cn_en_common.pt"

#: More take no less time each, and much more memory.
_AT_ONCE = 16

_MODEL, _DESCRIPTION = "model.onnx", "embedder.json"


class WrongEmbedder(Exception):
    """A folder holds no embedder that can be used; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How far apart the numbers of one voice lie, and those of two, as squared distances of unit vectors.

    Measured for CAM++ on recordings with truth: docs/measurements/voices.md.
    """

    #: Of a stretch of any length from its voice's mean.
    always: float = 0.15
    #: And of a stretch of one second; of two, half of it.
    of_a_second: float = 0.27
    #: Of one voice at different times, however much is heard of it.
    lasting: float = 0.05
    #: Of a voice from the mean of all voices.
    between: float = 0.40

    def of(self, seconds: Floats) -> Floats:
        """How far a stretch of so many seconds lies from its voice's mean."""
        return np.asarray(self.always + self.of_a_second / np.maximum(seconds, 0.1), dtype=np.float32)


@dataclass(frozen=True, kw_only=True)
class Description:
    """What ``embedder.json`` beside a ``model.onnx`` says. Everything may be left out."""

    #: What the model is given: ``features`` (windows × frames × bands) or ``sound`` (windows × samples).
    input: Literal["features", "sound"] = "features"
    #: How long the longest window is; longer stretches are heard in their middle.
    window_seconds: float = 1.5
    #: And the shortest. A stretch is repeated until it fills a window; windows grow by quarters of a second.
    shortest_seconds: float = 0.5
    features: Features = field(default_factory=Features)
    spread: Spread = field(default_factory=Spread)


class Embedder:
    """Hears what a voice is like. ``folder`` must have been checked: see fidelity.weights.check.verified."""

    def __init__(self, folder: Path, *, threads: int) -> None:
        """Load the model. Raises WrongEmbedder."""
        content: bytes | str
        try:
            if (folder / _MODEL).is_file():
                content, self.description = str(folder / _MODEL), _read(folder / _DESCRIPTION)
            else:
                content, self.description = campplus(read_tensors(folder / CAMPPLUS_FILE)), Description()
        except (OSError, ValueError, TypeError, KeyError, UnreadableWeights) as error:
            raise WrongEmbedder(f"{folder} holds no embedder that can be used: {error}") from error
        self._session = session(content, threads)
        self._input = self._session.get_inputs()[0].name

    def window(self, samples: int) -> int:
        """How many samples the window for a stretch of so many samples has."""
        rate, said = self.description.features.rate, self.description
        quarters = math.ceil(4 * samples / rate) / 4
        return round(min(max(quarters, said.shortest_seconds), said.window_seconds) * rate)

    def embed(self, sounds: Sequence[Floats]) -> Floats:
        """Turn stretches of sound (loudest 1), of which the middle is heard, into unit vectors, one a row."""
        by_size: dict[int, list[int]] = {}
        for number, sound in enumerate(sounds):
            by_size.setdefault(self.window(len(sound)), []).append(number)
        rows: dict[int, Floats] = {}
        for size, which in by_size.items():
            for first in range(0, len(which), _AT_ONCE):
                some = which[first : first + _AT_ONCE]
                windows = np.stack([_filled(sounds[number], size) for number in some])
                rows |= zip(some, self._embed(windows), strict=True)
        numbers = np.stack([rows[number] for number in range(len(sounds))])
        return np.asarray(numbers / np.maximum(np.linalg.norm(numbers, axis=1, keepdims=True), 1e-9))

    def _embed(self, windows: Floats) -> Floats:
        given = windows if self.description.input == "sound" else self.description.features.of(windows)
        (numbers, *_) = self._session.run(None, {self._input: given})
        return np.asarray(numbers, dtype=np.float32).reshape(len(windows), -1)


def _filled(sound: Floats, size: int) -> Floats:
    spare = max(0, len(sound) - size) // 2
    return np.resize(sound[spare : len(sound) - spare], size) if len(sound) else np.zeros(size, np.float32)


def session(model: bytes | str, threads: int) -> Any:
    """A network ready to run on the processor. Threads sleep while they wait: the machine has other work."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def _read(path: Path) -> Description:
    given = json.loads(path.read_text()) if path.is_file() else {}
    parts: dict[str, Any] = {"features": Features, "spread": Spread}
    for name, kind in parts.items():
        if name in given:
            given[name] = kind(**given[name])
    if strange := sorted(set(given) - {known.name for known in fields(Description)}):
        raise ValueError(f"{path.name} says {strange[0]}, which is not known")
    return Description(**given)
