import subprocess
import sys
from collections import Counter

import pytest

from fidelity.nlp.codebook import load_codebook
from fidelity.nlp.types import PRINCIPLE_NAMES, Polarity, Principle


def test_it_holds_the_nine_principles_in_order_with_five_anchors_each():
    book = load_codebook()

    assert [entry.principle for entry in book.principles] == list(Principle)
    assert [PRINCIPLE_NAMES[entry.principle].order for entry in book.principles] == list(range(1, 10))
    assert all(entry.title == PRINCIPLE_NAMES[entry.principle].title for entry in book.principles)
    assert {len(entry.anchors) for entry in book.principles} == {5}
    assert all(entry.definition for entry in book.principles)


def test_it_has_written_examples_of_both_kinds_in_three_styles():
    for entry in load_codebook().principles:
        of = Counter(example.polarity for example in entry.examples)
        styles = {example.style for example in entry.examples}

        assert of[Polarity.ADHERENT] >= 12
        assert of[Polarity.COUNTER_ADHERENT] >= 8
        assert styles == {"note", "hurried", "speech"}


def test_no_example_stands_twice():
    book = load_codebook()
    texts = [example.text for entry in book.principles for example in entry.examples] + list(book.unmarked)

    assert not [text for text, times in Counter(texts).items() if times > 1]


def test_it_says_that_no_consultant_has_signed_it_off():
    assert load_codebook().signed_off_by == ""


@pytest.mark.parametrize(
    "module",
    ["fidelity.nlp.types", "fidelity.nlp.codebook", "fidelity.nlp.documents", "fidelity.commands.tag"],
)
def test_it_can_be_imported_without_the_language_libraries(module):
    heavy = "{'spacy', 'onnxruntime', 'tokenizers', 'thinc'}"
    code = f"import sys, {module}; print(sorted({heavy} & set(sys.modules)))"

    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert found.stdout.strip() == "[]"
