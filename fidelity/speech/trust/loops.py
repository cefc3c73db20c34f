"""Finds words that come again and again, as they do when a recogniser is stuck."""

from collections.abc import Iterator, Sequence

#: The longest row of words that is looked for.
LONGEST = 24


def loops(words: Sequence[str]) -> Iterator[tuple[int, int, int]]:
    """Yield first word, number of words in a round, and rounds, for every row said at least twice in a row.

    What is found does not overlap; of two that do, the one that takes more words is found.
    """
    at = 0
    while at < len(words):
        length, rounds = _loop_at(words, at)
        if rounds > 1:
            yield at, length, rounds
            at += length * rounds
        else:
            at += 1


def _loop_at(words: Sequence[str], at: int) -> tuple[int, int]:
    best = (1, 1)
    for length in range(1, min(LONGEST, (len(words) - at) // 2) + 1):
        row = words[at : at + length]
        rounds = 1
        while words[at + length * rounds : at + length * (rounds + 1)] == row:
            rounds += 1
        # A row that is made of shorter ones is found by those.
        if rounds > 1 and length * rounds > best[0] * best[1]:
            best = (length, rounds)
    return best
