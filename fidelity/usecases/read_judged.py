"""Reads the words that people judged in published reviews, as they stood then: docs/adr/0020."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.nlp.learning.judged import Judgement, holder
from fidelity.nlp.types import Polarity, Principle, Sentence, Unit
from fidelity.usecases.find_judgements import find_judgements
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.words_for_tagger import readable
from models import CaseNoteRevision


@dataclass(frozen=True, slots=True)
class JudgedDocument:
    """A recording's turns or a note's sections, in their order, and what raters said of each.

    Positions of judgements are characters of the text. ``recording_id``: nothing for a note.
    """

    week: date
    recording_id: UUID | None
    texts: Sequence[Unit]
    judged: Sequence[Sequence[Judgement]]


def read_judged(db: Session) -> Iterator[JudgedDocument]:
    """Document by document, in the order of the weeks. Between two of them no transaction is open."""
    of_document: dict[UUID, list[Any]] = defaultdict(list)
    for row in db.execute(find_judgements(db)):
        of_document[row.transcript_id or row.revision_id].append(row)
    db.commit()
    in_order = sorted(of_document.items(), key=lambda item: (item[1][0].week, item[0]))
    for key, rows in in_order:
        is_heard = rows[0].transcript_id is not None
        document = _heard(db, key, rows) if is_heard else _written(db, key, rows)
        db.commit()
        yield document


def _heard(db: Session, transcript_id: UUID, rows: Sequence[Any]) -> JudgedDocument:
    """As the turns read when the first of its reviews was published. Only the therapist's are judged."""
    at = min(row.published_at for row in rows)
    turns = standing_turns(db, [transcript_id], at=at)[transcript_id]
    read = readable(turns)
    place_of = {id(turn): place for place, (turn, _) in enumerate(read) if turn.counts_as_therapist}
    of_segment = defaultdict(list)
    for turn in turns:
        of_segment[turn.segment.id].append(turn)
    judged: list[list[Judgement]] = [[] for _ in read]
    for row in rows:
        of_these = of_segment[row.segment_id]
        found = holder([Sentence(turn.starts, turn.ends) for turn in of_these], row.starts, row.ends)
        place = None if found is None else place_of.get(id(of_these[found]))
        if place is not None:
            judged[place].append(_judgement(row, 0, len(read[place][1].text)))
    return JudgedDocument(rows[0].week, rows[0].recording_id, [unit for _, unit in read], judged)


def _written(db: Session, revision_id: UUID, rows: Sequence[Any]) -> JudgedDocument:
    """Section by section, in the order in which the tagger reads them."""
    revision = db.get_one(CaseNoteRevision, revision_id)
    sections = [(name, text) for name, text in revision.texts.items() if text.strip()]
    judged = [
        [_judgement(row, row.starts, row.ends) for row in rows if row.section.value == name]
        for name, _ in sections
    ]
    return JudgedDocument(rows[0].week, None, [Unit(text, "note") for _, text in sections], judged)


def _judgement(row: Any, start: int, end: int) -> Judgement:
    pair = (Principle(row.principle.value), Polarity(row.polarity.value))
    return Judgement(row.review_id, start, end, pair, bool(row.is_so))
