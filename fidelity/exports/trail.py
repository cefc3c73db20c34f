"""Tables of the audit log and of the codebook."""

from fidelity.exports.columns import Column, Kind, Table
from fidelity.exports.common import PRINCIPLE, person

AUDIT = Table(
    "audit_log",
    "Audit log",
    "Who did, read or played what in this team, and when, without content. Whoever does not answer for the "
    "team finds only what they did themselves.",
    (
        Column("entry_id", "The entry", Kind.ID),
        Column("at", "When", Kind.MOMENT),
        *person("person", "Who", empty="The machine, or somebody who was not signed in"),
        Column("what", "What was done"),
        Column("subject_id", "To what", Kind.ID, empty="To nothing in particular"),
        Column(
            "subject", "The same as a reference or a name", empty="To nothing in particular, or it is gone"
        ),
    ),
)

CODEBOOK = Table(
    "codebook",
    "Codebook",
    "The nine principles by which ratings are given, in every version that is there.",
    (
        Column("codebook_version", "The version, as ratings name it"),
        PRINCIPLE,
        Column("number", "1 to 9: also the key that marks it", Kind.WHOLE),
        Column("title", "What it is called"),
        Column("definition", "What it means"),
        *(Column(f"anchor_{value}", f"What a {value} looks like", empty="Not said") for value in range(1, 6)),
    ),
)
