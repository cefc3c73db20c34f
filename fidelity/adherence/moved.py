"""How far looking at the machine's suggestions moves people's ratings. Pure: docs/adr/0024."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from statistics import fmean

from fidelity.adherence.interval import Interval, share_interval

#: Reviews that it takes before a share is given: nine ratings of one rater on one day are far from nine
#: independent ones.
FLOOR_REVIEWS = 5
#: All nine are rated, or not assessable, before the suggestions can be seen.
RATINGS_A_REVIEW = 9


class Pull(Enum):
    """Which way the suggestions for a principle point: see ``pull_of``."""

    UP = 1
    DOWN = -1
    NEITHER = 0


def pull_of(adherent: int, counter: int) -> Pull:
    """More suggestions that show a principle than go against it pull a rating up, fewer pull it down.

    As many of the one as of the other, or none at all, pull nowhere: the machine gives no number.
    """
    return Pull((adherent > counter) - (adherent < counter))


@dataclass(frozen=True, slots=True)
class Change:
    """A rating that is not what it was before its rater looked. Nothing: not assessable."""

    before: int | None
    since: int | None
    pull: Pull

    @property
    def size(self) -> int | None:
        """Steps on the scale, up or down; nothing where one of the two is no number."""
        return None if self.before is None or self.since is None else self.since - self.before

    @property
    def is_towards(self) -> bool | None:
        """Whether it went where the suggestions point; nothing where either points nowhere."""
        if not self.size or self.pull is Pull.NEITHER:
            return None
        return (self.size > 0) == (self.pull is Pull.UP)


@dataclass(frozen=True, slots=True)
class Moved:
    """What became of ``n`` ratings that were given before looking, in so many reviews by so many people."""

    reviews: int
    raters: int
    n: int
    changed: int
    #: The mean of the steps, up or down, of those that changed from a number to a number.
    mean_size: float | None
    #: From a number to a number: the way the suggestions point, the other way, or they point nowhere.
    towards: int
    away: int
    unpointed: int
    #: From or to not assessable.
    without_size: int

    @property
    def is_enough(self) -> bool:
        """Whether a share can be given."""
        return self.reviews >= FLOOR_REVIEWS

    @property
    def share(self) -> float | None:
        """Changed ÷ all, 0 to 1; nothing below the floor."""
        return self.changed / self.n if self.is_enough else None

    @property
    def interval(self) -> Interval | None:
        """Wilson's 95% interval of the share. It takes ratings as independent; they are so only roughly."""
        return share_interval(self.changed, self.n) if self.is_enough else None


def moved(reviews: int, raters: int, changes: Iterable[Change]) -> Moved:
    """``changes``: those ratings of the reviews that are not what they were."""
    found = list(changes)
    sizes = [abs(size) for each in found if (size := each.size) is not None]
    ways = [each.is_towards for each in found if each.size is not None]
    return Moved(
        reviews=reviews,
        raters=raters,
        n=reviews * RATINGS_A_REVIEW,
        changed=len(found),
        mean_size=fmean(sizes) if sizes else None,
        towards=ways.count(True),
        away=ways.count(False),
        unpointed=ways.count(None),
        without_size=len(found) - len(sizes),
    )
