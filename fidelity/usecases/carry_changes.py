"""Takes what people have changed of one version to the next: who speaks, and corrected words.

Each step that is in force becomes one step of the new version, by the same person, which can be undone
like any other. Part of the caller's transaction.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.transcripts.carrying import Opposites, Words, put_again
from fidelity.transcripts.placing import Version
from fidelity.usecases.standing_turns import read_segments
from models import (
    CarriedOver,
    ChangeKind,
    SpeakerNaming,
    Transcript,
    TranscriptChange,
    VoiceNaming,
    WordCorrection,
    now,
)

_Row = SpeakerNaming | VoiceNaming | WordCorrection


def carry_changes(db: Session, old: Version, new: Version, older: Transcript, newer: Transcript) -> None:
    """Every step in force of the older version, then what had found no place in it."""
    steps = db.scalars(
        select(TranscriptChange)
        .filter_by(transcript_id=older.id, undone_at=None)
        .order_by(TranscriptChange.created_at, TranscriptChange.id)
    ).all()
    carrying = _Carrying(db, old, new, newer)
    for step in steps:
        carrying.carry(step, _rows_of(db, old, older.id, step))
    carrying.hand_on(older.id)


def carry_step(db: Session, step: TranscriptChange, older: Transcript, newest: Transcript) -> None:
    """One step that was just made on an older version. Part of the caller's transaction."""
    old, new = (Version(read_segments(db, [each.id])) for each in (older, newest))
    _Carrying(db, old, new, newest).carry(step, _rows_of(db, old, older.id, step))
    db.flush()


class _Carrying:
    """One pair of versions, aligned once."""

    def __init__(self, db: Session, old: Version, new: Version, newer: Transcript) -> None:
        self._db, self._old, self._new, self._newer = db, old, new, newer
        self._opposites = Opposites(old, new)
        self._position = {turn.id: n for n, turn in enumerate(old.turns)}
        #: Steps keep their order, which decides where two say different things of the same words.
        self._moment = now()

    def carry(self, step: TranscriptChange, rows: Iterable[_Row]) -> None:
        """Make the step again with what finds its place, and put down what became of each part of it."""
        made: list[_Row] = []
        kept: list[CarriedOver] = []
        for row in rows:
            again, record = self._carried(row)
            made += again
            kept.append(record)
        for record in kept:
            record.transcript_id, record.change_id = self._newer.id, step.id
        self._db.add_all(kept)
        if not made:
            return
        self._moment += timedelta(microseconds=1)
        again_step = TranscriptChange(
            transcript_id=self._newer.id,
            kind=ChangeKind.CARRIED_OVER,
            by_id=step.by_id,
            created_at=self._moment,
        )
        self._db.add(again_step)
        self._db.flush()
        for row in made:
            row.change_id, row.created_at = again_step.id, self._moment
        self._db.add_all(made)

    def hand_on(self, older_id: UUID) -> None:
        """What had found no place before, and waits for a person, waits in the newer version."""
        waiting = select(CarriedOver).filter_by(
            transcript_id=older_id, to_segment_id=None, settled_at=None, mark_id=None, comment_id=None
        )
        for record in self._db.scalars(waiting.order_by(CarriedOver.created_at)).all():
            self._db.add(
                CarriedOver(
                    transcript_id=self._newer.id,
                    change_id=record.change_id,
                    from_segment_id=record.from_segment_id,
                    from_starts=record.from_starts,
                    from_ends=record.from_ends,
                    quote=record.quote,
                )
            )

    def _carried(self, row: _Row) -> tuple[Sequence[_Row], CarriedOver]:
        if isinstance(row, VoiceNaming):
            return self._voice(row)
        turn = self._position[row.segment_id]
        last = self._old.length(turn) - 1 if row.last_word is None else row.last_word
        words = Words(turn, row.first_word or 0, last)
        record = self._record(words)
        made = self._naming(row, words, record)
        return made, record

    def _naming(
        self, row: SpeakerNaming | WordCorrection, words: Words, record: CarriedOver
    ) -> Sequence[_Row]:
        if isinstance(row, WordCorrection):
            return self._correction(row, words, record)
        runs = self._opposites.said_during(words.turn, words.first, words.last)
        if runs:
            record.to_segment_id = self._new.turns[runs[0].turn].id
        return [self._named(row, run) for run in runs]

    def _named(self, row: SpeakerNaming, run: Words) -> SpeakerNaming:
        is_whole = (run.first, run.last) == (0, self._new.length(run.turn) - 1)
        return SpeakerNaming(
            segment_id=self._new.turns[run.turn].id,
            role=row.role,
            first_word=None if is_whole else run.first,
            last_word=None if is_whole else run.last,
        )

    def _correction(self, row: WordCorrection, words: Words, record: CarriedOver) -> Sequence[_Row]:
        put = put_again(self._old, words, row.text, self._new)
        if put is None:
            return ()
        turn = self._new.turns[put.words.turn]
        record.to_segment_id = turn.id
        # A person has heard these words: the machine's doubt about them is settled in this version, too.
        if not put.is_needed and (turn.suspect_because is None or not row.text):
            return ()
        first, last = put.words.first, put.words.last
        return [WordCorrection(segment_id=turn.id, first_word=first, last_word=last, text=row.text)]

    def _voice(self, row: VoiceNaming) -> tuple[Sequence[_Row], CarriedOver]:
        record = CarriedOver(quote="")
        voice = self._opposites.same_voice(row.voice)
        if voice is None:
            return (), record
        record.to_segment_id = next(turn.id for turn in self._new.turns if turn.voice == voice)
        return [VoiceNaming(transcript_id=self._newer.id, voice=voice, role=row.role)], record

    def _record(self, words: Words) -> CarriedOver:
        turn = self._old.turns[words.turn]
        begin = self._old.words[self._old.word(words.turn, words.first)].starts
        end = self._old.words[self._old.word(words.turn, words.last)].ends
        return CarriedOver(
            from_segment_id=turn.id, from_starts=begin, from_ends=end, quote=turn.text[begin:end]
        )


def _rows_of(db: Session, old: Version, transcript_id: UUID, step: TranscriptChange) -> list[_Row]:
    """What a step holds, in the order in which it was said."""
    rows: list[_Row] = [n for turn in old.turns for n in turn.namings if n.change_id == step.id]
    rows += [c for turn in old.turns for c in turn.corrections if c.change_id == step.id]
    voices = select(VoiceNaming).filter_by(transcript_id=transcript_id, change_id=step.id)
    rows += db.scalars(voices).all()
    return sorted(rows, key=lambda row: (row.created_at, str(row.id)))
