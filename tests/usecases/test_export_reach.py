"""Recordings, words, notes and the sharing of work: who takes out what, and what nobody does."""

from datetime import timedelta

import pytest

from fidelity.exports.tables import TABLES
from fidelity.usecases.errors import NotAllowed
from fidelity.usecases.take_export import take_export
from models import (
    AgendaItem,
    AuditEntry,
    Claim,
    LookCause,
    Principle,
    RecordingStatus,
    Role,
    SecondLook,
    Snooze,
    SpeakerRole,
    now,
)
from tests.factories import this_monday

LAST = this_monday() - timedelta(weeks=1)
OF_RECORDINGS = ("recordings", "transcripts", "turns", "transcript_changes")
OF_REVIEWERS = {
    "rating_changes", "second_looks", "decisions", "claims", "snoozes", "absences", "agenda_items", "agreement",
    "severity", "case_load", "tam_r_scores", "score_means", "score_imports",
}  # fmt: skip


@pytest.fixture
def heard(people, factories):
    """A recording of last week with two turns, of which a person named one."""
    week = factories.Week(case=people["case"], starts_on=LAST)
    recording = factories.Recording(week=week, by=people[Role.THERAPIST], duration_seconds=600.0)
    transcript = factories.Transcript(recording=recording)
    factories.Naming(segment=transcript.segments[0], role=SpeakerRole.CAREGIVER)
    noise = factories.Recording(week=factories.Week())
    factories.Transcript(recording=noise)
    return {"week": week, "recording": recording, "transcript": transcript}


def test_turns_are_as_people_read_them_and_their_words_only_where_asked_for(take, heard, factories):
    factories.Transcript(recording=heard["recording"], version=2)

    first, *_ = take("turns", with_quotes=True)

    assert first["text"]
    assert first["words"] == len(first["text"].split())
    versions = take("transcripts")
    assert [row["version"] for row in versions] == [1, 2]
    assert {row["transcript_id"] for row in take("turns")} == {versions[1]["transcript_id"]}
    assert all("text" not in row for row in take("turns"))
    assert [row["transcripts"] for row in take("recordings")] == [2]


def test_who_speaks_is_as_a_person_said(take, heard):
    roles = [(row["role"], row["known_by"], row["role_probability"]) for row in take("turns")]

    assert roles[0][0] == "caregiver"
    assert roles[0][2] is None
    assert [row["kind"] for row in take("transcript_changes")] == ["named_turns"]


@pytest.mark.parametrize("status", [RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED])
def test_a_recording_that_was_withdrawn_leaves_nothing_in_any_file(take, heard, status):
    before = [len(take(name)) for name in OF_RECORDINGS]
    heard["recording"].status = status
    assert all(before)

    assert [len(take(name, with_quotes=True)) for name in OF_RECORDINGS] == [0, 0, 0, 0]
    assert [row["recordings"] for row in take("weeks", since=LAST, until=LAST)] == [0]


def test_what_is_withdrawn_while_a_file_is_written_is_read_no_more(
    database, db, people, heard, factories, monkeypatch
):
    monkeypatch.setattr("fidelity.usecases.export_turns._AT_ONCE", 1)
    later = factories.Week(case=people["case"])
    second = factories.Recording(week=later, by=people[Role.THERAPIST])
    factories.Transcript(recording=second)
    with database.reading() as reading:
        export = take_export(reading, by=people[Role.SUPERVISOR], team_id=people["team"].id, name="turns")
        first = next(export.rows)
        second.status = RecordingStatus.WITHDRAWN
        db.commit()
        # SQLite reads what there was at one moment, until the transaction ends.
        reading.commit()

        assert {row["recording_id"] for row in (first, *export.rows)} == {heard["recording"].id}


