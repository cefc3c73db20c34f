"""The tagger that learns: the same encoder, with a light part trained on what a service decided."""

from collections.abc import Sequence
from functools import cached_property
from hashlib import sha256
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from fidelity.nlp.encoder import FEATURES
from fidelity.nlp.learning.head import Head, apply_head, fit_head, judged_table
from fidelity.nlp.learning.head_file import read_head, write_head
from fidelity.nlp.learning.units import LabelledUnit, read_units
from fidelity.nlp.lessons import Comparison, Learned, Lesson, Score
from fidelity.nlp.tagger import EncoderTagger, Parts
from fidelity.nlp.thresholds import LABELS, probabilities
from fidelity.nlp.types import Polarity, Principle, Strength, Unit

Numbers = npt.NDArray[np.float64]


class LearningEncoderTagger(EncoderTagger):
    """See LearningTagger. Without a light part it is the tagger that came with the product."""

    def __init__(self, parts: Parts, head: Head | None = None, mark: str = "") -> None:
        super().__init__(parts)
        self._head = head
        self.version = f"{parts.card.version}+{mark}" if head else parts.card.version

    def correct(self, logits: Numbers, features: npt.NDArray[np.float32]) -> Numbers:
        """See EncoderTagger."""
        if self._head is None:
            return super().correct(logits, features)
        return apply_head(self._head, logits, features)

    def with_head(self, head: bytes | None) -> "LearningEncoderTagger":
        """See LearningTagger."""
        if head is None:
            return LearningEncoderTagger(self.parts)
        return LearningEncoderTagger(self.parts, read_head(head, encoder=self._encoder), _mark(head))

    def learn(self, lessons: Sequence[Lesson], held_out: Sequence[Lesson]) -> Learned:
        """See LearningTagger. What is trained corrects the encoder anew, not the light part in use."""
        logits, features = self._judge(lessons)
        head = fit_head(logits, features, judged_table(lessons), encoder=self._encoder)
        content = write_head(head)
        after = LearningEncoderTagger(self.parts, head, _mark(content))
        return Learned(
            content, after.version, self._compare(after, held_out), self._compare(after, self._benchmark)
        )

    @property
    def _encoder(self) -> str:
        """Names the encoder whose features a light part reads."""
        return self.parts.card.version

    @cached_property
    def _benchmark(self) -> list[Lesson]:
        """The documents that the shipped tagger was neither trained nor calibrated on, as lessons."""
        fixed = set(self.parts.card.benchmark)
        units = [unit for unit in read_units() if unit.document in fixed]
        before = [None, *(a if a.document == b.document else None for a, b in pairwise(units))]
        return [_as_lesson(*pair) for pair in zip(units, before, strict=True) if pair[0].can_be_tagged]

    def _judge(self, lessons: Sequence[Lesson]) -> tuple[Numbers, npt.NDArray[np.float32]]:
        """Logits and features of each, without any light part."""
        judged = [
            self.parts.encoder.judge(
                self.parts.reader.read(lesson.unit, [lesson.before] if lesson.before else [])
            )
            for lesson in lessons
        ]
        if not judged:
            return np.zeros((0, len(LABELS))), np.zeros((0, FEATURES), np.float32)
        logits = [self.parts.logits(each, lesson.unit) for each, lesson in zip(judged, lessons, strict=True)]
        return np.stack(logits), np.stack([each.features for each in judged])

    def _compare(self, after: "LearningEncoderTagger", lessons: Sequence[Lesson]) -> Comparison:
        """Both on the pairs that people judged, each at its usual threshold."""
        logits, features = self._judge(lessons)
        table = judged_table(lessons)
        marked = [tagger._marked(logits, features) for tagger in (self, after)]  # noqa: SLF001  # its like
        columns = {
            principle: [LABELS.index((principle, polarity)) for polarity in Polarity]
            for principle in Principle
        }
        by_principle = {
            principle: (_score(marked[0][:, own], table[:, own]), _score(marked[1][:, own], table[:, own]))
            for principle, own in columns.items()
        }
        return Comparison(_score(marked[0], table), _score(marked[1], table), by_principle)

    def _marked(self, logits: Numbers, features: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
        """What it would suggest at the usual threshold: lessons by labels."""
        thresholds = self.parts.card.thresholds
        marked = np.zeros(logits.shape, dtype=np.bool_)
        for row, chances in enumerate(probabilities(self.correct(logits, features))):
            for label, strength in thresholds.suggested(chances):
                marked[row, label] = strength is not Strength.WEAK
        return marked


def _mark(head: bytes) -> str:
    return "service-" + sha256(head).hexdigest()[:8]


def _as_lesson(unit: LabelledUnit, before: LabelledUnit | None) -> Lesson:
    given = {(label.principle, label.polarity) for label in unit.labels}
    return Lesson(
        Unit(unit.text, unit.speaker),
        Unit(before.text, before.speaker) if before else None,
        {label: label in given for label in LABELS},
    )


def _score(marked: npt.NDArray[np.bool_], table: Numbers) -> Score:
    is_so, is_not = table == 1, table == 0
    return Score(
        n=int((is_so | is_not).sum()),
        positives=int(is_so.sum()),
        right=int((marked & is_so).sum()),
        wrong=int((marked & is_not).sum()),
        missed=int((~marked & is_so).sum()),
    )
