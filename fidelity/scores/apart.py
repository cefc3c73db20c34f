"""Where a family's caregiver and the people who rated the sessions saw different things."""

from enum import Enum

from fidelity.scores.tam_r import TARGET, is_above

#: Reviewed weeks it takes before the ratings of one family are held against anything. Ours.
FEWEST_WEEKS = 3
#: Half a point off the middle of the scale of 1 to 5: nearer to it, a rating is neither high nor low. Ours.
HIGH, LOW = 3.5, 2.5


class Apart(Enum):
    """Which way they differ. Neither is taken to be right."""

    CAREGIVER_LOWER = "caregiver_lower"
    CAREGIVER_HIGHER = "caregiver_higher"


def apart(reported: float | None, rated: float | None, weeks: int) -> Apart | None:
    """A family's mean TAM-R (0 to 1) and its mean rating (1 to 5) over so many weeks of the same quarter.

    Nothing where either is missing, the weeks are few, or they do not clearly differ.
    """
    if reported is None or rated is None or weeks < FEWEST_WEEKS:
        return None
    if round(reported, 6) < TARGET and rated >= HIGH:
        return Apart.CAREGIVER_LOWER
    if is_above(reported) and rated <= LOW:
        return Apart.CAREGIVER_HIGHER
    return None
