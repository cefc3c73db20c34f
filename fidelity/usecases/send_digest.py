"""Tells a person by e-mail how much waits for them: numbers and an address, and nothing else."""

from datetime import date
from typing import Protocol

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from fidelity.consultation import LOCAL
from fidelity.mail import MailRefused, MailServerAway
from fidelity.usecases.count_waiting import Waiting, count_waiting
from fidelity.usecases.work_on_job import finish, still_ours
from models import Attempt, Digest, DigestSent, Job, Person, PersonChoices

#: The same for everybody and every day.
SUBJECT = "Fidelity: what waits for you"


class MailSender(Protocol):
    """What carries a message away; raises MailServerAway or MailRefused where it certainly did not go."""

    def send(self, to: str, *, subject: str, text: str) -> None:
        """Hand one message over."""


def send_digest(db: Session, mailer: MailSender, *, attempt: Attempt, public_url: str) -> None:
    """None goes twice: what died or was cut off while it was sent may have gone, so it is not repeated.

    Where nothing waits, or the person wants none any more, nothing is sent.
    """
    job = attempt.job
    person, text = db.get(Person, job.subject_id), None
    if person is not None and _is_wanted(db, person, job):
        waiting = count_waiting(db, person)
        text = None if waiting.is_nothing else digest_text(waiting, public_url)
    if person is None or text is None:
        if still_ours(db, attempt):
            finish(attempt)
        db.commit()
        return
    sent = DigestSent(person_id=person.id, day=_day(job))
    db.add(sent)
    db.commit()  # before it goes; and no lock is held while the mail server takes its time
    try:
        mailer.send(person.email, subject=SUBJECT, text=text)
    except (MailRefused, MailServerAway):
        db.delete(sent)
        db.commit()
        raise
    if still_ours(db, attempt):
        finish(attempt)
    db.commit()


def digest_text(waiting: Waiting, public_url: str) -> str:
    """Numbers and an address: whoever reads over a shoulder learns of nobody."""
    minutes = round(waiting.audio_seconds / 60)
    audio = f", with {minutes // 60} h {minutes % 60} min of audio" if minutes else ""
    lines = [
        waiting.to_review and f"Weeks that wait for your review: {waiting.to_review}{audio}",
        waiting.late and f"Of these, late: {waiting.late}",
        waiting.second_ratings and f"Second ratings that wait: {waiting.second_ratings}",
        waiting.contests and f"Contested and not settled: {waiting.contests}",
        waiting.notes and f"Notes still wanted this week: {waiting.notes}",
        waiting.feedback and f"New feedback: {waiting.feedback}",
        waiting.actions and f"Agreed and still open: {waiting.actions}",
    ]
    address = public_url.rstrip("/")
    return "\n".join(
        [
            *(line for line in lines if line),
            "",
            f"{address}/",
            "",
            f"You chose to be told. To change it: {address}/account/told",
            "",
        ]
    )


def _is_wanted(db: Session, person: Person, job: Job) -> bool:
    # Of two jobs of one day the second waits here, and then finds what the first is sending.
    choices = db.get(PersonChoices, person.id, with_for_update=True)
    sent = exists().where(DigestSent.person_id == person.id, DigestSent.day == _day(job))
    wants = choices is not None and choices.digest is not Digest.NEVER
    return person.active and wants and not db.scalar(select(sent))


def _day(job: Job) -> date:
    """The day for which it was asked, also where a later try falls on the next."""
    return job.created_at.astimezone(LOCAL).date()
