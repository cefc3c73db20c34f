"""A made-up service whose recall is known: what a machine found, and what is drawn of the rest."""

from fidelity.adherence.recall import Drawn, Found

#: Unmarked pairs of words and principle for each that is drawn.
PAIRS_A_DRAW = 40
#: How many of what the machine suggests is right; and what it gives to words that it leaves unmarked.
PRECISION, PROBABILITY = 0.75, (0.6, 6.0)
LOWEST = 0.005


def draw(random, *, draws, recall, power=0.5, undecided=0.0):
    """The true recall, and counts as they would be made. Chances rise with the probability's ``power``."""
    pairs = [random.betavariate(*PROBABILITY) for _ in range(PAIRS_A_DRAW * draws)]
    shows = [random.random() < each for each in pairs]
    found = round(recall / (1 - recall) * sum(shows))
    likely = [max(each, LOWEST) ** power for each in pairs]
    scale = draws / sum(likely)
    drawn = [
        (1 / chance, is_so)
        for each, is_so in zip(likely, shows, strict=True)
        if random.random() < (chance := min(1.0, scale * each))
    ]
    decided = [each for each in drawn if random.random() >= undecided]
    weights = [weight for weight, is_so in decided if is_so]
    accepted = sum(random.random() >= undecided for _ in range(found))
    wrong = round(found / PRECISION) - found
    return (
        found / (found + sum(shows)) if found + sum(shows) else None,
        Found(found + wrong, accepted + sum(random.random() >= undecided for _ in range(wrong)), accepted),
        Drawn(
            drawn=len(drawn),
            decided=len(decided),
            accepted=len(weights),
            weight=sum(weights),
            squares=sum(weight**2 for weight in weights),
            heaviest=max((weight for weight, _ in decided), default=0.0),
        ),
    )
