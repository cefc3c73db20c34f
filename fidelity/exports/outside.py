"""Tables of scores that were worked out elsewhere."""

from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, person
from fidelity.permissions import Deed
from models import Instrument, ScoreScale

_AS_GIVEN = "as the instrument reports"
_NO_SPAN = "No mean, or all alike"

TAM_R_SCORES = Table(
    "tam_r_scores",
    "TAM-R scores",
    "What caregivers reported, one score a row. A score speaks of its family alone: do not generalise to "
    "families without one. The benchmark of .61 comes from the United States.",
    (
        Column("score_id", "The score", Kind.ID),
        CASE,
        Column("given_on", "The day on which it was given", Kind.DAY),
        Column(
            "caregiver", "A code, where more than one caregiver of a family is asked", empty="Only one is"
        ),
        *person("therapist", "Whom it is about", empty="It was not said, and nobody alone held the case"),
        Column("value", "The score", Kind.DECIMAL, unit="0 to 1"),
        *person("brought_by", "Who brought it in"),
        Column("brought_at", "When", Kind.MOMENT),
    ),
    Deed.SEE_SCORES,
)

SCORE_IMPORTS = Table(
    "score_imports",
    "What was brought in of scores",
    "Each file that was brought in, and each form that was typed: when, by whom, how much.",
    (
        Column("import_id", "The file or form", Kind.ID),
        Column("instrument", "Which measure", Kind.CHOICE, allowed=values_of(Instrument)),
        Column("is_typed", "Whether it was typed; else it was a file", Kind.YES_NO),
        Column("lines", "How many lines were kept", Kind.WHOLE),
        Column("first_given_on", "The first day of its scores", Kind.DAY),
        Column("last_given_on", "The last", Kind.DAY),
        *person("brought_by", "Who brought it in"),
        Column("brought_at", "When", Kind.MOMENT),
        Column("taken_back_at", "When it was taken back", Kind.MOMENT, empty="It stands"),
        *person("taken_back_by", "Who took it back", empty="It stands"),
    ),
    Deed.ENTER_SCORES,
)

SCORE_MEANS = Table(
    "score_means",
    "SAM and CAM by quarter",
    "Means over people, each person’s own mean first. Single answers are never given out, nor a mean of "
    "fewer than three people. Alliance stands only beside competence.",
    (
        Column("instrument", "Which measure", Kind.CHOICE, allowed=("SAM", "CAM")),
        Column("about_name", "The supervisor (SAM) or consultant (CAM) whom it is about"),
        Column("quarter", "The quarter of the calendar, such as 2026-Q3"),
        Column("scale", "What it measures", Kind.CHOICE, allowed=values_of(ScoreScale)),
        Column("respondents", "How many people answered", Kind.WHOLE),
        Column(
            "mean",
            "Mean over people",
            Kind.DECIMAL,
            unit=_AS_GIVEN,
            empty="Fewer than three people",
        ),
        Column("low", "The lower end of its 95% interval", Kind.DECIMAL, _NO_SPAN, _AS_GIVEN),
        Column("high", "The upper end", Kind.DECIMAL, _NO_SPAN, _AS_GIVEN),
    ),
    Deed.SEE_SCORES,
)
