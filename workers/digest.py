"""Jobs: people are told by e-mail how much waits for them, where a mail server is set up."""

from sqlalchemy.orm import Session

from fidelity import log
from fidelity.mail import Mailer
from fidelity.usecases import send_digest as usecase
from fidelity.usecases.ask_for_digests import ask_for_digests
from models import Attempt, now
from workers.attempt import Heart, attempt
from workers.tools import Tools, tools


def send(job_id: str) -> None:
    """Write to one person."""
    attempt(job_id, _work)


def ask_when_due() -> None:
    """Of the timetable: ask for the day's digests, once the hour has come."""
    log.about.set("timetable")
    at_hand = tools()
    if not at_hand.settings.is_mail_set_up:
        return
    with at_hand.database.writing() as db:
        ask_for_digests(db, at_hand.queue, moment=now(), hour=at_hand.settings.digest_hour)


def _work(at_hand: Tools, db: Session, taken: Attempt, _heart: Heart) -> None:
    mailer = Mailer(at_hand.settings)
    usecase.send_digest(db, mailer, attempt=taken, public_url=at_hand.settings.public_url)
