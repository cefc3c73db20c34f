"""The file that was learnt: read it, write it. It ships with the product and needs no model to be fetched."""

from functools import cache
from importlib.resources import files
from pathlib import Path

import numpy as np

from fidelity.speech.roles.learn import Learnt

FILE = "weights.npz"


@cache
def load() -> Learnt:
    """What the product comes with."""
    with files("fidelity.speech.roles").joinpath(FILE).open("rb") as stored, np.load(stored) as arrays:
        return Learnt(table=arrays["table"].astype(np.float64), bias=arrays["bias"], share=arrays["share"])


def save(learnt: Learnt, path: Path) -> None:
    """Half precision is enough: the third decimal of a weight changes no decision."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            table=learnt.table.astype(np.float16),
            bias=learnt.bias.round(6),
            share=learnt.share.round(6),
        )
