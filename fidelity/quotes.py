"""Finds quoted words in a text, where a person typed them or the text has moved. Pure."""

import re


def find_quote(text: str, quote: str, *, near: int = 0) -> tuple[int, int] | None:
    """First and last position (end not included) of the words; the place closest to ``near`` wins.

    Spaces, line ends and capital letters may differ. Nothing if the words do not occur.
    """
    return min(find_all(text, quote), key=lambda place: abs(place[0] - near), default=None)


def find_all(text: str, quote: str) -> list[tuple[int, int]]:
    """The same of every place at which the words occur, in their order."""
    words = quote.split()
    # Words that are longer than the text do not stand in it; a forged form may hold millions.
    if not words or sum(map(len, words)) + len(words) - 1 > len(text):
        return []
    pattern = r"\s+".join(re.escape(word) for word in words)
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
