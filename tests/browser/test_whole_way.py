"""The whole way of one recording and one case note, as three people: from upload to reply and chart."""

import json
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from fidelity.demonstration.source import RECORDING, read
from fidelity.web.filters import short_date
from models import Principle, Reply, Role, SpeakerRole, Stance
from tests.browser.conftest import PEOPLE
from tests.browser.hands import click_word, fill_upload, press_until, select_words
from tests.browser.past import review_earlier_weeks

ADVANCES = (
    "He was home by nine on five nights of six; in the first week it was one night of six. "
    "Mum told him “nice one, you are early” on Saturday, and he put the bin out without being asked."
)
PLAN = (
    "Mum sends one text at nine and then rings Gran instead of him. "
    "We practised the phone call in the room, and I ring on Saturday to hear how Friday went."
)
#: Which of the two depends on what the recogniser heard.
WHY = re.compile(r"may go against|in 3 weeks")
CONTESTED = Principle.GENERALISATION
ACCEPTED = Principle.PRESENT_FOCUSED
KEYS = {
    SpeakerRole.THERAPIST: "t",
    SpeakerRole.CAREGIVER: "g",
    SpeakerRole.YOUTH: "y",
    SpeakerRole.OTHER: "o",
}


@pytest.mark.timeout(900)
def test_a_week_goes_from_upload_to_reply_and_chart(service, case, sign_in, watch):
    review_earlier_weeks(service, case, weeks=4)  # a line takes five

    gwen = sign_in(Role.THERAPIST)
    look = watch.look_at
    look(gwen)
    upload(gwen, case, look)
    hear(gwen)
    name_speakers(gwen)
    look(gwen)
    write_note(gwen, case, look)
    service.wait_for_work()

    carys = sign_in(Role.CONSULTANT)
    find_in_queue(carys, case, look)
    hear_in_step(carys)
    decide_on_suggestions(carys)
    mark_and_comment(carys)
    rate(carys)
    write_feedback(carys, look)
    publish(carys, look)

    reply(gwen, case, look)

    look_at_adherence(carys, case, look)
    sian = sign_in(Role.SUPERVISOR)
    sian.get_by_role("link", name="Adherence").click()
    # What is contested is theirs to rate again, and what was drawn by chance: they are to do it blind.
    expect(sian.get_by_role("region", name="In a minute")).to_contain_text(
        re.compile(r"reviewed weeks? (is|are) left out for you")
    )
    look(sian)
    assert {reply.stance for reply in replies(service)} == {Stance.ACCEPT, Stance.CONTEST}


def upload(page, case, look):
    page.get_by_role("button", name=f"Upload a recording of {case.reference}").click()
    look(page)
    fill_upload(page, RECORDING)
    expect(
        page.get_by_text("The recording has arrived.")
    ).to_be_visible()  # it was sent while the form was filled in
    look(page)
    page.get_by_role("button", name="Upload").click()

    page.wait_for_url("**/recordings/*-*")
    state = page.locator("[data-state]")
    expect(state).to_have_attribute("data-state", "transcribing")
    expect(page.get_by_text("Written down so far")).to_be_visible()
    look(page)
    expect(state).to_have_attribute("data-state", "ready", timeout=240_000)  # it looks again by itself
    expect(
        page.locator("[data-turn][data-role=therapist]", has_text="Probably therapist").first
    ).to_be_visible()


def hear(page):
    audio = page.locator("audio")
    # The page has just loaded itself anew: until its scripts are there a key does nothing, and is pressed again.
    for _ in range(60):
        page.locator("body").press("Space")
        page.wait_for_timeout(1_000)
        if not audio.evaluate("(it) => it.paused"):
            break
    page.wait_for_function("() => document.querySelector('audio').currentTime > 0.5")

    turn = page.locator("[data-turn]").filter(has_text="Sunday").first.locator("[data-text]")
    begins = json.loads("[" + turn.get_attribute("data-times").replace(" ", ",") + "]")
    words = turn.inner_text().split()
    number = next(number for number, word in enumerate(words) if number > 1 and words.count(word) == 1)
    audio.evaluate("(it) => it.addEventListener('seeked', () => (it.dataset.at ??= it.currentTime))")
    click_word(turn, words[number])
    page.wait_for_function("() => document.querySelector('audio').dataset.at")
    assert float(audio.get_attribute("data-at")) == pytest.approx(begins[number], abs=0.3)
    page.locator("body").press("Space")


def name_speakers(page):
    """The machine's guesses become a person's word. By keyboard: Tab to the list, then one key for each turn."""
    spoken = read("s01-turns.json")
    turns = page.locator("[data-turn]").evaluate_all(
        "(all) => all.map(({ dataset }) => [Number(dataset.start), Number(dataset.end)])"
    )
    page.locator("h1").click()
    press_until(page, "Tab", "document.activeElement.matches('[data-turn]')")
    page.keyboard.press("Home")  # the list remembers the turn that was heard last
    for start, end in turns:
        page.keyboard.press(KEYS[who_speaks(spoken, start, end)])
    expect(page.get_by_text("Saved. Every turn is named")).to_be_visible()


def who_speaks(spoken, start, end):
    return SpeakerRole(
        max(spoken, key=lambda turn: min(turn["end"], end) - max(turn["start"], start))["role"]
    )


