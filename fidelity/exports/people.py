"""Tables of who belongs to a team, which families it has, and who is away."""

from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, CREATED, person
from fidelity.permissions import Deed
from models import Role

_STILL = "No end is set"

PEOPLE = Table(
    "people",
    "People and roles",
    "Who holds which role in the team, and who held one. Administrators belong to no team.",
    (
        *person("person", "Who"),
        Column("role", "What they do in the team", Kind.CHOICE, allowed=values_of(Role)),
        Column("starts_on", "The first day", Kind.DAY),
        Column("ends_on", "The last day", Kind.DAY, empty=_STILL),
        Column("is_active", "Whether the account is open", Kind.YES_NO),
    ),
)

CASES = Table(
    "cases",
    "Cases",
    "Every family, open or closed, by its reference: never by a name.",
    (
        Column("case_id", "The case", Kind.ID),
        CASE,
        Column("opened_on", "The first day of treatment", Kind.DAY),
        Column("closed_on", "The last day of treatment", Kind.DAY, empty="It is open"),
    ),
)

CASE_HOLDERS = Table(
    "case_holders",
    "Who holds which case",
    "One row for each stretch of time in which somebody holds, or held, a case.",
    (
        CASE,
        *person("therapist", "Who holds it"),
        Column("starts_on", "The first day", Kind.DAY),
        Column("ends_on", "The last day", Kind.DAY, empty=_STILL),
    ),
)

TERMS = Table(
    "terms",
    "Names and terms",
    "What the recogniser is told of, because it is spoken in sessions. What was removed is not there.",
    (
        Column("term_id", "The term", Kind.ID),
        Column("term", "The name or word", is_quote=True),
        Column(
            "often_heard_as",
            "What the recogniser tends to write instead, one a line",
            empty="Nobody said so",
            is_quote=True,
        ),
        *person("by", "Who put it down"),
        CREATED,
    ),
)

ABSENCES = Table(
    "absences",
    "Absences",
    "Days on which a consultant reviews nothing in the team, and who covers; also what was called off.",
    (
        Column("absence_id", "The absence", Kind.ID),
        *person("person", "Who is away"),
        *person("covered_by", "Who covers"),
        Column("starts_on", "The first day", Kind.DAY),
        Column("ends_on", "The last day", Kind.DAY),
        *person("said_by", "Who put it down"),
        CREATED,
        Column("called_off_at", "When it was called off", Kind.MOMENT, empty="It stands"),
    ),
    Deed.MANAGE_ABSENCES,
)
