"""Makes the next thing while this one is used, in a thread beside."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Thing = TypeVar("Thing")

_END = object()


def ahead(things: Iterable[Thing]) -> Iterator[Thing]:
    """Yield the same things, one of them always made ahead. What making them raises comes in its turn."""
    source = iter(things)
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="ahead") as beside:
        following = beside.submit(next, source, _END)
        while (thing := following.result()) is not _END:
            following = beside.submit(next, source, _END)
            yield thing  # type: ignore[misc]
