"""Tables of scores that were worked out elsewhere."""

from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, person
from fidelity.permissions import Deed
from models import ScoreScale

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
            unit="as the instrument reports",
            empty="Fewer than three people",
        ),
        Column("low", "The lower end of its 95% interval", Kind.DECIMAL, empty="No mean, or all alike"),
        Column("high", "The upper end", Kind.DECIMAL, empty="No mean, or all alike"),
    ),
    Deed.SEE_SCORES,
)
