"""Uploads in slices, request by request: every rule of the tus protocol that the service says it keeps."""

import base64
import hashlib
import io
import os
import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import select
from werkzeug.exceptions import ClientDisconnected

from fidelity.slices import Slices
from models import AuditEntry, Recording, RecordingStatus, Role, TeamRole, Upload, now
from tests.web.sounds import wav
from tests.web.test_upload import ANSWERS

TUS = {"Tus-Resumable": "1.0.0", "Accept": "application/json"}
OCTETS = "application/offset+octet-stream"
FINGERPRINT = hashlib.sha256(b"a file").hexdigest()


def as_metadata(**given):
    return ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in given.items())


@pytest.fixture
def browser(people, sign_in):
    return sign_in(people[Role.THERAPIST])


@pytest.fixture
def begin(people, browser):
    def begin(length, browser=browser, case=people["case"], **headers):
        sent = {"Upload-Length": str(length), "Upload-Metadata": as_metadata(fingerprint=FINGERPRINT)}
        return browser.post(f"/cases/{case.id}/uploads", headers=TUS | sent | headers)

    return begin


@pytest.fixture
def send(browser):
    def send(place, offset, block, browser=browser, **headers):
        sent = {"Upload-Offset": str(offset), "Content-Type": OCTETS}
        return browser.patch(place, data=block, headers=TUS | sent | headers)

    return send


@pytest.fixture
def submit(people, browser):
    def submit(place, browser=browser, case=people["case"], **changed):
        data = ANSWERS | {"upload": place.rpartition("/")[2]} | changed
        return browser.post(f"/cases/{case.id}/recordings/new", data=data)

    return submit


def offset_of(browser, place):
    return int(browser.head(place, headers=TUS).headers["Upload-Offset"])


def mine(db):
    """Without those that are there to disturb."""
    return db.scalars(select(Upload).where(Upload.fingerprint.in_([FINGERPRINT, ""]))).all()


def bytes_of(db, store):
    db.rollback()
    (upload,) = mine(db)
    return Slices(store, upload.storage_key).path.read_bytes()


def arriving(store):
    return list(store.folder.glob("*.slices"))


def test_it_says_what_it_can_do(people, browser):
    answer = browser.options(f"/cases/{people['case'].id}/uploads")

    assert answer.status_code == 204
    assert answer.headers["Tus-Version"] == "1.0.0"
    assert answer.headers["Tus-Extension"] == "creation,checksum,termination,expiration"
    assert answer.headers["Tus-Checksum-Algorithm"] == "sha1,sha256"
    assert answer.headers["Tus-Max-Size"] == str(2 * 1024**3)


def test_a_file_comes_in_slices_and_becomes_a_recording(begin, send, submit, browser, people, db, store):
    audio = wav()
    begun = begin(len(audio))
    assert begun.status_code == 201
    place = begun.headers["Location"]
    state = browser.head(place, headers=TUS)
    assert (state.headers["Upload-Offset"], state.headers["Upload-Length"]) == ("0", str(len(audio)))
    assert state.headers["Cache-Control"] == "no-store"

    for start in range(0, len(audio), 10_000):
        answer = send(place, start, audio[start : start + 10_000])
        assert answer.status_code == 204
        assert answer.headers["Upload-Offset"] == str(min(start + 10_000, len(audio)))
        assert answer.headers["Upload-Expires"].endswith("GMT")
        assert answer.headers["Tus-Resumable"] == "1.0.0"
    page = submit(place)

    assert page.status_code == 303
    (recording,) = db.scalars(select(Recording).filter_by(case_id=people["case"].id)).all()
    assert store.path(recording.audio_key).read_bytes() == audio
    assert recording.sha256 == hashlib.sha256(audio).hexdigest()
    (upload,) = mine(db)
    assert upload.recording_id == recording.id
    assert arriving(store) == []
    assert [f.name for f in store.path(recording.audio_key).parent.iterdir()] == ["original"]
    assert db.scalars(select(AuditEntry.what).where(AuditEntry.subject_id == upload.id)).all() == [
        "began upload"
    ]
    assert browser.head(place, headers=TUS).status_code == 410


