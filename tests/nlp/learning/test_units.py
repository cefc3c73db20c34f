"""What the tagger learns from is whole, balanced, hardly repeats itself, and holds nothing it is measured on."""

import json
import re
from collections import Counter
from itertools import pairwise

import pytest

from fidelity.nlp.learning.units import WrongUnit, parse_units, read_units
from fidelity.nlp.types import Polarity, Principle
from tests.conftest import SHARED

#: Words in a row that two people hardly write by chance.
RUN = 7
GOLD = SHARED / "gold" / "dev.jsonl"


@pytest.fixture(scope="module")
def units():
    return read_units()


def runs(text):
    words = re.findall(r"[\w']+", text.lower())
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def test_every_principle_is_there_in_both_polarities_often_enough_to_learn_it(units):
    found = Counter((label.principle, label.polarity) for unit in units for label in unit.labels)

    few = {pair: found[pair] for pair in ((p, s) for p in Principle for s in Polarity) if found[pair] < 99}
    assert not few


def test_a_third_and_more_of_what_can_be_tagged_shows_nothing(units):
    unlabelled = [unit for unit in units if unit.can_be_tagged and not unit.labels]

    assert len(unlabelled) / sum(unit.can_be_tagged for unit in units) > 0.3


def test_units_stand_in_the_order_of_their_document(units):
    documents = Counter(unit.document for unit in units)
    in_order = sum(a.document == b.document and a.number < b.number for a, b in pairwise(units))

    assert in_order == len(units) - len(documents)


def test_hardly_anything_longer_than_a_few_words_stands_twice(units):
    written = [unit for unit in units if not unit.document.startswith("heard-")]  # the others say it again
    long = [unit.text.lower().strip() for unit in written if len(unit.text.split()) > 6]

    assert len(long) - len(set(long)) <= len(long) // 500


def test_nothing_that_the_tagger_is_measured_on_is_in_it(units):
    if not GOLD.is_file():
        pytest.skip(f"{GOLD} is not here: rated documents are kept apart from the product")
    rated = set().union(*(runs(json.loads(line)["text"]) for line in GOLD.read_text("utf-8").splitlines()))

    leaked = [unit.text for unit in units if runs(unit.text) & rated]

    assert not leaked


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "Expecting"),
        ('{"doc": "a", "unit": 1, "speaker": "aunt", "text": "Hi.", "labels": []}', "aunt"),
        ('{"doc": "a", "unit": 1, "speaker": "note", "text": " ", "labels": []}', "empty"),
        ('{"doc": "a", "unit": 1, "speaker": "note", "text": "Hi.", "labels": [["generalisation", "+", "Ho"]]}', "stand"),
        ('{"doc": "a", "unit": 1, "speaker": "youth", "text": "Hi.", "labels": [["generalisation", "+", "Hi"]]}', "only"),
        ('{"doc": "a", "unit": 1, "speaker": "note", "text": "Hi.", "labels": [["kindness", "+", "Hi"]]}', "kindness"),
    ],
)  # fmt: skip
def test_a_line_that_is_wrong_is_named(line, why):
    with pytest.raises(WrongUnit, match=f"x.jsonl, line 1: .*{why}"):
        list(parse_units([line], name="x.jsonl"))
