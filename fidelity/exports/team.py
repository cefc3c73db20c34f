"""Tables of a team as a whole: what it carries, and how far its raters agree."""

from fidelity.adherence.agreement import COMPOSITE, Blank, Compared, Statistic
from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, person
from fidelity.permissions import Deed
from models import Principle

_UP_TO_1 = "shares from 0 to 1, coefficients up to 1: 0 is chance, below it worse"
_STEPS = "steps of the scale of 1 to 5; below 0 lower than others, above 0 higher"

CASE_LOAD = Table(
    "case_load",
    "Case-load",
    "One row for each case that is open today or was closed within a year. As of today, whatever weeks were "
    "chosen; notes and recordings of the last 13 weeks.",
    (
        CASE,
        Column(
            "therapists",
            "Who holds it today, or held it when it was closed, by name, split by semicolons",
            empty="Nobody",
        ),
        Column("opened_on", "The first day of treatment", Kind.DAY),
        Column("closed_on", "The last day of treatment", Kind.DAY, empty="It is open"),
        Column(
            "days", "Length of treatment, both ends counted, so far or altogether", Kind.WHOLE, unit="days"
        ),
        Column("standard_from", "The shortest treatment that is expected", Kind.WHOLE, unit="days"),
        Column("standard_to", "The longest that is expected", Kind.WHOLE, unit="days"),
        Column(
            "cases_from",
            "The fewest cases that a full-time therapist is expected to hold",
            Kind.WHOLE,
            unit="cases",
            empty="No number is known or was set",
        ),
        Column("cases_to", "The most", Kind.WHOLE, unit="cases", empty="No number is known or was set"),
        Column("standard_source", "Where what is expected is from"),
        Column(
            "standard_is_own",
            "Whether it was set for this team; else it is usual for its kind of MST",
            Kind.YES_NO,
        ),
        Column("weeks_due", "Weeks that want a note: those with a reason do not", Kind.WHOLE),
        Column("weeks_without_note", "Of these, weeks whose consultation is over without a note", Kind.WHOLE),
        Column("weeks_with_nothing", "Weeks with a reason why there is nothing", Kind.WHOLE),
        Column("recordings", "Recordings that are here", Kind.WHOLE),
        Column("recordings_withdrawn", "Recordings that were withdrawn", Kind.WHOLE),
        Column(
            "recordings_not_for_learning",
            "Recordings whose people did not also agree that the machine may learn from them",
            Kind.WHOLE,
        ),
    ),
    Deed.SEE_CASE_LOAD,
)

AGREEMENT = Table(
    "agreement",
    "Agreement",
    "How far raters agree, as it was last worked out. Single raters are in a table of their own.",
    (
        Column("since", "The first Monday that it looks at", Kind.DAY),
        Column("until", "The last Monday", Kind.DAY),
        Column("measured_at", "When it was worked out", Kind.MOMENT),
        Column(
            "compared",
            "Second: the first rater with the second. Machine: what raters marked with what it suggested. "
            "Blind: the same where they marked before suggestions could be seen",
            Kind.CHOICE,
            allowed=values_of(Compared),
        ),
        Column(
            "principle",
            "Which principle; composite is the mean of all that were assessable",
            Kind.CHOICE,
            allowed=(*values_of(Principle), COMPOSITE),
        ),
        Column(
            "statistic",
            "Same: share alike. Near: share not more than a step apart. Kappa: weighted. AC1: Gwet’s. Alpha: "
            "Krippendorff’s. ICC: of single raters, for means",
            Kind.CHOICE,
            allowed=values_of(Statistic),
        ),
        Column("n", "Weeks that it rests on", Kind.WHOLE),
        Column("value", "The number", Kind.DECIMAL, "Not given: see blank", _UP_TO_1),
        Column("low", "The lower end of its 95% interval", Kind.DECIMAL, "No interval", _UP_TO_1),
        Column("high", "The upper end", Kind.DECIMAL, "No interval", _UP_TO_1),
        Column(
            "blank", "Why there is no number", Kind.CHOICE, empty="There is one", allowed=values_of(Blank)
        ),
        Column("one_not_assessable", "Weeks that one of the two could not judge", Kind.WHOLE),
        Column("both_not_assessable", "Weeks that neither could judge", Kind.WHOLE),
    ),
    Deed.SEE_AGREEMENT,
)

SEVERITY = Table(
    "severity",
    "Severity of raters",
    "How much lower or higher a rater rates than others, of raters who have looked at their own figure. It "
    "is no mark of who is right.",
    (
        *person("rater", "Whose figure it is"),
        Column("measured_at", "When it was worked out", Kind.MOMENT),
        Column(
            "beside",
            "Same weeks: beside the other rater of the same weeks. Other weeks: beside other raters’ weeks, "
            "so that harder families may be in it",
            Kind.CHOICE,
            allowed=("same_weeks", "other_weeks"),
        ),
        Column("n", "Weeks that it rests on", Kind.WHOLE),
        Column("value", "The difference", Kind.DECIMAL, "Not given: see blank", _STEPS),
        Column("low", "The lower end of its 95% interval", Kind.DECIMAL, "No interval", _STEPS),
        Column("high", "The upper end", Kind.DECIMAL, "No interval", _STEPS),
        Column(
            "blank", "Why there is no number", Kind.CHOICE, empty="There is one", allowed=values_of(Blank)
        ),
    ),
    Deed.SEE_AGREEMENT,
)
