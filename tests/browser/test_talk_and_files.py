"""Beside a transcript: how much each person spoke, counted again as people name turns; files to take away."""

from pathlib import Path

from playwright.sync_api import expect
from sqlalchemy import select

from models import Case, Person, Role
from tests.browser.conftest import PEOPLE

TURNS = [
    ("unknown", "What happened just before that?"),
    ("caregiver", "He slammed the door."),
    ("unknown", "Mm."),
]


def test_naming_a_turn_counts_the_talk_again_and_a_file_can_be_taken_away(service, case, sign_in, watch):
    def make(factories, db):
        therapist = db.scalars(select(Person).filter_by(email=PEOPLE[Role.THERAPIST][0])).one()
        week = factories.Week(case=db.scalars(select(Case).filter_by(reference=case.reference)).one())
        recording = factories.Recording(week=week, by=therapist)
        factories.Transcript(recording=recording, turns=TURNS)
        return f"/recordings/{recording.id}"

    page = sign_in(Role.THERAPIST)
    page.goto(service.past(make))
    talk = page.locator("#talk")
    expect(talk.locator("tbody tr")).to_have_count(1)
    expect(talk).to_contain_text("60% of the words, because nobody knows who said them")
    watch.look_at(page)

    page.get_by_role("link", name="Play from 0:00").click()
    page.keyboard.press("t")

    expect(talk.locator("tbody tr")).to_have_count(2)
    expect(talk.get_by_role("row", name="Therapist")).to_contain_text("56%")
    expect(talk).to_contain_text("Questions of the therapist: 1")

    talk.get_by_role("link", name="1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("The therapist’s questions")
    watch.look_at(page)
    page.get_by_role("link", name="Therapist").click()
    expect(page.locator("[data-turn]").first).to_be_in_viewport()

    with page.expect_download() as coming:
        page.get_by_role("link", name="Plain text").click()
    assert coming.value.suggested_filename.startswith(f"{case.reference} ")
    assert "Therapist: What happened just before that?" in Path(coming.value.path()).read_text()
