"""Uploading a recording: what a person sees, and that nothing is kept half-way."""

import io
import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, select
from sqlalchemy.exc import OperationalError

from fidelity.queue import JobKind
from models import AuditEntry, CaseTherapist, Job, Recording, RecordingStatus, Role, Week, monday_of
from tests.web.sounds import wav

ANSWERS = {
    "visited_on": date.today().isoformat(),
    "is_therapist_present": "yes",
    "caregivers": "1",
    "young_people": "1",
    "others": "0",
    "language": "en",
    "is_consent_confirmed": "yes",
}


@pytest.fixture
def browser(people, sign_in):
    return sign_in(people[Role.THERAPIST])


@pytest.fixture
def upload(people, browser):
    def upload(audio=None, name="visit.wav", browser=browser, case=people["case"], **changed):
        data = ANSWERS | changed
        if audio is not None:
            data["audio"] = (io.BytesIO(audio), name)
        return browser.post(f"/cases/{case.id}/recordings/new", data=data, content_type="multipart/form-data")

    return upload


def send_raw(browser, case_id, body, length):
    """A request whose body is read from ``body`` as it is asked for."""
    return browser.post(
        f"/cases/{case_id}/recordings/new",
        content_type="multipart/form-data; boundary=x",
        environ_overrides={"wsgi.input": body, "CONTENT_LENGTH": str(length)},
    )


def mine(db, people):
    db.rollback()
    return list(db.scalars(select(Recording).filter_by(case_id=people["case"].id)))


def nothing_is_kept(db, people, store):
    return not mine(db, people) and not list(store.folder.glob("*"))


def test_a_person_uploads_a_recording_and_sees_where_it_is(upload, browser, people, db, store, queue):
    answer = upload(wav())

    (recording,) = mine(db, people)
    assert answer.status_code == 303
    assert answer.location == f"/recordings/{recording.id}"
    assert store.path(recording.audio_key).read_bytes() == wav()
    assert recording.duration_seconds == pytest.approx(2.0)
    assert recording.people_present == 3
    assert recording.week.starts_on == monday_of(date.today())
    assert [kind for kind, _ in queue.jobs] == [JobKind.TRANSCRIBE]
    assert db.scalars(select(AuditEntry.what).filter_by(subject_id=recording.id)).all() == [
        "uploaded recording"
    ]
    page = browser.get(answer.location)
    assert "It is next." in page.text
    assert "Your recording is safe" in page.text


def test_a_recording_says_that_something_happened_after_all(upload, people, db, factories):
    factories.Week(
        case=people["case"],
        starts_on=monday_of(date.today()),
        nothing_because="Away.",
        nothing_said_by_id=people[Role.THERAPIST].id,
    )

    upload(wav())

    (recording,) = mine(db, people)
    assert (recording.week.nothing_because, recording.week.nothing_said_by_id) == (None, None)


def test_two_recordings_of_one_week_hang_on_one_week(upload, people, db):
    upload(wav())
    upload(wav(hertz=500))

    assert len(mine(db, people)) == 2
    assert len(db.scalars(select(Week).filter_by(case_id=people["case"].id)).all()) == 1


def test_a_recording_waits_for_the_sweep_while_the_queue_is_away(upload, people, db, queue):
    queue.is_away = True

    assert upload(wav()).status_code == 303

    (recording,) = mine(db, people)
    assert db.scalars(select(Job).filter_by(subject_id=recording.id)).one().asked_at is None


@pytest.mark.parametrize(
    ("audio", "name", "sentence"),
    [
        (None, "", "Choose a recording"),
        (b"", "visit.mp3", "The selected file is empty"),
        (b"These are words, not sound. " * 500, "visit.mp3", "The selected file is not a sound recording"),
        (wav()[:9000], "visit.wav", "The selected file is incomplete"),
    ],
)
def test_a_person_is_told_what_is_wrong_with_the_file(upload, people, db, store, audio, name, sentence):
    page = upload(audio, name, caregivers="3")

    assert page.status_code == 422
    assert "<title>Error: Upload a recording" in page.text
    assert 'href="#audio"' in page.text
    assert page.text.count(sentence) == 2
    assert 'name="caregivers" type="text"' in page.text
    assert 'value="3"' in page.text
    assert nothing_is_kept(db, people, store)


