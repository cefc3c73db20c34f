"""Writes a network down in the ONNX format, as far as our own networks need it.

A model that comes as a list of weights needs its layers told; the library that would do that brings a
compiler along. The format is protocol buffers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto has
the numbers of the fields that stand below.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float32]
Setting = int | float | str | Sequence[int]

_FLOAT, _INT64 = 1, 7
_A_FLOAT, _AN_INT, _A_TEXT, _INTS = 1, 2, 3, 7
_IR_VERSION, _OPSET = 8, 17


class Network:
    """Grows layer by layer; every layer is named by what comes out of it."""

    def __init__(self, *, input_shape: Sequence[str | int]) -> None:
        self._input_shape = input_shape
        self._nodes: list[bytes] = []
        self._weights: list[bytes] = []
        self._count = 0

    def weights(self, values: NDArray[np.float32] | NDArray[np.int64]) -> str:
        """Keep constant numbers, and return their name."""
        self._count += 1
        name = f"w{self._count}"
        kind = _INT64 if values.dtype == np.int64 else _FLOAT
        dims = b"".join(_number(1, size) for size in values.shape)
        tensor = dims + _number(2, kind) + _text(8, name) + _bytes(9, np.ascontiguousarray(values).tobytes())
        self._weights.append(tensor)
        return name

    def layer(
        self, operator: str, *inputs: str, outputs: int = 1, settings: Mapping[str, Setting] | None = None
    ) -> str:
        """Add a layer of one of ONNX's operators; return the name of its first output."""
        self._count += 1
        names = [f"x{self._count}" if n == 0 else f"x{self._count}_{n}" for n in range(outputs)]
        node = b"".join(_text(1, name) for name in inputs) + b"".join(_text(2, name) for name in names)
        node += _text(4, operator)
        node += b"".join(_bytes(5, _setting(name, value)) for name, value in (settings or {}).items())
        self._nodes.append(node)
        return names[0]

    def finished(self, output: str, *, output_shape: Sequence[str | int]) -> bytes:
        """The file's content, with one input called ``input`` and one output."""
        graph = b"".join(_bytes(1, node) for node in self._nodes) + _text(2, "network")
        graph += b"".join(_bytes(5, tensor) for tensor in self._weights)
        graph += _bytes(11, _value("input", self._input_shape)) + _bytes(12, _value(output, output_shape))
        return (
            _number(1, _IR_VERSION)
            + _bytes(7, graph)
            + _bytes(8, _text(1, "") + _number(2, _OPSET))
        )  # fmt: skip


def _setting(name: str, value: Setting) -> bytes:
    if isinstance(value, int):
        return _text(1, name) + _number(3, value) + _number(20, _AN_INT)
    if isinstance(value, float):
        return _text(1, name) + b"\x15" + np.float32(value).tobytes() + _number(20, _A_FLOAT)
    if isinstance(value, str):
        return _text(1, name) + _text(4, value) + _number(20, _A_TEXT)
    return _text(1, name) + b"".join(_number(8, part) for part in value) + _number(20, _INTS)


def _value(name: str, shape: Sequence[str | int]) -> bytes:
    dims = b"".join(
        _bytes(1, _text(2, size) if isinstance(size, str) else _number(1, size)) for size in shape
    )
    return _text(1, name) + _bytes(2, _bytes(1, _number(1, _FLOAT) + _bytes(2, dims)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value % 2**64)


def _text(field: int, value: str) -> bytes:
    return _bytes(field, value.encode())


def _bytes(field: int, value: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
