"""The words of a review as they are typed: what goes well, what stands in the way, what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from models import Review

LONGEST_TEXT = 20_000
LONGEST_ACTION = 1_000
MOST_ACTIONS = 20


@dataclass(frozen=True, slots=True)
class AgreedAction:
    """One thing agreed for next week; owner and day may be open."""

    text: str = ""
    owner_id: UUID | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ReviewWords:
    """Everything on the desk that is typed rather than chosen."""

    strengths: str = ""
    barriers: str = ""
    next_steps: str = ""
    actions: tuple[AgreedAction, ...] = ()

    def tidy(self) -> "ReviewWords":
        """Without empty actions and with one kind of line end, as it is kept."""
        actions = (AgreedAction(_plain(a.text).strip(), a.owner_id, a.due_on) for a in self.actions)
        return ReviewWords(
            _plain(self.strengths),
            _plain(self.barriers),
            _plain(self.next_steps),
            tuple(action for action in actions if action != AgreedAction()),
        )


def words_of(review: Review) -> ReviewWords:
    """What is kept now."""
    return ReviewWords(
        review.strengths,
        review.barriers,
        review.next_steps,
        tuple(AgreedAction(action.text, action.owner_id, action.due_on) for action in review.actions),
    )


def to_json(words: ReviewWords) -> dict[str, Any]:
    """As it is kept when a save is refused."""
    return {
        "strengths": words.strengths,
        "barriers": words.barriers,
        "next_steps": words.next_steps,
        "actions": [
            {
                "text": action.text,
                "owner_id": action.owner_id and str(action.owner_id),
                "due_on": action.due_on and action.due_on.isoformat(),
            }
            for action in words.actions
        ],
    }


def from_json(kept: dict[str, Any]) -> ReviewWords:
    """What ``to_json`` kept."""
    actions = (
        AgreedAction(
            each["text"],
            UUID(each["owner_id"]) if each["owner_id"] else None,
            date.fromisoformat(each["due_on"]) if each["due_on"] else None,
        )
        for each in kept["actions"]
    )
    return ReviewWords(kept["strengths"], kept["barriers"], kept["next_steps"], tuple(actions))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\x00", "")
