"""Where a week stands on the page of the queue."""

from uuid import UUID


def anchor_of(case_id: UUID, monday: str) -> str:
    """For the end of an address, and the place itself."""
    return f"week-{case_id}-{monday}"
