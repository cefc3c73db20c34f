"""A recording that is on its way, in slices."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, created_at, uuid_pk


class Upload(Base):
    """What has arrived of one file. It outlives connection, page and sign-in, until it expires."""

    __tablename__ = "upload"
    __table_args__ = (
        CheckConstraint("0 <= offset_bytes AND offset_bytes <= length_bytes", name="offset_is_in_the_file"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    length_bytes: Mapped[int] = mapped_column(BigInteger)
    #: How many bytes have arrived and are on the disk.
    offset_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    #: Where the bytes lie in the audio store.
    storage_key: Mapped[str] = mapped_column(unique=True)
    #: By which a browser knows the file again: a hash that it makes of it. Never the file's name.
    fingerprint: Mapped[str] = mapped_column(default="", index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    #: When the last byte arrived.
    completed_at: Mapped[datetime | None]
    #: Of the whole file, once it is complete.
    sha256: Mapped[str | None] = mapped_column(index=True)
    #: What it became; nothing while the form has not been sent.
    recording_id: Mapped[UUID | None] = mapped_column(ForeignKey("recording.id"), index=True)
