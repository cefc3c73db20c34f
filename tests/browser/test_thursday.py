"""A whole Thursday: eighteen weeks by keyboard alone, then a second rating, a contest, and what they agree on."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import (
    Consensus,
    Principle,
    RatingChange,
    Review,
    ReviewStatus,
    SuggestionDecision,
    Week,
)
from tests.browser.hands import press_until
from tests.browser.thursday import make_thursday

PHONE = {"width": 390, "height": 844}
#: What is rated from the words; the rest cannot be judged by a note of two sentences.
MARKED, EXPLAINED = Principle.POSITIVE_AND_STRENGTH_FOCUSED, Principle.EVALUATION_AND_ACCOUNTABILITY
WHY = "Two people were asked, and nights were counted."
STRENGTHS = "You counted the nights."


@pytest.mark.timeout(900)
def test_a_thursday_by_keyboard_alone(service, sign_in, watch):
    thursday = make_thursday(service)
    look = watch.look_at

    consultant = sign_in(None, email=thursday.consultant)
    consultant.goto("/queue")
    expect(consultant.locator(".app-queue__case")).to_have_count(18)
    expect(consultant.get_by_role("main")).to_contain_text("18 weeks")
    look(consultant)
    first = review(consultant, look, is_first=True)
    for _ in range(17):
        review(consultant, look)
    expect(consultant.locator(".app-queue__case")).to_have_count(0)
    look(consultant)
    key = check_what_was_kept(service, thursday, first)

    therapist = sign_in(None, email=thursday.therapist)
    contest(therapist, key, look)
    supervisor = sign_in(None, email=thursday.supervisor, viewport=PHONE)
    rate_second(supervisor, first, look)
    settle(consultant, thursday, key, look)
    therapist.reload()
    expect(therapist.locator(".app-glance")).to_contain_text("agreed with a second rater: 4")
    look(therapist)
    look_back(supervisor, look)
    check_what_was_agreed(service, key)


def contest(page, key, look):
    """The therapist, in the feedback: by keys to the rating, and why."""
    press = page.keyboard.press
    page.goto(f"/feedback/{key}")
    expect(page.get_by_role("button", name="Go to the first that is open")).to_be_visible()
    look(page)
    press_until(page, "Tab", "document.activeElement.matches('[data-first]')", most=100)
    press("Enter")
    press_until(page, "n", f"document.activeElement.closest('[id={MARKED.value}]')", most=30)
    press("c")
    expect(page.locator("textarea:focus")).to_be_visible()
    page.keyboard.type("I counted four nights, not five.")
    press("Tab")
    press("Enter")
    expect(page.locator(f"#{MARKED.value}")).to_contain_text("I counted four nights, not five.")
    expect(page.locator(".app-glance")).to_contain_text(re.compile("second rat", re.IGNORECASE))
    look(page)


def rate_second(page, reference, look):
    """The supervisor, on a phone with a keyboard, blind."""
    press = page.keyboard.press
    page.goto("/queue")
    look(page)
    press_until(page, "Tab", "document.activeElement.textContent.includes('to rate a second time')", most=100)
    press("Enter")
    expect(page.get_by_role("heading", name="Second ratings")).to_be_visible()
    look(page)
    press_until(
        page,
        "Tab",
        f"document.activeElement.textContent.includes('Start second rating of {reference}')",
        most=400,
    )
    press("Enter")
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    for words in (WHY, STRENGTHS, "I counted four nights"):
        expect(page.get_by_role("main")).not_to_contain_text(words)
    expect(page.locator("[data-finding]")).to_have_count(0)
    rate(page)
    look(page)
    press("Tab")
    press_until(page, "Tab", "document.activeElement.textContent.trim() === 'Hand in'", most=400)
    press("Enter")
    expect(page.get_by_role("link", name="See both ratings side by side")).to_be_visible()


def settle(page, thursday, key, look):
    """The consultant, where the two differ."""
    press = page.keyboard.press
    page.goto(f"/feedback/{key}")
    press_until(page, "Tab", "document.activeElement.textContent.includes('side by side')", most=100)
    press("Enter")
    expect(page.get_by_role("heading", name="Both ratings")).to_be_visible()
    expect(page.get_by_text("1 of 9 principles is still to be settled.")).to_be_visible()
    look(page)
    press_until(page, "Tab", "document.activeElement.matches('[name=choice]')", most=100)
    press("Space")
    for _ in range(3):
        press("ArrowRight")
    press("Tab")
    page.keyboard.type("Four nights are four.")
    press("Tab")
    press("Enter")
    expect(page.get_by_text("Nothing is left to settle.")).to_be_visible()
    look(page)


def look_back(page, look):
    """The supervisor's pages, on the phone."""
    for place, heading in (
        ("/queue", "Queue"),
        ("/adherence", "Adherence"),
        ("/consultations", "Consultation"),
    ):
        page.goto(place)
        expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
        look(page)


