"""Tables of reviews: each as a whole, what two raters agreed on, what was taken back, and decisions."""

from fidelity.exports.columns import Column, Kind, Table, values_of, written
from fidelity.exports.common import CASE, CREATED, PRINCIPLE, REVIEW_ID, WEEK, WEEK_ID, person
from fidelity.permissions import Deed
from models import PASSED_ON, Offer, Rater, Verdict

#: A second rating that was passed on is in no file.
_RATERS = tuple(written(each) for each in Rater if each not in PASSED_ON)

REVIEWS = Table(
    "reviews",
    "Reviews",
    "Reviews that are done, with what is said of the week as a whole. Ratings, marks, comments and actions "
    "have tables of their own.",
    (
        REVIEW_ID,
        WEEK_ID,
        CASE,
        WEEK,
        Column("rater", "Whose review it is", Kind.CHOICE, allowed=_RATERS),
        *person("by", "Who wrote it"),
        Column("codebook_version", "The version of the codebook by which it was rated"),
        Column("begun_at", "When it was begun", Kind.MOMENT, deed=Deed.READ_REVIEW),
        Column("published_at", "When it was published", Kind.MOMENT, empty="It is a second rating"),
        Column(
            "handed_in_at",
            "When a second rating was handed in",
            Kind.MOMENT,
            empty="It is a first review",
            deed=Deed.READ_REVIEW,
        ),
        Column("read_at", "When the therapist first opened it", Kind.MOMENT, empty="Not opened yet"),
        Column("strengths", "What went well", empty="Nothing was written"),
        Column("barriers", "What stood in the way", empty="Nothing was written"),
        Column("next_steps", "What comes next", empty="Nothing was written"),
        Column(
            "is_rated_first",
            "Whether ratings came before the machine’s suggestions could be seen",
            Kind.YES_NO,
            deed=Deed.READ_REVIEW,
        ),
        Column(
            "revealed_at",
            "When the suggestions were shown after rating",
            Kind.MOMENT,
            empty="Never, or they were there from the start",
            deed=Deed.READ_REVIEW,
        ),
        Column(
            "knew_first",
            "Whether a second rater had read the first’s feedback before: it counts in no agreement",
            Kind.YES_NO,
            deed=Deed.READ_REVIEW,
        ),
        Column(
            "offer",
            "Which suggestions the rater had before them",
            Kind.CHOICE,
            empty="It is a second rating, or it was not kept",
            allowed=values_of(Offer),
            deed=Deed.READ_REVIEW,
        ),
    ),
)

CONSENSUS = Table(
    "consensus",
    "What two raters agreed on",
    "Everything that was agreed after both raters were done, in order. The last of each principle counts.",
    (
        Column("consensus_id", "What was agreed", Kind.ID),
        WEEK_ID,
        CASE,
        WEEK,
        PRINCIPLE,
        Column(
            "value",
            "What they agreed on",
            Kind.WHOLE,
            unit="1 to 5, as the codebook’s anchors say",
            empty="Not assessable",
        ),
        Column("why", "What settled it"),
        *person("by", "Who put it down"),
        CREATED,
    ),
)

TAKEN_BACK = Table(
    "taken_back",
    "Feedback that was taken back",
    "That published feedback was taken back within the hour, when and why; it was published again since. "
    "What stood in it is not there.",
    (
        REVIEW_ID,
        CASE,
        WEEK,
        Column("published_at", "When it had been published", Kind.MOMENT),
        Column("read_at", "When the therapist had opened it", Kind.MOMENT, empty="Not opened by then"),
        *person("by", "Who took it back"),
        Column("reason", "Why"),
        CREATED,
    ),
)

DECISIONS = Table(
    "decisions",
    "Decisions on suggestions",
    "Every verdict on a suggestion in reviews that are done, in order. The last of each review counts.",
    (
        Column("decision_id", "The verdict", Kind.ID),
        Column("suggestion_id", "The suggestion, as its table names it", Kind.ID),
        REVIEW_ID,
        CASE,
        WEEK,
        Column("rater", "In whose review", Kind.CHOICE, allowed=_RATERS),
        PRINCIPLE,
        Column("verdict", "What was decided", Kind.CHOICE, allowed=values_of(Verdict)),
        Column(
            "decided_seconds",
            "From the suggestion’s first being shown to this verdict",
            Kind.DECIMAL,
            unit="seconds",
        ),
        *person("by", "Who decided"),
        CREATED,
    ),
    Deed.READ_REVIEW,
)
