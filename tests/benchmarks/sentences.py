"""Compares ways to find sentences in notes whose sentences are known.

    python tests/benchmarks/sentences.py RATED.jsonl... [--models var/models]

The units of each note are joined by spaces, so only the words and stops can say where one ends; the product also
goes by lines and bullets, which this leaves out.
"""

import argparse
import json
import time
from collections import defaultdict
from pathlib import Path

import spacy

PARTS = ["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner", "senter"]


def pipelines(folder):
    senter = spacy.load(folder, exclude=[part for part in PARTS if part != "senter"])
    senter.enable_pipe("senter")
    sentencizer = spacy.blank("en")
    sentencizer.add_pipe("sentencizer")
    parser = spacy.load(folder, exclude=[part for part in PARTS if part not in {"tok2vec", "parser"}])
    return {"senter": senter, "parser": parser, "sentencizer (full stops)": sentencizer}


def notes(path):
    found = defaultdict(list)
    for line in path.read_text("utf-8").split("\n"):
        if line.strip() and (row := json.loads(line))["speaker"] == "note":
            found[row["doc"]].append(row["text"])
    return list(found.values())


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("rated", type=Path, nargs="+")
    parser.add_argument("--models", type=Path, default=Path("var/models"))
    asked = parser.parse_args()
    ways = pipelines(asked.models / "en_core_web_sm")
    print("| file | way | precision | recall | F1 | words a second |\n|---|---|---|---|---|---|")
    for path in asked.rated:
        documents = notes(path)
        for name, pipeline in ways.items() if documents else ():
            right = wrong = missed = words = 0
            started = time.perf_counter()
            for units in documents:
                text = " ".join(units)
                ends = {len(" ".join(units[: count + 1])) for count in range(len(units))}
                found = {sentence.end_char for sentence in pipeline(text).sents}
                right, wrong, missed = (
                    right + len(ends & found),
                    wrong + len(found - ends),
                    missed + len(ends - found),
                )
                words += len(text.split())
            pace = words / (time.perf_counter() - started)
            row = (
                right / (right + wrong),
                right / (right + missed),
                2 * right / (2 * right + wrong + missed),
            )
            print(f"| {path.name} | {name} | {' | '.join(f'{x:.3f}' for x in row)} | {pace:,.0f} |")


if __name__ == "__main__":
    main()
