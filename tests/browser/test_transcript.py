"""A transcript that people put right by keyboard alone, and a long one that opens and moves without waiting."""

import json
import os
import shutil
from random import Random

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import Case, Person, Role, SpeakerRole
from tests.browser.conftest import PEOPLE
from tests.browser.hands import press_until
from tests.conftest import ROOT

SENTENCE = "so what happened just before that when he came home on Friday and you said no to the phone"
WORDS = SENTENCE.split()
GUESSES = {"A": SpeakerRole.THERAPIST, "B": SpeakerRole.CAREGIVER, "C": SpeakerRole.UNKNOWN}


@pytest.fixture
def recorded(service, case):
    """``recorded(turns)``: pairs of a voice and its words, as the machine left them; gives the address."""

    def recorded(turns, seconds_each=4.0, **given):
        def make(factories, db):
            therapist = db.scalars(select(Person).filter_by(email=PEOPLE[Role.THERAPIST][0])).one()
            week = factories.Week(case=db.scalars(select(Case).filter_by(reference=case.reference)).one())
            length = len(turns) * seconds_each
            recording = factories.Recording(
                week=week, by=therapist, is_playable=True, duration_seconds=length
            )
            said = [("unknown", words) for _, words in turns]
            transcript = factories.Transcript(recording=recording, turns=said, **given)
            for segment, (voice, _) in zip(transcript.segments, turns, strict=True):
                begins = segment.position * seconds_each
                segment.starts_seconds, segment.ends_seconds = begins, begins + seconds_each - 0.2
                segment.words = [
                    word | {"start": round(begins + n * 0.3, 2), "end": round(begins + n * 0.3 + 0.25, 2)}
                    for n, word in enumerate(segment.words)
                ]
                segment.voice, segment.machine_role = voice, GUESSES[voice]
            folder = service.folder / "recordings" / recording.audio_key
            folder.mkdir(parents=True)
            shutil.copy(ROOT / "tests" / "audio" / "visit-15s.m4a", folder / "playback.m4a")
            (folder / "peaks.json").write_text(json.dumps({"peaks": [[0.1, 0.5]], "duration": length}))
            return f"/recordings/{recording.id}"

        return service.past(make)

    return recorded


def test_a_transcript_is_put_right_by_keyboard_alone(  # noqa: PLR0915  # one way through, step by step
    recorded, sign_in, watch
):
    address = recorded(
        [
            ("A", "so what happened just before that"),
            ("C", "he said no and did you say no to him"),
            ("B", "yes i no he was late"),
            ("C", "hm"),
            ("C", "mm"),
        ],
        gaps=[{"start": 7.0, "end": 7.9}],
        coverage=0.9,
    )
    page = sign_in(Role.THERAPIST)
    page.goto(address)
    press, turns, saved = page.keyboard.press, page.locator("[data-turn]"), page.locator("[data-saved]")
    role = page.locator("[data-turn] .app-turn__role")
    expect(role).to_have_text(
        ["Probably therapist", "Not known who", "Probably caregiver", "Not known who", "Not known who"]
    )
    expect(page.get_by_text("From 0:07 to 0:07 somebody speaks, but no words were found.")).to_be_visible()

    # A voice, for all its turns.
    press_until(page, "Tab", "document.activeElement.id === 'voice-A'")
    press("t")
    press_until(page, "Tab", "document.activeElement.id === 'voice-C'")
    press("y")
    press("Tab")
    press("Enter")
    expect(saved).to_have_text("Saved for all turns of this voice.")
    expect(page.locator("[data-voices-saved]")).to_have_text("Saved for all turns of this voice.")
    expect(page.get_by_role("button", name="Save who voice C is")).to_be_focused()
    expect(page.get_by_label("Who is voice A?")).to_have_value("therapist")  # picked, and not saved yet
    expect(role).to_have_text(
        ["Probably therapist", "Young person", "Probably caregiver", "Young person", "Young person"]
    )

    # Split: from the fifth word on the therapist speaks.
    press_until(page, "Tab", "document.activeElement.matches('[data-turn]')")
    press("Home")
    press("ArrowDown")
    press("s")
    expect(page.get_by_label("From which word does somebody else speak?")).to_be_focused()
    for _ in range(3):
        press("ArrowDown")
    press("Tab")
    press("Enter")
    expect(turns).to_have_count(6)
    expect(turns.nth(1).locator("[data-text]")).to_have_text("he said no and")
    expect(turns.nth(2).locator("[data-text]")).to_have_text("did you say no to him")
    expect(turns.nth(2)).to_have_attribute("data-role", "therapist")
    expect(turns.nth(1)).to_be_focused()

    # A range, in one step.
    for _ in range(3):
        press("ArrowDown")
    press("Shift+ArrowDown")
    press("o")
    expect(role).to_contain_text(["Someone else", "Someone else"])
    expect(turns.nth(5)).to_have_attribute("data-role", "other")

    # Words.
    press("ArrowUp")
    press("ArrowUp")
    press("e")
    field = page.get_by_role("textbox", name="What was said")
    expect(field).to_be_focused()
    press("Control+Home")
    for _ in "yes i ":
        press("ArrowRight")
    page.keyboard.type("k")
    for _ in "no":
        press("ArrowRight")
    page.keyboard.type("w")
    watch.look_at(page)
    press("Enter")
    words = turns.nth(3).locator("[data-text]")
    expect(words).to_have_text("yes i know he was late")
    expect(words.locator(".app-corrected")).to_have_text("know")
    expect(turns.nth(3)).to_be_focused()
    press("e")
    page.keyboard.type(" and cross")
    press("Escape")
    expect(words).to_have_text("yes i know he was late")

    # Back, step by step, and once more.
    press("Control+z")
    expect(words).to_have_text("yes i no he was late")
    press("Control+z")
    expect(turns.nth(5)).to_have_attribute("data-role", "youth")
    press("Control+z")
    expect(turns).to_have_count(5)
    press("Control+Shift+z")
    expect(turns).to_have_count(6)
    watch.look_at(page)

    page.reload()
    expect(turns).to_have_count(6)
    page.get_by_role("link", name="What people changed").press("Enter")
    expect(page.locator(".app-step")).to_have_count(5)
    expect(page.get_by_text("Undone by Gwen Ffug")).to_have_count(3)
    watch.look_at(page)


