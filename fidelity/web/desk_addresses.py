"""Addresses of which a desk has one for every turn: the part that is the same for all is made once."""

from uuid import UUID

from flask import url_for

from fidelity.web.desk_blocks import Block
from models import Review


class DeskAddresses:
    """Of one page. With 1,500 turns, making two whole addresses for each took a third of the page's time."""

    def __init__(self, review: Review | None) -> None:
        self._words = url_for("marks.new", review_id=review.id) if review else ""
        self._audio: dict[UUID, str] = {}

    def words(self, block: Block) -> str:
        """Where the words of a block are marked or commented on."""
        # Keys, numbers and names of sections: nothing in them needs quoting.
        return f"{self._words}?{'&'.join(f'{name}={value}' for name, value in block.place.items())}"

    def audio(self, recording_id: UUID) -> str:
        """Where a recording is heard."""
        if recording_id not in self._audio:
            self._audio[recording_id] = url_for("recordings.audio", recording_id=recording_id)
        return self._audio[recording_id]