def write_note(page, case, look):
    page.get_by_role("link", name="My week").click()
    page.get_by_role("button", name=f"Write the note of {case.reference}").click()
    page.get_by_label("Advances", exact=True).fill(ADVANCES)
    page.get_by_label("Planned interventions").fill(PLAN)
    expect(page.get_by_text("Saved at")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in as revision 1")).to_be_visible()
    look(page)


def find_in_queue(page, case, look):
    row = page.locator(".app-queue__row", has_text=case.reference)
    expect(row.get_by_role("list", name="Why it stands here")).to_have_text(WHY)
    expect(row).to_contain_text("Note handed in. Recording: 1 ready.")
    look(page)
    row.get_by_role("button", name="Start review").click()
    expect(page.get_by_text("of 9 rated")).to_be_visible()
    look(page)


def hear_in_step(page):
    page.locator("h1").click()
    page.keyboard.press("Space")
    for _ in range(3):
        page.keyboard.press("l")  # five seconds on: past the first turns
    page.wait_for_function("""() => {
      const turn = document.querySelector("[data-turn][aria-current=true]");
      const { currentTime, paused } = document.querySelector("audio");
      return turn && !paused && currentTime > 15 && Number(turn.dataset.start) <= currentTime
        && [...document.querySelectorAll("[data-turn]")].findLast((each) => Number(each.dataset.start) <= currentTime)
          === turn;
    }""")
    page.keyboard.press("Space")


def decide_on_suggestions(page):
    undecided = page.locator("[data-finding=suggestion]")
    before = undecided.count()
    assert before >= 2
    for key, said in (("a", "Accepted:"), ("r", "Rejected:")):
        page.keyboard.press("n")
        page.keyboard.press(key)
        expect(page.locator("[data-finding]", has_text=said)).to_have_count(1)
        before -= 1
        expect(undecided).to_have_count(before)
    expect(page.locator("[data-waiting]")).to_have_text(str(before))


def mark_and_comment(page):
    advances = page.locator("#note-advances")
    words = advances.locator("[data-words]")
    select_words(words, "put the bin out without being asked")
    expect(page.get_by_role("region", name="Selected words")).to_be_visible()
    page.keyboard.press(str(Principle.INCREASING_RESPONSIBILITY.number))
    expect(advances.locator("[data-finding=mark]", has_text="Marked:")).to_contain_text("ncreasing responsib")

    select_words(words, "in the first week")
    page.keyboard.press("c")
    page.keyboard.type("Say it to her in these numbers.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(advances.locator("[data-finding=comment]")).to_contain_text("Say it to her in these numbers.")


def rate(page):
    for done, principle in enumerate(Principle, start=1):
        group = page.locator(f"[data-rate][action$='/{principle.value}']")
        choice = "Not assessable" if principle is Principle.DEVELOPMENTALLY_APPROPRIATE else "4"
        group.locator("textarea").fill("What she said and wrote shows it.")
        group.get_by_label(choice, exact=True).check()
        expect(page.locator("[data-rated]")).to_have_text(str(done))


def write_feedback(page, look):
    page.get_by_label("Strengths", exact=True).fill("You slowed Sunday down step by step.")
    page.get_by_label("Barriers", exact=True).fill("Who else could Mum ring?")
    page.get_by_label("Next steps", exact=True).fill("Rehearse the call with Gran on the phone.")
    page.get_by_label("What was agreed").fill("Ring on Saturday and ask where it went wrong.")
    page.get_by_label("Who does it").select_option(label=PEOPLE[Role.THERAPIST][1])
    page.get_by_label("By when").fill((date.today() + timedelta(days=6)).isoformat())
    expect(page.locator("[data-saving-state]")).to_contain_text("Saved at")
    look(page)


def publish(page, look):
    page.get_by_role("button", name="Preview and publish").click()
    expect(page.get_by_role("heading", name="Preview of the feedback")).to_be_visible()
    expect(page.get_by_text("Ring on Saturday and ask where it went wrong.")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Publish to the therapist").click()
    expect(page.get_by_text("The review is published.")).to_be_visible()
    look(page)


def reply(page, case, look):
    page.get_by_role("link", name="My week").click()
    look(page)
    name = re.compile(rf"Feedback on the week of {short_date(case.monday)}\s+for {case.reference}")
    page.get_by_role("link", name=name).click()
    expect(page.get_by_text("You slowed Sunday down step by step.")).to_be_visible()
    look(page)
    for principle, stance, text in (
        (ACCEPTED, "Accept", ""),
        (CONTESTED, "Contest", "Gran rings on her own now."),
    ):
        thread = page.locator(f"#{principle.value} .app-thread").first
        thread.get_by_text("Explain or contest").first.click()
        thread.get_by_label(stance, exact=True).check()
        thread.get_by_label("In your words").fill(text)
        thread.get_by_role("button", name="Send reply").click()
        expect(page.get_by_text("Your reply is saved.")).to_be_visible()
    expect(page.locator(f"#{CONTESTED.value}").get_by_text("Contested").first).to_be_visible()
    look(page)
    page.get_by_role("link", name=case.reference).or_(
        page.get_by_role("link", name="See the case")
    ).first.click()
    look(page)


def look_at_adherence(page, case, look):
    page.get_by_role("link", name="Adherence").click()
    page.get_by_label("Case").select_option(label=case.reference)
    page.get_by_role("button", name="Show").click()
    figure = page.locator(f"#{CONTESTED.value}")
    expect(figure.get_by_role("link", name="4.0 from 1 review")).to_be_visible()
    expect(figure).to_contain_text("Rated in 5 of 26 weeks")
    expect(figure.locator("svg .app-chart__contested")).to_have_count(1)
    expect(page.locator(f"#{ACCEPTED.value} svg .app-chart__contested")).to_have_count(0)
    look(page)
    figure.get_by_role("link", name="4.0 from 1 review").click()
    expect(page.get_by_text("Gran rings on her own now.")).to_be_visible()
    look(page)
    page.get_by_role("link", name="Read the feedback").click()
    expect(page.get_by_text("You slowed Sunday down step by step.")).to_be_visible()
    look(page)


def replies(service):
    with service.database.reading() as db:
        return db.query(Reply).all()
