"""Trains the tagger and writes what ships: ``python -m fidelity.nlp.learning.train``, or ``make train``."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from tokenizers import Tokenizer

from fidelity.nlp.codebook import load_codebook
from fidelity.nlp.encoder import MEAN, Encoder
from fidelity.nlp.examples import examples_of, towards
from fidelity.nlp.learning.train.documents import fold_of, is_benchmark, read_documents
from fidelity.nlp.learning.train.examples import Example, make_examples
from fidelity.nlp.learning.train.export import write_onnx
from fidelity.nlp.learning.train.fit import Recipe, fit, logits_of
from fidelity.nlp.learning.train.levels import choose_levels, describe, fit_probabilities
from fidelity.nlp.reading import Reader
from fidelity.nlp.types import Unit

#: Rises with everything that changes what is suggested.
VERSION = "principles-2"
MODEL = Path(__file__).parents[2] / "model"


def main() -> None:
    """Train on all but the benchmark, cross-validate beside it, and write the model and its card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--start", type=Path, required=True, help="folder with MiniLM's model.safetensors")
    parser.add_argument("--folds", type=int, default=2)
    parser.add_argument("--held-out", type=Path, default=Path("var/train/held-out.npz"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=["network", "folds", "card"], help="one of the three steps")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)

    units, writers, sources = read_documents()
    reader = Reader(Tokenizer.from_file(str(asked.start / "tokenizer.json")))
    everything = make_examples(units, reader, writers)
    examples = [each for each in everything if not is_benchmark(each.unit.document)]
    start, recipe = asked.start / "model.safetensors", Recipe()
    if asked.only in {None, "network"}:
        print(f"training on {len(examples)} units", flush=True)  # noqa: T201
        network = fit(examples, sources=sources, start=start, recipe=recipe)
        MODEL.mkdir(exist_ok=True)
        write_onnx(network, MODEL / "encoder.onnx")
        (MODEL / "tokenizer.json").write_bytes((asked.start / "tokenizer.json").read_bytes())
        _write_examples(reader)
    if asked.only in {None, "folds"}:
        asked.held_out.parent.mkdir(parents=True, exist_ok=True)
        _keep(asked.held_out, examples, _cross_validate(examples, asked.folds, sources, start, recipe))
    if asked.only in {None, "card"}:
        benchmark = sorted({unit.document for unit in units if is_benchmark(unit.document)})
        with np.load(asked.held_out) as held_out:
            _write_card(held_out["logits"].astype(np.float64), held_out["given"], len(examples), benchmark)


def _cross_validate(
    examples: Sequence[Example], folds: int, sources: int, start: Path, recipe: Recipe
) -> npt.NDArray[np.float32]:
    """Logits of every example by a network that had seen no unit of its document."""
    logits = np.zeros((len(examples), 18), np.float32)
    fold = np.array([fold_of(each.unit.document, folds) for each in examples])
    for number in range(folds):
        print(f"fold {number + 1} of {folds}", flush=True)  # noqa: T201
        teach = [each for each, own in zip(examples, fold, strict=True) if own != number]
        network = fit(teach, sources=sources, start=start, recipe=recipe)
        here = np.flatnonzero(fold == number)
        logits[here] = logits_of(network, [examples[int(place)] for place in here])
    return logits


def _keep(file: Path, examples: Sequence[Example], logits: npt.NDArray[np.float32]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    given = np.array([each.given > 0.5 for each in examples])
    np.savez(
        file,
        docs=np.array([each.unit.document for each in examples]),
        units=np.array([each.unit.number for each in examples]),
        logits=logits,
        given=given,
        probabilities=1.0 / (1.0 + np.exp(-logits)),
    )


def _write_examples(reader: Reader) -> None:
    encoder = Encoder(MODEL / "encoder.onnx")
    texts, _ = examples_of(load_codebook())
    features = np.stack([encoder.judge(reader.read(Unit(text, "note"))).features for text in texts])
    centre = features[:, :MEAN].mean(axis=0)
    np.savez_compressed(
        MODEL / "examples.npz", vectors=towards(features, centre).astype(np.float16), centre=centre
    )


def _write_card(
    logits: npt.NDArray[np.float64], given: npt.NDArray[np.bool_], units: int, benchmark: Sequence[str]
) -> None:
    """``logits`` and ``given``: of units that the network which judged them had not learned from."""
    slopes, constants = fit_probabilities(logits, given)
    probabilities = 1.0 / (1.0 + np.exp(-(logits * slopes + constants)))
    levels = choose_levels(probabilities, given)
    others = [file for file in sorted(MODEL.iterdir()) if file.name != "card.json"]
    codebook = load_codebook().version
    card = {
        "about": "Made by make train; do not edit. Probabilities and levels: cross-validated by document.",
        "version": f"{VERSION}/codebook-{codebook}",
        "codebook_version": codebook,
        "recipe": asdict(Recipe()),
        "units": units,
        "cross_validated_units": len(given),
        "files": {file.name: sha256(file.read_bytes()).hexdigest() for file in others},
        "benchmark": list(benchmark),
        "principles": describe(slopes, constants, levels, probabilities, given),
    }
    (MODEL / "card.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
