"""Trains the tagger and writes what ships: ``python -m fidelity.nlp.learning.train``, or ``make train``."""

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import asdict, replace
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
    """Cross-validate (or take what was cross-validated before), train on everything else, and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--start", type=Path, required=True, help="folder with MiniLM's model.safetensors")
    parser.add_argument("--folds", type=int, default=3)
    parser.add_argument("--held-out", type=Path, default=Path("var/train/held-out.npz"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only-folds", action="store_true", help="cross-validate, and write no model")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    began = time.monotonic()

    units, writers, sources = read_documents()
    reader = Reader(Tokenizer.from_file(str(asked.start / "tokenizer.json")))
    examples = [
        each for each in make_examples(units, reader, writers) if not is_benchmark(each.unit.document)
    ]
    start = asked.start / "model.safetensors"
    recipe = Recipe()
    if not asked.held_out.is_file():
        _keep(asked.held_out, examples, _cross_validate(examples, asked.folds, sources, start, recipe))
    held_out = _attach(asked.held_out, examples)
    if asked.only_folds:
        return

    print(f"training on {len(examples)} units", flush=True)  # noqa: T201
    network = fit(examples, sources=sources, start=start, recipe=replace(recipe, soft=SOFT))
    MODEL.mkdir(exist_ok=True)
    write_onnx(network, MODEL / "encoder.onnx")
    (MODEL / "tokenizer.json").write_bytes((asked.start / "tokenizer.json").read_bytes())
    _write_examples(reader)
    benchmark = sorted({unit.document for unit in units if is_benchmark(unit.document)})
    _write_card(examples, held_out, benchmark, recipe, time.monotonic() - began)


#: Share of a target that comes from the cross-validated judgement: raters slip, and the rest is clearer.
SOFT = 0.3


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


def _attach(file: Path, examples: Sequence[Example]) -> npt.NDArray[np.bool_]:
    """Give each example its cross-validated judgement; says which have one."""
    with np.load(file) as stored:
        known = {
            (str(doc), int(unit)): row
            for doc, unit, row in zip(stored["docs"], stored["units"], stored["logits"], strict=True)
        }
    for each in examples:
        logits = known.get((each.unit.document, each.unit.number))
        if logits is not None:
            each.soft = (1.0 / (1.0 + np.exp(-logits))).astype(np.float32)
    return np.array([each.soft is not None for each in examples])


def _write_examples(reader: Reader) -> None:
    encoder = Encoder(MODEL / "encoder.onnx")
    texts, _ = examples_of(load_codebook())
    features = np.stack([encoder.judge(reader.read(Unit(text, "note"))).features for text in texts])
    centre = features[:, :MEAN].mean(axis=0)
    np.savez_compressed(
        MODEL / "examples.npz", vectors=towards(features, centre).astype(np.float16), centre=centre
    )


def _write_card(
    examples: Sequence[Example],
    held_out: npt.NDArray[np.bool_],
    benchmark: Sequence[str],
    recipe: Recipe,
    seconds: float,
) -> None:
    known = [each for each, is_known in zip(examples, held_out, strict=True) if is_known]
    chances = np.clip(np.array([each.soft for each in known], np.float64), 1e-6, 1 - 1e-6)
    logits, given = np.log(chances / (1 - chances)), np.array([each.given > 0.5 for each in known])
    slopes, constants = fit_probabilities(logits, given)
    probabilities = 1.0 / (1.0 + np.exp(-(logits * slopes + constants)))
    levels = choose_levels(probabilities, given)
    card = {
        "about": "Made by make train; do not edit. Probabilities and levels: cross-validated by document.",
        "version": VERSION,
        "codebook_version": load_codebook().version,
        "recipe": asdict(recipe) | {"soft": SOFT},
        "units": len(examples),
        "cross_validated_units": len(known),
        "minutes": round(seconds / 60, 1),
        "benchmark": list(benchmark),
        "principles": describe(slopes, constants, levels, probabilities, given),
    }
    (MODEL / "card.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
