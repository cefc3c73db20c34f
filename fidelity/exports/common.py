"""Columns that many tables share."""

from fidelity.contests import ContestState
from fidelity.exports.columns import Column, Kind, values_of
from models import NoteSection, Principle

CASE = Column("case", "The family’s reference")
WEEK = Column("week", "The Monday that begins the week", Kind.DAY)
WEEK_ID = Column("week_id", "The week, as other tables name it", Kind.ID)
REVIEW_ID = Column("review_id", "The review, as other tables name it", Kind.ID)
PRINCIPLE = Column(
    "principle", "Which of the nine treatment principles", Kind.CHOICE, allowed=values_of(Principle)
)
CREATED = Column("created_at", "When it was put down", Kind.MOMENT)
SECTION = Column(
    "section",
    "The part of the case note in which the words stand",
    Kind.CHOICE,
    empty="The words are of a recording",
    allowed=values_of(NoteSection),
)
PLACE = Column("place", "Where the words stand", Kind.CHOICE, allowed=("note", "recording"))
REPLY = (
    Column(
        "reply_stance",
        "Where the therapist stands on it: the last reply counts",
        Kind.CHOICE,
        empty="No reply",
        allowed=("accept", "explain", "contest"),
    ),
    Column("reply_text", "What the therapist wrote with it", empty="No reply, or one without words"),
    Column("replied_at", "When", Kind.MOMENT, empty="No reply"),
)


CONTEST = Column(
    "contest_state",
    "How far it is, where the therapist contests it. Waiting: nobody rates the week a second time yet. "
    "Being rated: somebody does. To settle: both raters are done, and nothing since answers it. Settled: "
    "two raters agreed since, or the second, who was done after it, gave the same; of what is no number, "
    "somebody who rates answered once both were done, or resolved the comment",
    Kind.CHOICE,
    empty="The therapist does not contest it",
    allowed=values_of(ContestState),
)


def person(name: str, meaning: str, *, empty: str = "Never empty") -> tuple[Column, Column]:
    """Somebody, by id and by name as pages show it."""
    return (
        Column(f"{name}_id", f"{meaning}, as other tables name the person", Kind.ID, empty=empty),
        Column(f"{name}_name", f"{meaning}, by name", empty=empty),
    )


def quote(empty: str = "Their recording was withdrawn") -> Column:
    """The words themselves, left out unless asked for."""
    return Column("quote", "The words themselves", empty=empty, is_quote=True)