def review(page, look, *, is_first=False):
    """From the queue to the queue; gives back the reference of the case."""
    press = page.keyboard.press
    left = page.locator(".app-queue__case").count()
    reference = page.locator(".app-queue__case a").first.inner_text().split(",")[0].strip()
    press_until(page, "Tab", "document.activeElement.textContent.trim().startsWith('Start review')", most=400)
    press("Enter")
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()  # the scripts are there
    expect(page.locator("[data-finding=suggestion]")).to_have_count(0)

    rate(page)
    if is_first:
        look(page)
        look_at_suggestions(page, look)
    write(page)
    publish(page, look if is_first else None)
    press("q")
    expect(page.locator(".app-queue__case")).to_have_count(left - 1)
    return reference


def rate(page):
    """One by a mark, one by a sentence why; the others are not assessable."""
    press = page.keyboard.press
    press("o")
    press("t")
    expect(page.locator("[data-block]:focus")).to_be_visible()
    press(str(MARKED.number))
    bar = page.get_by_role("region", name="Selected words")
    expect(bar.get_by_label("Words")).to_be_focused()
    press("Enter")
    expect(page.locator("[data-finding=mark]")).to_have_count(1)
    for principle in Principle:
        press("g")
        press(str(principle.number))
        expect(page.locator(f"[data-card='{principle.number}']")).to_be_focused()
        press("4" if principle in {MARKED, EXPLAINED} else "0")
        expect(page.locator("[data-rated]")).to_have_text(str(principle.number))
    press("g")
    press(str(EXPLAINED.number))
    press_until(page, "Tab", "document.activeElement.name === 'why'")
    page.keyboard.type(WHY)


def look_at_suggestions(page, look):
    """They come only now; one rating is changed with them in sight."""
    press = page.keyboard.press
    press_until(
        page, "Tab", "document.activeElement.textContent.trim() === 'Look at the suggestions'", most=400
    )
    press("Enter")
    expect(page.locator("[data-finding=suggestion]")).to_have_count(2)
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    press("n")
    press("a")
    expect(page.locator("[data-finding=suggestion]")).to_have_count(1)
    press("r")
    expect(page.locator("[data-finding=suggestion]")).to_have_count(0)
    press("g")
    press(str(MARKED.number))
    press("5")
    expect(page.locator(f"[data-card='{MARKED.number}']")).to_contain_text(
        re.compile("before", re.IGNORECASE)
    )
    look(page)


def write(page):
    page.keyboard.press("f")
    press_until(page, "Tab", "document.activeElement.id === 'strengths'")
    page.keyboard.type(STRENGTHS)


def publish(page, look):
    press = page.keyboard.press
    press("Tab")  # out of the field, where letters are letters
    press_until(page, "Tab", "document.activeElement.name === 'preview'")
    press("Enter")
    expect(page.get_by_role("heading", name="Preview of the feedback")).to_be_visible()
    if look:
        look(page)
    press_until(page, "Tab", "document.activeElement.textContent.trim() === 'Publish to the therapist'")
    press("Enter")
    expect(page.get_by_text("The review is published.")).to_be_visible()
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()


def check_what_was_kept(service, thursday, first):
    """Gives back the key of the review of the first week."""
    with service.database.reading() as db:
        weeks = select(Week.id).where(Week.case_id.in_([UUID(key) for key, _ in thursday.weeks]))
        reviews = db.scalars(select(Review).where(Review.week_id.in_(weeks))).all()
        assert len(reviews) == 18
        assert all(each.status is ReviewStatus.PUBLISHED and each.is_rated_first for each in reviews)
        revealed = [each for each in reviews if each.revealed_at]
        assert [each.week.case.reference for each in revealed] == [first]
        after = db.scalars(select(RatingChange).where(RatingChange.is_after_reveal)).all()
        assert [(each.review_id, each.value) for each in after] == [(revealed[0].id, 5)]
        decided = select(SuggestionDecision.verdict).where(SuggestionDecision.review_id == revealed[0].id)
        assert {verdict.value for verdict in db.scalars(decided)} == {"accepted", "rejected"}
        return revealed[0].id


def check_what_was_agreed(service, key):
    """By the two raters, and where it leaves the first rating: as it was."""
    with service.database.reading() as db:
        first = db.get(Review, key)
        agreed = db.scalars(select(Consensus).filter_by(week_id=first.week_id)).all()
        assert [(each.principle, each.value) for each in agreed] == [(MARKED, 4)]
        assert first.rating(MARKED).value == 5
