"""A clinical team."""

from datetime import time
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, created_at, uuid_pk
from models.words import Offer, Variant


class Team(Base):
    """Therapists, their supervisor and their consultant, with a weekly consultation."""

    __tablename__ = "team"
    __table_args__ = (CheckConstraint("consultation_weekday BETWEEN 0 AND 6", name="weekday_exists"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    name: Mapped[str] = mapped_column(unique=True)
    variant: Mapped[Variant]
    site: Mapped[str] = mapped_column(default="")
    #: 0 is Monday.
    consultation_weekday: Mapped[int]
    consultation_time: Mapped[time]
    #: Which of the machine's suggestions its raters see.
    offer: Mapped[Offer] = mapped_column(default=Offer.USUAL)
    #: Raters give their ratings before they see what the machine suggests.
    is_rated_first: Mapped[bool] = mapped_column(default=False)
    #: How many in a hundred weeks, drawn by chance, are rated a second time.
    second_share: Mapped[int] = mapped_column(default=0)
    #: Names of ``fidelity.attention.Why``, the weightiest first. What is left out does not count; empty: as
    #: usual.
    queue_order: Mapped[list[str]] = mapped_column(default=list)
    #: What length of treatment and case-load are expected, as ``fidelity.standards.Standard`` keeps it;
    #: nothing: what is usual for the variant.
    standard: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    #: Made by the demonstration, and goes with it.
    is_fictional: Mapped[bool] = mapped_column(default=False)
