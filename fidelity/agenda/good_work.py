"""Which good work of a team is read out in the call: a few, each for a reason. Pure: docs/adr/0026."""

from collections.abc import Sequence
from datetime import date

from fidelity.agenda.items import Good, Item

#: One for each therapist of a full team, and about a minute each: docs/adr/0026.
MOST_READ_OUT = 4
#: Steps on the scale of 1 to 5 that a rating must be higher than last time. One step is within what two
#: raters differ by.
LEAST_RISE = 2


def read_out(items: Sequence[Item], monday: date) -> set[str]:
    """Keys of those that are offered, of all the good work that could stand on the agenda of ``monday``.

    What is new comes before what is left over from last time; then the stronger reason; and nobody's second
    comes before somebody else's first. Where nothing tells two apart the key does, which is a lot that was
    drawn once: no case and no therapist always comes first.
    """
    ranked = sorted(items, key=lambda item: (item.home != monday, _reasons(item.content), item.key))
    rounds: dict[str, int] = {}
    placed = []
    for item in ranked:
        rounds[item.therapists] = rounds.get(item.therapists, -1) + 1
        placed.append((item.home != monday, rounds[item.therapists], item.key))
    # Sorting keeps the rank within a round.
    placed.sort(key=lambda each: each[:2])
    return {key for _, _, key in placed[:MOST_READ_OUT]}


def _reasons(content: object) -> tuple[bool, ...]:
    """The strongest reason first; false, which sorts first, where it is there."""
    if not isinstance(content, Good):
        return ()
    return (not content.rises, not content.done, not content.strengths.strip(), not content.marked)
