"""Arranges a desk for its page: turns and note sections with what hangs on them, evidence by principle."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from fidelity.usecases.read_desk import Desk
from fidelity.usecases.read_week_words import Visit
from fidelity.web.highlights import Piece, Span, cut
from models import Comment, Mark, NoteSection, Principle, Segment, Suggestion

FindingKind = Literal["suggestion", "rejected", "mark", "comment"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that hangs on words, as it is listed under them."""

    kind: FindingKind
    row: Suggestion | Mark | Comment

    @property
    def html_id(self) -> str:
        """Where the words' link leads."""
        return f"{'suggestion' if self.kind == 'rejected' else self.kind}-{self.row.id}"

    @property
    def span(self) -> Span | None:
        """How it is drawn in the words; a rejected suggestion is not."""
        if self.kind == "rejected":
            return None
        return Span(
            self.kind,
            self.row.id,
            self.row.starts,
            self.row.ends,
            getattr(self.row, "principle", None),
            getattr(self.row, "polarity", None),
        )


@dataclass(frozen=True, slots=True)
class Block:
    """One turn, or one section of the note, with everything that hangs on it in the order of its words."""

    text: str
    findings: Sequence[Finding]
    turn: Segment | None = None
    visit: Visit | None = None
    section: NoteSection | None = None

    @property
    def html_id(self) -> str:
        """Where it stands on the page."""
        return f"turn-{self.turn.id}" if self.turn else f"note-{self.section.value if self.section else ''}"

    @property
    def pieces(self) -> list[Piece]:
        """The words, cut where something begins or ends."""
        return cut(self.text, [span for finding in self.findings if (span := finding.span)])

    @property
    def place(self) -> dict[str, str]:
        """How a form names it."""
        if self.turn:
            return {"turn": str(self.turn.id)}
        return {"section": self.section.value if self.section else ""}


@dataclass(slots=True)
class Evidence:
    """What stands for and against one principle this week: the note and the recordings side by side."""

    principle: Principle
    in_note: list[Mark] = field(default_factory=list)
    in_recordings: list[Mark] = field(default_factory=list)
    #: Suggestions that nobody has decided on.
    waiting: list[Suggestion] = field(default_factory=list)


class Arrangement:
    """A desk cut into blocks and evidence. Makes nothing up and leaves nothing out."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._hanging = _by_place(desk)
        self.turns = {turn.id: (visit, turn) for visit in desk.visits for turn in visit.turns}
        self.sections = [
            NoteSection(name)
            for name in (section.value for section in NoteSection)
            if desk.revision is not None and str(desk.revision.texts.get(name) or "").strip()
        ]

    def turn(self, turn_id: UUID) -> Block:
        """The block of a turn; KeyError if it is not of this week."""
        visit, turn = self.turns[turn_id]
        return Block(turn.text, self._hanging.get(turn_id, ()), turn=turn, visit=visit)

    def section(self, section: NoteSection) -> Block:
        """The block of a section of the note that is reviewed."""
        assert self.desk.revision is not None  # noqa: S101  # sections are empty without a note
        text = str(self.desk.revision.texts[section.value])
        return Block(text, self._hanging.get((self.desk.revision.id, section), ()), section=section)

    def block_of(self, row: Suggestion | Mark | Comment) -> Block | None:
        """The block that words stand in; nothing if they are words of an older version."""
        if row.segment_id is not None:
            return self.turn(row.segment_id) if row.segment_id in self.turns else None
        if self.desk.revision is None or row.revision_id != self.desk.revision.id or row.section is None:
            return None
        return self.section(row.section)

    def evidence(self, principle: Principle) -> Evidence:
        """Everything on one principle."""
        found = Evidence(principle)
        for mark in self.desk.marks:
            if mark.principle is principle:
                (found.in_recordings if mark.segment_id else found.in_note).append(mark)
        found.waiting = [
            row for row in self.desk.suggestions if row.principle is principle and self._verdict(row) is None
        ]
        return found

    def second_of(self, mark: Mark) -> float | None:
        """Where in its recording a mark stands; nothing for a note or an older transcript."""
        if mark.segment_id is None or mark.segment_id not in self.turns:
            return None
        return self.turns[mark.segment_id][1].starts_seconds

    @property
    def waiting(self) -> list[Suggestion]:
        """Every suggestion that nobody has decided on."""
        return [row for row in self.desk.suggestions if self._verdict(row) is None]

    def _verdict(self, row: Suggestion) -> object:
        return verdict_in(self.desk, row)


def verdict_in(desk: Desk, row: Suggestion) -> object:
    """The verdict that counts in this review; nothing while nobody has decided."""
    decision = row.decision_in(desk.review.id) if desk.review else None
    return decision.verdict if decision else None


_PlaceKey = UUID | tuple[UUID | None, NoteSection | None]


def _by_place(desk: Desk) -> dict[_PlaceKey, list[Finding]]:
    """Findings by turn, or by revision and section, in the order of the words."""
    accepted = {mark.suggestion_id for mark in desk.marks}
    findings = [Finding("mark", mark) for mark in desk.marks]
    findings += [Finding("comment", comment) for comment in desk.comments]
    findings += [
        Finding("rejected" if verdict_in(desk, row) else "suggestion", row)
        for row in desk.suggestions
        if row.id not in accepted
    ]
    hanging: dict[_PlaceKey, list[Finding]] = {}
    for finding in sorted(findings, key=lambda f: (f.row.starts, f.row.ends, f.html_id)):
        row = finding.row
        hanging.setdefault(row.segment_id or (row.revision_id, row.section), []).append(finding)
    return hanging
