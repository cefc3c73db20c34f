"""Trains the tagger's light part on what people decided, and measures it; nobody has adopted it yet."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from fidelity.nlp.lessons import Learned, LearningTagger
from fidelity.usecases.gather_lessons import Gathered, count_pairs, gather_lessons
from fidelity.usecases.may_still_teach import taken_back
from fidelity.usecases.switch_learning import is_learning_on
from fidelity.usecases.tagger_in_use import tagger_in_use
from fidelity.usecases.training_results import as_numbers
from fidelity.usecases.work_on_job import finish, still_ours
from models import Attempt, LearnedTagger, now

#: How much of the work is done when training begins.
_GATHERED = 0.2
SWITCHED_OFF = "Nothing was learned: learning had been switched off."
TAKEN_BACK = (
    "Nothing was kept: a recording that it had learned from was taken back meanwhile. Ask for it once more."
)


def learn(
    db: Session, shipped: LearningTagger, *, attempt: Attempt, progress: Callable[[float], None]
) -> None:
    """Gather, train, measure, write down numbers; or one sentence why there is nothing to adopt.

    Safe to run twice. ``shipped``: the tagger that came along; what is trained stands beside the one in use.
    """
    learned = db.get_one(LearnedTagger, attempt.job.subject_id)
    if not is_learning_on(db):
        _end(db, attempt, learned, failure=SWITCHED_OFF)
        return
    in_use = tagger_in_use(db, shipped)
    db.commit()  # nothing is open while the model works

    gathered = gather_lessons(db, in_use.sentences)
    if missing := gathered.not_enough:
        _end(db, attempt, learned, gathered, failure=missing)
        return
    progress(_GATHERED)
    found = in_use.learn(
        [each.lesson for each in gathered.learned], [each.lesson for each in gathered.held_out]
    )
    # Under this name it will work; and what could not be read again would be no use to anybody.
    version = shipped.with_head(found.head).version
    _end(
        db, attempt, learned, gathered,
        found=replace(found, version=version), base=shipped.version, beside=in_use.version,
    )  # fmt: skip


def _end(
    db: Session,
    attempt: Attempt,
    learned: LearnedTagger,
    gathered: Gathered | None = None,
    *,
    found: Learned | None = None,
    base: str | None = None,
    beside: str = "",
    failure: str | None = None,
) -> None:
    if not still_ours(db, attempt):
        db.rollback()
        return
    db.refresh(learned, with_for_update={"of": LearnedTagger})
    if found and not is_learning_on(db):
        found, failure = None, SWITCHED_OFF
    elif found and gathered and taken_back(db, gathered.recordings):
        found, failure = None, TAKEN_BACK
    learned.failure = failure
    learned.lessons = _numbers(gathered) if gathered else {}
    if found:
        learned.head, learned.version, learned.base_version = found.head, found.version, base
        learned.results, learned.trained_at = as_numbers(found, beside=beside), now()
    finish(attempt)
    db.commit()


def _numbers(gathered: Gathered) -> dict[str, Any]:
    """For ``LearnedTagger.lessons``: how many judged pairs, by principle, and of which recordings."""
    by_principle: dict[str, list[int]] = {}
    for each in gathered.everything:
        for (principle, _), is_so in each.lesson.judged.items():
            by_principle.setdefault(principle.value, [0, 0])[0 if is_so else 1] += 1
    return {
        "learned": count_pairs(gathered.learned),
        "held_out": count_pairs(gathered.held_out),
        "weeks": len({each.week for each in gathered.learned}),
        "held_out_weeks": len({each.week for each in gathered.held_out}),
        "by_principle": by_principle,
        "recordings": [str(key) for key in gathered.recordings],
    }
