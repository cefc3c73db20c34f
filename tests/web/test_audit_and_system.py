"""The audit log, the system page and the codebook in the browser."""

import pytest
from sqlalchemy import select

from fidelity.nlp.codebook import load_codebook as written_codebook
from fidelity.queue import JobKind, QueueAway
from fidelity.usecases.load_codebook import load_codebook
from models import Attempt, AuditEntry, Job, JobStatus, Outcome, RecordingStatus, Role, now


@pytest.fixture
def queue(queue):
    """The fake can be looked at, too."""

    def depth(_name):
        if queue.is_away:
            raise QueueAway
        return 0

    queue.depth, queue.workers = depth, list
    return queue


def test_a_therapist_finds_only_what_they_did(people, sign_in, db):
    for role, what in ((Role.THERAPIST, "played recording"), (Role.CONSULTANT, "read transcript")):
        db.add(AuditEntry(person_id=people[role].id, what=what, team_id=people["team"].id))
    db.commit()

    page = sign_in(people[Role.THERAPIST]).get("/audit").text

    assert "Played recording" in page
    assert "Read transcript" not in page
    assert "What you did, read and played." in page


def test_an_administrator_narrows_the_log_and_keeps_the_filter_on_the_next_page(people, sign_in, db):
    db.add_all(AuditEntry(person_id=people[Role.THERAPIST].id, what="played recording") for _ in range(51))
    db.add(AuditEntry(person_id=people[Role.CONSULTANT].id, what="read transcript"))
    db.commit()
    browser = sign_in(people[Role.ADMINISTRATOR])

    page = browser.get(f"/audit?what=played+recording&person={people[Role.THERAPIST].id}").text

    assert page.count("<time ") == 50
    assert "what=played+recording&amp;" in page
    assert "older_than=" in page
    assert "Show everything" in page


def test_days_in_the_wrong_order_are_said_at_the_field(people, sign_in):
    page = sign_in(people[Role.ADMINISTRATOR]).get("/audit?since=2026-07-02&until=2026-07-01")

    assert page.status_code == 422
    assert 'href="#until"' in page.text
    assert 'value="2026-07-01"' in page.text


@pytest.mark.parametrize(
    "query", ["person=x", "older_than=../..", "team=%00", "what=%3Cscript%3E", "since=%F0%9F%8C%B1"]
)
def test_a_strange_address_is_no_failure(people, sign_in, query):
    assert sign_in(people[Role.ADMINISTRATOR]).get(f"/audit?{query}").status_code in (200, 422)


def test_an_administrator_sees_the_system_and_asks_again(people, factories, sign_in, db, queue):
    recording = factories.Recording(week=factories.Week(case=people["case"]), status=RecordingStatus.FAILED)
    job = Job(kind="TRANSCRIBE", subject_id=recording.id, status=JobStatus.FAILED, ended_at=now())
    job.attempts.append(Attempt(worker="w", outcome=Outcome.STRANDED, trouble="WorkerDied", ended_at=now()))
    db.add(job)
    db.commit()
    browser = sign_in(people[Role.ADMINISTRATOR])

    page = browser.get("/system").text
    assert "The worker stopped in the middle" in page
    assert people["case"].reference in page
    assert "No worker is there" in page

    assert browser.post(f"/system/jobs/{job.id}/retry").status_code == 303
    assert queue.jobs == [(JobKind.TRANSCRIBE, job.id)]
    assert "No work has failed" in browser.get("/system").text
    assert browser.post(f"/system/jobs/{job.id}/retry").status_code == 403


def test_the_system_page_stands_while_the_queue_is_away(people, sign_in, queue):
    queue.is_away = True

    page = sign_in(people[Role.ADMINISTRATOR]).get("/system")

    assert page.status_code == 200
    assert "Does not answer" in page.text
    assert "Nothing is lost" in page.text


def test_the_codebook_is_there_for_everybody(factories, sign_in, db):
    browser = sign_in(factories.Person(role=Role.THERAPIST))
    assert "No codebook has been loaded" in browser.get("/codebook").text

    load_codebook(db, written_codebook())

    page = browser.get("/codebook").text
    assert page.count("What a rating stands for") == 9
    assert "Finding the fit" in page
    assert f"Version {written_codebook().version}" in page


def test_looking_at_the_codebook_is_no_entry_but_looking_at_the_log_is(people, sign_in, db):
    browser = sign_in(people[Role.SUPERVISOR])

    browser.get("/codebook")
    browser.get("/audit")

    assert db.scalars(select(AuditEntry.what)).all() == ["read audit log"]
