"""Diarization error rate: how much of the speech was given to the wrong person, or to nobody, or was none.

As defined for NIST's Rich Transcription evaluations ("The 2009 (RT-09) Rich Transcription Meeting Recognition
Evaluation Plan", section 6.1): at every moment, people speak and voices are heard. Missed is how many more
speak than are heard; false alarm, how many more are heard than speak; confusion, how many of those heard are
not the ones that speak, under the one-to-one naming of voices that leaves least of it. Each is summed over
time and divided by the time spoken, counting every person. A collar on both sides of each true beginning and
end is left out. Moments when several speak count.
"""

from dataclasses import dataclass
from itertools import pairwise, permutations


@dataclass(frozen=True)
class Span:
    """Somebody speaks from one second to another."""

    start: float
    end: float
    who: str


@dataclass(frozen=True)
class Errors:
    """In seconds, ``spoken`` too."""

    missed: float
    false_alarm: float
    confusion: float
    spoken: float

    def __add__(self, other):
        return Errors(
            self.missed + other.missed,
            self.false_alarm + other.false_alarm,
            self.confusion + other.confusion,
            self.spoken + other.spoken,
        )

    @property
    def rate(self):
        return (self.missed + self.false_alarm + self.confusion) / self.spoken if self.spoken else 0.0


def compare(true, heard, *, collar=0.25):
    """Count the errors of ``heard`` against ``true``, both Spans in any order."""
    cuts = {0.0}
    for span in [*true, *heard]:
        cuts |= {span.start, span.end}
    edges = [edge for span in true for edge in (span.start, span.end)]
    for edge in edges:
        cuts |= {edge - collar, edge + collar}
    cuts = sorted(cuts)

    missed = false_alarm = spoken = in_common = 0.0
    together = {}
    for start, end in pairwise(cuts):
        middle, length = (start + end) / 2, end - start
        if any(abs(middle - edge) < collar for edge in edges):
            continue
        people = {span.who for span in true if span.start <= middle < span.end}
        voices = {span.who for span in heard if span.start <= middle < span.end}
        spoken += length * len(people)
        missed += length * max(0, len(people) - len(voices))
        false_alarm += length * max(0, len(voices) - len(people))
        in_common += length * min(len(people), len(voices))
        for person in people:
            for voice in voices:
                together[person, voice] = together.get((person, voice), 0.0) + length
    return Errors(missed, false_alarm, in_common - _best(together), spoken)


def _best(together):
    """The most time that a one-to-one naming of voices explains. Tries every naming: for a few people."""
    people = sorted({person for person, _ in together})
    voices = sorted({voice for _, voice in together})
    if len(people) > len(voices):
        together = {(voice, person): time for (person, voice), time in together.items()}
        people, voices = voices, people
    return max(
        sum(together.get(pair, 0.0) for pair in zip(people, chosen, strict=True))
        for chosen in permutations(voices, len(people))
    )


def read_rttm(path):
    """The spans of a file in NIST's format: SPEAKER file channel start duration <NA> <NA> name."""
    spans = []
    for line in path.read_text().splitlines():
        kind, _, _, start, length, _, _, who, *_ = line.split()
        if kind == "SPEAKER":
            spans.append(Span(float(start), float(start) + float(length), who))
    return spans
