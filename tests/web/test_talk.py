"""How much each person spoke, on the recording's page, and what stands behind each number."""

import re

import pytest

from models import AuditEntry, Role

TURNS = (
    ("therapist", "What happened just before that? I see."),
    ("caregiver", "He slammed the door. Why do you ask?"),
    ("unknown", "Mm yeah."),
    ("therapist", "And what did you do?"),
    ("caregiver", "Thanks for watching."),
)


@pytest.fixture
def recording(factories, people):
    recording = factories.Recording(
        week=factories.Week(case=people["case"]), by=people[Role.THERAPIST], duration_seconds=120.0
    )
    transcript = factories.Transcript(recording=recording, turns=TURNS)
    transcript.segments[4].suspect_because = "nobody speaks there"
    factories.db.commit()
    return recording


def links(page):
    """What the table opens, by what is asked for."""
    section = re.search(r'<section class="app-talk".*?</section>', page, re.DOTALL)[0]
    found = re.findall(r'href="([^"]*show=([\w-]+))"', section)
    return {show: address.replace("&amp;", "&") for address, show in found}


def test_every_number_opens_what_it_counts(sign_in, people, recording):
    browser = sign_in(people[Role.CONSULTANT])

    opened = links(browser.get(f"/recordings/{recording.id}").text)

    assert set(opened) == {"therapist", "caregiver", "longest", "questions", "pauses", "unknown", "suspect"}
    said = {
        "therapist": ["What happened just before that? I see.", "And what did you do?"],
        "caregiver": ["He slammed the door. Why do you ask?"],
        "longest": ["What happened just before that? I see."],
        "questions": ["What happened just before that?", "And what did you do?"],
        "unknown": ["Mm yeah."],
        "suspect": ["Thanks for watching."],
    }
    for show, texts in said.items():
        page = browser.get(opened[show]).text
        listed = re.findall(r'#turn-[^"]*">.*?</a>: (.*?)(?:</li>| <span)', page)
        assert listed == texts, show
    assert "seconds in which nobody is heard" in browser.get(opened["pauses"]).text


def test_the_list_leads_back_to_the_turn(sign_in, people, recording):
    browser = sign_in(people[Role.THERAPIST])

    listed = browser.get(f"/recordings/{recording.id}/talk?show=unknown").text

    (anchor,) = re.findall(r'#(turn-[^"]+)"', listed)
    assert f'id="{anchor}"' in browser.get(f"/recordings/{recording.id}").text


def test_what_is_left_out_is_said(sign_in, people, recording):
    page = sign_in(people[Role.THERAPIST]).get(f"/recordings/{recording.id}").text

    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
    assert (
        "Not counted: 9% of the words, because nobody knows who said them; 1 turn that was probably not said."
        in text
    )


def test_a_person_who_reads_a_list_is_noted(sign_in, people, recording, db):
    sign_in(people[Role.SUPERVISOR]).get(f"/recordings/{recording.id}/talk?show=questions")

    (entry,) = db.query(AuditEntry).filter_by(what="read transcript").all()
    assert (entry.person_id, entry.subject_id) == (people[Role.SUPERVISOR].id, recording.id)


@pytest.mark.parametrize("show", ["youth", "caregiver-B", "", "x' OR 1"])
def test_there_is_no_list_of_somebody_who_did_not_speak(sign_in, people, recording, show):
    answer = sign_in(people[Role.THERAPIST]).get(
        f"/recordings/{recording.id}/talk", query_string={"show": show}
    )

    assert answer.status_code == 404


def test_where_nobody_is_known_the_page_says_so(sign_in, people, factories):
    recording = factories.Recording(week=factories.Week(case=people["case"]), by=people[Role.THERAPIST])
    factories.Transcript(recording=recording, turns=(("unknown", "Hello there."),))

    page = sign_in(people[Role.THERAPIST]).get(f"/recordings/{recording.id}").text

    assert "Nobody has said who speaks yet, so there is nothing to count." in page


def test_a_page_on_which_turns_were_named_asks_for_the_numbers_alone(
    sign_in, people, recording, factories, db
):
    page = sign_in(people[Role.THERAPIST]).get(f"/recordings/{recording.id}").text
    (source,) = re.findall(r'data-module="talk" data-src="([^"]+)"', page)
    before = db.query(AuditEntry).count()
    db.commit()

    table = sign_in(people[Role.THERAPIST]).get(source).text

    assert "Questions of the therapist" in table
    assert "slammed" not in table
    assert "<html" not in table
    assert db.query(AuditEntry).count() == before
