"""What found no place in a new version, put in its place by a rater in a real browser; and the pages of versions."""

from uuid import UUID

from playwright.sync_api import expect
from sqlalchemy import select

from models import Case, Person, Role
from tests.browser.conftest import PEOPLE
from tests.browser.hands import select_words
from tests.versions import add_version, mark


def test_a_rater_selects_words_and_puts_a_mark_there(service, case, sign_in, watch):
    def make(factories, db):
        people = {
            role: db.scalars(select(Person).filter_by(email=email)).one()
            for role, (email, _) in PEOPLE.items()
        }
        week = factories.Week(case=db.get(Case, UUID(case.id)), starts_on=case.monday)
        recording = factories.Recording(week=week, by=people[Role.THERAPIST])
        old = factories.Transcript(
            recording=recording, turns=[("therapist", "He was at Karen's house till ten last night")]
        )
        review = factories.Review(week=week, by=people[Role.CONSULTANT])
        mark(factories, review, old.segments[0], "at Karen's house")
        add_version(db, recording, (0, "He was over with Cameron and them till ten last night"))
        return recording.id

    recording_id = service.past(make)
    page = sign_in(Role.CONSULTANT)
    page.goto(f"/cases/{case.id}/weeks/{case.monday.isoformat()}/review")
    expect(
        page.get_by_role("heading", name="1 mark or comment has no place in the new version")
    ).to_be_visible()
    watch.look_at(page)

    select_words(page.locator(".app-turn [data-words]"), "over with Cameron")
    bar = page.get_by_role("region", name="Selected words")
    expect(bar.get_by_label("Words", exact=True)).to_have_value("over with Cameron")
    bar.get_by_role("button", name="Put it here").click()

    expect(page.locator(".app-turn .app-finding--mark")).to_contain_text("Marked:")
    expect(page.get_by_text("no place in the new version")).to_have_count(0)
    for part in ("versions", "versions/1", "versions/differences?older=1&newer=2", "versions/new", "carried"):
        page.goto(f"/recordings/{recording_id}/{part}")
        watch.look_at(page)
