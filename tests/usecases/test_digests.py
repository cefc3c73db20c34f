"""People are told by e-mail how much waits: who, when, once, and with numbers alone."""

import re
from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace

import pytest
from rq.timeouts import JobTimeoutException

from fidelity.consultation import LOCAL
from fidelity.mail import MailRefused
from fidelity.queue import JobKind
from fidelity.usecases import jobs
from fidelity.usecases.ask_for_digests import ask_for_digests
from fidelity.usecases.choose_digest import choose_digest
from fidelity.usecases.count_waiting import count_waiting
from fidelity.usecases.errors import InvalidInput
from fidelity.usecases.send_digest import SUBJECT, send_digest
from fidelity.usecases.work_on_job import take_job
from models import AuditEntry, Claim, Digest, DigestSent, JobStatus, PersonChoices, Role, now
from tests.factories import this_monday

URL = "https://fidelity.service.test/"
HOUR = 7


class FakeMailer:
    def __init__(self):
        self.sent, self.trouble = [], None

    def send(self, to, *, subject, text):
        if self.trouble:
            raise self.trouble
        self.sent.append((to, subject, text))


@pytest.fixture
def mailer():
    return FakeMailer()


@pytest.fixture
def wants(db):
    def wants(person, digest=Digest.DAILY):
        db.add(PersonChoices(person_id=person.id, digest=digest))
        db.commit()

    return wants


@pytest.fixture
def week(people, factories, db):
    """It waits for a review, and its consultation is still to come."""
    people["team"].consultation_weekday, people["team"].consultation_time = 6, time(23, 59)
    week = factories.Week(case=people["case"])
    factories.Note(week=week, by=people[Role.THERAPIST])
    factories.Recording(week=week, by=people[Role.THERAPIST], duration_seconds=5400)
    return week


@pytest.fixture
def send(db, mailer):
    def send(person):
        job = jobs.ask(db, JobKind.DIGEST, person.id)
        job.not_before = now()
        db.commit()
        attempt = take_job(db, job_id=job.id, worker="test:1:1")
        send_digest(db, mailer, attempt=attempt, public_url=URL)
        db.refresh(job)
        return job

    return send


def at(day, hour):
    return datetime.combine(day, time(hour, 30), LOCAL).astimezone(UTC)


def test_a_digest_holds_numbers_and_the_address_and_nothing_else(people, week, wants, send, mailer, db):
    consultant = people[Role.CONSULTANT]
    wants(consultant)

    job = send(consultant)

    [(to, subject, text)] = mailer.sent
    assert (to, subject) == (consultant.email, SUBJECT)
    assert "Weeks that wait for your review: 1, with 1 h 30 min of audio" in text
    assert re.findall(r"https://\S+", text) == [URL, f"{URL}account/told"]
    names = [people[role].name for role in Role] + [people["team"].name, people["case"].reference]
    assert not [name for name in names if name in text]
    assert "Mum" not in text
    assert job.status is JobStatus.DONE
    assert db.query(DigestSent).one().person_id == consultant.id


def test_none_goes_twice_for_a_day_and_none_where_nothing_waits(people, week, wants, send, mailer, factories):
    consultant, elsewhere = people[Role.CONSULTANT], factories.Person(role=Role.CONSULTANT)
    wants(consultant)
    wants(elsewhere)

    send(consultant)
    send(consultant)
    send(elsewhere)

    assert len(mailer.sent) == 1


def test_who_changed_their_mind_or_left_is_told_nothing(people, week, wants, send, mailer, db):
    wants(people[Role.CONSULTANT], Digest.NEVER)
    send(people[Role.CONSULTANT])
    wants(people[Role.SUPERVISOR])
    people[Role.SUPERVISOR].active = False
    db.commit()
    send(people[Role.SUPERVISOR])

    assert mailer.sent == []


def test_what_could_not_be_sent_can_be_tried_again(people, week, wants, send, mailer, db):
    wants(people[Role.CONSULTANT])
    mailer.trouble = MailRefused()
    with pytest.raises(MailRefused):
        send(people[Role.CONSULTANT])
    assert db.query(DigestSent).count() == 0

    mailer.trouble = None
    send(people[Role.CONSULTANT])
    assert len(mailer.sent) == 1


def test_what_was_cut_off_while_it_was_sent_is_not_sent_again(people, week, wants, send, mailer):
    wants(people[Role.CONSULTANT])
    mailer.trouble = JobTimeoutException("it took longer than it may")
    with pytest.raises(JobTimeoutException):
        send(people[Role.CONSULTANT])

    mailer.trouble = None
    assert send(people[Role.CONSULTANT]).status is JobStatus.DONE
    assert mailer.sent == []


