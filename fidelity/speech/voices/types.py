"""What telling voices apart gives. No library is imported, so use-cases may read this."""

from dataclasses import dataclass

#: Voices are named in the order in which they are first heard.
NAMES = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
MOST_PEOPLE = 12


@dataclass(frozen=True)
class Spoken:
    """One voice from one second to another. Where people talk at once, such stretches overlap."""

    start: float
    end: float
    voice: str


@dataclass(frozen=True)
class Voices:
    """Who speaks. A voice is a letter that means nothing outside this recording."""

    #: One for each word, in the words' order; nothing where no voice could be heard.
    of_words: tuple[str | None, ...]
    #: How sure that is, 0 to 1, one for each word.
    confidence: tuple[float, ...]
    #: In order of their beginnings.
    stretches: tuple[Spoken, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every voice, in the order in which they are first heard."""
        return tuple(sorted({stretch.voice for stretch in self.stretches} | {v for v in self.of_words if v}))
