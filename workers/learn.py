"""Jobs: the tagger learns from what a service decided, when somebody asks, or by the clock."""

from sqlalchemy.orm import Session

from fidelity import log
from fidelity.usecases import learn as usecase
from fidelity.usecases.ask_to_learn import ask_to_learn_when_due
from models import Attempt
from workers.attempt import Heart, attempt
from workers.language import shipped_tagger
from workers.tools import Tools, tools


def learn(job_id: str) -> None:
    """Train a light part and measure it."""
    attempt(job_id, _work)


def ask_when_due() -> None:
    """Of the timetable: ask for a training, if the service lets the tagger learn and enough was decided."""
    log.about.set("timetable")
    at_hand = tools()
    with at_hand.database.writing() as db:
        after = at_hand.settings.learn_after_decisions
        ask_to_learn_when_due(db, at_hand.queue, after_decisions=after)


def _work(_: Tools, db: Session, taken: Attempt, heart: Heart) -> None:
    usecase.learn(db, shipped_tagger(), attempt=taken, progress=heart.progress)
