"""Tables of case notes: their sections as handed in, and their goals."""

from fidelity.casenotes.form import GOAL_RATINGS
from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, WEEK, WEEK_ID, person
from models import NoteSection

_REVISION_ID = Column("revision_id", "The note as it was handed in, as other tables name it", Kind.ID)
_OTHER = "It is a goal of the other kind, or nothing was written"

NOTES = Table(
    "notes",
    "Case notes",
    "Every note as it was handed in, one row for each section in which something stands: questions for the "
    "consultant among them. What is still being typed is not there.",
    (
        _REVISION_ID,
        WEEK_ID,
        CASE,
        WEEK,
        Column("number", "Which revision of the week’s note, from 1", Kind.WHOLE),
        Column("is_newest", "Whether it is the one that is read", Kind.YES_NO),
        *person("written_by", "Who handed it in"),
        Column("handed_in_at", "When", Kind.MOMENT),
        Column("section", "Which part of it", Kind.CHOICE, allowed=values_of(NoteSection)),
        Column("characters", "How long the section is", Kind.WHOLE, unit="characters"),
        Column("text", "The words themselves", is_quote=True),
    ),
)

GOALS = Table(
    "goals",
    "Intermediary goals",
    "Goals in the newest note of each week: new ones, and those of the week before with what became of them. "
    "What was pasted as one text is in the table of notes alone.",
    (
        _REVISION_ID,
        WEEK_ID,
        CASE,
        WEEK,
        Column("kind", "New, or of the week before", Kind.CHOICE, allowed=("new", "previous")),
        Column("number", "Its place in the list, from 1", Kind.WHOLE),
        Column("goal", "The goal", empty="Nothing was written", is_quote=True),
        Column("measure", "How it will be told, of a new goal", empty=_OTHER, is_quote=True),
        Column("owner", "Who works on it, of a new goal", empty=_OTHER, is_quote=True),
        Column("by", "By when, of a new goal, as somebody wrote it", empty=_OTHER, is_quote=True),
        Column(
            "rating",
            "How it went, of a goal of the week before, as the therapist says",
            Kind.CHOICE,
            empty="It is a new goal, or nobody said",
            allowed=tuple(GOAL_RATINGS),
        ),
        Column("comment", "What was written with it", empty=_OTHER, is_quote=True),
    ),
)
