"""Gathers what people decided as lessons for the tagger: docs/adr/0020."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.nlp.learning.judged import Judgement, holder, newest_fifth, settle
from fidelity.nlp.lessons import Lesson
from fidelity.nlp.types import Sentence, Unit
from fidelity.usecases.read_judged import JudgedDocument, read_judged

#: Fewer of them say too little: about weeks that were not learned from, and about anything at all.
FEWEST_WEEKS = 5
FEWEST_LESSONS = 100
#: Judged pairs in the held-out weeks.
FEWEST_HELD_OUT = 20


@dataclass(frozen=True, slots=True)
class DatedLesson:
    """A lesson, the week it is from, and its recording; nothing where it is from a note."""

    lesson: Lesson
    week: date
    recording_id: UUID | None


@dataclass(frozen=True)
class Gathered:
    """All there is to learn from, in the order of time, and what of it is held out."""

    learned: Sequence[DatedLesson]
    held_out: Sequence[DatedLesson]

    @property
    def everything(self) -> Sequence[DatedLesson]:
        """Both parts."""
        return [*self.learned, *self.held_out]

    @property
    def recordings(self) -> list[UUID]:
        """Those that a tagger learns from, or is measured on."""
        return sorted({each.recording_id for each in self.everything if each.recording_id})

    @property
    def not_enough(self) -> str | None:
        """What is still missing, as a sentence; nothing where there is enough."""
        weeks = len({each.week for each in self.everything})
        pairs, held_out = count_pairs(self.everything), count_pairs(self.held_out)
        if weeks < FEWEST_WEEKS:
            return f"Not enough yet: decisions from {weeks} of at least {FEWEST_WEEKS} weeks."
        if pairs < FEWEST_LESSONS:
            return f"Not enough yet: {pairs} of at least {FEWEST_LESSONS} decisions."
        if held_out < FEWEST_HELD_OUT:
            return (
                f"Not enough yet: {held_out} of at least {FEWEST_HELD_OUT} decisions in the newest weeks, "
                "which are kept for measuring."
            )
        return None


def count_pairs(lessons: Sequence[DatedLesson]) -> int:
    """How many pairs of a unit and a principle's side were judged."""
    return sum(len(each.lesson.judged) for each in lessons)


def gather_lessons(db: Session, sentences: Callable[[str], Sequence[Sentence]]) -> Gathered:
    """Every unit that somebody judged in a published review, with what was decided.

    ``sentences`` finds those of a note: that takes a while, and no transaction is open meanwhile.
    """
    dated = [each for document in read_judged(db) for each in _lessons(document, sentences)]
    held_out = newest_fifth(each.week for each in dated)
    dated.sort(key=lambda each: each.week)
    return Gathered(
        learned=[each for each in dated if each.week not in held_out],
        held_out=[each for each in dated if each.week in held_out],
    )


def _lessons(
    document: JudgedDocument, sentences: Callable[[str], Sequence[Sentence]]
) -> Iterator[DatedLesson]:
    """Unit by unit; what nobody judged only stands before what somebody did."""
    before: Unit | None = None
    for text, judgements in zip(document.texts, document.judged, strict=True):
        spans = sentences(text.text) if text.speaker == "note" else [Sentence(0, len(text.text))]
        held: dict[int, list[Judgement]] = defaultdict(list)
        for each in judgements:
            if (place := holder(spans, each.start, each.end)) is not None:
                held[place].append(each)
        for place, span in enumerate(spans):
            unit = Unit(text.text[span.start : span.end], text.speaker)
            if judged := settle(held[place]):
                yield DatedLesson(Lesson(unit, before, judged), document.week, document.recording_id)
            before = unit
