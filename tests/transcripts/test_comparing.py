"""What differs between two versions."""

from collections import Counter

from hypothesis import given, settings

from fidelity.transcripts.comparing import compare
from fidelity.transcripts.placing import plain
from tests.transcripts.test_placing import version, versions


def read(passages):
    return [[(piece.kind, piece.text) for piece in passage.pieces] for passage in passages]


def test_only_words_that_differ_are_shown_with_a_few_around_them():
    old = version((0, "one two three four five six He was at Karen's all night"), (30, "Well done."))
    new = version((0, "one two three four five six he was at Kieran's all night"), (30, "well done"))

    (passage,) = compare(old, new)

    assert read([passage]) == [
        [
            ("same", "five six he was at"),
            ("removed", "Karen's"),
            ("added", "Kieran's"),
            ("same", "all night well done"),
        ]
    ]
    assert passage.seconds > 1


def test_a_long_recording_is_compared_in_stretches():
    old = version(*((n * 10, f"turn number {n} of many") for n in range(60)))
    new = version(*((n * 10 + 0.2, f"turn number {n} of {'them' if n == 40 else 'many'}") for n in range(60)))

    (passage,) = compare(old, new)

    assert ("removed", "many") in read([passage])[0]
    assert 390 < passage.seconds < 401


@settings(max_examples=40)
@given(versions())
def test_the_same_words_do_not_differ(of):
    assert compare(of, of) == []


@settings(max_examples=40)
@given(versions(), versions())
def test_no_word_that_differs_is_left_out(old, new):
    pieces = [piece for passage in compare(old, new) for piece in passage.pieces]

    shown = {kind: _letters([p.text for p in pieces if p.kind == kind]) for kind in ("removed", "added")}
    away = _letters([word.text for word in old.words]) - shown["removed"]
    there = _letters([word.text for word in new.words]) - shown["added"]
    assert away == there, "what is not shown as different is the same in both"


def _letters(texts):
    return Counter(letter for text in texts for word in text.split() for letter in plain(word))


def test_a_hyphen_is_no_difference():
    assert compare(version((0, "back at half five today")), version((0, "back at half-five today"))) == []


def test_nothing_is_compared_with_nothing():
    assert compare(version(), version()) == []
    assert read(compare(version((0, "Hello there")), version())) == [[("removed", "Hello there")]]
