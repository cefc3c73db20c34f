"""Trains the tagger and writes what ships: ``python -m fidelity.nlp.learning.train``, or ``make train``."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

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
from fidelity.nlp.learning.train.levels import choose_levels, count_unseen, describe, fit_join
from fidelity.nlp.learning.train.phrases import as_unit, fit_phrases
from fidelity.nlp.phrases import write_phrases
from fidelity.nlp.reading import Reader
from fidelity.nlp.thresholds import probabilities
from fidelity.nlp.types import Unit

#: Rises with everything that changes what is suggested.
VERSION = "principles-2"
#: Of the documents that were held out: what is said of one is chosen on the others.
_FIFTHS = 5
MODEL = Path(__file__).parents[2] / "model"


def main() -> None:
    """Train on all but the benchmark, cross-validate beside it, and write the model and its card."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--start", type=Path, required=True, help="folder with MiniLM's model.safetensors")
    parser.add_argument("--folds", type=int, default=2, help="parts that the documents are dealt to")
    parser.add_argument(
        "--judged", type=int, default=1, help="parts that are judged by a network of the others"
    )
    parser.add_argument("--held-out", type=Path, default=Path("var/train/held-out.npz"))
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=["network", "folds", "card"], help="one of the three steps")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)

    units, writers, sources = read_documents()
    reader = Reader(Tokenizer.from_file(str(asked.start / "tokenizer.json")))
    everything = make_examples(units, reader, writers)
    examples = [each for each in everything if not is_benchmark(each.unit.document)]
    start = asked.start / "model.safetensors"
    if asked.only in {None, "network"}:
        print(f"training on {len(examples)} units", flush=True)  # noqa: T201
        network = fit(examples, sources=sources, start=start, recipe=Recipe())
        MODEL.mkdir(exist_ok=True)
        write_onnx(network, MODEL / "encoder.onnx")
        write_phrases(fit_phrases(examples), MODEL / "phrases.npz")
        (MODEL / "tokenizer.json").write_bytes((asked.start / "tokenizer.json").read_bytes())
        _write_examples(reader)
    if asked.only in {None, "folds"}:
        asked.held_out.parent.mkdir(parents=True, exist_ok=True)
        _cross_validate(examples, asked.folds, asked.judged, sources, start, asked.held_out)
    if asked.only in {None, "card"}:
        benchmark = sorted({unit.document for unit in units if is_benchmark(unit.document)})
        with np.load(asked.held_out) as held_out:
            _write_card(dict(held_out), len(examples), benchmark)


def _cross_validate(  # noqa: PLR0917  # only called just above
    examples: Sequence[Example], folds: int, judged: int, sources: int, start: Path, file: Path
) -> None:
    """Keep the logits of every example of the judged parts, by judges that had seen no unit of its document.

    With two parts of which one is judged: half of the documents teach, the other half is thousands of units
    to choose levels on, in half of the time that both ways take.
    """
    fold = [fold_of(each.unit.document, folds) for each in examples]
    unseen: list[Example] = []
    encoder, phrases = [], []
    for number in range(judged):
        print(f"part {number + 1} of {judged}", flush=True)  # noqa: T201
        teach = [each for each, own in zip(examples, fold, strict=True) if own != number]
        here = [each for each, own in zip(examples, fold, strict=True) if own == number]
        words = fit_phrases(teach)
        phrases += [words.judge(as_unit(each)) for each in here]
        encoder += list(logits_of(fit(teach, sources=sources, start=start, recipe=Recipe()), here))
        unseen += here
    np.savez(
        file,
        docs=np.array([each.unit.document for each in unseen]),
        units=np.array([each.unit.number for each in unseen]),
        encoder=np.array(encoder),
        phrases=np.array(phrases),
        given=np.array([each.given > 0.5 for each in unseen]),
    )


def _write_examples(reader: Reader) -> None:
    encoder = Encoder(MODEL / "encoder.onnx")
    texts, _ = examples_of(load_codebook())
    features = np.stack([encoder.judge(reader.read(Unit(text, "note"))).features for text in texts])
    centre = features[:, :MEAN].mean(axis=0)
    np.savez_compressed(
        MODEL / "examples.npz", vectors=towards(features, centre).astype(np.float16), centre=centre
    )


def _write_card(held_out: Mapping[str, npt.NDArray[Any]], units: int, benchmark: Sequence[str]) -> None:
    """``held_out``: what ``_cross_validate`` kept."""
    encoder, phrases = (held_out[name].astype(np.float64) for name in ("encoder", "phrases"))
    given = held_out["given"]
    fifths = np.array([fold_of(str(document), _FIFTHS) for document in held_out["docs"]])
    joined = fit_join(encoder, phrases, given)
    chances = probabilities(encoder * joined[0] + phrases * joined[1] + joined[2])
    levels = choose_levels(chances, given)
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
        "principles": describe(joined, levels, count_unseen(encoder, phrases, given, fifths)),
    }
    (MODEL / "card.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
