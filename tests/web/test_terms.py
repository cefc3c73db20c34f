"""A team's names and terms, and replacing words wherever they stand."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.transcripts.hotwords import fitting
from fidelity.usecases.standing_turns import standing_turns
from fidelity.usecases.team_terms import hotwords_of
from models import (
    AuditEntry,
    ChangeKind,
    RecordingStatus,
    Role,
    TeamTerm,
    Transcript,
    TranscriptChange,
    now,
)


@pytest.fixture
def therapist(people, sign_in):
    return sign_in(people[Role.THERAPIST])


@pytest.fixture
def team(people):
    return people["team"]


@pytest.fixture
def words(people, factories):
    """``words(*turns)``: a transcript of a new recording of the therapist's case."""
    week = factories.Week(case=people["case"])

    def words(*turns, of=None, week=week, **given):
        recording = of or factories.Recording(week=week, by=people[Role.THERAPIST])
        return factories.Transcript(
            recording=recording, turns=[("caregiver", text) for text in turns], **given
        )

    return words


def plain(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", answer.text))


def keys(page):
    return re.findall(r'name="place" value="([^"]+)"', page)


def ticked(page):
    return re.findall(r'name="place" value="([^"]+)" checked', page)


def reads(db, transcript):
    """How its turns read now."""
    db.rollback()
    turns = standing_turns(db, [transcript.id])[transcript.id]
    db.rollback()
    return [turn.text for turn in turns]


def look(browser, address, these, that):
    return browser.post(address, data={"these": these, "that": that, "do": "look"})


def replace(browser, address, these, that, places):
    data = {"these": these, "that": that, "do": "replace", "place": places}
    return browser.post(address, data=data, follow_redirects=True)


def test_a_term_is_added_told_to_the_recogniser_and_removed(therapist, db, team, people, factories):
    factories.Term(team=factories.Team(), term="Of another team")
    address = f"/teams/{team.id}/terms"
    assert "There is no term yet." in plain(therapist.get(address))

    typed = {"term": "  Llŷr  Gwyn ", "often_heard_as": "clear gwyn\r\n\r\nLeer Gwyn\nclear gwyn\nLlŷr Gwyn"}
    page = therapist.post(address, data=typed, follow_redirects=True)

    assert "Llŷr Gwyn" in page.text
    assert "clear gwyn, Leer Gwyn" in plain(page)
    assert people[Role.THERAPIST].name in page.text
    assert hotwords_of(db, team.id) == ("Llŷr Gwyn",)
    db.rollback()

    (term,) = db.query(TeamTerm).filter_by(team_id=team.id)
    remove = f"{address}/{term.id}/remove"
    db.rollback()
    for _ in range(2):
        assert therapist.post(remove).status_code == 303
    db.refresh(term)
    assert (term.removed_by_id, term.term) == (people[Role.THERAPIST].id, "Llŷr Gwyn")
    assert hotwords_of(db, team.id) == ()
    deeds = db.scalars(select(AuditEntry.what).filter_by(subject_id=team.id)).all()
    assert deeds.count("added a term") == deeds.count("removed a term") == 1
    assert "read terms" in deeds


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"term": ""}, "Enter the name or term"),
        ({"term": "x" * 61}, "A term must have 60 characters or fewer"),
        ({"term": "–"}, "A term must have a letter or a number in it"),
        ({"term": "LLŶR"}, "This term is in the list already"),
        ({"term": "Siôn", "often_heard_as": "y" * 61}, "A term must have 60 characters or fewer"),
        ({"term": "Siôn", "often_heard_as": "\n".join("abcdefghijk")}, "Enter 10 lines or fewer"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_cannot_be_a_term_is_said_and_what_was_typed_stays(
    therapist, team, factories, db, typed, sentence
):
    factories.Term(team=team)

    answer = therapist.post(f"/teams/{team.id}/terms", data=typed)

    assert answer.status_code == 422
    assert sentence in plain(answer)
    assert f'value="{typed["term"]}"' in answer.text
    assert db.query(TeamTerm).count() == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_there_is_an_end_and_the_page_says_which_terms_the_recogniser_is_told_of(therapist, team, people, db):
    begun = now() - timedelta(days=1)
    db.add_all(
        TeamTerm(
            team_id=team.id,
            by_id=people[Role.THERAPIST].id,
            term=f"Ysgol Rhif {number}",
            created_at=begun + timedelta(seconds=number),
        )
        for number in range(200)
    )
    db.commit()

    address = f"/teams/{team.id}/terms"
    page = plain(therapist.get(address))
    told = hotwords_of(db, team.id)
    db.rollback()

    assert told[0] == "Ysgol Rhif 199"
    assert 10 < len(told) == fitting(told) < 200
    assert f"room for the newest {len(told)} of these 200" in page
    assert page.count("No room") == 200 - len(told)
    full = therapist.post(address, data={"term": "One more"})
    assert "There are 200 terms" in plain(full)


def test_who_sees_no_content_sees_no_terms(people, sign_in, team, factories):
    factories.Term(team=team, term="Llŷr")

    assert sign_in(people[Role.ADMINISTRATOR]).get(f"/teams/{team.id}/terms").status_code == 403
    assert "names and terms" not in sign_in(people[Role.ADMINISTRATOR]).get(f"/teams/{team.id}").text.lower()
    assert sign_in(factories.Person(role=Role.THERAPIST)).get(f"/teams/{team.id}/terms").status_code == 404
    assert f"/teams/{team.id}/terms" in sign_in(people[Role.CONSULTANT]).get(f"/teams/{team.id}").text


def test_a_term_is_replaced_where_it_is_ticked_and_the_step_can_be_undone(
    therapist, people, db, queue, team, words, factories
):
    term = factories.Term(team=team, term="Llŷr", often_heard_as="clear\nleer")
    first = words("Clear went home.", "Is it clear?", "leer’s coat")
    second = words("Ask clear again")
    before = now()
    address = f"/teams/{team.id}/replace"
    assert "clear, leer → Llŷr" in plain(therapist.get(address))

    page = look(therapist, address, term.often_heard_as, term.term).text
    assert "4 places in 2 transcripts" in page
    assert "<del>leer’s</del> <ins>Llŷr’s</ins> coat" in page
    assert len(keys(page)) == len(ticked(page)) == 4
    spoken = [key for key in keys(page) if str(first.segments[1].id) not in key]
    done = replace(therapist, address, term.often_heard_as, term.term, spoken)

    assert "replaced at 3 places in 2 transcripts" in plain(done)
    assert reads(db, first) == ["Llŷr went home.", "Is it clear?", "Llŷr’s coat"]
    assert reads(db, second) == ["Ask Llŷr again"]
    steps = db.scalars(select(TranscriptChange)).all()
    assert {step.kind for step in steps} == {ChangeKind.REPLACED_ALL}
    assert sorted(step.transcript_id for step in steps) == sorted([first.id, second.id])
    assert {kind for kind, _ in queue.jobs} <= {JobKind.TAG_SEGMENT, JobKind.TAG_TRANSCRIPT}
    assert queue.jobs
    # What was published before goes on reading as it did.
    then = standing_turns(db, [first.id], at=before)[first.id]
    assert [turn.text for turn in then] == ["Clear went home.", "Is it clear?", "leer’s coat"]
    (step,) = [step for step in steps if step.transcript_id == first.id]
    undo = f"/recordings/{first.recording_id}/changes/{step.id}/undo"
    db.rollback()

    undone = therapist.post(undo)
    assert undone.status_code in (200, 303)
    assert reads(db, first) == ["Clear went home.", "Is it clear?", "leer’s coat"]


def test_only_the_newest_transcripts_that_the_person_may_correct_are_looked_through(
    therapist, people, team, words, factories, db
):
    old = words("clear in an old version")
    words("clear in the newest", of=old.recording, version=2)
    withdrawn = words("clear and withdrawn")
    withdrawn.recording.status = RecordingStatus.WITHDRAWN
    of_a_colleague = factories.Week(
        case=factories.Case(team=team, therapist=factories.Person(role=Role.THERAPIST, team=team))
    )
    words("clear of a colleague", week=of_a_colleague)
    words("clear of another team", week=factories.Week())
    db.commit()

    page = look(therapist, f"/teams/{team.id}/replace", "clear", "Llŷr").text

    assert "1 place in 1 transcript<" in page
    assert "in the newest" in page
    assert "colleague" not in page


def test_terms_that_are_read_on_the_form_for_replacing_are_noted(
    therapist, people, team, words, factories, db
):
    recording_id = words("clear").recording_id
    address = f"/recordings/{recording_id}/replace"
    factories.Term(team=team, by=people[Role.THERAPIST])
    assert therapist.get(address).status_code == 200
    noted = select(AuditEntry.person_id).filter_by(what="read terms", subject_id=team.id)
    assert db.scalars(noted).all() == [], "none of them stands on the form"
    factories.Term(team=team, by=people[Role.THERAPIST], term="Siôn", often_heard_as="shorn")

    assert "shorn" in therapist.get(address).text
    assert therapist.post(address, data={"these": "", "that": ""}).status_code == 422

    assert db.scalars(noted).all() == [people[Role.THERAPIST].id]


def test_in_one_recording_nothing_else_is_touched(therapist, people, team, words, db):
    one, other = words("Clear and clear"), words("Clear too")
    address = f"/recordings/{one.recording_id}/replace"

    page = look(therapist, address, "clear", "Llŷr").text
    of_the_other = f"{other.segments[0].id}:0:0"
    done = replace(therapist, address, "clear", "Llŷr", [*keys(page), of_the_other])

    assert "replaced at 2 places in 1 transcript" in plain(done)
    assert "1 of those that you ticked read otherwise by now" in plain(done)
    assert reads(db, one) == ["Llŷr and Llŷr"]
    assert reads(db, other) == ["Clear too"]


def test_what_was_replaced_already_is_not_replaced_twice(therapist, words, db):
    transcript = words("Clear came")
    address = f"/recordings/{transcript.recording_id}/replace"
    place = keys(look(therapist, address, "clear", "Llŷr").text)

    replace(therapist, address, "clear", "Llŷr", place)
    again = replace(therapist, address, "clear", "Llŷr", place)

    assert "Nothing was replaced." in plain(again)
    assert db.query(TranscriptChange).count() == 1


def test_suspect_places_are_shown_and_not_ticked(therapist, words, db):
    transcript = words("Clear came", "clear clear")
    transcript.segments[1].suspect_because = "the sound has no voice in it"
    db.commit()

    page = look(therapist, f"/recordings/{transcript.recording_id}/replace", "clear", "Llŷr").text

    assert len(keys(page)) == 3
    assert ticked(page) == [f"{transcript.segments[0].id}:0:0"]
    assert "Probably not what was said: the sound has no voice in it." in page


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_must_be_put_right_is_said(therapist, team, words):
    words("Clear came")
    address = f"/teams/{team.id}/replace"

    for these, that, sentence in (
        ("", "Llŷr", "Enter the words that should be replaced"),
        ("clear", "", "Enter what should stand there"),
        ("clear", "–", "Enter words with a letter or a number in them"),
        ("c" * 61, "Llŷr", "Enter 60 characters or fewer in a line"),
    ):
        answer = look(therapist, address, these, that)
        assert answer.status_code == 422
        assert sentence in plain(answer)
    nothing = replace(therapist, address, "clear", "Llŷr", [])
    assert nothing.status_code == 422
    assert "Choose at least one place" in plain(nothing)
    assert "These words stand nowhere" in plain(look(therapist, address, "unheard", "Llŷr"))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_very_many_places_come_in_several_goes(therapist, team, words, db):
    words(*[" ".join(["clear"] * 70)] * 5)

    page = look(therapist, f"/teams/{team.id}/replace", "clear", "Llŷr").text

    assert len(keys(page)) == 300
    assert "There are more places: replace these, then look again." in page
    done = replace(therapist, f"/teams/{team.id}/replace", "clear", "Llŷr", keys(page))
    assert "replaced at 300 places in 1 transcript" in plain(done)
    assert len(keys(look(therapist, f"/teams/{team.id}/replace", "clear", "Llŷr").text)) == 50
    assert db.query(Transcript).count()


@pytest.mark.parametrize(("word", "written"), [("llŷr", "LLŶR"), ("o'neill", "O’Neill"), ("50%", "50%")])
def test_letters_beyond_ascii_and_signs_are_found_on_every_database(therapist, team, words, word, written):
    words(f"then {written} came", "nothing here")

    page = look(therapist, f"/teams/{team.id}/replace", word, "Siôn").text

    assert len(keys(page)) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_words_stand_in_no_address_and_no_log(therapist, team, words, caplog):
    words("Clear came")

    answer = look(therapist, f"/teams/{team.id}/replace", "clear", "Llyrffug")
    done = therapist.post(
        f"/teams/{team.id}/replace",
        data={"these": "clear", "that": "Llyrffug", "do": "replace", "place": keys(answer.text)},
    )

    assert "Llyrffug" not in done.headers["Location"]
    assert "Llyrffug" not in caplog.text
