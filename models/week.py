"""A case's week: what the consultation talks about."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.case import Case


def monday_of(day: date) -> date:
    """The Monday that begins the week of a day."""
    return day - timedelta(days=day.weekday())


class Week(Base):
    """Case × week. Its note, recordings and reviews hang on it."""

    __tablename__ = "week"
    __table_args__ = (UniqueConstraint("case_id", "starts_on"),)

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    #: Always a Monday.
    starts_on: Mapped[date] = mapped_column(index=True)
    #: Why there is nothing this week. Missing and nothing-happened are not the same.
    nothing_because: Mapped[str | None]
    nothing_said_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    case: Mapped[Case] = relationship(lazy="joined")