def test_no_name_of_a_file_is_kept(begin, db):
    begin(10, **{"Upload-Metadata": as_metadata(filename="Gwen Jones.m4a", fingerprint=FINGERPRINT)})
    begin(10, **{"Upload-Metadata": as_metadata(fingerprint="Gwen Jones.m4a")})

    rows = mine(db)
    assert {row.fingerprint for row in rows} == {FINGERPRINT, ""}
    assert "Gwen" not in str([vars(row) for row in rows])


@pytest.mark.parametrize("version", [None, "0.2.2", "2.0.0"])
def test_another_version_is_not_heard(begin, send, browser, db, version):
    place = begin(10).headers["Location"]

    other = {"Tus-Resumable": version} if version else {}
    sent = {"Upload-Length": "10", "Upload-Offset": "0", "Content-Type": OCTETS} | other
    answers = [browser.open(place, method=m, headers=sent) for m in ("HEAD", "PATCH", "DELETE")]

    assert {answer.status_code for answer in answers} == {412}
    assert {answer.headers["Tus-Version"] for answer in answers} == {"1.0.0"}
    assert offset_of(browser, place) == 0


@pytest.mark.parametrize("length", ["", "-1", "1e3", "0x10", "ten", "٣", "9" * 40])
def test_a_length_that_is_no_number_is_refused(begin, store, length):
    assert begin(length).status_code == 400
    assert arriving(store) == []


def test_nothing_begins_that_could_not_end(begin, app, store, people, db):
    assert begin(0).status_code == 422
    too_large = begin(2 * 1024**3 + 1)
    assert (too_large.status_code, too_large.json["error"]) == (
        413,
        "The recording must be smaller than 2 GB",
    )
    app.extensions["fidelity.store"].reserve_bytes = 1 << 60
    full = begin(10)
    assert full.status_code == 507
    assert "no room left" in full.json["error"]
    people["case"].closed_on = date.today() - timedelta(days=1)
    db.commit()
    assert begin(10).status_code == 422

    assert arriving(store) == []
    assert mine(db) == []


@pytest.mark.parametrize("offset", ["5", "11", "999999999999999"])
def test_a_slice_that_does_not_follow_on_is_refused(begin, send, browser, offset):
    place = begin(20).headers["Location"]
    send(place, 0, b"x" * 10)

    answer = send(place, offset, b"y" * 5)

    assert answer.status_code == 409
    assert answer.headers["Upload-Offset"] == "10"
    assert offset_of(browser, place) == 10


@pytest.mark.parametrize("offset", ["-1", "", "1.0", "NaN"])
def test_an_offset_that_is_no_number_is_refused(begin, send, browser, offset):
    place = begin(20).headers["Location"]

    assert send(place, offset, b"y").status_code == 400
    assert offset_of(browser, place) == 0


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"]
)
def test_a_slice_of_another_kind_is_refused(begin, send, browser, kind):
    place = begin(20).headers["Location"]

    assert send(place, 0, b"y", **{"Content-Type": kind}).status_code == 415
    assert offset_of(browser, place) == 0


def test_a_slice_past_the_end_is_refused(begin, send, browser, db, store):
    place = begin(20).headers["Location"]

    assert send(place, 0, b"y" * 21).status_code == 413
    endless = browser.patch(
        place,
        headers=TUS | {"Upload-Offset": "0", "Content-Type": OCTETS},
        environ_overrides={
            "wsgi.input": io.BytesIO(b"z" * 25),
            "wsgi.input_terminated": True,
            "CONTENT_LENGTH": "",
        },
    )
    assert endless.status_code == 413
    assert bytes_of(db, store) == b""


def test_a_slice_that_is_too_large_is_refused_before_it_is_read(begin, browser):
    place = begin(2 * 1024**3).headers["Location"]

    answer = browser.patch(
        place,
        headers=TUS | {"Upload-Offset": "0", "Content-Type": OCTETS},
        environ_overrides={"wsgi.input": io.BytesIO(b""), "CONTENT_LENGTH": str(16 * 1024**2 + 1)},
    )

    assert answer.status_code == 413
    assert "16 MB" in answer.json["error"]


def test_a_slice_may_be_larger_than_any_form(begin, send):
    place = begin(9 * 1024**2).headers["Location"]

    assert send(place, 0, b"x" * (9 * 1024**2)).status_code == 204


