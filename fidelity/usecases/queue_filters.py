"""What a queue can be narrowed to. Pure."""

from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from fidelity.attention import Why


class QueueState(Enum):
    """Where a week stands."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    PUT_OFF = "put_off"
    LATE = "late"
    NOTHING = "nothing"


class Holder(Enum):
    """Who has taken a week upon themselves, by a claim or a draft."""

    ME = "me"
    SOMEBODY_ELSE = "somebody_else"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a person wants to see; nothing chosen is everything."""

    team_id: UUID | None = None
    therapist_id: UUID | None = None
    state: QueueState | None = None
    holder: Holder | None = None
    why: Why | None = None

    @property
    def is_about_reviews(self) -> bool:
        """Whether weeks without work, which have neither holder nor reason, are left out."""
        return self.holder is not None or self.why is not None
