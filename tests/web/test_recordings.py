"""The page of a recording: its state, its words, its sound, and what may be done to it."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from fidelity.queue import JobKind
from models import (
    Attempt,
    AuditEntry,
    Job,
    JobStatus,
    Outcome,
    Recording,
    RecordingStatus,
    Role,
    SpeakerNaming,
    Suggestion,
    SuggestionDecision,
    Verdict,
    now,
)


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def recording(people, factories, week):
    return factories.Recording(week=week, by=people[Role.THERAPIST])


@pytest.fixture
def therapist(people, sign_in):
    return sign_in(people[Role.THERAPIST])


#: How a script asks.
FETCH = {"X-Requested-With": "fetch"}


def job_of(db, recording, **given):
    job = Job(kind=JobKind.TRANSCRIBE.name, subject_id=recording.id, **given)
    db.add(job)
    db.commit()
    return job


def set_to(db, recording, status, **given):
    recording.status = status
    for name, value in given.items():
        setattr(recording, name, value)
    db.commit()


def fresh(db, row):
    """The row as it stands now; the transaction that reading begins is ended at once."""
    db.rollback()
    db.refresh(row)
    db.commit()
    return row


def audited(db, recording):
    """What was noted of a recording, read apart so that nothing stays locked."""
    db.commit()
    with Session(db.get_bind()) as own:
        entries = own.query(AuditEntry).filter_by(subject_id=recording.id).order_by(AuditEntry.at)
        return [entry.what for entry in entries]


SENTENCES = {
    RecordingStatus.WAITING: "It waits for the machine",
    RecordingStatus.TRANSCRIBING: "The machine is writing down what was said",
    RecordingStatus.TAGGING: "The machine is looking for principles",
    RecordingStatus.READY: "They may hold mistakes",
    RecordingStatus.NO_SPEECH: "No speech was found",
    RecordingStatus.FAILED: "Save it again as an MP3.",
    RecordingStatus.CANCELLED: "The work was cancelled",
    RecordingStatus.WITHDRAWN: "This recording was withdrawn",
}


@pytest.mark.parametrize("status", RecordingStatus)
def test_a_person_reads_what_each_state_means(therapist, db, recording, status):
    set_to(
        db,
        recording,
        status,
        failure="Save it again as an MP3." if status is RecordingStatus.FAILED else None,
    )

    page = therapist.get(f"/recordings/{recording.id}").text
    part = therapist.get(f"/recordings/{recording.id}/status").text

    assert SENTENCES[status] in page
    assert SENTENCES[status] in part
    assert ("data-is-over" in part) is (not recording.is_in_hand)


def test_it_promises_no_time_before_anything_was_measured(therapist, db, recording):
    set_to(db, recording, RecordingStatus.WAITING)
    job_of(db, recording)

    part = therapist.get(f"/recordings/{recording.id}/status").text

    assert "It is next." in part
    assert "minute" not in part


def test_it_says_how_long_it_should_take_from_what_was_measured(therapist, db, factories, week, recording):
    earlier = factories.Recording(week=week, duration_seconds=600.0)
    began = now() - timedelta(hours=1)
    done = Job(kind=JobKind.TRANSCRIBE.name, subject_id=earlier.id, status=JobStatus.DONE, created_at=began)
    done.attempts.append(
        Attempt(worker="w", started_at=began, ended_at=began + timedelta(seconds=60), outcome=Outcome.DONE)
    )
    db.add(done)
    before_it = factories.Recording(week=week, status=RecordingStatus.WAITING)
    job_of(db, before_it)
    set_to(db, recording, RecordingStatus.WAITING, duration_seconds=3600.0)
    job = job_of(db, recording)

    waiting = therapist.get(f"/recordings/{recording.id}/status").text
    first_come = (
        "1 recording waits before it. It should start in less than a minute and then take about 6 minutes."
    )
    assert first_come in waiting

    job.status, job.progress = JobStatus.RUNNING, 0.5
    set_to(db, recording, RecordingStatus.TRANSCRIBING)
    running = therapist.get(f"/recordings/{recording.id}/status").text
    assert "It should be done in about 3 minutes." in running
    assert 'value="50"' in running


def test_a_person_cancels_the_work_and_asks_for_it_again(therapist, db, queue, recording):
    set_to(db, recording, RecordingStatus.TRANSCRIBING)
    job = job_of(db, recording, status=JobStatus.RUNNING)
    attempt = Attempt(job_id=job.id, worker="w")
    db.add(attempt)
    db.commit()

    assert therapist.post(f"/recordings/{recording.id}/cancel").status_code == 303

    assert fresh(db, recording).status is RecordingStatus.CANCELLED
    assert fresh(db, job).status is JobStatus.CANCELLED
    assert fresh(db, attempt).outcome is Outcome.CANCELLED
    assert attempt.ended_at

    therapist.post(f"/recordings/{recording.id}/retry")
    therapist.post(f"/recordings/{recording.id}/retry")

    assert fresh(db, recording).status is RecordingStatus.WAITING
    assert [kind for kind, _ in queue.jobs] == [JobKind.TRANSCRIBE]
    assert queue.jobs[0][1] != job.id


def test_cancelling_what_is_done_changes_nothing(therapist, db, recording):
    job = job_of(db, recording, status=JobStatus.DONE)

    page = therapist.post(f"/recordings/{recording.id}/cancel", follow_redirects=True)

    assert "There was nothing left to cancel." in page.text
    assert fresh(db, recording).status is RecordingStatus.READY
    assert fresh(db, job).status is JobStatus.DONE


def test_a_withdrawn_recording_cannot_be_heard_or_read(
    therapist, people, db, store, factories, week, recording
):
    folder = store.path(recording.audio_key).parent
    folder.mkdir(parents=True)
    (folder / "original").write_bytes(b"sound")
    recording.is_playable = True
    db.commit()
    words = ("What happened just before that?", "And what did you do then?")
    transcript = factories.Transcript(recording=recording, turns=[("therapist", text) for text in words])
    undecided = factories.Suggestion(week=week, quote="just before", segment=transcript.segments[0])
    decided = factories.Suggestion(week=week, quote="did you do", segment=transcript.segments[1])
    review = factories.Review(week=week, by=people[Role.CONSULTANT])
    db.add(
        SuggestionDecision(
            suggestion_id=decided.id,
            review_id=review.id,
            by_id=review.by_id,
            verdict=Verdict.ACCEPTED,
            seconds=1,
        )
    )
    db.commit()
    keys = {undecided.id, decided.id}

    assert "The audio is deleted" in therapist.get(f"/recordings/{recording.id}/withdraw").text
    for _ in range(2):
        assert therapist.post(f"/recordings/{recording.id}/withdraw").status_code == 303

    page = therapist.get(f"/recordings/{recording.id}").text
    assert "What happened just" not in page
    assert "<audio" not in page
    assert not folder.exists()
    for part in ("audio", "peaks", "speakers"):
        assert therapist.get(f"/recordings/{recording.id}/{part}").status_code == 404
    segment = str(transcript.segments[0].id)
    named = therapist.post(f"/recordings/{recording.id}/speakers", data=naming(segment, "therapist"))
    assert named.status_code == 404
    assert {s.id for s in db.query(Suggestion).filter(Suggestion.id.in_(keys))} == {decided.id}
    assert audited(db, recording).count("withdrew recording") == 1


def test_a_person_reads_the_words_and_is_noted_once_for_each_reading(therapist, db, factories, recording):
    transcript = factories.Transcript(recording=recording, turns=[("unknown", "Hello <b>there</b> 🙂 Llŷr")])
    transcript.segments[0].suspect_because = "very low probability"
    db.commit()

    page = therapist.get(f"/recordings/{recording.id}").text
    therapist.get(f"/recordings/{recording.id}/status")

    assert "Hello &lt;b&gt;there&lt;/b&gt; 🙂 Llŷr</p>" in page
    assert "Probably not what was said: very low probability" in page
    assert "No turn is known to be the therapist’s." in page
    assert "Hello" not in page.split("</title>")[0]
    assert audited(db, recording) == ["read transcript"]


def test_a_person_hears_the_part_they_ask_for_and_is_noted_once(therapist, db, store, recording):
    folder = store.path(recording.audio_key).parent
    folder.mkdir(parents=True)
    (folder / "playback.m4a").write_bytes(bytes(range(200)))
    (folder / "peaks.json").write_text('{"peaks": [[0.5]], "duration": 1}')
    recording.is_playable = True
    db.commit()

    for start in (0, 100):
        asked = {"Range": f"bytes={start}-{start + 9}"}
        with therapist.get(f"/recordings/{recording.id}/audio", headers=asked) as part:
            assert part.status_code == 206
            assert part.data == bytes(range(start, start + 10))
            assert part.mimetype == "audio/mp4"
            assert part.headers["Content-Disposition"] == "inline"
            assert part.headers["Cache-Control"] == "no-store"
    with therapist.get(f"/recordings/{recording.id}/peaks") as peaks:
        assert peaks.json == {"peaks": [[0.5]], "duration": 1}

    assert audited(db, recording) == ["played recording"]


def test_who_may_do_what(people, db, sign_in, factories, recording, store):
    factories.Transcript(recording=recording)
    folder = store.path(recording.audio_key).parent
    folder.mkdir(parents=True)
    (folder / "playback.m4a").write_bytes(b"sound")
    recording.is_playable = True
    db.commit()
    stranger = factories.Person(role=Role.CONSULTANT)
    may_read = {Role.THERAPIST: 200, Role.CONSULTANT: 200, Role.SUPERVISOR: 200, Role.ADMINISTRATOR: 403}
    may_change = {Role.THERAPIST: 303, Role.CONSULTANT: 403, Role.SUPERVISOR: 303, Role.ADMINISTRATOR: 403}

    for role, status in may_read.items():
        browser = sign_in(people[role])
        for part in ("", "/status", "/audio", "/speakers"):
            with browser.get(f"/recordings/{recording.id}{part}") as answer:
                assert answer.status_code == status, (role, part)
    for deed in ("cancel", "retry", "withdraw"):
        for role, status in may_change.items():
            answer = sign_in(people[role]).post(f"/recordings/{recording.id}/{deed}")
            may_too = deed == "cancel" and role is Role.CONSULTANT  # of a new version, which they may ask for
            assert answer.status_code == (303 if may_too else status), (role, deed)
        assert sign_in(stranger).post(f"/recordings/{recording.id}/{deed}").status_code == 404
    assert sign_in(stranger).get(f"/recordings/{recording.id}").status_code == 404
    assert "Cancel" not in sign_in(people[Role.CONSULTANT]).get(f"/recordings/{recording.id}").text


def naming(segment, role, words=""):
    return {f"role-{segment}{words}": role}


def test_a_person_names_speakers_by_key_and_takes_it_back(therapist, db, queue, factories, recording):
    transcript = factories.Transcript(recording=recording, turns=[("unknown", "Hello."), ("unknown", "Hi.")])
    key = str(transcript.segments[0].id)
    address = f"/recordings/{recording.id}/speakers"
    db.commit()

    answer = therapist.post(address, data=naming(key, "therapist"), headers=FETCH).json

    assert queue.jobs[0][0] is JobKind.TAG_SEGMENT
    assert audited(db, recording) == ["named speakers"]
    assert list(answer["pieces"]) == [key]
    assert 'data-role="therapist" data-by="turn"' in answer["pieces"][key]

    undone = therapist.post(f"/recordings/{recording.id}/changes/{answer['undo']}/undo", headers=FETCH).json

    assert 'data-role="unknown" data-by="nothing"' in undone["pieces"][key]
    assert (undone["undo"], undone["redo"]) == (None, answer["undo"])
    assert 'data-role="therapist"' not in therapist.get(f"/recordings/{recording.id}").text


def test_a_person_names_speakers_without_a_script(therapist, db, factories, recording):
    transcript = factories.Transcript(
        recording=recording, turns=[("unknown", f"Turn {n}.") for n in range(1, 61)]
    )
    key = transcript.segments[0].id
    db.commit()

    page = therapist.get(f"/recordings/{recording.id}/speakers").text
    answer = therapist.post(
        f"/recordings/{recording.id}/speakers", data={f"role-{key}.0.1": "caregiver", "next": "50"}
    )

    assert "Turns 1 to 50 of 60." in page
    assert page.count("<select") == 50
    assert answer.status_code == 303
    assert answer.location.endswith("/speakers?first=50")
    assert "Turns 51 to 60 of 60." in therapist.get(answer.location).text
    assert therapist.get(f"/recordings/{recording.id}/speakers?first=60").status_code == 404
    assert therapist.get(f"/recordings/{recording.id}/speakers?first=x").status_code == 404


def test_nobody_names_speakers_of_another_recording(therapist, db, factories, recording):
    factories.Transcript(recording=recording)
    elsewhere = factories.Transcript().segments[0].id
    db.commit()
    address = f"/recordings/{recording.id}/speakers"

    assert therapist.post(address, data=naming(elsewhere, "therapist")).status_code == 404
    assert therapist.post(address, data=naming("1", "therapist")).status_code == 400
    assert therapist.post(address, data=naming(elsewhere, "king")).status_code == 400
    assert therapist.post(address, data=naming(elsewhere, "youth", ".0.x")).status_code == 400
    assert db.query(SpeakerNaming).filter_by(segment_id=elsewhere).count() == 0


def test_the_page_asks_the_database_little_however_long_the_transcript(
    therapist, app, db, factories, recording
):
    from sqlalchemy import event

    factories.Transcript(recording=recording, turns=[("unknown", f"Turn {n}.") for n in range(300)])
    db.commit()
    asked = []
    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    assert therapist.get(f"/recordings/{recording.id}").status_code == 200

    assert len(asked) < 40
    assert db.get(Recording, recording.id)
