"""The audit log and the codebook, as an export has them."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.usecases.export_scope import Scope, person_columns
from fidelity.usecases.subjects import subjects
from models import AuditEntry, Codebook, CodebookEntry, Person

_AT_ONCE = 500


def rows_of_audit(db: Session, scope: Scope) -> Iterator[Mapping[str, Any]]:
    """As its page: the team's, or the person's own in it. One query, and one for every five hundred rows."""
    wanted = [AuditEntry.team_id == scope.team.id, scope.between(AuditEntry.at)]
    if not scope.may(Deed.SEE_AUDIT):
        wanted.append(AuditEntry.person_id == scope.by.id)
    found = (
        select(
            AuditEntry.id.label("entry_id"),
            AuditEntry.at.label("at"),
            *person_columns("person", Person),
            AuditEntry.what.label("what"),
            AuditEntry.subject_id.label("subject_id"),
        )
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(*wanted)
        .order_by(AuditEntry.at, AuditEntry.id)
        .execution_options(yield_per=_AT_ONCE)
    )
    for some in db.execute(found).mappings().partitions(_AT_ONCE):
        labels = subjects(db, {row["subject_id"] for row in some if row["subject_id"]})
        for row in some:
            yield {**row, "subject": labels.get(row["subject_id"])}


def rows_of_codebook(db: Session, _scope: Scope) -> Iterator[Mapping[str, Any]]:
    """Every version, whatever weeks were chosen."""
    found = (
        select(Codebook.version, CodebookEntry)
        .join(CodebookEntry, CodebookEntry.codebook_id == Codebook.id)
        .order_by(Codebook.created_at, CodebookEntry.number)
    )
    for version, entry in db.execute(found):
        yield {
            "codebook_version": version,
            "principle": entry.principle,
            "number": entry.number,
            "title": entry.title,
            "definition": entry.definition,
            **{f"anchor_{value}": entry.anchors.get(str(value)) for value in range(1, 6)},
        }
