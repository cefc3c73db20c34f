"""Reads the weights out of a file that PyTorch wrote, without PyTorch and without running what it holds.

Such a file is a zip archive: a pickle that says what is where, and one member of raw numbers for each tensor.
A pickle can call any function. This one may name four, and gets ours in their place.
"""

import collections
import io
import pickle
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_KINDS = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


class UnreadableWeights(Exception):
    """The file holds something else than named tensors."""


def read_tensors(path: Path) -> Mapping[str, NDArray[np.float32]]:
    """Return every tensor of floats by its name; raise UnreadableWeights."""
    try:
        with zipfile.ZipFile(path) as archive:
            (index,) = [name for name in archive.namelist() if name.endswith("/data.pkl")]
            found = _Careful(archive, index).load()
    except (ValueError, KeyError, pickle.UnpicklingError, zipfile.BadZipFile) as error:
        raise UnreadableWeights(f"{path} does not hold named tensors") from error
    found = found.get("state_dict", found)
    return {name: value for name, value in found.items() if value.dtype == np.float32}


class _Careful(pickle.Unpickler):
    def __init__(self, archive: zipfile.ZipFile, index: str) -> None:
        super().__init__(io.BytesIO(archive.read(index)))
        self._archive, self._folder = archive, index.removesuffix("data.pkl")

    def find_class(self, module: str, name: str) -> Any:
        """Give ours in the place of the few names that weights need."""
        if (module, name) == ("collections", "OrderedDict"):
            return collections.OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return _tensor
        if module == "torch" and name in _KINDS:
            return _KINDS[name]
        raise pickle.UnpicklingError(f"weights do not need {module}.{name}")

    def persistent_load(self, pid: Any) -> NDArray[Any]:
        """Numbers stand in a member of the archive that is named by a key."""
        _, kind, key, *_ = pid
        return np.frombuffer(self._archive.read(f"{self._folder}data/{key}"), dtype=kind)


def _tensor(
    numbers: NDArray[Any], offset: int, shape: tuple[int, ...], strides: Any, *_: Any
) -> NDArray[Any]:
    size = int(np.prod(shape, dtype=np.int64))
    contiguous = tuple(int(np.prod(shape[n + 1 :], dtype=np.int64)) for n in range(len(shape)))
    if tuple(strides) != contiguous:
        raise ValueError("a tensor is not laid out row by row")
    return numbers[offset : offset + size].reshape(shape)
