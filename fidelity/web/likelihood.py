"""Says how sure the machine is in words, so that nobody reads two decimals as a fact."""

from models import Offer, Strength, Suggestion

#: What each of the three means for whoever reads it; which is which is the model's to say.
MEANING = {
    Strength.STRONG: "The machine is surest of the strong ones. They can still be wrong.",
    Strength.USUAL: "Fair ones are right more often than not. Expect some to be wrong.",
    Strength.WEAK: "Weak ones may well be wrong. They are worth a look and no more.",
}


def likelihood(suggestion: Suggestion, offer: Offer) -> Strength:
    """How strong it is said to be.

    What was drawn from what the machine left unmarked looks like the weakest that the team is shown: a
    rater who could tell it apart would judge it otherwise.
    """
    return offer.strengths[-1] if suggestion.chance is not None else suggestion.strength