IN_THE_FUTURE = (date.today() + timedelta(days=1)).isoformat()
LONG_AGO = (date.today() - timedelta(days=400)).isoformat()
BEFORE_THE_CASE = (date.today() - timedelta(weeks=21)).isoformat()


@pytest.mark.parametrize(
    ("field", "changed", "sentence"),
    [
        ("visited_on", {"visited_on": ""}, "Enter the date of the session"),
        ("visited_on", {"visited_on": "<script>alert(1)</script>"}, "Enter the date of the session"),
        ("visited_on", {"visited_on": IN_THE_FUTURE}, "must be today or in the past"),
        ("visited_on", {"visited_on": LONG_AGO}, "must not be more than a year ago"),
        ("visited_on", {"visited_on": BEFORE_THE_CASE}, "must not be before the case was opened"),
        ("caregivers", {"caregivers": "21"}, "Enter a whole number from 0 to 20"),
        ("young_people", {"young_people": "-1"}, "Enter a whole number from 0 to 20"),
        ("others", {"others": "nobody 🙂 Llŷr <b>x</b>"}, "Enter a whole number from 0 to 20"),
        ("language", {"language": ""}, "Choose the language"),
        ("language", {"language": "klingon"}, "Choose the language"),
        ("is_consent_confirmed", {"is_consent_confirmed": ""}, "Confirm that everyone agreed"),
        (
            "is_therapist_present",
            {"is_therapist_present": "", "caregivers": "0", "young_people": ""},
            "at least one person",
        ),
    ],
)
def test_a_person_is_told_what_to_put_right(upload, people, db, store, field, changed, sentence):
    page = upload(wav(), **changed)

    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert f'id="{field}"' in page.text
    assert page.text.count(sentence) == 2
    assert "<script>alert" not in page.text
    assert "<b>x</b>" not in page.text
    assert nothing_is_kept(db, people, store)


def test_a_double_click_makes_one_recording(upload, people, db, store):
    upload(wav())
    page = upload(wav(), name="copy.wav")

    (recording,) = mine(db, people)
    assert page.status_code == 422
    assert "You have already uploaded this recording to this case" in page.text
    assert f'href="/recordings/{recording.id}"' in page.text
    assert [folder.name for folder in store.folder.glob("*")] == [recording.audio_key]


def test_the_same_file_may_come_again_after_it_was_withdrawn(upload, people, db):
    upload(wav())
    mine(db, people)[0].status = RecordingStatus.WITHDRAWN
    db.commit()

    assert upload(wav()).status_code == 303


def test_what_is_too_large_is_refused_before_it_is_read(app, people, browser, db, store):
    body = Unreadable()
    page = send_raw(browser, people["case"].id, body, 3 * 1024**3)

    assert page.status_code == 413
    assert page.text.count("The recording must be smaller than 2 GB") == 2
    assert 'href="#audio"' in page.text
    assert not body.was_read
    assert nothing_is_kept(db, people, store)


def test_what_turns_out_too_large_is_refused(app, upload, people, db, store, settings):
    object.__setattr__(settings, "largest_recording_bytes", 20_000)

    page = upload(wav())

    assert page.status_code == 413
    assert "The recording must be smaller than 1 MB" in page.text
    assert nothing_is_kept(db, people, store)


def test_nothing_is_read_from_somebody_who_may_not_upload(app, people, sign_in, factories):
    elsewhere = factories.Case(team=people["team"], therapist=factories.Person())
    refused = {
        (people[Role.CONSULTANT], people["case"].id): 403,
        (people[Role.ADMINISTRATOR], people["case"].id): 403,
        (people[Role.THERAPIST], elsewhere.id): 404,
        (people[Role.THERAPIST], uuid4()): 404,
    }
    for (person, case_id), status in refused.items():
        body = Unreadable()
        answer = send_raw(sign_in(person), case_id, body, 1_000_000)
        assert answer.status_code == status
        assert not body.was_read


