"""Tables of what hangs on words: marks, comments, replies, the machine's suggestions."""

from fidelity.adherence.suggested import Fate
from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import (
    CASE,
    CONTEST,
    CREATED,
    PLACE,
    PRINCIPLE,
    REPLY,
    REVIEW_ID,
    SECTION,
    WEEK,
    WEEK_ID,
    person,
    quote,
)
from fidelity.permissions import Deed
from models import Polarity, Stance, Strength

_POLARITY = Column(
    "polarity",
    "Whether the words show the principle or go against it",
    Kind.CHOICE,
    allowed=values_of(Polarity),
)

MARKS = Table(
    "marks",
    "Marks",
    "Words that a rater marked as evidence, in reviews that are done. What was removed is not there.",
    (
        Column("mark_id", "The mark", Kind.ID),
        REVIEW_ID,
        CASE,
        WEEK,
        Column("rater", "Whose review it is", Kind.CHOICE, allowed=("first", "second")),
        PRINCIPLE,
        _POLARITY,
        PLACE,
        SECTION,
        quote(),
        Column("is_from_suggestion", "Whether the machine had suggested it", Kind.YES_NO),
        Column(
            "decided_seconds",
            "From the suggestion’s first being shown to its being accepted",
            Kind.DECIMAL,
            unit="seconds",
            empty="It comes from no suggestion",
            deed=Deed.READ_REVIEW,
        ),
        *person("by", "Who marked it"),
        CREATED,
        *REPLY,
        CONTEST,
    ),
)

COMMENTS = Table(
    "comments",
    "Comments",
    "What raters wrote at a place in the words, in reviews that are done. What was removed is not there.",
    (
        Column("comment_id", "The comment", Kind.ID),
        REVIEW_ID,
        CASE,
        WEEK,
        Column("rater", "Whose review it is", Kind.CHOICE, allowed=("first", "second")),
        PLACE,
        SECTION,
        quote(),
        Column("text", "What was written"),
        *person("by", "Who wrote it"),
        CREATED,
        Column(
            "answers", "How many replies and answers its thread has: see the table of replies", Kind.WHOLE
        ),
        Column("resolved_at", "When somebody said that it is settled", Kind.MOMENT, empty="It is open"),
        *person("resolved_by", "Who said so", empty="It is open"),
        *REPLY,
        CONTEST,
    ),
)

REPLIES = Table(
    "replies",
    "Replies and answers",
    "Everything that was said in the threads of published feedback, in order.",
    (
        Column("reply_id", "The reply", Kind.ID),
        REVIEW_ID,
        CASE,
        WEEK,
        Column("to", "What it answers", Kind.CHOICE, allowed=("review", "rating", "mark", "comment")),
        Column("to_id", "Which mark or comment", Kind.ID, empty="It answers a rating, or the whole"),
        Column(
            "principle",
            "Of the rating or mark that it answers",
            Kind.CHOICE,
            empty="It answers a comment, or the whole",
            allowed=PRINCIPLE.allowed,
        ),
        Column(
            "stance",
            "Accept, explain, contest: the therapist’s. Answer: anybody’s",
            Kind.CHOICE,
            allowed=values_of(Stance),
        ),
        Column("text", "What was written", empty="No words"),
        *person("by", "Who wrote it"),
        CREATED,
    ),
)

SUGGESTIONS = Table(
    "suggestions",
    "The machine’s suggestions",
    "What the machine suggested in weeks with published feedback, and what became of it there. Not what it "
    "left unmarked.",
    (
        Column("suggestion_id", "The suggestion", Kind.ID),
        WEEK_ID,
        CASE,
        WEEK,
        PRINCIPLE,
        _POLARITY,
        PLACE,
        SECTION,
        quote(),
        Column(
            "probability",
            "How likely, as the model means it: no share of anything",
            Kind.DECIMAL,
            unit="0 to 1",
        ),
        Column("strength", "How sure, by the model’s thresholds", Kind.CHOICE, allowed=values_of(Strength)),
        Column("model_version", "Which model made it"),
        Column("fate", "What the first rater decided", Kind.CHOICE, allowed=values_of(Fate)),
        Column(
            "decided_seconds",
            "From first being shown to the decision",
            Kind.DECIMAL,
            unit="seconds",
            empty="Nobody decided",
            deed=Deed.READ_REVIEW,
        ),
        CREATED,
    ),
)
