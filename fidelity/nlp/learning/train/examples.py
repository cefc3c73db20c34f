"""Labelled units as the network reads them, in batches."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from fidelity.nlp.learning.units import LabelledUnit
from fidelity.nlp.reading import Reader, Reading
from fidelity.nlp.thresholds import LABELS
from fidelity.nlp.types import Unit

_MASK = 103


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """One unit that can be tagged. ``given``: by label. ``carried``: own tokens by labels, 0 or 1."""

    unit: LabelledUnit
    reading: Reading
    #: Without any context, as a caller may hand it in.
    alone: Reading
    source: int
    given: npt.NDArray[np.float32]
    carried: npt.NDArray[np.float32]


def make_examples(units: Sequence[LabelledUnit], reader: Reader, source_of: dict[str, int]) -> list[Example]:
    """The units that can be tagged, with their neighbours as context, in order."""
    made = []
    plain = [Unit(unit.text, unit.speaker) for unit in units]
    for place, unit in enumerate(units):
        if not unit.can_be_tagged:
            continue
        near = range(max(0, place - 2), min(len(units), place + 2))
        same = {other: plain[other] for other in near if units[other].document == unit.document}
        before = [same[other] for other in (place - 2, place - 1) if other in same]
        reading = reader.read(plain[place], before, same.get(place + 1))
        alone = reader.read(plain[place])
        given, carried = _targets(unit, reading)
        made.append(Example(unit, reading, alone, source_of[unit.document], given, carried))
    return made


def _targets(unit: LabelledUnit, reading: Reading) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]]:
    given = np.zeros(len(LABELS), np.float32)
    carried = np.zeros((len(reading.places), len(LABELS)), np.float32)
    for label in unit.labels:
        pair = LABELS.index((label.principle, label.polarity))
        given[pair] = 1.0
        start = unit.text.index(label.words)
        end = start + len(label.words)
        for token, (first, last) in enumerate(reading.places):
            carried[token, pair] = float(first < end and last > start)
    return given, carried


@dataclass(frozen=True, slots=True)
class Batch:
    """Tensors: texts by tokens (ids, seen, types, own), by labels (given), by both (carried), and sources."""

    ids: Tensor
    seen: Tensor
    types: Tensor
    own: Tensor
    given: Tensor
    carried: Tensor
    source: Tensor


def make_batch(examples: Sequence[Example], *, noise: random.Random | None = None) -> Batch:
    """``noise``: while learning, one in eight is read without its context, and one token in twenty hidden."""
    readings = [
        example.alone if noise and noise.random() < 1 / 8 else example.reading for example in examples
    ]
    width = max(len(reading.ids) for reading in readings)
    ids, types = (np.zeros((len(examples), width), np.int64) for _ in range(2))
    seen, own = (np.zeros((len(examples), width), np.float32) for _ in range(2))
    given = np.zeros((len(examples), len(LABELS)), np.float32)
    carried = np.zeros((len(examples), width, len(LABELS)), np.float32)
    for row, (example, reading) in enumerate(zip(examples, readings, strict=True)):
        tokens = list(reading.ids)
        if noise:
            for place in range(reading.first, len(tokens)):
                if noise.random() < 1 / 20:
                    tokens[place] = _MASK
        ids[row, : len(tokens)] = tokens
        seen[row, : len(tokens)] = 1.0
        types[row, : len(tokens)] = reading.types
        own[row, reading.first : reading.last] = 1.0
        carried[row, reading.first : reading.last] = example.carried
        given[row] = example.given
    source = np.array([example.source for example in examples])
    return Batch(*map(torch.from_numpy, (ids, seen, types, own, given, carried, source)))


def batches(examples: Sequence[Example], size: int, order: random.Random) -> Iterator[list[Example]]:
    """All examples once, in chance order, those of one batch alike in length."""
    shuffled = list(examples)
    order.shuffle(shuffled)
    found = []
    for start in range(0, len(shuffled), size * 16):
        pool = sorted(shuffled[start : start + size * 16], key=lambda example: len(example.reading.ids))
        found += [pool[at : at + size] for at in range(0, len(pool), size)]
    order.shuffle(found)
    yield from found
