"""Who signs in."""

from datetime import datetime

from flask_security.core import UserMixin
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.role import TeamRole


class Person(Base, UserMixin):
    """Someone who works with a team. What they may do follows from their roles alone."""

    __tablename__ = "person"

    id: Mapped[uuid_pk]  # type: ignore[assignment]  # the mixin speaks of a number and uses none
    created_at: Mapped[created_at]
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    #: Argon2 hash.
    password: Mapped[str | None]
    #: A person who has left is kept, because their ratings are, but cannot sign in.
    active: Mapped[bool] = mapped_column(default=True)
    #: Stands in the cookie instead of the key: changing it ends every sign-in of this person.
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)
    #: The password was set by somebody else and must be changed first.
    must_change_password: Mapped[bool] = mapped_column(default=False)
    last_signed_in_at: Mapped[datetime | None]
    is_fictional: Mapped[bool] = mapped_column(default=False)

    team_roles: Mapped[list[TeamRole]] = relationship(back_populates="person", lazy="selectin")
