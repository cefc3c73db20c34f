"""The form of a recording that came in slices before it: what waits, what is used, what is thrown away."""

import hashlib
import io
import os
import time
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import OperationalError

from fidelity.slices import Slices
from fidelity.usecases.sweep import sweep
from models import Recording, RecordingStatus, Role, Upload, now
from tests.web.sounds import wav
from tests.web.test_tus import OCTETS, TUS, as_metadata
from tests.web.test_upload import ANSWERS


@pytest.fixture
def browser(people, sign_in):
    return sign_in(people[Role.THERAPIST])


@pytest.fixture
def arrive(people, browser):
    """``arrive(audio)`` has it sent, or some of it, and gives back the key of the upload."""

    def arrive(audio, *, of=None, browser=browser, case=people["case"]):
        known = hashlib.sha256(os.urandom(8)).hexdigest()  # as if every file looked new to the browser
        headers = {"Upload-Length": str(of or len(audio)), "Upload-Metadata": as_metadata(fingerprint=known)}
        place = browser.post(f"/cases/{case.id}/uploads", headers=TUS | headers).headers["Location"]
        headers = {"Upload-Offset": "0", "Content-Type": OCTETS}
        assert browser.patch(place, data=audio, headers=TUS | headers).status_code == 204
        return place.rpartition("/")[2]

    return arrive


@pytest.fixture
def submit(people, browser):
    def submit(key, browser=browser, case=people["case"], **changed):
        data = ANSWERS | {"upload": key} | changed
        return browser.post(f"/cases/{case.id}/recordings/new", data=data)

    return submit


@pytest.fixture
def rows(db):
    def rows(table, *conditions):
        found = db.scalars(select(table).where(*conditions)).all()
        db.expunge_all()
        db.rollback()  # on SQLite only one may be about to write
        return found

    return rows


def on_disk(store):
    return sorted(folder.name.partition(".")[2] or "kept" for folder in store.folder.glob("*"))


def test_an_upload_without_its_form_waits_on_the_page(arrive, browser, people):
    address = f"/cases/{people['case'].id}/recordings/new"
    part = arrive(wav()[:8000], of=len(wav()))
    page = browser.get(address).text
    assert "stands at 24%. Choose the same file again to go on." in page
    assert 'name="upload" value=""' in page

    whole = arrive(wav())
    page = browser.get(address).text

    assert "is here. Fill in the form, then press Upload: you need not choose the file again." in page
    assert f'name="upload" value="{whole}"' in page
    for key in (part, whole):
        assert f'action="/uploads/{key}/throw-away"' in page
        assert f'data-address="/uploads/{key}"' in page


def test_my_week_tells_of_an_upload_that_waits(arrive, browser, people, sign_in):
    arrive(wav()[:8000], of=len(wav()))

    assert "An upload that is not finished" in browser.get("/my-week").text


def test_nobody_else_sees_what_waits(arrive, sign_in, people):
    key = arrive(wav())

    other = sign_in(people[Role.SUPERVISOR])

    assert key not in other.get(f"/cases/{people['case'].id}/recordings/new").text
    assert other.post(f"/uploads/{key}/throw-away").status_code == 404


def test_what_waits_can_be_thrown_away_without_a_script(arrive, browser, store, people):
    key = arrive(wav())

    answer = browser.post(f"/uploads/{key}/throw-away")

    assert answer.location == f"/cases/{people['case'].id}/recordings/new"
    assert on_disk(store) == []
    assert key not in browser.get(answer.location).text
    assert browser.post(f"/uploads/{key}/throw-away").status_code == 303


def test_a_form_with_mistakes_costs_nothing_of_what_arrived(arrive, submit, store, rows):
    key = arrive(wav())

    page = submit(key, visited_on="")
    assert page.status_code == 422
    assert "Enter the date of the session" in page.text
    assert f'name="upload" value="{key}"' in page.text
    assert on_disk(store) == ["slices"]

    assert submit(key).status_code == 303
    assert on_disk(store) == ["kept"]


def test_a_form_that_is_in_order_waits_for_the_rest_of_its_file(arrive, submit, store):
    key = arrive(wav()[:8000], of=len(wav()))

    waits = submit(key)
    assert waits.status_code == 200
    assert " data-awaited" in waits.text
    mistaken = submit(key, language="")
    assert " data-awaited" not in mistaken.text
    assert "has not arrived yet" not in mistaken.text
    assert on_disk(store) == ["slices"]


@pytest.mark.parametrize("noise", [b"These are words, not sound. " * 500, wav()[:9000]])
def test_what_is_no_recording_goes_and_the_answers_stay(arrive, submit, store, browser, noise):
    key = arrive(noise)

    page = submit(key, caregivers="3")

    assert page.status_code == 422
    assert 'href="#audio"' in page.text
    assert 'value="3"' in page.text
    assert 'name="upload" value=""' in page.text
    assert on_disk(store) == []
    assert browser.head(f"/uploads/{key}", headers=TUS).status_code == 410


def test_the_same_bytes_are_noticed_for_certain_at_the_end(arrive, submit, store, rows):
    submit(arrive(wav()))
    (recording,) = rows(Recording, Recording.sha256 == hashlib.sha256(wav()).hexdigest())

    page = submit(arrive(wav()))

    assert "You have already uploaded this recording to this case" in page.text
    assert f'href="/recordings/{recording.id}"' in page.text
    assert on_disk(store) == ["kept"]


