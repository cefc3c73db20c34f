"""Tables of weeks: what there was in each, and which are rated twice."""

from fidelity.adherence.coverage import WeekState
from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, CREATED, WEEK, WEEK_ID, person
from fidelity.permissions import Deed
from models import LookCause

WEEKS = Table(
    "weeks",
    "Weeks",
    "Every week of every case from its opening to today or its closing, whether there was something or not.",
    (
        Column(
            "week_id",
            "The week, as other tables name it",
            Kind.ID,
            empty="Nothing was ever put into this week",
        ),
        CASE,
        WEEK,
        Column("therapists", "Who held the case in this week, by name, split by semicolons", empty="Nobody"),
        Column(
            "state",
            "Reviewed: the feedback is published. Missing: it is not, and the week has ended. Nothing: "
            "somebody said why there is nothing. Not over: none of these yet",
            Kind.CHOICE,
            allowed=values_of(WeekState),
        ),
        Column("due_at", "When the team’s consultation on this week begins", Kind.MOMENT),
        Column(
            "nothing_because", "Why there is nothing this week, as somebody wrote it", empty="Nobody said so"
        ),
        Column("note_revisions", "How often a case note was handed in", Kind.WHOLE),
        Column("note_handed_in_at", "When, for the last time", Kind.MOMENT, empty="There is no note"),
        Column(
            "recordings",
            "How many recordings there are, without those that were withdrawn or cancelled",
            Kind.WHOLE,
        ),
        Column("recorded_seconds", "Their length together", Kind.DECIMAL, unit="seconds"),
        Column(
            "transcript_coverage",
            "Of the time with a voice in it, the part that has words which are believed, weighted by length",
            Kind.DECIMAL,
            unit="0 to 1",
            empty="There is no transcript",
        ),
        Column("published_at", "When the feedback was published", Kind.MOMENT, empty="It is not published"),
        Column("read_at", "When the therapist first opened it", Kind.MOMENT, empty="Not opened yet"),
    ),
)

SECOND_LOOKS = Table(
    "second_looks",
    "Second ratings",
    "Weeks that are, or were, to be rated by a second person who does not know the first’s ratings.",
    (
        WEEK_ID,
        CASE,
        WEEK,
        Column(
            "cause",
            "Share: drawn by chance. Contested: the therapist contests something. Asked: somebody asked",
            Kind.CHOICE,
            allowed=values_of(LookCause),
        ),
        *person("asked_by", "Who asked", empty="It was drawn by chance"),
        *person("given_to", "Who is to do it", empty="Whoever of the team’s raters takes it"),
        CREATED,
        Column("done_at", "When the second rating was handed in", Kind.MOMENT, empty="Not yet"),
    ),
    Deed.RATE_SECOND,
)
