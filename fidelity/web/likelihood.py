"""Says a probability in words, so that nobody reads two decimals as a fact."""

#: Ours, for a calibrated probability: at .8 four of five such suggestions should be right, at .6 three.
STRONG, FAIR = 0.8, 0.6


def likelihood(probability: float) -> str:
    """``strong``, ``fair`` or ``weak``."""
    if probability >= STRONG:
        return "strong"
    return "fair" if probability >= FAIR else "weak"