def test_a_form_that_is_sent_twice_makes_one_recording(arrive, submit, rows, people):
    key = arrive(wav())
    shown = submit(key).location

    again = submit(key)

    assert f'href="{shown}"' in again.text
    assert len(rows(Recording, Recording.case_id == people["case"].id)) == 1


@pytest.mark.parametrize("key", ["x", "", "00000000-0000-4000-8000-000000000000", "../../etc/passwd"])
def test_an_upload_that_is_none_is_asked_for_again(submit, key, store):
    page = submit(key)

    assert page.status_code == 422
    assert "Choose" in page.text
    assert on_disk(store) == []


def test_what_arrived_for_one_case_is_not_used_for_another(arrive, submit, factories, people, store):
    key = arrive(wav())
    other = factories.Case(team=people["team"], therapist=people[Role.THERAPIST])

    page = submit(key, case=other)

    assert "no longer here. Choose the file again" in page.text
    assert on_disk(store) == ["slices"]


def test_what_somebody_else_sent_is_not_used(arrive, submit, sign_in, people, store):
    key = arrive(wav())

    page = submit(key, browser=sign_in(people[Role.SUPERVISOR]))

    assert "no longer here. Choose the file again" in page.text
    assert on_disk(store) == ["slices"]


def test_a_file_in_the_form_itself_comes_first(arrive, browser, people, rows):
    key = arrive(wav())
    data = ANSWERS | {"upload": key, "audio": (io.BytesIO(wav(hertz=500)), "a.wav")}

    browser.post(f"/cases/{people['case'].id}/recordings/new", data=data)

    (recording,) = rows(Recording, Recording.case_id == people["case"].id)
    assert recording.sha256 == hashlib.sha256(wav(hertz=500)).hexdigest()


def test_what_arrived_waits_again_when_the_row_cannot_be_written(app, arrive, submit, store, queue):
    key = arrive(wav())

    def refuse(_connection):
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "commit", refuse)
    assert submit(key).status_code == 503
    event.remove(engine, "commit", refuse)

    assert on_disk(store) == ["slices"]
    assert not queue.jobs
    assert submit(key).status_code == 303


def test_a_process_killed_between_keeping_and_writing_loses_nothing(arrive, submit, store, rows):
    key = arrive(wav())
    (upload,) = rows(Upload, Upload.length_bytes == len(wav()))
    Slices(store, upload.storage_key).keep()
    assert on_disk(store) == ["kept"]

    assert submit(key).status_code == 303

    (recording,) = rows(Recording, Recording.audio_key == upload.storage_key)
    assert store.path(recording.audio_key).read_bytes() == wav()


def look(db, store, queue):
    sweep(db, store, queue, stranded_after_seconds=60, is_dead=lambda _: False)


def make_old(store, seconds):
    for folder in store.folder.glob("*"):
        os.utime(folder, (time.time() - seconds,) * 2)


def test_the_sweep_leaves_alone_what_is_still_on_its_way(arrive, submit, db, store, queue):
    key = arrive(wav())
    make_old(store, 60 * 60 * 50)

    look(db, store, queue)

    assert submit(key).status_code == 303
    look(db, store, queue)
    assert on_disk(store) == ["kept"]


def test_the_sweep_removes_what_expired_and_forgets_it_a_day_later(arrive, browser, db, store, queue, people):
    submitted = arrive(wav(hertz=500))
    key = arrive(wav())
    mine = select(Upload).where(Upload.by_id == people[Role.THERAPIST].id, Upload.length_bytes > 1000)
    for upload in db.scalars(mine):
        if str(upload.id) == key:
            upload.expires_at = now() - timedelta(minutes=1)
    db.commit()

    look(db, store, queue)

    assert on_disk(store) == ["slices"]
    assert browser.head(f"/uploads/{key}", headers=TUS).status_code == 410
    assert browser.head(f"/uploads/{submitted}", headers=TUS).status_code == 200
    for upload in db.scalars(mine):
        if str(upload.id) == key:
            upload.expires_at = now() - timedelta(days=1, minutes=1)
    db.commit()
    look(db, store, queue)
    assert browser.head(f"/uploads/{key}", headers=TUS).status_code == 404


def test_the_sweep_removes_a_file_that_no_row_knows(db, store, queue):
    Slices.begin(store)

    look(db, store, queue)
    assert on_disk(store) == ["slices"]
    make_old(store, 60 * 61)
    look(db, store, queue)
    assert on_disk(store) == []


def test_what_became_a_recording_is_remembered_for_as_long_as_it(arrive, submit, db, store, queue):
    submit(arrive(wav()))
    for upload in db.scalars(select(Upload)):
        upload.expires_at = now() - timedelta(days=9)
    db.commit()
    before = db.scalar(select(func.count()).select_from(Upload).where(Upload.recording_id.is_not(None)))

    look(db, store, queue)

    after = select(func.count()).select_from(Upload).where(Upload.recording_id.is_not(None))
    assert db.scalar(after) == before == 1
    assert on_disk(store) == ["kept"]
    assert db.scalar(select(Recording.status).join(Upload, Upload.recording_id == Recording.id)) is (
        RecordingStatus.WAITING
    )
