"""What the machine suggests, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.anchor import Anchored, anchor_is_whole
from models.base import Base, created_at, now, uuid_pk
from models.words import Polarity, Principle, Strength


class Suggestion(Base, Anchored):
    """Words that may show or contradict a principle. Permanent: decisions are added to it."""

    __tablename__ = "suggestion"
    __table_args__ = (anchor_is_whole(),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"), index=True)
    principle: Mapped[Principle]
    polarity: Mapped[Polarity]
    #: 0 to 1, as the model means it.
    probability: Mapped[float]
    strength: Mapped[Strength] = mapped_column(default=Strength.USUAL)
    #: Why this one: ``{"words": [[starts, ends, weight], …], "examples": [[text, likeness], …]}``. Positions
    #: are characters like ``starts``; a weight says how much of the judgement these words carry, 0 to 1,
    #: the heaviest first; examples are the codebook's nearest, likeness 0 to 1.
    evidence: Mapped[dict[str, Any]] = mapped_column(default=dict)
    model_version: Mapped[str]
    #: Nothing for what the machine suggests. Else it was left unmarked and drawn, with this chance between
    #: 0 and 1, to find out what the machine misses; a rater cannot tell it from a suggestion.
    chance: Mapped[float | None]
    #: When a rater first had it on the screen: the clock for how long a decision takes.
    first_shown_at: Mapped[datetime | None]
    #: When it stopped being offered: nobody had decided, and the words or their speaker were corrected.
    retired_at: Mapped[datetime | None]

    decisions: Mapped[list[SuggestionDecision]] = relationship(
        order_by="SuggestionDecision.created_at", lazy="selectin", back_populates="suggestion"
    )

    @property
    def decision(self) -> SuggestionDecision | None:
        """What counts now; nothing while nobody has decided, or after an undo."""
        if not self.decisions or self.decisions[-1].verdict is Verdict.UNDONE:
            return None
        return self.decisions[-1]

    def decision_in(self, review_id: UUID) -> SuggestionDecision | None:
        """What counts now in one review: two raters do not decide for each other."""
        own = [decision for decision in self.decisions if decision.review_id == review_id]
        return own[-1] if own and own[-1].verdict is not Verdict.UNDONE else None


class Verdict(Enum):
    """What a person makes of a suggestion."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNDONE = "undone"


class SuggestionDecision(Base):
    """One person's verdict. Rows are only added."""

    __tablename__ = "suggestion_decision"

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    suggestion_id: Mapped[UUID] = mapped_column(ForeignKey("suggestion.id"), index=True)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    verdict: Mapped[Verdict]
    #: From first being shown to this verdict.
    seconds: Mapped[float]

    suggestion: Mapped[Suggestion] = relationship(back_populates="decisions")
