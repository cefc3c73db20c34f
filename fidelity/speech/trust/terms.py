"""Finds the team's terms where the recogniser reads them out, one after the other as it was given them."""

from collections.abc import Sequence

from fidelity.speech.trust.phrases import plain

#: So many terms in the order of the list are no accident. People say two neighbours now and then.
IN_A_ROW = 3


def terms_read_out(words: Sequence[str], terms: Sequence[str]) -> list[bool]:
    """Which of the words, plain ones, belong to IN_A_ROW terms or more that come in the order of the list."""
    listed = [plain(term).split() for term in terms]
    found = [False] * len(words)
    for first in range(len(listed) - IN_A_ROW + 1):
        row = [word for term in listed[first : first + IN_A_ROW] for word in term]
        for at in range(len(words) - len(row) + 1):
            if list(words[at : at + len(row)]) == row:
                found[at : at + len(row)] = [True] * len(row)
    return found
