"""Jobs: how far a team's raters agree, when something new is there to compare."""

from functools import cache

from sqlalchemy.orm import Session

from fidelity import log
from fidelity.reliability.types import Measures
from fidelity.usecases.ask_for_agreement import ask_for_agreement_when_due
from fidelity.usecases.measure_agreement import measure_agreement
from models import Attempt
from workers.attempt import Heart, attempt
from workers.tools import Tools, tools


def measure(job_id: str) -> None:
    """Compare what raters gave, and write the report."""
    attempt(job_id, _work)


def ask_when_due() -> None:
    """Of the timetable: ask for each team whose report is older than a day and out of date."""
    log.about.set("timetable")
    at_hand = tools()
    with at_hand.database.writing() as db:
        ask_for_agreement_when_due(db, at_hand.queue)


def _work(_: Tools, db: Session, taken: Attempt, heart: Heart) -> None:
    measure_agreement(db, _measures(), attempt=taken, progress=heart.progress)


@cache
def _measures() -> Measures:
    from fidelity.reliability.measures import LibraryMeasures  # here, so that other workers stay small

    return LibraryMeasures()