def test_notes_come_section_by_section_with_every_revision_and_goals_from_the_newest(
    take, db, people, factories
):
    week = factories.Week(case=people["case"], starts_on=LAST)
    goal = {"goal": "Home by nine", "measure": "Nights", "owner": "Mum", "by": "Sunday"}
    done = {"goal": "Up by eight", "rating": "partly", "comment": "Twice"}
    note = factories.Note(
        week=week,
        texts={"advances": "Home.", "questions": "What next?"},
        sections={"new_goals": [goal], "previous_goals": [done]},
    )
    older = note.revisions[0]

    rows = take("notes", Role.THERAPIST, with_quotes=True)

    assert [(row["section"], row["text"], row["is_newest"]) for row in rows] == [
        ("advances", "Home.", True),
        ("questions", "What next?", True),
    ]
    goals = {row["kind"]: row for row in take("goals", with_quotes=True)}
    assert (goals["new"]["goal"], goals["new"]["by"], goals["new"]["rating"]) == (
        "Home by nine",
        "Sunday",
        None,
    )
    assert (goals["previous"]["rating"], goals["previous"]["measure"]) == ("partly", None)
    assert all("goal" not in row for row in take("goals"))
    assert older.number == 1


def test_a_therapist_takes_out_the_own_cases_and_no_raters_work(take, heard, people, factories):
    colleague = factories.Person(role=Role.THERAPIST, team=people["team"])
    other = factories.Week(case=factories.Case(team=people["team"], therapist=colleague), starts_on=LAST)
    factories.Transcript(recording=factories.Recording(week=other, by=colleague))
    factories.Note(week=other, by=colleague)

    for name in (*OF_RECORDINGS[:3], "cases", "case_holders"):
        assert {row.get("case") for row in take(name, Role.THERAPIST)} == {people["case"].reference}, name
    assert len(take("cases")) == 2
    assert take("notes", Role.THERAPIST) == []
    for name in TABLES:
        if name in OF_REVIEWERS:
            with pytest.raises(NotAllowed):
                take(name, Role.THERAPIST)
        else:
            take(name, Role.THERAPIST)
    with pytest.raises(NotAllowed):
        take("score_imports", Role.CONSULTANT)


def test_of_a_blind_week_nothing_that_somebody_wrote_in_the_queue_or_on_the_agenda_comes_out(
    take, db, people, factories
):
    consultant, team = people[Role.CONSULTANT], people["team"]
    week = factories.Week(case=people["case"], starts_on=LAST)
    review = factories.Review(
        week=week, by=consultant, published=True, ratings={Principle.FINDING_THE_FIT: 2}
    )
    look = SecondLook(week_id=week.id, cause=LookCause.ASKED, asked_by_id=consultant.id)
    db.add_all(
        [
            look,
            Claim(week_id=week.id, person_id=consultant.id, expires_at=now(), handed_over_with="Low on fit"),
            Snooze(week_id=week.id, by_id=consultant.id, until=now(), reason="Low on fit"),
            AgendaItem(team_id=team.id, monday=LAST, key=f"good:{review.id}", by_id=consultant.id, outcome="2"),
            AgendaItem(team_id=team.id, monday=LAST, key="own:1", text="Low", week_id=week.id, by_id=consultant.id),
            AgendaItem(team_id=team.id, monday=LAST, key="own:2", text="Holidays", by_id=consultant.id),
        ]
    )  # fmt: skip
    db.commit()

    assert take("claims") == take("snoozes") == take("reviews") == []
    assert [row["text"] for row in take("agenda_items")] == ["Holidays"]
    assert len(take("claims", Role.CONSULTANT)) == len(take("snoozes", Role.CONSULTANT)) == 1
    assert len(take("agenda_items", Role.CONSULTANT)) == 3

    look.done_at = now()
    db.commit()
    assert [row["handed_over_with"] for row in take("claims")] == ["Low on fit"]
    assert len(take("agenda_items")) == 3


def test_the_audit_log_is_the_teams_for_its_supervisor_and_else_the_own(take, db, people, factories):
    therapist, supervisor = people[Role.THERAPIST], people[Role.SUPERVISOR]
    team, other = people["team"], factories.Team()
    for by, of in ((therapist, team), (supervisor, team), (therapist, other)):
        db.add(AuditEntry(person_id=by.id, team_id=of.id, what="read case", subject_id=people["case"].id))
    db.commit()

    of_team = [row for row in take("audit_log") if row["what"] == "read case"]
    own = [row for row in take("audit_log", Role.THERAPIST) if row["what"] == "read case"]

    assert {row["person_id"] for row in of_team} == {str(therapist.id), str(supervisor.id)}
    assert [(row["person_id"], row["subject"]) for row in own] == [
        (str(therapist.id), people["case"].reference)
    ]
    assert take("audit_log", until=this_monday() - timedelta(weeks=2)) == []
