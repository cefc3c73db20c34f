"""Tables of how reviewing is shared out, and of what people did on agendas."""

from fidelity.agenda.items import Kind as ItemKind
from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, CREATED, WEEK, WEEK_ID, person
from fidelity.permissions import Deed

CLAIMS = Table(
    "claims",
    "Weeks that were taken",
    "Who took, or was handed, which week of the queue, and until when.",
    (
        Column("claim_id", "The taking", Kind.ID),
        WEEK_ID,
        CASE,
        WEEK,
        *person("person", "Who has it"),
        *person("given_by", "Who handed it over", empty="The person took it"),
        Column("handed_over_with", "What was written for the next person", empty="Nothing"),
        CREATED,
        Column("expires_at", "When it runs out, unless a review is begun", Kind.MOMENT),
        Column(
            "ended_at",
            "When it was given back, handed over or taken by somebody else",
            Kind.MOMENT,
            empty="It was not",
        ),
    ),
    Deed.SHARE_REVIEWING,
)

SNOOZES = Table(
    "snoozes",
    "Weeks that were put off",
    "Which weeks left the queue until a moment, with the reason.",
    (
        Column("snooze_id", "The putting off", Kind.ID),
        WEEK_ID,
        CASE,
        WEEK,
        *person("by", "Who put it off"),
        Column("reason", "Why"),
        CREATED,
        Column("until", "Until when", Kind.MOMENT),
        Column("ended_at", "When it was called back before that", Kind.MOMENT, empty="It was not"),
        *person("ended_by", "Who called it back", empty="Nobody did"),
    ),
    Deed.SHARE_REVIEWING,
)

AGENDA_ITEMS = Table(
    "agenda_items",
    "Items of agendas",
    "What people did on a consultation’s agenda. An item made from weeks is there only where somebody moved "
    "it, ticked it off, took it off or wrote to it.",
    (
        Column("item_id", "The item", Kind.ID),
        Column("consultation_week", "The Monday of the week in which the consultation is", Kind.DAY),
        Column(
            "kind", "What it is made from; own: somebody wrote it", Kind.CHOICE, allowed=values_of(ItemKind)
        ),
        Column("case", "The family’s reference", empty="It is of no single week"),
        Column("text", "What somebody wrote as an item", empty="It is made from weeks"),
        *person("by", "Who touched it first"),
        CREATED,
        Column("position", "Where somebody put it, from 0", Kind.WHOLE, empty="Nobody moved it"),
        Column("ticked_at", "When it was ticked off", Kind.MOMENT, empty="It was not"),
        *person("ticked_by", "Who ticked it off", empty="Nobody did"),
        Column("taken_off_at", "When it was taken off the agenda", Kind.MOMENT, empty="It was not"),
        Column("outcome", "What was said, in a line", empty="Nothing was written"),
    ),
    Deed.RUN_CONSULTATION,
)
