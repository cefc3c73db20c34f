"""What an administrator finds about learning: the switch, what there is to learn from, what is in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.nlp.lessons import Comparison
from fidelity.permissions import Deed
from fidelity.queue import JobKind
from fidelity.usecases import guard, jobs
from fidelity.usecases.adopt_tagger import was_adopted, why_not
from fidelity.usecases.ask_to_learn import training_under_way
from fidelity.usecases.errors import NotFound
from fidelity.usecases.find_judgements import count_judgements, find_weeks
from fidelity.usecases.gather_lessons import FEWEST_LESSONS, FEWEST_WEEKS
from fidelity.usecases.may_still_teach import recordings_of, taken_back
from fidelity.usecases.switch_learning import is_learning_on, latest_switch
from fidelity.usecases.tag_again import count_behind
from fidelity.usecases.tagger_in_use import latest_adoption, learned_in_use
from fidelity.usecases.training_results import benchmark, held_out
from models import Job, LearnedTagger, LearningSwitch, Person, Polarity, Principle, TaggerAdoption

_TRAININGS = 20
_ADOPTIONS = 50


@dataclass(frozen=True)
class InUse:
    """What somebody put to use last; nothing while nobody ever did: the tagger that came along."""

    adoption: TaggerAdoption | None
    #: What was learned and is in use.
    learned: LearnedTagger | None
    #: What was in use before and may be used again: to go back to in one step.
    before: LearnedTagger | None
    #: Recordings that it learned from and that may teach no longer.
    taken_back: int

    @property
    def is_replaced(self) -> bool:
        """Whether what was adopted is out of use: by an update of the product, or as it cannot be read."""
        return self.learned is None and self.adoption is not None and self.adoption.learned is not None


@dataclass(frozen=True)
class Training:
    """One training; ``job`` says how far it is. ``why_not``: why it may not be put to use."""

    learned: LearnedTagger
    job: Job | None
    is_in_use: bool
    was_in_use: bool
    why_not: str | None
    taken_back: int

    @property
    def held_out(self) -> Comparison | None:
        """On the newest weeks; nothing where nothing was trained."""
        return held_out(self.learned.results) if self.learned.results else None

    @property
    def benchmark(self) -> Comparison | None:
        """On the units that come with the product."""
        return benchmark(self.learned.results) if self.learned.results else None


@dataclass(frozen=True)
class Learning:
    """All of the page. ``counts``: of each principle how many say that it is so, and that it is not."""

    is_on: bool
    switch: LearningSwitch | None
    counts: dict[tuple[Principle, Polarity], tuple[int, int]]
    weeks: int
    in_use: InUse
    under_way: Training | None
    trainings: Sequence[Training]
    adoptions: Sequence[TaggerAdoption]
    #: Weeks to be reviewed that the tagger in use has not looked at.
    behind: int

    @property
    def decisions(self) -> int:
        """How many there are in all."""
        return sum(yes + no for yes, no in self.counts.values())

    @property
    def is_enough(self) -> bool:
        """Whether a training is likely to come to something."""
        return self.weeks >= FEWEST_WEEKS and self.decisions >= FEWEST_LESSONS


def read_learning(db: Session, *, by: Person, shipped_version: str) -> Learning:
    """Nothing here is content."""
    guard.require(by, Deed.MANAGE_LEARNING)
    newest = select(LearnedTagger).order_by(LearnedTagger.created_at.desc()).limit(_TRAININGS)
    adoptions = select(TaggerAdoption).order_by(TaggerAdoption.created_at.desc()).limit(_ADOPTIONS)
    under_way = training_under_way(db)
    return Learning(
        is_on=is_learning_on(db),
        switch=latest_switch(db),
        counts={(row.principle, row.polarity): (row.yes, row.no) for row in db.execute(count_judgements(db))},
        weeks=len(find_weeks(db)),
        in_use=in_use(db, shipped_version),
        under_way=_training(db, under_way, shipped_version) if under_way else None,
        trainings=[
            _training(db, row, shipped_version)
            for row in db.scalars(newest)
            if under_way is None or row.id != under_way.id
        ],
        adoptions=db.scalars(adoptions).all(),
        behind=count_behind(db),
    )


def read_under_way(db: Session, *, by: Person, shipped_version: str) -> Training | None:
    """How far the training is that waits or is worked on, for a page that looks again."""
    guard.require(by, Deed.MANAGE_LEARNING)
    under_way = training_under_way(db)
    return _training(db, under_way, shipped_version) if under_way else None


def read_training(db: Session, *, by: Person, learned_id: UUID, shipped_version: str) -> Training:
    """One of them."""
    guard.require(by, Deed.MANAGE_LEARNING)
    learned = db.get(LearnedTagger, learned_id)
    if learned is None:
        raise NotFound
    return _training(db, learned, shipped_version)


def in_use(db: Session, shipped_version: str) -> InUse:
    """What suggestions are made with today, and what they were made with before."""
    learned = learned_in_use(db, shipped_version=shipped_version)
    return InUse(
        adoption=latest_adoption(db),
        learned=learned,
        before=_before(db, learned, shipped_version),
        taken_back=taken_back(db, recordings_of(learned)) if learned else 0,
    )


def _before(db: Session, learned: LearnedTagger | None, shipped_version: str) -> LearnedTagger | None:
    """What was learned, in use last before this one, and could be used today."""
    adoptions = select(TaggerAdoption).where(TaggerAdoption.learned_id.is_not(None))
    for adoption in db.scalars(adoptions.order_by(TaggerAdoption.created_at.desc()).limit(_ADOPTIONS)):
        earlier = adoption.learned
        is_other = earlier is not None and (learned is None or earlier.id != learned.id)
        if earlier and is_other and why_not(db, earlier, shipped_version=shipped_version) is None:
            return earlier
    return None


def _training(db: Session, learned: LearnedTagger, shipped_version: str) -> Training:
    standing = learned_in_use(db, shipped_version=shipped_version)
    return Training(
        learned=learned,
        job=jobs.latest(db, JobKind.LEARN, learned.id),
        is_in_use=standing is not None and standing.id == learned.id,
        was_in_use=was_adopted(db, learned.id),
        why_not=why_not(db, learned, shipped_version=shipped_version),
        taken_back=taken_back(db, recordings_of(learned)),
    )
