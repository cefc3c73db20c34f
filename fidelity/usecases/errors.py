"""What a use-case says when it cannot do what was asked."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID


class NotFound(Exception):
    """It does not exist, or not for this person. The two look the same from outside."""


class NotAllowed(Exception):
    """The person may see it, but not do this to it."""


class Blind(NotFound):
    """The person rates the week a second time: until both raters are done, the first's work is closed."""


class InvalidInput(Exception):
    """Something must be put right first: a sentence for each field."""

    def __init__(self, messages: Mapping[str, str]) -> None:
        super().__init__(", ".join(messages))
        self.messages = dict(messages)


class Clash(Exception):
    """Somebody saved in between. Carries what stands there now, so that both can be shown.

    ``kept_id``: the row that keeps what was refused; nothing where nobody had typed anything.
    """

    def __init__(self, theirs: Any, kept_id: UUID | None = None) -> None:
        super().__init__("saved in between")
        self.theirs = theirs
        self.kept_id = kept_id


class Gone(Exception):
    """It was there, and is no more."""
