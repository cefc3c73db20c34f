"""Runs the trained encoder: a reading in; logits, what carries them and what moved them out."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime  # type: ignore[import-untyped] # it has no types to follow

from fidelity.nlp.reading import Reading

Numbers = npt.NDArray[np.float32]

#: Of a unit's features the first are the mean of its own tokens; their maximum follows.
MEAN = 384
FEATURES = 2 * MEAN


@dataclass(frozen=True, slots=True)
class Judged:
    """What the encoder makes of one reading; labels in the order of ``LABELS``.

    ``logits`` (labels), ``features`` (FEATURES), and for each own token of the unit by labels: ``carries``,
    the logit that raters would mark it, and ``moves``, what it brought to the logit (they sum to the logit
    but for a constant).
    """

    logits: Numbers
    features: Numbers
    carries: Numbers
    moves: Numbers


class Encoder:
    """The network that came out of ``make train``, with weights of 8 bits."""

    def __init__(self, file: Path) -> None:
        options = onnxruntime.SessionOptions()
        # One thread: the worker shares two cores with the recogniser, and sums come out the same each time.
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        # The arena keeps the largest batch ever seen; a worker that rests between jobs should not.
        options.enable_cpu_mem_arena = False
        self._model = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def judge(self, reading: Reading) -> Judged:
        """One reading at a time: weights of 8 bits round by the largest number of what is summed together.

        So the same words get the same numbers whatever stands beside them. On one core that costs nothing
        (docs/measurements/tagging.md).
        """
        tokens = len(reading.ids)
        own = np.zeros((1, tokens), dtype=np.float32)
        own[0, reading.first : reading.last] = 1.0
        given = {
            "ids": np.array([reading.ids], dtype=np.int64),
            "seen": np.ones((1, tokens), dtype=np.float32),
            "types": np.array([reading.types], dtype=np.int64),
            "own": own,
        }
        logits, carries, features, moves = self._model.run(["logits", "carries", "features", "moves"], given)
        inside = slice(reading.first, reading.last)
        return Judged(logits[0], features[0], carries[0, inside], moves[0, inside])
