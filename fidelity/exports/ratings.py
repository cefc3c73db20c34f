"""Tables of ratings: what counts, what both raters gave, and how values changed."""

from fidelity.exports.columns import Column, Kind, Table
from fidelity.exports.common import CASE, CONTEST, CREATED, PRINCIPLE, REPLY, REVIEW_ID, WEEK, WEEK_ID, person
from fidelity.permissions import Deed

_SCALE = "1 to 5, as the codebook’s anchors say"

RATINGS = Table(
    "ratings",
    "Ratings",
    "One row for each week with published feedback and each principle. A second rating is there once both "
    "raters are done; what they agreed on counts in the place of the first.",
    (
        WEEK_ID,
        REVIEW_ID,
        CASE,
        WEEK,
        PRINCIPLE,
        Column("codebook_version", "The version of the codebook by which it was rated"),
        Column(
            "counted_value",
            "What counts for adherence and reports",
            Kind.WHOLE,
            unit=_SCALE,
            empty="Not assessable: neither low nor missing",
        ),
        Column("counted_from", "Where it comes from", Kind.CHOICE, allowed=("first", "consensus")),
        Column("first_value", "The first rater’s", Kind.WHOLE, unit=_SCALE, empty="Not assessable"),
        Column("first_why", "The first rater’s sentence why", empty="None was written"),
        *person("first_rater", "Who rated first"),
        Column(
            "second_state",
            "Whether there is a second rating that may be shown",
            Kind.CHOICE,
            allowed=("none", "rated", "not_assessable"),
        ),
        Column(
            "second_value",
            "The second rater’s",
            Kind.WHOLE,
            unit=_SCALE,
            empty="Not assessable, or none: see second_state",
        ),
        Column(
            "second_knew_first",
            "Whether the second rater had read the first’s feedback before",
            Kind.YES_NO,
            empty="There is no second rating",
            deed=Deed.READ_REVIEW,
        ),
        Column("consensus_why", "What settled a difference", empty="Nothing was settled: see counted_from"),
        Column(
            "was_rated_first",
            "Whether ratings came before the machine’s suggestions could be seen",
            Kind.YES_NO,
        ),
        Column(
            "changed_after_reveal",
            "Whether the value was changed after they were shown",
            Kind.YES_NO,
            deed=Deed.READ_REVIEW,
        ),
        Column("published_at", "When the feedback was published", Kind.MOMENT),
        *REPLY,
        CONTEST,
        Column(
            "is_unsettled",
            "Whether a contest of it, of words behind it, or of the whole is not settled: as adherence "
            "pages count",
            Kind.YES_NO,
        ),
        Column(
            "reply_to_whole",
            "Where the therapist stands on the feedback as a whole: who contests it, contests every rating",
            Kind.CHOICE,
            empty="No reply to the whole",
            allowed=("accept", "explain", "contest"),
        ),
    ),
)

RATING_CHANGES = Table(
    "rating_changes",
    "Changes of ratings",
    "Every value that was ever chosen in a review that is done, in order. The last of each principle stands.",
    (
        REVIEW_ID,
        CASE,
        WEEK,
        Column("rater", "Whose review it is", Kind.CHOICE, allowed=("first", "second")),
        PRINCIPLE,
        Column("value", "What was chosen", Kind.WHOLE, unit=_SCALE, empty="Not assessable, or taken away"),
        Column("is_cleared", "Whether a value was taken away", Kind.YES_NO),
        Column(
            "is_after_reveal",
            "Whether suggestions were in sight, in a review that was rated first",
            Kind.YES_NO,
        ),
        *person("by", "Who chose it"),
        CREATED,
    ),
    Deed.READ_REVIEW,
)
