"""What a turn as it is read is made of: stretches, and the words in them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that were left as the machine has them, or that one correction stands in for."""

    first_word: int
    last_word: int
    #: Characters of ``Segment.text``.
    starts: int
    ends: int
    text: str
    #: Where ``text`` stands in the shown text.
    shown_starts: int
    is_replaced: bool

    @property
    def shown_ends(self) -> int:
        """Where it ends in the shown text."""
        return self.shown_starts + len(self.text)


@dataclass(frozen=True, slots=True)
class ShownWord:
    """One word as it is read. Seconds; those of corrected words are spread over what they replace."""

    text: str
    starts: int
    ends: int
    start: float
    end: float
    #: The recogniser's own; nothing for words that a person wrote.
    probability: float | None
