"""For which principles the tagger that is in use is experimental. Open to whoever is signed in."""

from sqlalchemy.orm import Session

from fidelity.nlp import experimental
from fidelity.nlp.experimental import Measured
from fidelity.usecases.tagger_in_use import learned_in_use
from fidelity.usecases.training_results import benchmark
from models import LearnedTagger, Principle


def find_experimental(db: Session) -> frozenset[Principle]:
    """By what was measured on documents that it had not seen: for an adopted one, of itself."""
    measured = experimental.measured()
    if learned := learned_in_use(db, shipped_version=measured.version):
        measured = _own(measured, learned)
    return frozenset(Principle(each.value) for each in measured.experimental)


def _own(measured: Measured, learned: LearnedTagger) -> Measured:
    """On the fixed benchmark; of a principle for which it suggested nothing there, nothing was measured."""
    precision = {
        principle: after.right / (after.right + after.wrong)
        for principle, (_, after) in benchmark(learned.results).by_principle.items()
        if after.right + after.wrong
    }
    return measured.with_own(learned.version or measured.version, precision)
