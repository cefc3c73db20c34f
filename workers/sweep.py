"""Job of the timetable: look for work that nobody is doing."""

from fidelity import log
from fidelity.usecases import sweep as usecase
from workers.identity import is_dead
from workers.tools import tools


def sweep() -> None:
    """Ask again for what was stranded."""
    log.about.set("sweep")
    at_hand = tools()
    with at_hand.database.writing() as db:
        usecase.sweep(
            db,
            at_hand.store,
            at_hand.queue,
            stranded_after_seconds=at_hand.settings.stranded_after_seconds,
            is_dead=is_dead,
        )
