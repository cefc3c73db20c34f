"""all-MiniLM-L6-v2 as it was published, for the baseline that was trained on nothing of ours."""

from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

#: The length it was trained with (its model card).
MAX_TOKENS = 256


class MiniLM:
    """Sentence vectors of unit length from a folder with `model.onnx` and `tokenizer.json`."""

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._model = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {node.name for node in self._model.get_inputs()}
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._tokenizer.no_padding()

    def embed(self, texts):
        """One row a text: the mean of its tokens' vectors. One at a time, so that no neighbour rounds its numbers."""
        return np.stack([self._embed_one(text) for text in texts])

    def _embed_one(self, text):
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        mean = self._model.run(None, {name: given[name] for name in self._inputs})[0][0].mean(axis=0)
        return mean / np.linalg.norm(mean)
