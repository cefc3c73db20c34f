"""Tables of what was agreed for the next week, and what became of it."""

from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, CREATED, REVIEW_ID, WEEK, person, quote
from models import ActionOutcome

_OUTCOME = values_of(ActionOutcome)

ACTIONS = Table(
    "actions",
    "Actions",
    "What was agreed in published feedback, with the last answer of the therapist and of a rater.",
    (
        Column("action_id", "The action", Kind.ID),
        REVIEW_ID,
        CASE,
        WEEK,
        Column("text", "What was agreed"),
        *person("owner", "Who does it", empty="Nobody was named"),
        Column("due_on", "By when", Kind.DAY, empty="No day was set"),
        Column("done_at", "When it was ticked as done", Kind.MOMENT, empty="Not ticked"),
        Column(
            "therapist_outcome",
            "What the therapist last said of it",
            Kind.CHOICE,
            empty="No answer",
            allowed=_OUTCOME,
        ),
        Column(
            "rater_outcome",
            "What a rater last found, in a review that is done",
            Kind.CHOICE,
            empty="No answer",
            allowed=_OUTCOME,
        ),
    ),
)

ACTION_ANSWERS = Table(
    "action_answers",
    "Answers to actions",
    "Every answer, in order. Those of raters are there once their review is done.",
    (
        Column("answer_id", "The answer", Kind.ID),
        Column("action_id", "The action", Kind.ID),
        CASE,
        Column("week", "The Monday of the week in which it was looked for", Kind.DAY),
        Column("from", "Who answers", Kind.CHOICE, allowed=("therapist", "rater")),
        Column("outcome", "What became of it", Kind.CHOICE, allowed=_OUTCOME),
        Column("text", "What was written with it", empty="No words"),
        quote(empty="No words were pointed at, or their recording was withdrawn"),
        *person("by", "Who answered"),
        CREATED,
    ),
)