def test_a_form_without_its_token_is_refused_and_nothing_is_kept(upload, browser, people, db, store):
    del browser.environ_base["HTTP_X_CSRFTOKEN"]

    page = upload(wav())

    assert page.status_code == 400
    assert "This form is too old" in page.text
    assert nothing_is_kept(db, people, store)


def test_a_full_disk_says_what_to_do_and_keeps_nothing(app, upload, people, db, store):
    app.extensions["fidelity.store"].reserve_bytes = 1 << 60

    page = upload(wav())

    assert page.status_code == 507
    assert "There is no room left for recordings on this service. Nothing was kept." in page.text
    assert nothing_is_kept(db, people, store)


def test_a_connection_that_breaks_leaves_nothing(browser, people, db, store):
    whole = b'--x\r\nContent-Disposition: form-data; name="audio"; filename="a.wav"\r\n\r\n' + wav()
    answer = send_raw(browser, people["case"].id, io.BytesIO(whole), len(whole) + 50_000)

    assert answer.status_code == 400
    assert nothing_is_kept(db, people, store)


def test_the_database_can_be_written_to_while_a_recording_arrives(app, browser, people, db, store):
    written = []

    class Slow(io.BytesIO):
        def read(self, size=-1):
            with app.extensions["fidelity.database"].writing() as other:
                other.add(AuditEntry(person_id=None, what="wrote meanwhile", subject_id=None))
                other.commit()
                written.append(True)
            return super().read(size)

        def readinto(self, buffer):
            block = self.read(len(buffer))
            buffer[: len(block)] = block
            return len(block)

    send_raw(browser, people["case"].id, Slow(b"x" * 1000), 1000)

    assert written


def test_the_audio_goes_when_the_row_cannot_be_written(app, upload, people, db, store, queue):
    def refuse(_connection):
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "commit", refuse)
    page = upload(wav())
    event.remove(engine, "commit", refuse)

    assert page.status_code == 503
    assert "Nothing was changed" in page.text
    assert nothing_is_kept(db, people, store)
    assert not queue.jobs


def test_a_closed_case_takes_no_recordings(people, browser, upload, db, store, factories):
    people["case"].closed_on = date.today() - timedelta(days=2)
    db.commit()

    page = upload(wav(), visited_on=(date.today() - timedelta(days=5)).isoformat())

    assert "This case is closed" in page.text
    assert (
        "Recordings can no longer be added" in browser.get(f"/cases/{people['case'].id}/recordings/new").text
    )
    assert nothing_is_kept(db, people, store)


def test_a_therapist_who_has_handed_the_case_over_may_not_upload(people, upload, db):
    held = db.scalars(select(CaseTherapist).filter_by(case_id=people["case"].id)).one()
    held.ends_on = date.today() - timedelta(days=1)
    db.commit()

    assert upload(wav()).status_code == 404


def test_the_form_names_every_kind_of_file_and_the_limits(browser, people):
    page = browser.get(f"/cases/{people['case'].id}/recordings/new").text

    accept = re.search(r'accept="([^"]+)"', page)[1].split(",")
    names = "m4a mp3 wav webm ogg opus amr 3gp 3gpp mp4 wma flac aiff aac caf"
    types = "audio/* audio/mp4 audio/amr audio/3gpp audio/webm audio/ogg video/mp4 video/3gpp"
    assert {f".{name}" for name in names.split()} | set(types.split()) <= set(accept)
    assert "up to 2 GB and 4 hours" in page


class Unreadable(io.RawIOBase):
    """A body that remembers whether anybody looked at it."""

    was_read = False

    def readable(self):
        return True

    def readinto(self, buffer):
        self.was_read = True
        return 0
