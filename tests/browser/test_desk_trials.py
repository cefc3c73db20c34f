"""The desk where things go otherwise: on a phone, without a line, on other keyboards, with half a thought."""

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from models import PersonChoices, Role
from tests.browser.listening import TURNS, record_a_session
from tests.browser.past import hand_in

PHONE = {"width": 390, "height": 844}
#: What a keyboard sends that is not British, or whose number pad moves the cursor.
_PRESS = """([key, code]) => document.activeElement.dispatchEvent(
  new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true }))"""


@pytest.fixture
def begin(service, case, sign_in):
    """Signs the consultant in and begins the review of a week that can be heard."""
    record_a_session(service, case)
    service.past(lambda _, db: db.execute(delete(PersonChoices)))

    def begin(**window):
        page = sign_in(Role.CONSULTANT, **window)
        page.goto(f"{case.week}/review")
        page.get_by_role("button", name="Start the review").click()
        expect(page.locator("[data-speed]")).to_be_visible()
        return page

    return begin


def card(page, number):
    return page.locator(f"[data-card='{number}']")


def test_on_a_phone_words_ratings_and_sound_are_at_hand_and_a_link_opens_what_is_folded(begin, watch):
    page = begin(viewport=PHONE)
    at_hand = page.get_by_role("navigation", name="At hand")
    fold = card(page, 3).get_by_role("button", name="Evidence and rating")

    at_hand.get_by_role("button", name="Ratings").click()
    expect(page.get_by_role("heading", name="The nine principles")).to_be_in_viewport()
    expect(card(page, 3).get_by_text("Why, in a sentence")).to_be_hidden()
    fold.click()
    card(page, 3).locator("[value='4']").check()
    expect(page.locator("[data-rated]")).to_have_text("1")
    fold.click()
    expect(fold).to_contain_text("4")
    expect(card(page, 3).get_by_text("Why, in a sentence")).to_be_hidden()

    at_hand.get_by_role("button", name="Next Suggestion").click()
    expect(page.locator("[data-finding]:focus")).to_be_in_viewport()
    at_hand.get_by_role("button", name="Feedback").click()
    expect(page.get_by_label("Strengths", exact=True)).to_be_focused()
    page.goto(f"{page.url}#why-generalisation")
    expect(card(page, 9).get_by_label("Why, in a sentence")).to_be_focused()
    expect(card(page, 9).get_by_role("heading", level=3)).to_be_in_viewport()
    watch.look_at(page)


def test_a_comment_that_was_begun_waits_when_its_bar_is_closed(begin):
    page = begin()
    comment = page.get_by_role("region", name="Selected words").get_by_label("Comment")
    for key in ("s", "t", "c"):
        page.keyboard.press(key)
    page.keyboard.type("Well asked, and")

    page.keyboard.press("Escape")

    expect(page.get_by_text("Your comment is not kept yet.")).to_be_visible()
    page.keyboard.press("c")
    expect(comment).to_have_value("Well asked, and")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("[data-finding='comment']")).to_contain_text("Well asked, and")
    page.keyboard.press("c")
    expect(comment).to_have_value("")


def test_a_number_is_a_key_of_the_top_row_whatever_it_types(begin):
    page = begin()
    for key in ("s", "t"):
        page.keyboard.press(key)
    words = page.get_by_role("region", name="Selected words")

    page.evaluate(_PRESS, ["PageDown", "Numpad3"])
    expect(words).to_be_hidden()
    page.evaluate(_PRESS, ["&", "Digit1"])  # French

    expect(words).to_be_visible()
    expect(words.get_by_label("Principle")).to_have_value("finding_the_fit")
    expect(words.get_by_label("Shows it", exact=True)).to_be_checked()
    expect(words.get_by_label("Words", exact=True)).to_have_value(TURNS[0][1])


def test_a_rating_without_a_line_says_so_and_is_sent_when_the_line_is_back(begin, watch):
    watch.expect("ERR_INTERNET_DISCONNECTED")
    page = begin()
    page.context.set_offline(True)
    for key in ("g", "2", "4"):
        page.keyboard.press(key)
    expect(card(page, 2).get_by_text("Not saved: there is no connection.")).to_be_visible()

    page.context.set_offline(False)

    expect(card(page, 2).get_by_text("Saved at")).to_be_visible()
    expect(page.locator("[data-rated]")).to_have_text("1")
    expect(card(page, 2).get_by_text("Not saved")).to_be_hidden()
    page.keyboard.press("Shift+S")
    expect(page.get_by_text("What you wrote is saved.")).to_be_visible()


def test_the_preview_waits_for_a_rating_that_is_on_its_way(begin):
    page = begin()
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    held = []

    def hold(route):
        held.append(route)

    page.route("**/ratings/generalisation", hold)
    for number in "123456789":
        for key in ("g", number, "0"):
            page.keyboard.press(key)
    expect(page.locator("[data-rated]")).to_have_text("8")

    page.keyboard.press("Shift+V")
    held[0].continue_()

    expect(page.get_by_role("heading", name="Preview of the feedback")).to_be_visible()
    expect(page.get_by_text("Write the strengths or the next steps")).to_be_visible()
    expect(page.get_by_text("no rating")).to_be_hidden()


def test_the_way_back_leads_to_what_was_chosen_in_the_queue(service, case, sign_in):
    hand_in(service, case)
    page = sign_in(Role.CONSULTANT)
    page.goto("/queue")
    page.get_by_text("Show only some weeks").click()
    page.get_by_label("Whose").select_option("Nobody’s yet")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url(re.compile(r"/queue\?holder=nobody$"))

    page.get_by_role("link", name=case.reference).first.click()
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    page.keyboard.press("q")

    page.wait_for_url(re.compile(rf"/queue\?holder=nobody#week-{case.id}-{case.monday}$"))
    expect(page.get_by_label("Whose")).to_have_value("nobody")
