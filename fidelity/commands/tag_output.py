"""How ``fidelity tag`` says what the tagger found: lines and objects for scripts, words for people."""

import json
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from typing import Any

from fidelity.nlp.turns import Turn
from fidelity.nlp.types import (
    CONTEXT_UNITS,
    PRINCIPLE_NAMES,
    Sentence,
    Strength,
    SuggestedMark,
    Tagger,
    Unit,
)

#: Turns judged between two lines of output, so that a long file shows its first results soon.
_TURNS = 256
_STRENGTHS = {Strength.STRONG: "strong", Strength.USUAL: "fair", Strength.WEAK: "weak"}
#: Of the words that moved a judgement, those that are said.
_MOST_WORDS = 3


def tagged_turns(tagger: Tagger, turns: Sequence[Turn], shown: Collection[Strength]) -> Iterator[str]:
    """One JSON line a turn. All are one document: each is read with those near it."""
    for start in range(0, len(turns), _TURNS):
        end = min(start + _TURNS, len(turns))
        first = max(start - CONTEXT_UNITS, 0)
        found = tagger.tag([turn.unit for turn in turns[first : end + CONTEXT_UNITS]])
        for turn, marks in zip(turns[start:end], found[start - first :], strict=False):
            # An id may hold half of a character, which no terminal can be given as it is.
            yield json.dumps({"id": turn.id, "suggestions": _objects(marks, shown)})


def note_as_json(tagger: Tagger, text: str, shown: Collection[Strength]) -> str:
    """One object with every sentence."""
    sentences = [
        {
            "start": sentence.start,
            "end": sentence.end,
            "text": text[sentence.start : sentence.end],
            "suggestions": _objects(marks, shown),
        }
        for sentence, marks in _by_sentence(tagger, text, shown)
    ]
    return json.dumps({"model": tagger.version, "sentences": sentences}, ensure_ascii=False, indent=2)


def note_as_text(tagger: Tagger, text: str, shown: Collection[Strength]) -> Iterator[str]:
    """Every sentence, and under it what it may show, how strongly, and by which words."""
    count = total = 0
    for sentence, marks in _by_sentence(tagger, text, shown):
        yield _plain(text, sentence.start, sentence.end)
        for mark in marks:
            name = PRINCIPLE_NAMES[mark.principle]
            said = f"{_STRENGTHS[mark.strength]}, {mark.probability:.0%}"
            words = _plain(text, mark.start, mark.end)
            yield f"    {mark.polarity} {name.order} {name.title} ({said}): “{words}”"
            if moved := [_plain(text, each.start, each.end) for each in mark.moved_by[:_MOST_WORDS]]:
                yield f"        most of all: {', '.join(f'“{each}”' for each in moved)}"
        count, total = count + 1, total + len(marks)
    yield ""
    found, read = _counted(total, "suggestion"), _counted(count, "sentence")
    yield f"{found} in {read}. A suggestion may be wrong: a person decides."


def _plain(text: str, start: int, end: int) -> str:
    return " ".join(text[start:end].split())


def _objects(marks: Sequence[SuggestedMark], shown: Collection[Strength]) -> list[dict[str, Any]]:
    """What scripts rely on; more of a mark is not said here."""
    return [
        {
            "principle": mark.principle,
            "polarity": mark.polarity,
            "probability": mark.probability,
            "start": mark.start,
            "end": mark.end,
        }
        for mark in marks
        if mark.strength in shown
    ]


def _by_sentence(
    tagger: Tagger, text: str, shown: Collection[Strength]
) -> Iterator[tuple[Sentence, list[SuggestedMark]]]:
    """Each mark goes to the sentence in which it begins."""
    (found,) = tagger.tag([Unit(text, "note")])
    waiting = deque(sorted((mark for mark in found if mark.strength in shown), key=lambda mark: mark.start))
    for sentence in tagger.sentences(text):
        marks = []
        while waiting and waiting[0].start < sentence.end:
            marks.append(waiting.popleft())
        yield sentence, marks


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
