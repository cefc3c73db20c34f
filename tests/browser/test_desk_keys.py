"""Everything at the desk by key, keys of one's own, and a player that a foot can move."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete

from models import PersonChoices, Role
from tests.browser.axe import check
from tests.browser.listening import SILENCE, TURNS, record_a_session

_HAS_FOCUS = "selector => document.activeElement.matches(selector)"
#: Notes where the player stands after its next jump.
_NOTE_JUMP = """(audio) => {
  window.jumped = new Promise((done) => audio.addEventListener("seeked", () => done(audio.currentTime), { once: true }));
}"""


@pytest.fixture
def desk(service, case, sign_in):
    """A review that has just been begun; its scripts are there, and its sound is loaded."""
    record_a_session(service, case)
    service.past(lambda _, db: db.execute(delete(PersonChoices)))
    page = sign_in(Role.CONSULTANT)
    page.goto(f"{case.week}/review")
    page.get_by_role("button", name="Start the review").click()
    return ready(page)


def ready(page):
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    expect(page.locator("[data-speed]")).to_be_visible()
    page.locator("audio").evaluate(
        """(audio) => new Promise((done) => {
          if (audio.readyState >= 2) return done();
          audio.addEventListener("loadeddata", () => done(), { once: true });
          audio.preload = "auto";
          audio.load();
        })"""
    )
    return page


def press(page, *keys):
    for key in keys:
        page.keyboard.press(key)


def put_at(page, seconds):
    """As a click on the waveform does."""
    page.locator("audio").evaluate("(audio, seconds) => { audio.currentTime = seconds; }", seconds)
    page.wait_for_function("() => !document.querySelector('audio').seeking")


def until_playing(page, *, is_playing=True):
    page.wait_for_function("is => document.querySelector('audio').paused !== is", arg=is_playing)


def seconds(page):
    return page.locator("audio").evaluate("(audio) => audio.currentTime")


def test_a_person_marks_comments_and_rates_by_key_alone(desk, watch):
    focused = desk.locator(":focus")

    press(desk, "s", "t", "5")
    expect(desk.get_by_role("region", name="Selected words").get_by_label("Words")).to_be_focused()
    press(desk, "Enter")
    sessions = desk.locator("[data-card='5'] .app-evidence__side").nth(0)
    expect(sessions).to_contain_text("Shows")
    expect(sessions).to_contain_text(TURNS[0][1])
    expect(desk.locator("[data-card='5']")).to_contain_text("Heard in the recordings, not in the note")

    press(desk, "w", "c")
    expect(desk.get_by_role("region", name="Selected words").get_by_label("Comment")).to_be_focused()
    desk.keyboard.type("Well asked.")
    desk.get_by_role("button", name="Comment", exact=True).press("Enter")
    comments = desk.locator("[data-card='5'] .app-evidence__side").nth(2)
    expect(comments).to_contain_text("Well asked.")

    press(desk, "Escape", "g", "5", "4")
    expect(focused).to_have_attribute("data-card", "5")
    expect(desk.locator("[data-rated]")).to_have_text("1")
    press(desk, "k", "0")
    expect(focused).to_have_attribute("data-card", "6")
    expect(desk.locator("[data-rated]")).to_have_text("2")
    press(desk, "Backspace")
    expect(desk.locator("[data-rated]")).to_have_text("1")

    press(desk, "o")
    assert desk.evaluate(_HAS_FOCUS, "#note")
    press(desk, "f")
    assert desk.evaluate(_HAS_FOCUS, "#strengths")
    desk.keyboard.type("kt")  # letters, where somebody types
    expect(desk.get_by_label("Strengths", exact=True)).to_have_value("kt")
    press(desk, "Escape")
    assert desk.evaluate(_HAS_FOCUS, "[data-block]")
    check(desk)
    watch.look_at(desk)


def test_keys_of_ones_own_survive_a_reload(desk, case, watch):
    watch.expect("422")  # the browser notes that a form came back
    at_desk = desk.url
    desk.get_by_role("link", name="Your Keys").click()
    expect(desk.get_by_text("press the key itself")).to_be_visible()
    accept = desk.get_by_label("Key: Accept this suggestion, and go to the next")
    save = desk.get_by_role("button", name="Save", exact=True)
    accept.press("n")
    save.press("Enter")
    for what in ("The next undecided suggestion", "Accept this suggestion, and go to the next"):
        expect(desk.get_by_role("alert").get_by_role("link", name=what)).to_be_visible()
    watch.look_at(desk)

    accept.press("Shift+X")
    expect(accept).to_have_value("Shift+X")
    desk.get_by_label("Pedal: Play and pause").press("F3")
    save.press("Enter")
    expect(desk.get_by_text("Your keys are kept.")).to_be_visible()
    watch.look_at(desk)

    desk.goto(at_desk)
    ready(desk)
    press(desk, "?")
    keys = desk.get_by_role("dialog", name="Keyboard")
    expect(keys.get_by_role("row", name="Accept this suggestion")).to_contain_text("Shift+X")
    press(desk, "Escape")
    expect(keys).to_be_hidden()
    press(desk, "n")
    expect(desk.locator("[data-finding]:focus")).to_contain_text("Suggested:")
    press(desk, "a")
    expect(desk.locator("[data-finding]:focus")).to_contain_text("Suggested:")
    press(desk, "Shift+X")
    expect(desk.locator("[data-finding]", has_text="Accepted:")).to_have_count(1)
    put_at(desk, 1)
    press(desk, "F3")
    until_playing(desk)

    desk.get_by_role("link", name="Your Keys").click()
    desk.get_by_role("button", name="Use the usual keys again").press("Enter")
    expect(accept).to_have_value("a")


def test_a_pedal_plays_while_somebody_types(desk):
    put_at(desk, 1)
    desk.get_by_label("Strengths", exact=True).press_sequentially("You asked j")

    press(desk, "F8")

    until_playing(desk)
    expect(desk.get_by_label("Strengths", exact=True)).to_have_value("You asked j")
    press(desk, "F8")
    until_playing(desk, is_playing=False)


def test_it_goes_back_two_seconds_on_playing_on(desk):
    put_at(desk, 3)
    press(desk, "Space")
    until_playing(desk)
    press(desk, "Space")
    until_playing(desk, is_playing=False)
    paused = seconds(desk)

    desk.locator("audio").evaluate(_NOTE_JUMP)
    press(desk, "Space")

    assert desk.evaluate("() => window.jumped") == pytest.approx(paused - 2, abs=0.3)


def test_speed_stays_from_page_to_page_and_a_turn_is_heard_slowly(desk):
    with desk.expect_response("**/account/player"):
        press(desk, ".", ".")
    expect(desk.locator("[data-speed]")).to_have_value("1.25")
    desk.reload()
    ready(desk)
    rate = "() => document.querySelector('audio').playbackRate"
    assert desk.evaluate(rate) == 1.25

    press(desk, "s", "t", "z")
    desk.wait_for_function("() => document.querySelector('audio').playbackRate === 0.7")
    until_playing(desk)
    desk.wait_for_function("() => document.querySelector('audio').playbackRate === 1.25")
    until_playing(desk, is_playing=False)
    assert seconds(desk) >= TURNS[0][3]


def test_silence_is_skipped_and_said(desk):
    with desk.expect_response("**/account/player"):
        press(desk, "b")
    expect(desk.get_by_label("Skip silence")).to_be_checked()
    put_at(desk, SILENCE[0] + 0.2)

    press(desk, "Space")

    expect(desk.locator("[data-note]")).to_have_text("Skipped 5 s")
    desk.wait_for_function(
        "ends => document.querySelector('audio').currentTime >= ends - 0.4", arg=SILENCE[1]
    )


def test_the_words_move_in_step_or_stay_still(desk):
    turns = desk.locator("[data-turn]")
    press(desk, "i")
    expect(desk.get_by_label("Follow the words")).not_to_be_checked()
    put_at(desk, 11.2)

    expect(turns.nth(2)).to_have_attribute("aria-current", "true")
