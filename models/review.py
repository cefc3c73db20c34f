"""One rater's work on one week: ratings, words of feedback, what was agreed."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, now, uuid_pk
from models.codebook import Codebook
from models.person import Person
from models.week import Week
from models.words import Offer, Principle


class ReviewStatus(Enum):
    """How far a review is. A week without a row has not been started."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"


class Rater(Enum):
    """First: what the therapist gets. Second: for agreement between raters."""

    FIRST = "first"
    SECOND = "second"
    #: A second rating that somebody began and passed on: kept, and counted nowhere.
    PASSED_ON = "passed_on"
    #: The next in the same week, which was passed on, too.
    PASSED_ON_AGAIN = "passed_on_again"


#: In the order in which they come in one week.
PASSED_ON = (Rater.PASSED_ON, Rater.PASSED_ON_AGAIN)


class Review(Base):
    """What one rater makes of one week. ``number`` grows with every save of its words."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("week_id", "rater"),
        # A queue asks of every week whether it is published, and what somebody rates a second time: answered
        # from these alone, without the words of ten thousand reviews.
        Index("ix_review_week_id_rater_status", "week_id", "rater", "status"),
        Index("ix_review_by_id_rater", "by_id", "rater"),
        CheckConstraint("(status = 'published') = (published_at IS NOT NULL)", name="published_has_a_time"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"))
    rater: Mapped[Rater] = mapped_column(default=Rater.FIRST)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    codebook_id: Mapped[UUID] = mapped_column(ForeignKey("codebook.id"))
    status: Mapped[ReviewStatus] = mapped_column(default=ReviewStatus.DRAFT, index=True)
    number: Mapped[int] = mapped_column(default=0)
    saved_at: Mapped[datetime] = mapped_column(default=now)
    strengths: Mapped[str] = mapped_column(default="")
    barriers: Mapped[str] = mapped_column(default="")
    next_steps: Mapped[str] = mapped_column(default="")
    #: The note that was read. A revision handed in later does not change what was rated.
    revision_id: Mapped[UUID | None] = mapped_column(ForeignKey("case_note_revision.id"))
    published_at: Mapped[datetime | None]
    #: When a second rater handed it in; a first review goes from draft to published.
    submitted_at: Mapped[datetime | None]
    #: The team’s choice when it was begun: ratings come before suggestions. Never where its rater had seen
    #: these in what they began before and passed on.
    is_rated_first: Mapped[bool] = mapped_column(default=False)
    #: When the rater had the suggestions shown, after rating; they cannot be unseen.
    revealed_at: Mapped[datetime | None]
    #: A second rater had read the first's feedback before: such ratings count in no agreement.
    knew_first: Mapped[bool] = mapped_column(default=False)
    #: Which suggestions the rater had before them when it was published; nothing before that.
    offer: Mapped[Offer | None]
    #: When the therapist first opened it.
    read_at: Mapped[datetime | None]

    week: Mapped[Week] = relationship(lazy="joined")
    by: Mapped[Person] = relationship(lazy="joined")
    codebook: Mapped[Codebook] = relationship()
    ratings: Mapped[list[Rating]] = relationship(back_populates="review", lazy="selectin")
    actions: Mapped[list[Action]] = relationship(
        back_populates="review", order_by="Action.position", lazy="selectin"
    )

    def rating(self, principle: Principle) -> Rating | None:
        """What was given for a principle; nothing while it is open."""
        return next((rating for rating in self.ratings if rating.principle is principle), None)


class Rating(Base):
    """1 to 5, or not assessable: ``value`` is then nothing. Earlier values are in RatingChange."""

    __tablename__ = "rating"
    __table_args__ = (
        UniqueConstraint("review_id", "principle"),
        CheckConstraint("value IS NULL OR value BETWEEN 1 AND 5", name="value_is_on_the_scale"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    principle: Mapped[Principle]
    value: Mapped[int | None]
    #: A sentence why; needed where no words are marked for it.
    why: Mapped[str] = mapped_column(default="")

    review: Mapped[Review] = relationship(back_populates="ratings")


class RatingChange(Base):
    """Every value that was ever chosen, and when. Rows are only added."""

    __tablename__ = "rating_change"

    id: Mapped[uuid_pk]
    created_at: Mapped[datetime] = mapped_column(default=now)
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    principle: Mapped[Principle]
    #: Nothing with ``is_cleared``: the rating was taken back. Nothing without: not assessable.
    value: Mapped[int | None]
    is_cleared: Mapped[bool] = mapped_column(default=False)
    #: Chosen with the suggestions in sight, in a review that was rated first.
    is_after_reveal: Mapped[bool] = mapped_column(default=False)
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class Action(Base):
    """What was agreed for next week, and who does it."""

    __tablename__ = "action"

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    review_id: Mapped[UUID] = mapped_column(ForeignKey("review.id"), index=True)
    position: Mapped[int]
    text: Mapped[str]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None]
    done_at: Mapped[datetime | None]

    review: Mapped[Review] = relationship(back_populates="actions")
    owner: Mapped[Person | None] = relationship(lazy="joined")
