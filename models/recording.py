"""The audio of one meeting with a family."""

from datetime import date, datetime
from enum import Enum
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Base, created_at, uuid_pk
from models.case import Case
from models.person import Person
from models.week import Week


class RecordingStatus(Enum):
    """Where a recording is on its way."""

    WAITING = "waiting"
    TRANSCRIBING = "transcribing"
    TAGGING = "tagging"
    READY = "ready"
    NO_SPEECH = "no_speech"
    FAILED = "failed"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class Language(Enum):
    """What was spoken, as the person who uploads says."""

    ENGLISH = "en"
    WELSH = "cy"
    AUTO = "auto"


class Recording(Base):
    """A visit's audio and what is known of it. Words are in its transcripts."""

    __tablename__ = "recording"
    __table_args__ = (
        CheckConstraint("caregivers >= 0 AND young_people >= 0 AND others >= 0", name="people_are_counted"),
    )

    id: Mapped[uuid_pk]
    created_at: Mapped[created_at]
    case_id: Mapped[UUID] = mapped_column(ForeignKey("case.id"), index=True)
    week_id: Mapped[UUID] = mapped_column(ForeignKey("week.id"), index=True)
    uploaded_by_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    #: The day of the visit.
    visited_on: Mapped[date]
    is_therapist_present: Mapped[bool]
    caregivers: Mapped[int]
    young_people: Mapped[int]
    others: Mapped[int]
    language: Mapped[Language]
    #: When the person who uploaded confirmed that everyone present had agreed.
    consent_confirmed_at: Mapped[datetime]
    #: Whether everyone present also agreed that what people decide about these words may teach the tagger.
    is_learning_agreed: Mapped[bool] = mapped_column(default=False)
    #: Key in the audio store. Never the name that the person gave the file.
    audio_key: Mapped[str] = mapped_column(unique=True)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(index=True)
    duration_seconds: Mapped[float]
    codec: Mapped[str]
    status: Mapped[RecordingStatus] = mapped_column(default=RecordingStatus.WAITING, index=True)
    #: What to tell people when the status is FAILED, or when it is READY and a new version did not come:
    #: one sentence that says what to do.
    failure: Mapped[str | None]
    #: Whether the constant-rate copy and its peaks are there.
    is_playable: Mapped[bool] = mapped_column(default=False)

    case: Mapped[Case] = relationship(lazy="joined")
    week: Mapped[Week] = relationship()
    uploaded_by: Mapped[Person] = relationship(lazy="joined")

    @property
    def people_present(self) -> int:
        """How many voices to expect."""
        return int(self.is_therapist_present) + self.caregivers + self.young_people + self.others

    @property
    def is_in_hand(self) -> bool:
        """Whether a worker still has something to do, so that a page should look again."""
        return self.status in (RecordingStatus.WAITING, RecordingStatus.TRANSCRIBING, RecordingStatus.TAGGING)
