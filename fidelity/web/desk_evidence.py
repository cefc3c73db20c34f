"""One principle at the side of the desk: what the sessions, the note and comments say of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from fidelity.desk.witnesses import Mismatch, Side, Unseen, mismatch, principles_of
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases.read_desk import Desk
from fidelity.web.desk_blocks import Arrangement
from models import Comment, Mark, Principle, ReviewStatus, SpeakerRole, Suggestion

#: Why a mark counts for nothing.
_OLDER, _UNKNOWN, _SUSPECT = (
    "words of an earlier version",
    "not known who speaks",
    "probably not what was said",
)
#: So many suggestions of a side are listed; the rest is counted.
MOST_LISTED = 2


@dataclass(frozen=True, slots=True)
class Witness:
    """Words that a person marked, or that are suggested and not decided on."""

    row: Mark | Suggestion
    #: Why they count for nothing; empty where they count.
    but: str = ""

    @property
    def is_suggested(self) -> bool:
        """Whether nobody has decided."""
        return isinstance(self.row, Suggestion)


@dataclass(slots=True)
class Column:
    """The session words, or the note words, of one principle."""

    unseen: Unseen | None
    marked: list[Witness] = field(default_factory=list)
    suggested: list[Witness] = field(default_factory=list)

    @property
    def listed(self) -> list[Witness]:
        """As they stand on the page."""
        return self.marked + self.suggested[:MOST_LISTED]

    @property
    def more(self) -> list[Witness]:
        """Suggestions that are only counted."""
        return self.suggested[MOST_LISTED:]

    @property
    def side(self) -> Side:
        """What it says."""
        counted = [witness for witness in self.marked if not witness.but]
        is_open = bool(self.suggested) or any(witness.but == _OLDER for witness in self.marked)
        return Side(self.unseen, frozenset(witness.row.polarity for witness in counted), is_open)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the three witnesses say of one principle."""

    sessions: Column
    note: Column
    comments: Sequence[Comment]

    @property
    def waiting(self) -> list[Suggestion]:
        """Suggestions that nobody has decided on, those of the note first."""
        both = self.note.suggested + self.sessions.suggested
        return [witness.row for witness in both if isinstance(witness.row, Suggestion)]

    @property
    def mismatch(self) -> Mismatch | None:
        """How note and recordings differ."""
        return mismatch(self.note.side, self.sessions.side)

    @property
    def is_suggested(self) -> bool:
        """Whether nothing but suggestions says so."""
        return self.mismatch in {Mismatch.ONLY_NOTE_SUGGESTED, Mismatch.ONLY_HEARD_SUGGESTED}


def counts(turn: EffectiveTurn) -> bool:
    """Whether its words can be a witness: it is known who speaks, and they were probably said."""
    return turn.role is not SpeakerRole.UNKNOWN and turn.suspect is None


class Witnesses:
    """The evidence of a desk by principle."""

    def __init__(self, desk: Desk, week: Arrangement) -> None:
        self._desk, self._week = desk, week
        is_open = desk.review is None or desk.review.status is ReviewStatus.DRAFT
        self._waiting = week.waiting if is_open else []
        self._belongs = {
            comment.id: principles_of(comment, [*desk.marks, *self._waiting]) for comment in desk.comments
        }

    def of(self, principle: Principle) -> Evidence:
        """Everything on one principle."""
        sessions, note = Column(self._sessions_unseen()), Column(self._note_unseen())
        for mark in self._desk.marks:
            if mark.principle is principle:
                (sessions if mark.segment_id else note).marked.append(Witness(mark, self._but(mark)))
        for row in self._waiting:
            if row.principle is principle:
                (sessions if row.segment_id else note).suggested.append(Witness(row))
        return Evidence(sessions, note, [c for c in self._desk.comments if principle in self._belongs[c.id]])

    def principles_at(self, row: Mark | Suggestion | Comment) -> set[Principle]:
        """The principles whose evidence changes with it."""
        if isinstance(row, Comment):
            return principles_of(row, [*self._desk.marks, *self._waiting])
        return {row.principle}

    @property
    def loose(self) -> list[Comment]:
        """Comments on words that belong to no principle."""
        return [comment for comment in self._desk.comments if not self._belongs[comment.id]]

    def _but(self, mark: Mark) -> str:
        if mark.segment_id is None:
            is_here = self._desk.revision is not None and mark.revision_id == self._desk.revision.id
            return "" if is_here else _OLDER
        turns = self._week.turns_of(mark)
        if not turns:
            return _OLDER
        if all(turn.suspect for turn in turns):
            return _SUSPECT
        return "" if any(counts(turn) for turn in turns) else _UNKNOWN

    def _note_unseen(self) -> Unseen | None:
        return None if self._week.sections else Unseen.NO_NOTE

    def _sessions_unseen(self) -> Unseen | None:
        if not self._desk.visits:
            return Unseen.NO_RECORDING
        turns = [turn for visit in self._desk.visits for turn in visit.turns]
        if not turns:
            return Unseen.NO_WORDS
        return None if any(counts(turn) for turn in turns) else Unseen.NO_SPEAKERS
