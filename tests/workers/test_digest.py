"""A digest on its way through a real mail server: what is sent, and what is said when it is not taken."""

import logging
from dataclasses import fields, replace

import pytest

from fidelity import log as logs
from fidelity.queue import JobKind
from fidelity.settings import PREFIX, SmtpSecurity
from fidelity.usecases import jobs
from fidelity.usecases.read_health import read_health
from fidelity.web.work_words import trouble
from models import Attempt, Digest, DigestSent, Job, JobStatus, PersonChoices, Role, now
from tests.mail import mail_server
from workers import digest
from workers.tools import tools

URL = "https://fidelity.service.test"


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture(autouse=True)
def of_this_test(settings, server, monkeypatch):
    """The worker's tools are those of this test's settings, with mail set up."""
    settings = replace(
        settings,
        smtp_host="127.0.0.1",
        smtp_port=server.port,
        smtp_from="fidelity@service.test",
        smtp_security=SmtpSecurity.NONE,
        public_url=URL,
        digest_hour=0,
    )
    for field in fields(settings):
        value = getattr(settings, field.name)
        text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
        monkeypatch.setenv(PREFIX + field.name.upper(), text)
    tools.cache_clear()
    yield
    tools().database.engine.dispose()
    tools.cache_clear()


@pytest.fixture
def job(db, people, factories):
    consultant = people[Role.CONSULTANT]
    factories.Note(week=factories.Week(case=people["case"]), by=people[Role.THERAPIST])
    db.add(PersonChoices(person_id=consultant.id, digest=Digest.DAILY))
    job = jobs.ask(db, JobKind.DIGEST, consultant.id)
    db.commit()
    return job


def test_what_leaves_the_machine_holds_only_numbers(db, people, job, server):
    job_id = str(job.id)
    digest.send(job_id)

    [message] = server.messages
    body = message.split("\r\n\r\n", 1)[1]
    assert "Weeks that wait for your review: 1" in body
    assert f"{URL}/\r\n" in body
    for word in (people["team"].name, people["case"].reference, "Mum", *(people[r].name for r in Role)):
        assert word not in message
    assert server.lines.count(f"rcpt TO:<{people[Role.CONSULTANT].email}>") == 1
    assert db.query(DigestSent).count() == 1
    db.commit()
    digest.send(job_id)
    assert len(server.messages) == 1


def test_what_is_refused_is_tried_again_and_then_shown_without_the_address(
    db, people, job, server, store, queue, settings, capsys
):
    address = people[Role.CONSULTANT].email
    server.refusal = f"550 {address} is nobody here"
    logs.set_up("INFO")
    try:
        for _ in range(5):
            db.query(Job).filter_by(id=job.id).update({"not_before": now()})
            db.commit()
            digest.send(str(job.id))
    finally:
        logging.basicConfig(handlers=[logging.NullHandler()], force=True)

    said = capsys.readouterr().err
    assert "MailRefused" in said
    assert address not in said
    assert "nobody here" not in said
    db.refresh(job)
    health = read_health(
        db, store, queue, by=people[Role.ADMINISTRATOR], models_dir=settings.models_dir, chosen_models=()
    )
    [failed] = health.failed
    assert failed.job.status is JobStatus.FAILED
    assert failed.trouble == "MailRefused"
    assert "did not take the message" in trouble(failed.trouble)
    assert address not in failed.subject
    assert db.query(Attempt).filter_by(job_id=job.id).count() == 5
    assert db.query(DigestSent).count() == 0


def test_the_timetable_asks_only_where_mail_is_set_up(db, job, monkeypatch):
    job.status = JobStatus.DONE
    job.created_at = job.created_at.replace(year=2024)
    db.commit()
    monkeypatch.setattr("fidelity.queue.RedisQueue.enqueue", lambda *_, **__: None)
    digest.ask_when_due()
    assert db.query(Job).filter_by(kind="DIGEST").count() == 2
    db.rollback()

    monkeypatch.setenv("FIDELITY_SMTP_HOST", "")
    tools().database.engine.dispose()
    tools.cache_clear()
    db.query(Job).filter_by(status=JobStatus.WAITING).delete()
    db.commit()
    digest.ask_when_due()
    assert db.query(Job).filter_by(kind="DIGEST").count() == 1
