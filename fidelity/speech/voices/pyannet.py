"""PyanNet, a network that hears who speaks when within ten seconds, laid out for onnxruntime.

Bredin, Laurent: "End-to-end speaker segmentation for overlap-aware resegmentation", Interspeech 2021
(https://arxiv.org/abs/2104.04045); trained for sets of speakers, so that several may speak at once, as in
Plaquet, Bredin: "Powerset multi-class cross entropy loss for neural speaker diarization", Interspeech 2023
(https://arxiv.org/abs/2310.13025). Its first layer, band-pass filters with learnt edges, is from Ravanelli,
Bengio: "Speaker recognition from raw waveform with SincNet", SLT 2018 (https://arxiv.org/abs/1808.00158).
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from fidelity.speech.voices.onnx_file import Network, Weights

RATE = 16_000
#: Samples from one frame to the next, and samples that one frame hears.
STEP, FIELD = 270, 991
#: Which of three people speak, in the order of the network's answers.
SETS = ((), (0,), (1,), (2,), (0, 1), (0, 2), (1, 2))

_TAPS, _FILTERS, _STRIDE = 251, 80, 10
_LEAST_HZ = 50
_HIDDEN = 128
_LEAK = 0.01


def pyannet(weights: Mapping[str, NDArray[np.float32]]) -> bytes:
    """Return an ONNX file: in ``batch × 1 × samples``, out ``batch × frames × 7`` logarithms of probability.

    KeyError: not its weights.
    """
    return _Layout(weights).whole()


class _Layout:
    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._given = weights
        self._net = Network(input_shape=("batch", 1, "samples"))

    def whole(self) -> bytes:
        net = self._net
        x = self._instance("input", "sincnet.wav_norm1d")
        x = net.layer("Conv", x, net.weights(self._filters()), settings={"strides": (_STRIDE,)})
        x = self._pooled(net.layer("Abs", x), 0)
        for number in (1, 2):
            name = f"sincnet.conv1d.{number}"
            x = net.layer("Conv", x, self._kept(f"{name}.weight"), self._kept(f"{name}.bias"))
            x = self._pooled(x, number)
        x = net.layer("Transpose", x, settings={"perm": (2, 0, 1)})
        for layer in range(4):
            x = self._both_ways(x, layer)
        x = net.layer("Transpose", x, settings={"perm": (1, 0, 2)})
        for name in ("linear.0", "linear.1"):
            x = net.layer("LeakyRelu", self._linear(x, name), settings={"alpha": _LEAK})
        x = net.layer("LogSoftmax", self._linear(x, "classifier"), settings={"axis": -1})
        return net.finished(x, output_shape=("batch", "frames", len(SETS)))

    def _pooled(self, x: str, number: int) -> str:
        x = self._net.layer("MaxPool", x, settings={"kernel_shape": (3,), "strides": (3,)})
        x = self._instance(x, f"sincnet.norm1d.{number}")
        return self._net.layer("LeakyRelu", x, settings={"alpha": _LEAK})

    def _instance(self, x: str, name: str) -> str:
        weight, bias = self._kept(f"{name}.weight"), self._kept(f"{name}.bias")
        return self._net.layer("InstanceNormalization", x, weight, bias, settings={"epsilon": 1e-5})

    def _filters(self) -> Weights:
        """Forty bands, each twice: even (a cosine) and odd (a sine), so that their phase does not matter."""
        low = _LEAST_HZ + np.abs(self._given["sincnet.conv1d.0.filterbank.low_hz_"])
        width = _LEAST_HZ + np.abs(self._given["sincnet.conv1d.0.filterbank.band_hz_"])
        high = np.clip(low + width, _LEAST_HZ, RATE / 2)
        half = _TAPS // 2
        angle = 2 * np.pi * np.arange(-half, 0) / RATE
        taper = np.hamming(_TAPS)[:half]
        even = (np.sin(high * angle) - np.sin(low * angle)) / (angle / 2) * taper
        odd = (np.cos(low * angle) - np.cos(high * angle)) / (angle / 2) * taper
        middle = 2 * (high - low)
        both = [
            np.concatenate([even, middle, even[:, ::-1]], axis=1),
            np.concatenate([odd, np.zeros_like(middle), -odd[:, ::-1]], axis=1),
        ]
        filters = np.concatenate([side / middle for side in both])
        return filters.reshape(_FILTERS, 1, _TAPS).astype(np.float32)

    def _both_ways(self, x: str, layer: int) -> str:
        """One layer that remembers, run forwards and backwards: ``frames × batch × numbers``."""
        net, ways = self._net, (f"l{layer}", f"l{layer}_reverse")
        heard = np.stack([_gates(self._given[f"lstm.weight_ih_{way}"]) for way in ways])
        kept = np.stack([_gates(self._given[f"lstm.weight_hh_{way}"]) for way in ways])
        biases = [[_gates(self._given[f"lstm.bias_{kind}_{way}"]) for kind in ("ih", "hh")] for way in ways]
        bias = np.stack([np.concatenate(pair) for pair in biases])
        given = [net.weights(part) for part in (heard, kept, bias)]
        x = net.layer("LSTM", x, *given, settings={"hidden_size": _HIDDEN, "direction": "bidirectional"})
        x = net.layer("Transpose", x, settings={"perm": (0, 2, 1, 3)})
        return net.layer("Reshape", x, net.weights(np.array([0, 0, 2 * _HIDDEN], np.int64)))

    def _linear(self, x: str, name: str) -> str:
        product = self._net.layer("MatMul", x, self._net.weights(self._given[f"{name}.weight"].T))
        return self._net.layer("Add", product, self._kept(f"{name}.bias"))

    def _kept(self, name: str) -> str:
        return self._net.weights(self._given[name])


def _gates(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """From PyTorch's order of gates (in, forget, cell, out) to ONNX's (in, out, forget, cell)."""
    enter, forget, cell, leave = np.split(rows, 4)
    return np.concatenate([enter, leave, forget, cell])
