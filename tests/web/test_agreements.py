"""Whether a recording may teach the tagger: asked at its upload, shown beside it, changed by who may upload."""

import io

import pytest
from sqlalchemy import select

from models import AuditEntry, Recording, RecordingStatus, Role
from tests.web.sounds import wav
from tests.web.test_tus import OCTETS, TUS
from tests.web.test_upload import ANSWERS

AGREED = {"is_learning_agreed": "yes"}


@pytest.fixture
def browser(people, sign_in):
    return sign_in(people[Role.THERAPIST])


@pytest.fixture
def recording(people, factories):
    week = factories.Week(case=people["case"])
    return factories.Recording(week=week, by=people[Role.THERAPIST])


def upload(browser, case, **changed):
    data = ANSWERS | {"audio": (io.BytesIO(wav()), "visit.wav")} | changed
    return browser.post(f"/cases/{case.id}/recordings/new", data=data, content_type="multipart/form-data")


def mine(db, people):
    db.rollback()
    return db.scalars(select(Recording).filter_by(case_id=people["case"].id)).all()


@pytest.mark.parametrize(
    ("said", "is_agreed"), [({}, False), (AGREED, True), ({"is_learning_agreed": "on"}, False)]
)
def test_it_is_no_unless_a_person_says_yes(browser, people, db, said, is_agreed):
    upload(browser, people["case"], **said)

    (recording,) = mine(db, people)
    assert recording.is_learning_agreed is is_agreed
    page = browser.get(f"/recordings/{recording.id}").text
    assert f"May teach this service’s suggestions: {'yes' if is_agreed else 'no'}" in page


def test_a_recording_that_came_in_slices_is_asked_the_same(browser, people, db):
    sound = wav()
    began = browser.post(
        f"/cases/{people['case'].id}/uploads", headers=TUS | {"Upload-Length": str(len(sound))}
    )
    browser.patch(began.location, data=sound, headers=TUS | {"Upload-Offset": "0", "Content-Type": OCTETS})
    key = began.location.rpartition("/")[2]

    browser.post(f"/cases/{people['case'].id}/recordings/new", data=ANSWERS | AGREED | {"upload": key})

    (recording,) = mine(db, people)
    assert recording.is_learning_agreed


def test_the_same_file_once_more_changes_no_answer(browser, people, db):
    upload(browser, people["case"])

    again = upload(browser, people["case"], **AGREED)

    (recording,) = mine(db, people)
    assert again.status_code == 422
    assert not recording.is_learning_agreed
    assert f"/recordings/{recording.id}" in again.text


def test_a_form_with_a_mistake_comes_back_with_the_answer(browser, people):
    page = upload(browser, people["case"], visited_on="", **AGREED)

    box = page.text.split('name="is_learning_agreed"')[1].split(">")[0]
    assert page.status_code == 422
    assert "checked" in box


def test_it_can_be_given_later_and_taken_back(browser, recording, db):
    page = browser.get(f"/recordings/{recording.id}/learning")
    assert "taken back" in page.text
    for answer in ("yes", "yes", "no"):
        browser.post(f"/recordings/{recording.id}/learning", data={"is_agreed": answer})

    db.rollback()
    assert not db.get_one(Recording, recording.id).is_learning_agreed
    entries = select(AuditEntry.what).filter_by(subject_id=recording.id).order_by(AuditEntry.at)
    assert [what for what in db.scalars(entries) if "learning" in what] == [
        "agreed to learning from recording",
        "ended learning from recording",
    ]


def test_no_answer_is_asked_for_again(browser, recording, db):
    answer = browser.post(f"/recordings/{recording.id}/learning", data={"is_agreed": "perhaps"})

    db.rollback()
    assert answer.status_code == 422
    assert "Select yes or no" in answer.text
    assert not db.get_one(Recording, recording.id).is_learning_agreed


def test_a_withdrawn_recording_teaches_nothing_whatever_is_said(browser, recording, db):
    recording.status = RecordingStatus.WITHDRAWN
    db.commit()

    answer = browser.post(f"/recordings/{recording.id}/learning", data={"is_agreed": "yes"})

    db.rollback()
    assert answer.status_code == 403
    assert not db.get_one(Recording, recording.id).is_learning_agreed
    assert browser.get(f"/recordings/{recording.id}/learning").status_code == 302


def test_a_consultant_sees_the_answer_and_may_not_change_it(people, sign_in, recording, db):
    consultant = sign_in(people[Role.CONSULTANT])

    answer = consultant.post(f"/recordings/{recording.id}/learning", data={"is_agreed": "yes"})

    db.rollback()
    assert answer.status_code == 403
    assert not db.get_one(Recording, recording.id).is_learning_agreed
    page = consultant.get(f"/recordings/{recording.id}").text
    assert "May teach this service’s suggestions: no" in page
    assert "Change this" not in page
