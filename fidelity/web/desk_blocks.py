"""Arranges a desk for its page: turns and note sections with what hangs on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from markupsafe import Markup

from fidelity.transcripts.quoted import quote_of
from fidelity.transcripts.shown import ShownText
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases.read_desk import Desk
from fidelity.usecases.read_week_words import Visit
from fidelity.web.highlights import Piece, Span, cut
from fidelity.web.likelihood import likelihood
from fidelity.web.why import Why, why
from models import Comment, Mark, NoteSection, Strength, Suggestion

FindingKind = Literal["suggestion", "rejected", "mark", "comment"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that hangs on words, as it is listed under them."""

    kind: FindingKind
    row: Suggestion | Mark | Comment
    #: The suggestion that it is, or that was accepted; nothing for what a person found, or if that is gone.
    suggestion: Suggestion | None = None
    strength: Strength | None = None

    @property
    def order(self) -> tuple[int, int, str]:
        """By its words; a suggestion keeps its place when it is accepted."""
        key = self.row.suggestion_id if isinstance(self.row, Mark) else None
        return self.row.starts, self.row.ends, str(key or self.row.id)

    @property
    def html_id(self) -> str:
        """Where the words' link leads."""
        return f"{'suggestion' if self.kind == 'rejected' else self.kind}-{self.row.id}"

    def span(self, shown: ShownText | None) -> Span | None:
        """How it is drawn in the words; a rejected suggestion is not. ``shown``: the words of a turn."""
        if self.kind == "rejected":
            return None
        row = self.row
        starts, ends = shown.to_shown(row.starts, row.ends) if shown else (row.starts, row.ends)
        principle, polarity = getattr(row, "principle", None), getattr(row, "polarity", None)
        strength = self.strength if self.kind == "suggestion" else None
        return Span(self.kind, row.id, starts, ends, principle, polarity, strength)


@dataclass(frozen=True, slots=True)
class Block:
    """One turn, or one section of the note, with everything that hangs on it in the order of its words."""

    text: str
    #: What begins here and is listed here.
    findings: Sequence[Finding]
    #: What has some of its words here: where a turn was split, it may have begun before.
    touching: Sequence[Finding]
    turn: EffectiveTurn | None = None
    visit: Visit | None = None
    section: NoteSection | None = None

    @property
    def html_id(self) -> str:
        """Where it stands on the page."""
        return f"turn-{self.turn.key}" if self.turn else f"note-{self.section.value if self.section else ''}"

    @property
    def attributes(self) -> Markup:
        """Of a turn, for scripts and styles: keys, numbers and fixed words, so that nothing needs quoting."""
        turn = self.turn
        assert turn is not None  # noqa: S101  # of a section nobody asks
        key, segment = turn.key, turn.segment.id
        return Markup(  # noqa: S704  # as above
            f'id="turn-{key}" data-turn="{key}" data-turn-place="{segment}"'
            f' data-word-place="{turn.first_word}" data-start="{turn.start}" data-end="{turn.end}"'
            f' data-role="{turn.role.value}" data-by="{turn.known_by.value}"'
        )

    @property
    def pieces(self) -> list[Piece]:
        """The words, cut where something begins or ends."""
        shown = self.turn.shown if self.turn else None
        return cut(self.text, [span for finding in self.touching if (span := finding.span(shown))])

    def why(self, finding: Finding) -> Why | None:
        """What moved the machine; nothing for what a person found."""
        shown = self.turn.shown if self.turn else None
        return why(finding.suggestion, self.text, shown) if finding.suggestion else None

    @property
    def place(self) -> dict[str, str]:
        """How a form names it."""
        if self.turn:
            return {"turn": str(self.turn.segment.id), "word": str(self.turn.first_word)}
        return {"section": self.section.value if self.section else ""}


class Arrangement:
    """A desk cut into blocks. Makes nothing up and leaves nothing out."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._hanging = _by_place(desk)
        self._turns: dict[UUID, list[tuple[Visit, EffectiveTurn]]] = {}
        for visit in desk.visits:
            for turn in visit.turns:
                self._turns.setdefault(turn.segment.id, []).append((visit, turn))
        self.sections = [
            NoteSection(name)
            for name in (section.value for section in NoteSection)
            if desk.revision is not None and str(desk.revision.texts.get(name) or "").strip()
        ]

    def turn(self, visit: Visit, turn: EffectiveTurn) -> Block:
        """The block of a turn of this week."""
        touching = [
            finding
            for finding in self._hanging.get(turn.segment.id, ())
            if turn.covers(finding.row.starts, finding.row.ends)
        ]
        # Of a turn that was split, what began in an earlier part is listed there.
        listed = [each for each in touching if each.row.starts >= turn.starts or turn.first_word == 0]
        return Block(turn.text, listed, touching, turn=turn, visit=visit)

    def section(self, section: NoteSection) -> Block:
        """The block of a section of the note that is reviewed."""
        assert self.desk.revision is not None  # noqa: S101  # sections are empty without a note
        text = str(self.desk.revision.texts[section.value])
        findings = self._hanging.get((self.desk.revision.id, section), ())
        return Block(text, findings, findings, section=section)

    def blocks_of(self, row: Suggestion | Mark | Comment) -> list[Block]:
        """The blocks that its words stand in, that where it is listed first; none for an older version."""
        if row.segment_id is not None:
            of_segment = self._turns.get(row.segment_id, ())
            return [self.turn(*each) for each in of_segment if each[1].covers(row.starts, row.ends)]
        if self.desk.revision is None or row.revision_id != self.desk.revision.id or row.section is None:
            return []
        return [self.section(row.section)]

    def quote_of(self, row: Suggestion | Mark | Comment) -> str:
        """The words that it hangs on, as they read now, or when the review was published."""
        of_segment = self._turns.get(row.segment_id) if row.segment_id else None
        if not of_segment:
            return row.quote
        moment = self.desk.review.published_at if self.desk.review else None
        return quote_of(of_segment[0][1].segment, row.starts, row.ends, row.quote, at=moment)

    def turns_of(self, row: Suggestion | Mark | Comment) -> list[EffectiveTurn]:
        """The turns that its words stand in; none for a note, or for an older version."""
        of_segment = self._turns.get(row.segment_id, ()) if row.segment_id else ()
        return [turn for _, turn in of_segment if turn.covers(row.starts, row.ends)]

    def second_of(self, row: Suggestion | Mark | Comment) -> float | None:
        """Where in its recording it stands; nothing for a note or an older transcript."""
        turns = self.turns_of(row)
        return turns[0].start if turns else None

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
    suggestions = {row.id: (row, likelihood(row)) for row in desk.suggestions}
    findings = [
        Finding("mark", mark, *suggestions.get(mark.suggestion_id or mark.id, ())) for mark in desk.marks
    ]
    findings += [Finding("comment", comment) for comment in desk.comments]
    findings += [
        Finding("rejected" if verdict_in(desk, row) else "suggestion", row, row, strength)
        for row, strength in suggestions.values()
        if row.id not in accepted
    ]
    hanging: dict[_PlaceKey, list[Finding]] = {}
    for finding in sorted(findings, key=lambda finding: finding.order):
        row = finding.row
        hanging.setdefault(row.segment_id or (row.revision_id, row.section), []).append(finding)
    return hanging
