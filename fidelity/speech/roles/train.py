"""Makes weights.npz from data/turns.jsonl: ``python -m fidelity.speech.roles.train``. Half a minute at most.

Every recording is learnt twice, with its question marks and without, because a recogniser may leave them out.
Nothing is drawn by chance, so the same data gives the same weights.
"""

import json
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fidelity.speech.roles import weights
from fidelity.speech.roles.features import Rows, rows_of, stacked
from fidelity.speech.roles.learn import Learnt, learn
from fidelity.speech.roles.types import ROLES

#: Turns of one recording, in order: who speaks and what.
Spoken = Sequence[tuple[str, str]]


def read(lines: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Turns by recording."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in lines:
        turn = json.loads(line)
        found.setdefault(turn["doc"], []).append((turn["speaker"], turn["text"]))
    return found


def shipped() -> dict[str, list[tuple[str, str]]]:
    """The turns that the product's weights are learnt from."""
    return read(files("fidelity.speech.roles").joinpath("data/turns.jsonl").read_text("utf-8").splitlines())


def examples(recordings: Iterable[Spoken]) -> tuple[Rows, npt.NDArray[np.int64]]:
    """Each turn twice, and the number of its role."""
    columns: list[npt.NDArray[np.int64]] = []
    roles: list[int] = []
    for turns in recordings:
        for texts in ([text for _, text in turns], [text.replace("?", "") for _, text in turns]):
            rows = rows_of(texts)
            columns.extend(np.split(rows.columns, rows.starts[1:-1]))
            roles.extend(ROLES.index(speaker) for speaker, _ in turns)
    return stacked(columns), np.array(roles)


def learnt_from(recordings: Iterable[Spoken]) -> Learnt:
    """Weights from some recordings."""
    rows, roles = examples(recordings)
    return learn(rows, roles, len(ROLES))


if __name__ == "__main__":
    weights.save(learnt_from(shipped().values()), Path(__file__).parent / weights.FILE)
