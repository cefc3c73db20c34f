"""What was not talked about comes again at the next consultation. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

#: For how many weeks something is offered again.
WEEKS_AGAIN = 4


@dataclass(frozen=True, slots=True)
class Trace:
    """What people did with one item at one consultation."""

    is_ticked: bool
    is_off: bool


def comes_again(
    home: date, monday: date, traces: Mapping[date, Trace], used: Collection[date], *, always: bool = False
) -> bool:
    """Whether an item of an earlier consultation (``home``) stands on the agenda of ``monday``.

    It does not once it was ticked off, or taken off. Nobody talked by an agenda on which nothing was ticked:
    of such a consultation (not in ``used``) only what somebody had touched comes again.
    ``always``: it waits for an answer, whatever the agendas say.
    """
    if home >= monday:
        return home == monday
    earlier = [trace for day, trace in traces.items() if home <= day < monday]
    if any(trace.is_ticked or trace.is_off for trace in earlier):
        return False
    if always:
        return True
    is_offered = bool(earlier) or home in used
    return is_offered and monday - home <= timedelta(weeks=WEEKS_AGAIN)
