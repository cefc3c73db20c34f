"""The light part as bytes: an npz without pickle, with its format and the encoder that it belongs to."""

import io
import zipfile
import zlib

import numpy as np

from fidelity.nlp.learning.head import Head
from fidelity.nlp.thresholds import LABELS

_FORMAT = 1
#: Far more than eighteen rows of features take.
_MOST_BYTES = 4 * 1024 * 1024
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    OSError,
    MemoryError,
    OverflowError,
    NotImplementedError,
)


def write_head(head: Head) -> bytes:
    """The same head gives the same bytes."""
    out = io.BytesIO()
    np.savez(
        out, format=np.array(_FORMAT), encoder=np.array(head.encoder), weights=head.weights, bias=head.bias
    )
    return out.getvalue()


def read_head(content: bytes, *, encoder: str) -> Head:
    """Raises ValueError for bytes that are no head, are damaged, or belong to another encoder."""
    if len(content) > _MOST_BYTES:
        raise ValueError("the light part is larger than any")
    try:
        head = _read(content)
    except _DAMAGE as error:
        raise ValueError("the light part cannot be read") from error
    if head.encoder != encoder:
        raise ValueError("the light part belongs to another encoder")
    return head


def _read(content: bytes) -> Head:
    stored = np.load(io.BytesIO(content), allow_pickle=False)
    if not isinstance(stored, np.lib.npyio.NpzFile):
        raise ValueError("the light part is no npz")  # noqa: TRY004  # the bytes are wrong, not their type
    with stored:
        if stored["format"].shape != () or stored["format"] != _FORMAT:
            raise ValueError("the light part has another format")
        head = Head(str(stored["encoder"]), stored["weights"], stored["bias"])
    for array, dimensions in ((head.weights, 2), (head.bias, 1)):
        if array.dtype != np.float32 or array.ndim != dimensions or len(array) != len(LABELS):
            raise ValueError("the light part has another shape")
        if not np.isfinite(array).all():
            raise ValueError("the light part holds what is no number")
    return head