_OPENED = """() => {
  const [page] = performance.getEntriesByType("navigation");
  return page.loadEventEnd - page.startTime;
}"""
_SCROLL = """async () => {
  const end = document.body.scrollHeight;
  for (let y = 0; y < end; y += 2000) {
    scrollTo(0, y);
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  }
}"""
#: Two minutes of playing, thirty times as fast as they are heard.
_PLAY = """async () => {
  const { recording } = document.querySelector("[data-module~=turns]").dataset;
  for (let seconds = 0; seconds < 120; seconds += 0.5) {
    document.dispatchEvent(new CustomEvent("player:time", { detail: { recording, seconds, isPlaying: true } }));
    await new Promise((done) => requestAnimationFrame(done));
  }
}"""
TRIES = 3
LONGEST_OPENING_MILLISECONDS = 1500
LONGEST_TASK_MILLISECONDS = 100


def test_a_long_transcript_opens_scrolls_and_plays_without_waiting(recorded, sign_in):
    chance = Random(20261125)  # words, not secrets
    turns = [
        (chance.choice("ABC"), " ".join(chance.choices(WORDS, k=chance.randint(3, 11)))) for _ in range(1500)
    ]
    assert sum(len(words.split()) for _, words in turns) > 10_000
    address = recorded(turns)
    page = sign_in(Role.THERAPIST)

    figures = []
    for _ in range(TRIES):
        page.goto(address, wait_until="load")
        opened = page.evaluate(_OPENED)
        expect(page.locator("[data-bar-for]")).to_be_visible()  # the scripts are there
        page.wait_for_timeout(500)  # what is drawn after opening is not scrolling
        tasks = {name: longest_task(page, moves) for name, moves in (("scrolls", _SCROLL), ("plays", _PLAY))}
        figures.append({"opens": opened, **tasks})

    # The machine is shared: what counts is what the page can do, so the best of three; and where more wants
    # to run than there are cores, opening may take that many times as long.
    best = {name: round(min(each[name] for each in figures)) for name in figures[0]}
    patience = max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
    print(f"milliseconds, best of {TRIES}: {best}; load by core: {patience:.1f}; all: {figures}")
    assert best["opens"] < patience * LONGEST_OPENING_MILLISECONDS, figures
    assert best["scrolls"] < LONGEST_TASK_MILLISECONDS, figures
    assert best["plays"] < LONGEST_TASK_MILLISECONDS, figures


def longest_task(page, moves):
    """The most that one task of the page's main thread takes while it moves, in milliseconds of its own.

    A PerformanceObserver would count the time in which others have the processor, too.
    """
    browser = page.context.browser
    browser.start_tracing(page=page, categories=["toplevel", "disabled-by-default-devtools.timeline"])
    page.evaluate(moves)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    main = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    tasks = [
        event["tdur"] / 1000
        for event in events
        if event["name"].endswith("RunTask") and (event["pid"], event["tid"]) in main and "tdur" in event
    ]
    assert len(tasks) > 100  # it was watched
    return max(tasks)
