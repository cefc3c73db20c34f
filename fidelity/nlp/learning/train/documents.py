"""Which documents teach, which are held out together, and who wrote them."""

from collections.abc import Sequence
from hashlib import sha256

from fidelity.nlp.learning.units import LabelledUnit, read_files

#: Of the documents, the share that the shipped tagger never sees: the fixed benchmark.
_BENCHMARK_SHARE = 0.07
_HEARD = "heard-"


def read_documents() -> tuple[list[LabelledUnit], dict[str, int], int]:
    """All labelled units; each document's writer as a number, 0 for those whom the raters followed; how many.

    Files t1 to t8 are of one hand, and the rated documents are of the same: 0. Every other file is its own.
    """
    units: list[LabelledUnit] = []
    writers: dict[str, int] = {}
    others: list[str] = []
    for name, found in read_files():
        if not name.startswith("t"):
            others.append(name)
        units += found
        writers |= {unit.document: len(others) if not name.startswith("t") else 0 for unit in found}
    for document in writers:
        if document.startswith(_HEARD):
            writers[document] = writers[origin(document)]
    return units, writers, len(others) + 1


def origin(document: str) -> str:
    """The document that it was made from, if a recogniser heard it; they are never on two sides."""
    return document.removeprefix(_HEARD)


def fold_of(document: str, folds: int) -> int:
    """By chance, but the same each time and whatever other documents there are."""
    return int(sha256(f"fold {origin(document)}".encode()).hexdigest(), 16) % folds


def is_benchmark(document: str) -> bool:
    """Whether it belongs to the fixed benchmark."""
    place = int(sha256(f"benchmark {origin(document)}".encode()).hexdigest(), 16) % 10_000
    return place < _BENCHMARK_SHARE * 10_000


def split(units: Sequence[LabelledUnit]) -> tuple[list[LabelledUnit], list[LabelledUnit]]:
    """What teaches, and the benchmark."""
    return (
        [unit for unit in units if not is_benchmark(unit.document)],
        [unit for unit in units if is_benchmark(unit.document)],
    )
