"""Says how sure the machine is in words, so that nobody reads two decimals as a fact."""

from models import Strength, Suggestion

#: What each of the three means for whoever reads it; which is which is the model's to say. Measured on the
#: rated documents and on the fixed benchmark, each strength alone (docs/measurements/tagging.md).
MEANING = {
    Strength.STRONG: "When it was tested, more than eight in ten of the strong ones were right.",
    Strength.USUAL: "When it was tested, about half of the fair ones were right. Read the words first.",
    Strength.WEAK: "When it was tested, fewer than half of the weak ones were right. Worth a look, no more.",
}


def likelihood(suggestion: Suggestion) -> Strength:
    """How strong it is said to be.

    What was drawn from what the machine left unmarked is said to be fair, whatever the team is shown: a
    rater who could tell it apart, by a word that changes with the team's choice, would judge it otherwise.
    """
    return Strength.USUAL if suggestion.chance is not None else suggestion.strength
