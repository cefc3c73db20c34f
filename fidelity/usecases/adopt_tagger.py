"""Somebody puts a learned tagger to use, or goes back to an earlier one."""

from typing import Any
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.permissions import Deed
from fidelity.queue import JobQueue
from fidelity.usecases import audit, guard, jobs
from fidelity.usecases.errors import Clash, InvalidInput, NotFound
from fidelity.usecases.may_still_teach import recordings_of, taken_back
from fidelity.usecases.switch_learning import is_learning_on
from fidelity.usecases.tag_again import ask_again_for_open_weeks
from fidelity.usecases.tagger_in_use import latest_adoption, version_in_use
from fidelity.usecases.training_results import benchmark, has_fallen, held_out
from models import LearnedTagger, Person, TaggerAdoption

NOTHING_LEARNED = "Nothing came of this training, so there is nothing to use."
OTHER_PRODUCT = "It was trained on top of a tagger that an update of Fidelity has replaced. Train once more."
FELL_ON_WEEKS = "It does worse on the newest weeks, so it cannot be used."
FELL_ON_BENCHMARK = "It does worse on the fixed benchmark, so it cannot be used."
UNREADABLE = "What it learned cannot be read any more. Train once more."
OFF = "Learning is switched off. Switch it on to use what was learned."
TAKEN_BACK = "Recordings that it learned from have been taken back. Train once more, without them."
OTHER_BESIDE = "It was measured beside a tagger that is not in use any more. Train once more."


def adopt_tagger(
    db: Session,
    queue: JobQueue,
    *,
    by: Person,
    learned_id: UUID | None,
    seen: UUID | None,
    shipped_version: str,
) -> TaggerAdoption | None:
    """Use what was learned, or (nothing) the tagger that came along; open weeks are tagged again.

    ``seen``: what had been put to use last when the person looked. Raises Clash if that is no longer so,
    InvalidInput with the reason where it may not be used. What is in use already is left as it is.
    """
    guard.require(by, Deed.MANAGE_LEARNING)
    # Whoever else adopts in this moment waits, and then sees this.
    db.scalars(select(LearnedTagger.id).order_by(LearnedTagger.id).with_for_update()).all()
    learned = db.get(LearnedTagger, learned_id) if learned_id else None
    if learned_id and learned is None:
        raise NotFound
    standing = latest_adoption(db)
    if (standing.learned_id if standing else None) == learned_id:
        db.rollback()
        return standing
    if (standing.id if standing else None) != seen:
        raise Clash(standing)
    if learned and (reason := why_not(db, learned, shipped_version=shipped_version)):
        raise InvalidInput({"adopt": reason})

    before = version_in_use(db, shipped_version=shipped_version)
    adoption = TaggerAdoption(learned_id=learned_id, by_id=by.id)
    db.add(adoption)
    db.flush()
    is_other = version_in_use(db, shipped_version=shipped_version) != before
    again = ask_again_for_open_weeks(db) if is_other else []
    what = "adopted tagger" if learned else "went back to the first tagger"
    audit.note(db, by, what, subject_id=adoption.id)
    db.commit()
    for job in again:
        jobs.send(db, queue, job)
    return adoption


def why_not(db: Session, learned: LearnedTagger, *, shipped_version: str) -> str | None:
    """Why it may not be put to use, as a sentence; nothing where it may.

    One that was in use before may be used again: it was better than what stood beside it then. But not once a
    recording that it learned from was taken back: to put that to use anew nobody agreed.
    """
    if learned.head is None:
        return NOTHING_LEARNED
    if learned.base_version != shipped_version:
        return OTHER_PRODUCT
    if learned.failure:
        return UNREADABLE
    if taken_back(db, recordings_of(learned)):
        return TAKEN_BACK
    if was_adopted(db, learned.id):
        return None
    return next((sentence for is_so, sentence in _reasons(db, learned, shipped_version) if is_so), None)


def was_adopted(db: Session, learned_id: UUID) -> bool:
    """Whether it is or was in use."""
    return bool(db.scalar(select(exists().where(TaggerAdoption.learned_id == learned_id))))


def _reasons(db: Session, learned: LearnedTagger, shipped_version: str) -> list[tuple[bool, str]]:
    results: dict[str, Any] = learned.results
    return [
        (has_fallen(held_out(results)), FELL_ON_WEEKS),
        (has_fallen(benchmark(results)), FELL_ON_BENCHMARK),
        (not is_learning_on(db), OFF),
        (results["beside"] != version_in_use(db, shipped_version=shipped_version), OTHER_BESIDE),
    ]
