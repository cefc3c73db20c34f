"""Taking the words of a recording away."""

import json
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from fidelity.transcripts.exports.formats import FORMATS
from models import AuditEntry, RecordingStatus, Role, SpeakerRole


@pytest.fixture
def recording(factories, people):
    week = factories.Week(case=people["case"])
    recording = factories.Recording(week=week, by=people[Role.THERAPIST], visited_on=date(2026, 11, 19))
    turns = (
        ("unknown", "What happened then?"),
        ("caregiver", "He went out."),
        ("unknown", "Thanks for watching."),
    )
    transcript = factories.Transcript(recording=recording, turns=turns)
    factories.Naming(segment=transcript.segments[0], role=SpeakerRole.THERAPIST, by=people[Role.THERAPIST])
    transcript.segments[2].suspect_because = "nobody speaks there"
    factories.db.commit()
    return recording


def address(recording, ending):
    return f"/recordings/{recording.id}/transcript.{ending}"


@pytest.mark.parametrize("ending", FORMATS)
def test_a_person_takes_a_file_away(sign_in, people, recording, ending):
    answer = sign_in(people[Role.CONSULTANT]).get(address(recording, ending))

    assert answer.status_code == 200
    assert answer.mimetype == FORMATS[ending].mimetype
    named = f"{people['case'].reference} 2026-11-19.{ending}"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{named}"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    text = answer.data
    if ending == "docx":
        text = "\n".join(paragraph.text for paragraph in Document(BytesIO(text)).paragraphs).encode()
    assert b"What happened then?" in text
    assert b"watching" not in text
    assert people[Role.THERAPIST].name.encode() not in text


def test_the_newest_version_is_taken(sign_in, people, recording, factories):
    factories.Transcript(recording=recording, version=2, turns=(("therapist", "What came first?"),))

    data = json.loads(sign_in(people[Role.THERAPIST]).get(address(recording, "json")).data)

    assert data["provenance"]["version"] == 2
    assert [turn["text"] for turn in data["segments"]] == ["What came first?"]


def test_doubtful_words_come_marked_where_they_are_asked_for(sign_in, people, recording):
    text = sign_in(people[Role.THERAPIST]).get(address(recording, "txt") + "?suspect=marked").text

    assert "[Probably not what was said: nobody speaks there] Thanks for watching." in text


def test_that_a_file_was_taken_is_noted(sign_in, people, recording, db):
    sign_in(people[Role.SUPERVISOR]).get(address(recording, "vtt"))

    (entry,) = db.query(AuditEntry).filter_by(what="downloaded transcript").all()
    assert (entry.person_id, entry.subject_id) == (people[Role.SUPERVISOR].id, recording.id)
    assert entry.team_id == people["team"].id


@pytest.mark.parametrize("role", [Role.THERAPIST, Role.ADMINISTRATOR])
def test_somebody_else_finds_nothing(sign_in, people, recording, factories, role, db):
    stranger = factories.Person(role=role)

    answer = sign_in(stranger).get(address(recording, "txt"))

    assert answer.status_code in {403, 404}
    assert not db.query(AuditEntry).filter_by(what="downloaded transcript").all()


def test_a_withdrawn_recording_gives_no_file(sign_in, people, recording, db):
    recording.status = RecordingStatus.WITHDRAWN
    db.commit()

    assert sign_in(people[Role.THERAPIST]).get(address(recording, "txt")).status_code == 404


@pytest.mark.parametrize("ending", ["pdf", "exe", ""])
def test_there_is_no_file_of_another_kind(sign_in, people, recording, ending):
    assert sign_in(people[Role.THERAPIST]).get(address(recording, ending)).status_code == 404


def test_a_recording_without_words_gives_no_file(sign_in, people, factories):
    bare = factories.Recording(week=factories.Week(case=people["case"]), by=people[Role.THERAPIST])

    assert sign_in(people[Role.THERAPIST]).get(address(bare, "txt")).status_code == 404


def test_the_page_offers_every_file(sign_in, people, recording):
    page = sign_in(people[Role.THERAPIST]).get(f"/recordings/{recording.id}").text

    for ending in FORMATS:
        assert f'href="{address(recording, ending)}"' in page
        assert f'href="{address(recording, ending)}?suspect=marked"' in page
