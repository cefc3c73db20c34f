"""Puts the written codebook into the tables, so that ratings can say which version they were made by."""

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Codebook, CodebookEntry, Principle

if TYPE_CHECKING:
    from fidelity.nlp.codebook import Codebook as WrittenCodebook
    from fidelity.nlp.codebook import PrincipleEntry


def load_codebook(db: Session, written: "WrittenCodebook") -> Codebook:
    """Give back the version's rows, made if they are not there yet. Safe to call at every start.

    ``written`` is what fidelity.nlp.codebook reads from its file; it is handed in, because no use-case
    loads the language side. A version that is there is left alone: ratings were made by it as it stands.
    """
    this_version = select(Codebook).filter_by(version=written.version)
    if known := db.scalars(this_version).one_or_none():
        return known
    codebook = Codebook(version=written.version)
    codebook.entries.extend(_entry(entry) for entry in written.principles)
    db.add(codebook)
    try:
        db.commit()
    except IntegrityError:  # another machine started in the same moment
        db.rollback()
        return db.scalars(this_version).one()
    return codebook


def _entry(written: "PrincipleEntry") -> CodebookEntry:
    principle = Principle(str(written.principle))
    examples: dict[str, list[str]] = defaultdict(list)
    for example in written.examples:
        examples[str(example.polarity)].append(example.text)
    return CodebookEntry(
        principle=principle,
        number=principle.number,
        title=written.title,
        definition=written.definition,
        examples=dict(examples),
        anchors={str(rating): text for rating, text in enumerate(written.anchors, start=1)},
    )