def test_a_slice_is_not_held_in_memory(begin, browser):
    asked = []

    class Body(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

        def readinto(self, buffer):
            asked.append(len(buffer))
            return super().readinto(buffer)

    place = begin(500_000).headers["Location"]
    browser.patch(
        place,
        headers=TUS | {"Upload-Offset": "0", "Content-Type": OCTETS},
        environ_overrides={"wsgi.input": Body(b"x" * 500_000), "CONTENT_LENGTH": "500000"},
    )

    assert 0 < max(asked) <= 65536
    assert offset_of(browser, place) == 500_000


class Broken(io.RawIOBase):
    """A body that breaks off."""

    def __init__(self, whole, how):
        self._left, self._how = whole, how

    def readable(self):
        return True

    def readinto(self, buffer):
        if not self._left:
            if self._how:
                raise self._how
            return 0
        size = min(len(buffer), len(self._left), 1000)
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


BREAKS = [None, ClientDisconnected(), TimeoutError(), BlockingIOError()]


def send_broken(browser, place, block, how, **headers):
    return browser.patch(
        place,
        headers=TUS | {"Upload-Offset": "0", "Content-Type": OCTETS} | headers,
        environ_overrides={"wsgi.input": Broken(block, how), "CONTENT_LENGTH": "10000"},
    )


@pytest.mark.parametrize("how", BREAKS)
def test_what_came_of_a_slice_that_broke_off_is_kept(begin, browser, send, db, store, how):
    place = begin(10_000).headers["Location"]

    send_broken(browser, place, b"x" * 4321, how)

    assert offset_of(browser, place) == 4321
    assert send(place, 4321, b"y" * 5679).headers["Upload-Offset"] == "10000"
    assert bytes_of(db, store) == b"x" * 4321 + b"y" * 5679


def digest(name, block):
    return f"{name} {base64.b64encode(hashlib.new(name, block).digest()).decode()}"


@pytest.mark.parametrize("name", ["sha1", "sha256"])
def test_a_slice_with_its_checksum_is_kept_if_it_is_right(begin, send, browser, db, store, name):
    place = begin(20).headers["Location"]
    send(place, 0, b"first")

    right = send(place, 5, b"second", **{"Upload-Checksum": digest(name, b"second")})
    wrong = send(place, 11, b"third", **{"Upload-Checksum": digest(name, b"thirt")})

    assert right.status_code == 204
    assert wrong.status_code == 460
    assert offset_of(browser, place) == 11
    assert bytes_of(db, store) == b"firstsecond"


def test_nothing_is_kept_of_a_slice_with_a_checksum_that_broke_off(begin, browser, db, store):
    place = begin(10_000).headers["Location"]

    send_broken(browser, place, b"x" * 4321, None, **{"Upload-Checksum": digest("sha256", b"x" * 10_000)})

    assert offset_of(browser, place) == 0
    assert bytes_of(db, store) == b""


@pytest.mark.parametrize(
    "checksum", ["md5 abc=", "sha1", "sha256 §", "", "shake_128 YQ==", "sha1 " + "A" * 9]
)
def test_a_checksum_that_cannot_be_read_is_refused(begin, send, browser, checksum):
    place = begin(20).headers["Location"]

    assert send(place, 0, b"y", **{"Upload-Checksum": checksum}).status_code in {400, 460}
    assert offset_of(browser, place) == 0


def test_an_upload_can_be_thrown_away(begin, send, browser, db, store):
    place = begin(20).headers["Location"]
    send(place, 0, b"y")

    assert browser.delete(place, headers=TUS).status_code == 204

    assert arriving(store) == []
    assert browser.head(place, headers=TUS).status_code == 410
    assert "Upload-Offset" not in browser.head(place, headers=TUS).headers
    assert send(place, 1, b"y").status_code == 410
    assert browser.delete(place, headers=TUS).status_code == 410
    assert db.scalar(select(AuditEntry.what).filter_by(what="threw upload away")) is not None


def test_an_upload_that_expired_is_gone(begin, send, browser, submit, db):
    place = begin(20).headers["Location"]
    (upload,) = mine(db)
    assert now() + timedelta(days=2.9) < upload.expires_at < now() + timedelta(days=3)
    upload.expires_at = now() - timedelta(seconds=1)
    db.commit()

    assert browser.head(place, headers=TUS).status_code == 410
    assert send(place, 0, b"y").status_code == 410
    assert "no longer here. Choose the file again" in submit(place).text


def test_every_slice_gives_it_more_time(begin, send, db):
    place = begin(20).headers["Location"]
    (upload,) = mine(db)
    upload.expires_at = now() + timedelta(minutes=1)
    db.commit()

    send(place, 0, b"y")

    db.refresh(upload)
    assert upload.expires_at > now() + timedelta(days=2)


def test_a_network_that_lets_no_patch_through_may_post(begin, browser):
    place = begin(20).headers["Location"]
    sent = TUS | {"Upload-Offset": "0", "Content-Type": OCTETS}

    assert browser.post(place, data=b"y", headers=sent).status_code == 405
    over = browser.post(place, data=b"y", headers=sent | {"X-HTTP-Method-Override": "PATCH"})

    assert (over.status_code, over.headers["Upload-Offset"]) == (204, "1")


def test_of_two_slices_at_once_the_later_goes_on(begin, send, browser, db, store):
    place = begin(200_000).headers["Location"]
    later = []

    class Slow(io.BytesIO):
        """In the middle of it, a second request comes."""

        def readinto(self, buffer):
            if self.tell() >= 65536 and not later:
                later.append(send(place, 0, b"l" * 150_000))
            return super().readinto(buffer)

    earlier = browser.patch(
        place,
        headers=TUS | {"Upload-Offset": "0", "Content-Type": OCTETS},
        environ_overrides={"wsgi.input": Slow(b"e" * 200_000), "CONTENT_LENGTH": "200000"},
    )

    assert (later[0].status_code, earlier.status_code) == (204, 423)
    assert offset_of(browser, place) == 150_000
    assert bytes_of(db, store) == b"l" * 150_000


def test_slices_sent_at_once_from_many_threads_never_tear_the_file(app, begin, people, sign_in, db, store):
    block = os.urandom(300_000)
    place = begin(len(block)).headers["Location"]
    key = mine(db)[0].storage_key
    browsers = [sign_in(people[Role.THERAPIST]) for _ in range(4)]
    db.rollback()

    def push(browser):
        for _ in range(30):
            offset = offset_of(browser, place)
            if offset == len(block):
                return
            sent = TUS | {"Upload-Offset": str(offset), "Content-Type": OCTETS}
            browser.patch(place, data=block[offset : offset + 50_000], headers=sent)

    threads = [threading.Thread(target=push, args=[browser]) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Slices(store, key).path.read_bytes() == block


def test_a_process_that_was_killed_leaves_the_upload_consistent(begin, send, browser, db, store):
    place = begin(20).headers["Location"]
    send(place, 0, b"0123456789")
    (upload,) = mine(db)
    path = Slices(store, upload.storage_key).path
    db.rollback()

    # Killed after writing, before the commit: more is on the disk than was promised.
    path.write_bytes(b"0123456789torn")
    assert offset_of(browser, place) == 10
    assert send(place, 10, b"abc").headers["Upload-Offset"] == "13"
    assert path.read_bytes() == b"0123456789abc"
    # A disk that lost what it had said it kept.
    path.write_bytes(b"01234")
    assert offset_of(browser, place) == 5
    assert send(place, 5, b"56789").headers["Upload-Offset"] == "10"


def test_nobody_else_may_know_of_it(begin, send, people, sign_in, factories, browser):
    place = begin(20).headers["Location"]
    colleague = factories.Person(role=Role.THERAPIST, team=people["team"])
    for person in (colleague, people[Role.SUPERVISOR], people[Role.CONSULTANT], people[Role.ADMINISTRATOR]):
        other = sign_in(person)
        for method in ("HEAD", "PATCH", "DELETE"):
            sent = TUS | {"Upload-Offset": "0", "Content-Type": OCTETS}
            answer = other.open(place, method=method, headers=sent, data=b"y")
            assert answer.status_code == 404
            assert answer.headers["Tus-Resumable"] == "1.0.0"
    for name in ("../../etc/passwd", "%2e%2e%2fx", "00000000-0000-4000-8000-000000000000", "' OR 1=1"):
        assert browser.head(f"/uploads/{name}", headers=TUS).status_code == 404
    assert offset_of(browser, place) == 0


def test_who_may_not_upload_begins_nothing(begin, people, sign_in, factories, store):
    elsewhere = factories.Case(team=people["team"], therapist=factories.Person())
    assert begin(10, browser=sign_in(people[Role.CONSULTANT])).status_code == 403
    assert begin(10, browser=sign_in(people[Role.ADMINISTRATOR])).status_code == 403
    assert begin(10, case=elsewhere).status_code == 404
    assert arriving(store) == []


def test_every_request_needs_the_form_token(begin, send, browser, people):
    place = begin(20).headers["Location"]
    del browser.environ_base["HTTP_X_CSRFTOKEN"]

    assert begin(20).status_code == 400
    assert send(place, 0, b"y").status_code == 400
    assert browser.delete(place, headers=TUS).status_code == 400
    assert offset_of(browser, place) == 0


def test_who_is_signed_out_is_told_so_by_the_service_and_not_by_a_page(app, begin, client):
    place = begin(20).headers["Location"]

    for method in ("HEAD", "PATCH", "DELETE"):
        answer = client.open(place, method=method, headers=TUS)
        assert (answer.status_code, answer.headers["Tus-Resumable"]) == (401, "1.0.0")


def test_a_role_that_ends_in_the_middle_ends_the_upload(begin, send, browser, people, db):
    place = begin(20).headers["Location"]
    send(place, 0, b"y")
    for role in db.scalars(select(TeamRole).filter_by(person_id=people[Role.THERAPIST].id)):
        role.ends_on = date.today() - timedelta(days=1)
    db.commit()

    assert send(place, 1, b"y").status_code == 404
    assert browser.head(place, headers=TUS).status_code == 404
    assert browser.delete(place, headers=TUS).status_code == 404


def test_a_case_that_is_closed_in_the_middle_says_so_and_keeps_the_upload(
    begin, send, submit, browser, people, db
):
    audio = wav()
    place = begin(len(audio)).headers["Location"]
    people["case"].closed_on = date.today() - timedelta(days=1)
    db.commit()
    send(place, 0, audio)

    page = submit(place)

    assert page.status_code == 422
    assert "This case is closed" in page.text
    assert offset_of(browser, place) == len(audio)


def test_a_disk_that_fills_up_in_the_middle_keeps_what_came(app, begin, send, browser, monkeypatch):
    place = begin(200_000).headers["Location"]
    left = iter([1 << 40, 1 << 40])

    class Disk:
        @property
        def free(self):
            return next(left, 0)

    with monkeypatch.context() as patched:
        patched.setattr("fidelity.storage.shutil.disk_usage", lambda _folder: Disk())
        app.extensions["fidelity.store"].reserve_bytes = 1
        answer = send(place, 0, b"x" * 200_000)

    assert answer.status_code == 507
    assert "What has arrived is kept" in answer.json["error"]
    assert offset_of(browser, place) == 2 * 65536


def test_a_hundred_tiny_slices_make_the_same_file(begin, send, db, store):
    block = os.urandom(100)
    place = begin(len(block)).headers["Location"]

    for offset in range(len(block)):
        assert send(place, offset, block[offset : offset + 1]).status_code == 204

    assert bytes_of(db, store) == block


def test_nobody_begins_uploads_without_end(begin, browser, db):
    places = [begin(20).headers["Location"] for _ in range(10)]

    refused = begin(20)
    assert refused.status_code == 429
    assert "throw some away" in refused.json["error"]
    assert browser.delete(places[0], headers=TUS).status_code == 204
    assert begin(20).status_code == 201
    for upload in mine(db):
        upload.expires_at = now()
    db.commit()
    for _ in range(49):
        browser.delete(begin(20).headers["Location"], headers=TUS)
    assert "in the last hour" in begin(20).json["error"]


def test_the_same_file_is_noticed_before_it_is_sent_again(begin, send, submit, people, factories, db):
    audio = wav()
    place = begin(len(audio)).headers["Location"]
    send(place, 0, audio)
    shown = submit(place).headers["Location"]

    again = begin(len(audio))
    assert (again.status_code, again.json["same"]) == (422, shown)
    other = factories.Case(team=people["team"], therapist=people[Role.THERAPIST])
    assert begin(len(audio), case=other).status_code == 201
    for recording in db.scalars(select(Recording).filter_by(case_id=people["case"].id)):
        recording.status = RecordingStatus.WITHDRAWN
    db.commit()
    assert begin(len(audio)).status_code == 201
