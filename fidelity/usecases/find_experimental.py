"""For which principles the tagger that is in use is experimental. Open to whoever is signed in."""

from sqlalchemy.orm import Session

from fidelity.nlp import experimental
from fidelity.nlp.experimental import Measured
from fidelity.nlp.types import Principle as NlpPrinciple
from fidelity.usecases.tagger_in_use import latest_adoption
from models import LearnedTagger, Principle


def find_experimental(db: Session) -> frozenset[Principle]:
    """By what was measured on documents that it had not seen: for an adopted one, of itself."""
    in_use = latest_adoption(db)
    measured = experimental.measured()
    if in_use and in_use.learned:
        measured = _own(measured, in_use.learned)
    return frozenset(Principle(each.value) for each in measured.experimental)


def _own(measured: Measured, learned: LearnedTagger) -> Measured:
    """On the fixed benchmark; of a principle for which it suggested nothing there, nothing was measured."""
    by_principle = learned.results.get("benchmark", {}).get("by_principle", {})
    found = {
        NlpPrinciple(name): (after["right"], after["right"] + after["wrong"])
        for name, (_, after) in by_principle.items()
    }
    precision = {name: right / suggested for name, (right, suggested) in found.items() if suggested}
    return measured.with_own(learned.version or measured.version, precision)
