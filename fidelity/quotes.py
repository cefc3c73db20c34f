"""Finds quoted words in a text, where a person typed them or the text has moved. Pure."""

import re


def find_quote(text: str, quote: str, *, near: int = 0) -> tuple[int, int] | None:
    """First and last position (end not included) of the words; the place closest to ``near`` wins.

    Spaces, line ends and capital letters may differ. Nothing if the words do not occur.
    """
    words = quote.split()
    if not words:
        return None
    pattern = r"\s+".join(re.escape(word) for word in words)
    places = [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]
    return min(places, key=lambda place: abs(place[0] - near), default=None)
