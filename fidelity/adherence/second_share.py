"""Which weeks are drawn by chance to be rated a second time. Pure."""

from uuid import UUID


def is_drawn(week_id: UUID, share: int) -> bool:
    """Whether a week is among ``share`` in a hundred.

    The week's own key is the lot: asked again, the answer is the same, and nobody can choose the key. Its
    last digits are as good as chance.
    """
    return week_id.int % 100 < share
