"""What feedback is made of: ratings, words, comments, and the thread of replies on each."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from uuid import UUID

from fidelity.anchors import anchor_alone
from fidelity.contests import ContestState
from fidelity.usecases.locate_words import Place
from fidelity.usecases.second_opinion import SecondOpinion
from models import (
    CodebookEntry,
    Comment,
    Consensus,
    Mark,
    Principle,
    Rating,
    Reply,
    Review,
    Stance,
    TakenBack,
)


@dataclass(frozen=True)
class Thread:
    """What was replied to one thing, oldest first."""

    replies: Sequence[Reply]
    #: How far it is, while the therapist contests it.
    contest: ContestState | None = None

    @property
    def is_contested(self) -> bool:
        """Whether the reply that counts, the therapist's last, contests it."""
        return self.stance is Stance.CONTEST

    @property
    def stance(self) -> Stance | None:
        """Where the therapist stands; nothing while they have not said. Answers leave it as it is."""
        return self.standing.stance if self.standing else None

    @property
    def standing(self) -> Reply | None:
        """The therapist's reply that counts."""
        said = (reply for reply in reversed(self.replies) if reply.stance is not Stance.ANSWER)
        return next(said, None)

    @property
    def is_open(self) -> bool:
        """Whether it is contested and not settled yet."""
        return self.contest not in {None, ContestState.SETTLED}


@dataclass(frozen=True)
class Quote:
    """Marked words, where they stand, and what was replied."""

    mark: Mark
    place: Place
    thread: Thread


@dataclass(frozen=True)
class Remark:
    """A comment at its place, and what was replied."""

    comment: Comment
    place: Place
    thread: Thread


@dataclass(frozen=True)
class OnPrinciple:
    """One principle: what it means, its rating (nothing: not rated), the words behind it."""

    entry: CodebookEntry
    rating: Rating | None
    thread: Thread
    quotes: Sequence[Quote]
    #: What two raters agreed on; it counts instead of the rating.
    consensus: Consensus | None = None
    #: A second rater gave the same; only said once both are done.
    is_same: bool = False
    #: That rater knew the first rating beforehand.
    is_knowing: bool = False

    @property
    def is_contested(self) -> bool:
        """Whether the therapist contests the rating or words behind it."""
        return bool(self.contests)

    @property
    def contests(self) -> list[Reply]:
        """What the therapist says against the rating or the words behind it, as it stands now."""
        return [thread.standing for thread in self.threads if thread.is_contested and thread.standing]

    @property
    def is_open(self) -> bool:
        """Whether a contest of the rating or of words behind it is not settled yet."""
        return any(thread.is_open for thread in self.threads)

    @property
    def threads(self) -> list[Thread]:
        """Of the rating, and of the words behind it."""
        return [self.thread, *(quote.thread for quote in self.quotes)]

    @property
    def anchor(self) -> str | None:
        """What the codebook says such a rating looks like."""
        value = self.rating and self.rating.value
        return anchor_alone(self.entry.anchors, value) if value else None


@dataclass(frozen=True)
class Feedback:
    """A review as a page shows it, and everything that hangs on it."""

    review: Review
    principles: Sequence[OnPrinciple]
    remarks: Sequence[Remark]
    thread: Thread
    opinion: SecondOpinion
    #: Whether the person may reply and tick actions.
    may_reply: bool
    #: Whether the person may answer in threads.
    may_answer: bool = False
    #: Whether the person rates for the team: sees who reads and what is to be settled.
    is_rater: bool = False
    #: Replies that the person can still take back.
    fresh: AbstractSet[UUID] = frozenset()
    #: That it had been published before, taken back and changed.
    taken_back: TakenBack | None = None
    #: Replies to marks and comments that are no longer in it, since it was taken back.
    loose: Sequence[Reply] = ()

    @property
    def threads(self) -> list[Thread]:
        """Of everything that can be replied to, as it follows on the page; the whole comes last."""
        return list(self._threads())

    @property
    def is_heard_anew(self) -> bool:
        """Whether a session that it quotes was transcribed again since."""
        return any(place.newer and place.recording_id for place in self._places())

    @property
    def is_written_anew(self) -> bool:
        """Whether the note that it quotes was handed in again since."""
        return any(place.newer and place.section for place in self._places())

    @property
    def replied(self) -> int:
        """To how many things the therapist has replied."""
        return sum(thread.stance is not None for thread in self.threads)

    def _places(self) -> Iterator[Place]:
        for on in self.principles:
            yield from (quote.place for quote in on.quotes)
        yield from (remark.place for remark in self.remarks)

    @property
    def unsettled(self) -> set[Principle]:
        """Where a contest of the rating, of words behind it, or of the whole is open: as adherence counts."""
        found = {on.entry.principle for on in self.principles if on.is_open}
        if self.thread.is_open and self.thread.standing:
            found |= self.opinion.left_of_whole(self.review, self.thread.standing.created_at)
        return found

    def _threads(self) -> Iterator[Thread]:
        for on in self.principles:
            if on.rating:
                yield on.thread
            yield from (quote.thread for quote in on.quotes)
        yield from (remark.thread for remark in self.remarks)
        yield self.thread
