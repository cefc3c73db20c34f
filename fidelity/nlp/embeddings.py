"""Turns sentences into vectors whose dot product says how alike they are, by onnxruntime."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped] # it has no types to follow
from tokenizers import Tokenizer

Vectors = npt.NDArray[np.float32]

#: The length all-MiniLM-L6-v2 was trained with (sentence-transformers model card); longer text is cut.
MAX_TOKENS = 256
#: More than 256 ordinary words: keeps the tokenizer from reading a megabyte to throw most of it away.
_MAX_CHARACTERS = 6_000
#: Tokens judged at once, padding included: what the model needs for its sums grows with them.
_BATCH_TOKENS = 2_048
#: Texts whose tokens are held at once.
_HELD = 2_048
_SIZE = 384


class SentenceEmbedder:
    """all-MiniLM-L6-v2 as int8 ONNX: mean of the token vectors, then unit length, as its model card says."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        # One thread: the worker shares two cores with the recogniser, and sums come out the same each time.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The arena keeps the largest batch ever seen; a worker that rests between jobs should not.
        options.enable_cpu_mem_arena = False
        self._model = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {node.name for node in self._model.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of 384 numbers for each text, of unit length."""
        rows = np.zeros((len(texts), _SIZE), dtype=np.float32)
        for start in range(0, len(texts), _HELD):
            rows[start : start + _HELD] = self._embed_some(texts[start : start + _HELD])
        return rows

    def _embed_some(self, texts: Sequence[str]) -> Vectors:
        # Half of a surrogate pair cannot be encoded; a question mark says as much.
        cut = [text[:_MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8") for text in texts]
        encodings = self._tokenizer.encode_batch(cut)
        tokens = [encoding.ids for encoding in encodings]
        rows = np.zeros((len(texts), _SIZE), dtype=np.float32)
        # Alike in length, so that little of a batch is padding.
        by_length = sorted(range(len(texts)), key=lambda index: len(tokens[index]))
        while by_length:
            size = max(1, _BATCH_TOKENS // len(tokens[by_length[-1]]))
            batch, by_length = by_length[-size:], by_length[:-size]
            rows[batch] = self._run([tokens[index] for index in batch])
        return rows

    def _run(self, batch: Sequence[Sequence[int]]) -> Vectors:
        width = max(map(len, batch))
        ids = np.zeros((len(batch), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(batch):
            ids[row, : len(tokens)] = tokens
            mask[row, : len(tokens)] = 1
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = np.asarray(
            self._model.run(None, {name: inputs[name] for name in self._inputs})[0], np.float32
        )
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        unit: Vectors = mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
        return unit
