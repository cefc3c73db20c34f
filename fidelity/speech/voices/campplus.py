"""CAM++, a network that tells voices apart, laid out for onnxruntime from its weights.

Wang, Zheng, Chen, Cheng, Chen: "CAM++: a fast and efficient network for speaker verification using
context-aware masking", Interspeech 2023 (https://arxiv.org/abs/2303.00332). Speech goes through a small
two-dimensional convolution, then through three blocks of densely joined layers, each of which is masked by
what the whole stretch sounds like; mean and deviation over time become 192 numbers.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from fidelity.speech.voices.onnx_file import Network, Weights

MELS = 80
NUMBERS = 192
#: The mask looks at stretches of 200 frames (2 seconds). Longer windows are not laid out here.
MOST_FRAMES = 200

_ALMOST_NOTHING = 1e-5
#: Layers, and how far apart in time they look, block by block.
_BLOCKS = ((12, 1), (24, 2), (16, 2))


def campplus(weights: Mapping[str, NDArray[np.float32]]) -> bytes:
    """Return an ONNX file: in ``batch × frames × 80``, out ``batch × 192``. KeyError: not its weights."""
    return _Layout(weights).whole()


class _Layout:
    def __init__(self, weights: Mapping[str, NDArray[np.float32]]) -> None:
        self._given = weights
        self._net = Network(input_shape=("batch", "frames", MELS))

    def whole(self) -> bytes:
        net = self._net
        x = net.layer("Transpose", "input", settings={"perm": (0, 2, 1)})
        x = self._head(net.layer("Unsqueeze", x, self._shape(1)))
        x = net.layer("Reshape", x, self._shape(0, 320, -1))
        x = self._relu(
            self._convolution(x, "xvector.tdnn.linear", "xvector.tdnn.nonlinear.batchnorm", step=2)
        )
        for number, (layers, apart) in enumerate(_BLOCKS, start=1):
            for layer in range(1, layers + 1):
                x = self._dense(x, f"xvector.block{number}.tdnnd{layer}.", apart)
            x = self._relu(self._normal(x, f"xvector.transit{number}.nonlinear.batchnorm"))
            x = self._convolution(x, f"xvector.transit{number}.linear")
        x = self._relu(self._normal(x, "xvector.out_nonlinear.batchnorm"))
        x = self._convolution(self._over_time(x), "xvector.dense.linear", "xvector.dense.nonlinear.batchnorm")
        x = net.layer("Squeeze", x, self._shape(2))
        return net.finished(x, output_shape=("batch", NUMBERS))

    def _head(self, x: str) -> str:
        x = self._relu(self._plane(x, "head.conv1", "head.bn1"))
        for block in ("head.layer1", "head.layer2"):
            x = self._residual(x, f"{block}.0.", halve=True)
            x = self._residual(x, f"{block}.1.", halve=False)
        return self._relu(self._plane(x, "head.conv2", "head.bn2", halve=True))

    def _residual(self, x: str, name: str, *, halve: bool) -> str:
        y = self._relu(self._plane(x, f"{name}conv1", f"{name}bn1", halve=halve))
        y = self._plane(y, f"{name}conv2", f"{name}bn2")
        if halve:
            x = self._plane(x, f"{name}shortcut.0", f"{name}shortcut.1", halve=True)
        return self._relu(self._net.layer("Add", x, y))

    def _dense(self, x: str, name: str, apart: int) -> str:
        """One layer, masked by the mean over time; what went in comes out beside what is new."""
        y = self._relu(self._normal(x, f"{name}nonlinear1.batchnorm"))
        y = self._relu(self._convolution(y, f"{name}linear1", f"{name}nonlinear2.batchnorm"))
        new = self._convolution(y, f"{name}cam_layer.linear_local", apart=apart)
        # The mean of the whole and the mean of 200 frames are the same in windows of no more than that.
        mean = self._net.layer("ReduceMean", y, settings={"axes": (2,)})
        mean = self._net.layer("Add", mean, mean)
        mask = self._convolution(
            self._relu(self._convolution(mean, f"{name}cam_layer.linear1")), f"{name}cam_layer.linear2"
        )
        new = self._net.layer("Mul", new, self._net.layer("Sigmoid", mask))
        return self._net.layer("Concat", x, new, settings={"axis": 1})

    def _over_time(self, x: str) -> str:
        net = self._net
        mean = net.layer("ReduceMean", x, settings={"axes": (2,)})
        away = net.layer("Sub", x, mean)
        total = net.layer("ReduceSum", net.layer("Mul", away, away), self._shape(2))
        frames = net.layer("Cast", net.layer("Shape", x, settings={"start": 2}), settings={"to": 1})
        one_less = net.layer("Sub", frames, net.weights(np.ones(1, np.float32)))
        deviation = net.layer("Sqrt", net.layer("Div", total, one_less))
        return net.layer("Concat", mean, deviation, settings={"axis": 1})

    def _plane(self, x: str, name: str, normal: str, *, halve: bool = False) -> str:
        weights, bias = self._folded(self._given[f"{name}.weight"], normal)
        edge = weights.shape[2] // 2
        settings = {"strides": (2 if halve else 1, 1), "pads": (edge, edge, edge, edge)}
        return self._net.layer(
            "Conv", x, self._net.weights(weights), self._net.weights(bias), settings=settings
        )

    def _convolution(
        self,
        x: str,
        name: str,
        normal: str | None = None,
        *,
        step: int = 1,
        apart: int = 1,
    ) -> str:
        weights = self._given[f"{name}.weight"]
        bias = self._given.get(f"{name}.bias")
        if normal:
            weights, bias = self._folded(weights, normal)
        pad = apart * (weights.shape[2] // 2)
        inputs = [x, self._net.weights(weights)] + ([] if bias is None else [self._net.weights(bias)])
        settings = {"strides": (step,), "pads": (pad, pad), "dilations": (apart,)}
        return self._net.layer("Conv", *inputs, settings=settings)

    def _relu(self, x: str) -> str:
        return self._net.layer("Relu", x)

    def _normal(self, x: str, name: str) -> str:
        scale, shift = self._scale_and_shift(name)
        scaled = self._net.layer("Mul", x, self._net.weights(scale[:, None]))
        return self._net.layer("Add", scaled, self._net.weights(shift[:, None]))

    def _folded(self, weights: Weights, normal: str) -> tuple[Weights, Weights]:
        """The same convolution with the normalisation that follows it inside."""
        scale, shift = self._scale_and_shift(normal)
        return weights * scale.reshape(-1, *[1] * (weights.ndim - 1)), shift

    def _scale_and_shift(self, name: str) -> tuple[Weights, Weights]:
        mean, variance = self._given[f"{name}.running_mean"], self._given[f"{name}.running_var"]
        scale = 1 / np.sqrt(variance + np.float32(_ALMOST_NOTHING))
        # The last normalisation has neither weight nor bias.
        scale = scale * self._given.get(f"{name}.weight", np.float32(1))
        return scale, self._given.get(f"{name}.bias", np.float32(0)) - mean * scale

    def _shape(self, *numbers: int) -> str:
        return self._net.weights(np.array(numbers, np.int64))
