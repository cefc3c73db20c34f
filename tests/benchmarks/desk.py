"""How long the desk takes from a key to the paint that answers it, in a session of two hours.

    PYTHONPATH=. python tests/benchmarks/desk.py [--turns 150 1500] [--presses 30] [--idle]

For each number of turns a week is made with a note and a recording, and a suggestion in every fifteenth turn, in
a service of its own and a real Chromium. A paint is taken as the first task after the frame that follows the key
(an animation frame, and then a message); `saved` is when the page says so, so it holds the way to the server. CPU is
what the page's main thread spent on a press, frames that follow included: on a busy machine that tells more than the
clock. With --idle, also how long the frames take while the sound plays and the words move in step.
"""

import argparse
import json
import shutil
import statistics
import tempfile
from pathlib import Path
from uuid import UUID

from playwright.sync_api import sync_playwright

from models import Case, Person, Role
from tests.browser.service import PASSWORD, Service
from tests.conftest import ROOT

THERAPIST, CONSULTANT = "t@fidelity.test", "c@fidelity.test"
SENTENCE = "so what happened just before that when he came home on Friday and you said no to him"
SECONDS_EACH = 4.8
EVERY = 15

#: Notes for each key how long it took until its answer was painted, in milliseconds.
_WATCH = """() => {
  window.taken = [];
  window.decided = [];
  let pressed = null;
  addEventListener("keydown", ({ key, timeStamp }) => { pressed = key === "a" ? timeStamp : null; }, true);
  addEventListener("focusin", ({ target }) => {
    if (pressed === null || !target.matches("[data-finding='suggestion']")) return;
    decided.push(performance.now() - pressed);
    pressed = null;
  });
  addEventListener("keydown", ({ timeStamp }) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => taken.push(performance.now() - timeStamp);
    port2.postMessage(null);
  }), true);
}"""
#: How long frames take, in milliseconds, while the sound plays.
_FRAMES = """(count) => new Promise((done) => {
  const taken = [];
  let before = performance.now();
  const frame = (now) => {
    taken.push(now - before);
    before = now;
    if (taken.length < count) requestAnimationFrame(frame);
    else done(taken);
  };
  requestAnimationFrame(frame);
})"""


def make_week(service, case, turns):
    def make(factories, db):
        therapist = db.query(Person).filter_by(email=THERAPIST).one()
        week = factories.Week(case=db.get(Case, UUID(case.id)), starts_on=case.monday)
        factories.Note(week=week, by=therapist)
        recording = factories.Recording(
            week=week, by=therapist, is_playable=True, duration_seconds=turns * SECONDS_EACH
        )
        roles = ("therapist", "caregiver", "youth")
        said = [(roles[n % 3], f"{SENTENCE} {n}") for n in range(turns)]
        transcript = factories.Transcript(recording=recording, turns=said)
        for segment in transcript.segments:
            begins = segment.position * SECONDS_EACH
            segment.starts_seconds, segment.ends_seconds = begins, begins + SECONDS_EACH - 0.4
            segment.words = [
                word | {"start": round(begins + n * 0.2, 2), "end": round(begins + n * 0.2 + 0.15, 2)}
                for n, word in enumerate(segment.words)
            ]
        for segment in transcript.segments[::EVERY]:
            factories.Suggestion(week=week, quote="what happened just before", segment=segment)
        folder = service.folder / "recordings" / recording.audio_key
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "tests" / "audio" / "visit-15s.m4a", folder / "playback.m4a")
        peaks = {"peaks": [[0.1, 0.5] * 500], "duration": recording.duration_seconds}
        (folder / "peaks.json").write_text(json.dumps(peaks))

    service.past(make)


def press(page, spent, key, times):
    """Milliseconds from each press to its paint, and what the main thread spent on each."""
    page.evaluate("() => { taken.length = 0; }")
    cpu = []
    for _ in range(times):
        before = spent()
        page.keyboard.press(key)
        page.wait_for_timeout(80)
        cpu.append(spent() - before)
    return page.evaluate("() => taken"), cpu


def main_thread(page):
    """Gives what tells how many milliseconds the processor has spent on the page's main thread."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent():
        metrics = session.send("Performance.getMetrics")["metrics"]
        return 1000 * next(each["value"] for each in metrics if each["name"] == "TaskDuration")

    return spent


def decide(page, times):
    """Milliseconds from each `a` until the next suggestion has the focus: the way to the server and back."""
    page.keyboard.press("n")
    page.wait_for_function("() => document.activeElement.matches(\"[data-finding='suggestion']\")")
    for number in range(1, times + 1):
        page.keyboard.press("a")
        page.wait_for_function("number => decided.length >= number", arg=number)
    return page.evaluate("() => decided")


def row(what, taken, cpu=()):
    ordered = sorted(taken)
    high = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    spent = f"{statistics.median(cpu):.0f}" if cpu else ""
    print(
        f"| {what} | {len(taken)} | {statistics.median(taken):.0f} | {high:.0f} | {max(taken):.0f} | {spent} |",
        flush=True,
    )


def measure(page, service, turns, options):
    case = service.add_case(THERAPIST)
    make_week(service, case, turns)
    page.goto(f"{case.week}/review")
    page.get_by_role("button", name="Start the review").click()
    page.get_by_role("button", name="Keyboard").wait_for()  # the scripts are there
    opened = page.evaluate(
        "() => { const { responseEnd, domComplete } = performance.getEntriesByType('navigation')[0];"
        " return [responseEnd, domComplete]; }"
    )
    page.evaluate(_WATCH)
    print(f"\n{turns} turns: answered in {opened[0]:.0f} ms, page complete in {opened[1]:.0f} ms")
    print("| key | presses | median ms | 95th ms | most ms | CPU ms |\n|---|---|---|---|---|---|")
    page.locator("h1").click()
    spent = main_thread(page)
    for what, key in (
        ("next turn", "t"),
        ("turn before", "Shift+T"),
        ("next suggestion", "n"),
        ("suggestion before", "p"),
        ("next card", "k"),
        ("rate", "4"),
        ("back to the words", "w"),
        ("hide or show suggestions", "h"),
        ("select and mark: the bar", "5"),
    ):
        if what == "back to the words":
            page.keyboard.press("v")
        row(what, *press(page, spent, key, 1 if what.startswith("select") else options.presses))
    page.keyboard.press("Escape")
    row(
        "accept: to the next one, by way of the server",
        decide(page, min(options.presses, turns // EVERY - 4)),
    )
    if options.idle:
        page.keyboard.press("F8")
        row("a frame while it plays", page.evaluate(_FRAMES, 240))
        page.keyboard.press("F8")


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", nargs="+", type=int, default=[150, 1500])
    parser.add_argument("--presses", type=int, default=30)
    parser.add_argument("--idle", action="store_true")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fy"))
    service = Service(folder)
    try:
        service.wait()
        service.add_team()
        service.add_person(THERAPIST, "Gwen Ffug", Role.THERAPIST)
        service.add_person(CONSULTANT, "Carys Ffug", Role.CONSULTANT)
        with sync_playwright() as playwright:
            place = next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)
            browser = playwright.chromium.launch(executable_path=place, args=["--no-sandbox"])
            page = browser.new_page(base_url=service.address, viewport={"width": 1280, "height": 900})
            page.set_default_timeout(20_000)
            page.goto("/")
            page.get_by_label("Email address").fill(CONSULTANT)
            page.get_by_label("Password", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.get_by_role("button", name="Sign out").wait_for()
            for turns in options.turns:
                measure(page, service, turns, options)
            browser.close()
    finally:
        service.stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
