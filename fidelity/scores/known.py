"""What of a team a line of scores may name, and what is there already."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models import ScoreScale

#: Of an entry: case, whom it is about, respondent, day. Within an instrument there is one score of each.
Key = tuple[UUID | None, UUID | None, str, date]


@dataclass(frozen=True, slots=True)
class KnownCase:
    """A case of the team, when it was open, and who held it: person, first and last day."""

    id: UUID
    reference: str
    opened_on: date
    closed_on: date | None
    held: Sequence[tuple[UUID, date, date | None]]

    def holders_on(self, day: date) -> set[UUID]:
        """Everybody who held it on a day."""
        return {who for who, first, last in self.held if first <= day and (last is None or day <= last)}


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody who has, or had, the role in the team that the instrument is about."""

    id: UUID
    name: str
    email: str
    #: The last day of the role; nothing where it is held still.
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """A score that is kept already: its numbers, who brought it in, when and how."""

    values: Mapping[ScoreScale, float]
    by: str
    on: date
    is_typed: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What of the team a line may name, and which scores are there already."""

    cases: Mapping[str, KnownCase]
    people: Sequence[KnownPerson]
    there: Mapping[Key, Before]
    #: Who brings them in. What others say of this person is anonymous, so somebody else must.
    by_id: UUID
