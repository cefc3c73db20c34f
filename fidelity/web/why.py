"""Why the machine suggests something: the words that moved it most, and the codebook's nearest examples."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fidelity.transcripts.shown import ShownText
from models import Suggestion

_MOST_WORDS, _MOST_EXAMPLES = 5, 2

#: How much of the judgement words carry, beside those that carry most of it.
Share = Literal["most", "much", "some", "none"]


@dataclass(frozen=True, slots=True)
class Weighed:
    """A part of the quote."""

    text: str
    share: Share = "none"


@dataclass(frozen=True, slots=True)
class Why:
    """What is shown under it. Suggestions from before evidence was kept have only the quote."""

    quote: Sequence[Weighed]
    #: Words as they are read now, the heaviest first; some may stand outside the quote.
    most_on: Sequence[str]
    examples: Sequence[str]


def why(suggestion: Suggestion, text: str, shown: ShownText | None) -> Why:
    """``text``: the words that it hangs on, as they are read; ``shown``: of a turn, for its corrections."""

    def place(starts: int, ends: int) -> tuple[int, int]:
        return shown.to_shown(starts, ends) if shown else (starts, ends)

    starts, ends = place(suggestion.starts, suggestion.ends)
    found = suggestion.evidence.get("words", [])[:_MOST_WORDS]
    heaviest = max((weight for *_, weight in found), default=0) or 1
    words = [(*place(first, last), _share(weight / heaviest)) for first, last, weight in found]
    words = [(max(first, 0), last, share) for first, last, share in words if text[first:last].strip()]
    quote, at = [], starts
    for first, last, share in sorted(words):
        if at <= first < last <= ends:
            quote += [Weighed(text[at:first]), Weighed(text[first:last], share)]
            at = last
    quote.append(Weighed(text[at:ends]))
    return Why(
        quote=[part for part in quote if part.text],
        most_on=list(dict.fromkeys(text[first:last].strip() for first, last, _ in words)),
        examples=[example for example, _ in suggestion.evidence.get("examples", [])[:_MOST_EXAMPLES]],
    )


def _share(of_heaviest: float) -> Share:
    if of_heaviest >= 2 / 3:
        return "most"
    return "much" if of_heaviest >= 1 / 3 else "some"
