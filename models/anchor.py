"""Where in the words something hangs: a turn of a transcript or a section of a note."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from models.words import NoteSection

#: A table with an anchor takes this as one of its arguments.
ANCHOR_IS_WHOLE = (
    "(segment_id IS NOT NULL AND revision_id IS NULL AND section IS NULL)"
    " OR (segment_id IS NULL AND revision_id IS NOT NULL AND section IS NOT NULL)"
)


def anchor_is_whole() -> CheckConstraint:
    """Either a segment, or a revision and its section."""
    return CheckConstraint(ANCHOR_IS_WHOLE, name="anchor_is_whole")


class Anchored:
    """Characters ``starts`` to ``ends`` of a segment's text, or of a section of a note's revision."""

    starts: Mapped[int]
    ends: Mapped[int]
    #: The words themselves, so that they can be found again when positions move.
    quote: Mapped[str]
    section: Mapped[NoteSection | None]

    @declared_attr
    def segment_id(cls) -> Mapped[UUID | None]:  # noqa: N805  # SQLAlchemy hands in the class
        """The turn, where it hangs on a transcript."""
        return mapped_column(ForeignKey("segment.id"), index=True)

    @declared_attr
    def revision_id(cls) -> Mapped[UUID | None]:  # noqa: N805
        """The revision, where it hangs on a note."""
        return mapped_column(ForeignKey("case_note_revision.id"), index=True)
