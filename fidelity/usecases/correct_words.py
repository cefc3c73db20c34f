"""A person puts other words in the place of the machine's, or says that they have heard them said."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobQueue
from fidelity.transcripts.shown import ShownText, places_of, standing
from fidelity.usecases.errors import Clash, InvalidInput, NotFound
from fidelity.usecases.transcript_change import (
    Open,
    keep_step,
    open_transcript,
    transcript_of,
    turns_by_segment,
)
from models import ChangeKind, Person, Segment, TranscriptChange, WordCorrection

#: Of one turn, in characters. The longest that were heard have about a third of it.
LONGEST_TURN = 20_000


@dataclass(frozen=True, slots=True)
class Corrected:
    """``text`` in the place of a segment's words ``first_word`` to ``last_word``, counted from 0.

    Empty where nothing was said; the machine's own words to say that they are right.
    """

    segment_id: UUID
    first_word: int
    last_word: int
    text: str


def correct_words(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    recording_id: UUID,
    corrections: Sequence[Corrected],
    kind: ChangeKind = ChangeKind.CORRECTED_WORDS,
    what: str = "corrected words",
) -> TranscriptChange | None:
    """Keep as many as there are as one step; nothing where there are none.

    ``ShownText.instead`` says which corrections make words read as wanted. All must be of one transcript
    of the recording. One that would cut another in two is NotFound: it was made from words that have
    changed since.
    """
    if not corrections:
        return None
    keys = {each.segment_id for each in corrections}
    opened = open_transcript(db, by, Deed.CORRECT_WORDS, recording_id, transcript_of(db, keys))
    turns = turns_by_segment(db, opened, keys)
    rows = [_row(each, turns[each.segment_id][0].segment) for each in corrections]
    return keep_step(db, queue, by=by, opened=opened, kind=kind, rows=rows, what=what)


def correct_turn(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    recording_id: UUID,
    segment_id: UUID,
    words: tuple[int, int],
    was: str,
    text: str,
) -> TranscriptChange | None:
    """Make a turn read ``text``, changing as little as will do.

    ``words``: the first and last of the segment's words that the turn has. ``was``: how it read when the
    person began. If it reads otherwise now, Clash carries that, and nothing is changed. Saving a suspect
    turn says that the person has listened to it.
    """
    opened, segment = _open(db, by, recording_id, segment_id)
    shown = _shown(segment, words)
    is_there_already = _plain(text) == _plain(shown.text)
    if _plain(was) != _plain(shown.text) and not is_there_already:
        db.rollback()
        raise Clash(shown.text)
    if len(text) > LONGEST_TURN:
        raise InvalidInput({"text": f"Shorten the words to {LONGEST_TURN:,} characters or fewer"})
    rows = [
        WordCorrection(segment_id=segment.id, first_word=i.first_word, last_word=i.last_word, text=i.text)
        for i in shown.instead(text)
    ]
    if segment.suspect_because is not None:
        rows += _heard(segment, words, rows)
    if not rows:
        db.rollback()
        return None
    kind = ChangeKind.CORRECTED_WORDS
    return keep_step(db, queue, by=by, opened=opened, kind=kind, rows=rows, what="corrected words")


def hear_words(
    db: Session, queue: JobQueue, *, by: Person, recording_id: UUID, segment_id: UUID, words: tuple[int, int]
) -> TranscriptChange | None:
    """Say that these words were said: they are not suspect any more. Corrected ones stay as they are."""
    opened, segment = _open(db, by, recording_id, segment_id)
    _shown(segment, words)
    rows = _heard(segment, words, [])
    if not rows:
        db.rollback()
        return None
    kind = ChangeKind.CORRECTED_WORDS
    return keep_step(db, queue, by=by, opened=opened, kind=kind, rows=rows, what="confirmed words")


def _open(db: Session, by: Person, recording_id: UUID, segment_id: UUID) -> tuple[Open, Segment]:
    opened = open_transcript(db, by, Deed.CORRECT_WORDS, recording_id, transcript_of(db, [segment_id]))
    return opened, turns_by_segment(db, opened, [segment_id])[segment_id][0].segment


def corrections_of(segment: Segment) -> list[WordCorrection]:
    """Those that show now."""
    return standing(c for c in segment.corrections if c.change.counts_at(None))


def _shown(segment: Segment, words: tuple[int, int]) -> ShownText:
    """The words as they stand; NotFound if there are none such, or if they are a part of a correction."""
    first, last = words
    if not 0 <= first <= last < len(places_of(segment)):
        raise NotFound
    corrections = corrections_of(segment)
    if any(is_cut(c, first, last) for c in corrections):
        raise NotFound
    return ShownText(segment, corrections, first_word=first, last_word=last)


def _row(each: Corrected, segment: Segment) -> WordCorrection:
    if not 0 <= each.first_word <= each.last_word < len(places_of(segment)):
        raise NotFound
    if any(is_cut(c, each.first_word, each.last_word) for c in corrections_of(segment)):
        raise NotFound
    return WordCorrection(
        segment_id=segment.id,
        first_word=each.first_word,
        last_word=each.last_word,
        text=_plain(each.text),
    )


def is_cut(correction: WordCorrection, first: int, last: int) -> bool:
    """Whether words from ``first`` to ``last`` are a part of a correction, but not all of it."""
    touches = correction.first_word <= last and first <= correction.last_word
    return touches and not (first <= correction.first_word and correction.last_word <= last)


def _heard(segment: Segment, words: tuple[int, int], more: Sequence[WordCorrection]) -> list[WordCorrection]:
    """The machine's own words, for those that nobody has corrected or confirmed."""
    heard = {n for c in [*corrections_of(segment), *more] for n in range(c.first_word, c.last_word + 1)}
    rows: list[WordCorrection] = []
    places = places_of(segment)
    for n in range(words[0], words[1] + 1):
        if n in heard:
            continue
        if rows and rows[-1].last_word == n - 1:
            rows[-1].last_word = n
        else:
            rows.append(WordCorrection(segment_id=segment.id, first_word=n, last_word=n))
    for row in rows:
        row.text = segment.text[places[row.first_word][0] : places[row.last_word][1]]
    return rows


def _plain(text: str) -> str:
    """One space between words, and nothing that no database takes."""
    return " ".join(text.replace("\x00", "").split())
