"""Puts the fictional team into a service, once, and says who can sign in."""

import os
import secrets
from pathlib import Path

from argon2 import PasswordHasher
from sqlalchemy import select
from sqlalchemy.orm import Session

from fidelity.demonstration.recording import add_recording
from fidelity.demonstration.reviewing import add_reviewing
from fidelity.demonstration.scores import add_scores
from fidelity.demonstration.source import RECORDED_CASE, read
from fidelity.demonstration.team import add_team
from fidelity.demonstration.weeks import add_weeks
from fidelity.queue import JobKind, JobQueue
from fidelity.settings import Settings
from fidelity.storage import AudioStore
from fidelity.usecases import jobs
from models import Codebook, Team


def fill(db: Session, store: AudioStore, queue: JobQueue, *, password_hash: str) -> bool:
    """Write the demonstration unless it is there; False if it was. The work it asks for is real."""
    if db.scalars(select(Team).where(Team.is_fictional)).first():
        return False
    codebook = db.scalars(select(Codebook).order_by(Codebook.created_at.desc())).first()
    assert codebook is not None, "the codebook is loaded before anything else"  # noqa: S101
    team, people, cases = add_team(db, password_hash=password_hash)
    asked = []
    for case in cases.values():
        asked += [jobs.ask(db, JobKind.TAG_NOTE, key) for key in add_weeks(db, case, people, codebook)]
    add_reviewing(db, team, people, cases)
    add_scores(db, team, people, cases)
    recording = add_recording(db, store, cases[RECORDED_CASE])
    asked.append(jobs.ask(db, JobKind.TRANSCRIBE, recording.id))
    try:
        db.commit()
    except BaseException:
        store.delete(recording.audio_key)
        raise
    for job in asked:
        jobs.send(db, queue, job)
    return True


def demo_password(settings: Settings) -> str:
    """One password for all five, made when first asked for and kept where only the owner reads it."""
    place = Path(settings.data_dir) / "demo_password"
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return place.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(password := f"demo-{secrets.token_hex(5)}")
    return password


def hashed(password: str) -> str:
    """Argon2, as the sign-in page expects it."""
    return PasswordHasher().hash(password)


def who_can_sign_in(settings: Settings) -> list[str]:
    """Lines for the terminal."""
    people = [f"  {each['roles'][0]['role']:<14} {each['email']}" for each in read("people.json")]
    return [
        "The demonstration is fictional. Who can sign in:",
        *people,
        f"  password       {demo_password(settings)}",
    ]