def test_an_attempt_that_died_while_it_was_sending_is_not_repeated(people, week, wants, mailer, db):
    consultant = people[Role.CONSULTANT]
    wants(consultant)
    job = jobs.ask(db, JobKind.DIGEST, consultant.id)
    db.commit()

    def dies(*_, **__):
        raise KeyboardInterrupt

    mailer.send = dies
    attempt = take_job(db, job_id=job.id, worker="test:1:1")
    with pytest.raises(KeyboardInterrupt):
        send_digest(db, mailer, attempt=attempt, public_url=URL)
    db.rollback()
    mailer.send = lambda *_, **__: pytest.fail("it may have gone out already")
    send_digest(db, mailer, attempt=attempt, public_url=URL)

    db.refresh(job)
    assert job.status is JobStatus.DONE


def test_two_jobs_of_one_day_send_one_message(people, week, wants, mailer, db, database):
    consultant = people[Role.CONSULTANT]
    wants(consultant)
    first = jobs.ask(db, JobKind.DIGEST, consultant.id)
    db.commit()
    attempt = take_job(db, job_id=first.id, worker="test:1:1")
    second = jobs.ask(db, JobKind.DIGEST, consultant.id)
    second.not_before = now()
    db.commit()

    def while_it_is_sent(*_, **__):
        with database.writing() as own:
            other = take_job(own, job_id=second.id, worker="test:2:2")
            send_digest(own, mailer, attempt=other, public_url=URL)

    send_digest(db, SimpleNamespace(send=while_it_is_sent), attempt=attempt, public_url=URL)

    db.refresh(second)
    assert mailer.sent == []
    assert second.status is JobStatus.DONE
    assert db.query(DigestSent).count() == 1


def test_what_somebody_else_has_or_reviews_first_does_not_wait(people, week, factories, db):
    assert count_waiting(db, people[Role.CONSULTANT]).to_review == 1
    assert count_waiting(db, people[Role.SUPERVISOR]).to_review == 0
    other = factories.Person(role=Role.CONSULTANT, team=people["team"])
    db.add(Claim(week_id=week.id, person_id=other.id, expires_at=now() + timedelta(hours=1)))
    db.commit()

    assert count_waiting(db, people[Role.CONSULTANT]).is_nothing
    assert count_waiting(db, other).to_review == 1


def test_a_therapist_is_told_of_notes_and_of_feedback(people, factories, db):
    earlier = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    factories.Review(week=earlier, by=people[Role.CONSULTANT], published=True)

    waiting = count_waiting(db, people[Role.THERAPIST])

    assert (waiting.notes, waiting.feedback, waiting.to_review) == (1, 1, 0)
    assert count_waiting(db, people[Role.ADMINISTRATOR]).is_nothing


def test_it_is_asked_for_once_a_day_from_the_hour_on(db, queue, people, wants):
    wants(people[Role.CONSULTANT])
    wants(people[Role.THERAPIST], Digest.NEVER)
    today = now().astimezone(LOCAL).date()

    assert ask_for_digests(db, queue, moment=at(today, HOUR - 1), hour=HOUR) == []
    [job] = ask_for_digests(db, queue, moment=at(today, HOUR), hour=HOUR)
    assert (job.kind, job.subject_id) == ("DIGEST", people[Role.CONSULTANT].id)
    assert queue.jobs == [(JobKind.DIGEST, job.id)]
    job.status = JobStatus.FAILED
    db.commit()

    assert ask_for_digests(db, queue, moment=at(today, HOUR + 5), hour=HOUR) == []
    assert len(ask_for_digests(db, queue, moment=at(today + timedelta(days=1), HOUR), hour=HOUR)) == 1


@pytest.mark.parametrize(("consultation", "told_on"), [(3, 2), (0, 6), (6, 5)])
def test_once_a_week_is_the_day_before_the_first_consultation(
    db, queue, people, wants, factories, consultation, told_on
):
    people["team"].consultation_weekday = consultation
    wants(people[Role.CONSULTANT], Digest.WEEKLY)
    monday = this_monday() + timedelta(weeks=1)

    def is_asked(weekday):
        return ask_for_digests(db, queue, moment=at(monday + timedelta(days=weekday), HOUR), hour=HOUR)

    assert [weekday for weekday in range(7) if is_asked(weekday)] == [told_on]


def test_everybody_chooses_for_themselves_where_mail_is_set_up(db, people):
    therapist = people[Role.THERAPIST]
    with pytest.raises(InvalidInput, match="digest"):
        choose_digest(db, by=therapist, how_often="daily", is_offered=False)
    with pytest.raises(InvalidInput, match="digest"):
        choose_digest(db, by=therapist, how_often="hourly", is_offered=True)
    db.rollback()

    choose_digest(db, by=therapist, how_often="weekly", is_offered=True)

    assert db.get_one(PersonChoices, therapist.id).digest is Digest.WEEKLY
    assert db.query(AuditEntry).filter_by(what="chose digest: weekly").one().person_id == therapist.id
    choose_digest(db, by=therapist, how_often="never", is_offered=False)
