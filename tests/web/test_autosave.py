"""Autosave as a therapist meets it: two tabs, a lost connection, a reload, a double click."""

import shutil
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import func, select
from werkzeug.serving import make_server

from models import CaseNoteDraft, CaseNoteRevision, CaseTherapist, Role
from tests.conftest import ADDRESS
from tests.factories import this_monday

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
BUILT = Path(__file__).parents[2] / "fidelity" / "web" / "static" / "app.js"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(not BUILT.exists(), reason="the front-end files are not built"),
    # A browser that goes to another page drops what it was fetching, and werkzeug's server leaves the file open.
    pytest.mark.filterwarnings("ignore:unclosed file .*static:ResourceWarning"),
]


@pytest.fixture
def tabs(app, sign_in, people):
    """``tabs()`` opens the note of this week in one more tab of the therapist's browser."""
    from playwright.sync_api import sync_playwright

    server = make_server("localhost", 0, app, threaded=True)
    serving = Thread(target=server.serve_forever)
    serving.start()
    address = f"http://localhost:{server.port}"
    cookie = sign_in(people[Role.THERAPIST]).get_cookie("fidelity", "localhost").value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context()
        context.add_cookies([{"name": "fidelity", "value": cookie, "url": address}])

        def tab():
            page = context.new_page()
            page.goto(f"{address}/cases/{people['case'].id}/weeks/{this_monday()}/note/edit")
            page.locator("[data-saved]").wait_for()
            return page

        tab.context = context
        yield tab
        browser.close()
    server.shutdown()
    serving.join()
    server.server_close()


def shows(page, text):
    page.locator("[data-saved]", has_text=text).wait_for()


def drafts(db):
    db.rollback()
    found = [draft.sections["advances"] for draft in db.scalars(select(CaseNoteDraft))]
    db.rollback()
    return found


def test_what_is_typed_is_saved_and_the_second_tab_sees_both(tabs, db):
    first, second = tabs(), tabs()

    first.fill("#advances", "First tab 😀")
    shows(first, "Saved at")
    assert drafts(db) == ["First tab 😀"]
    second.fill("#advances", "Second tab")
    shows(second, "Not saved")
    assert drafts(db) == ["First tab 😀"]

    second.get_by_role("button", name="See both versions").click()
    second.get_by_role("heading", name="What you wrote").wait_for()
    assert "First tab 😀" in second.inner_text("main")
    second.get_by_role("button", name="Save and go on writing").click()
    second.locator("#advances").wait_for()
    assert second.input_value("#advances") == "First tab 😀\n\nSecond tab"


def test_a_lost_connection_loses_nothing(tabs, db):
    page = tabs()

    tabs.context.set_offline(True)
    page.fill("#advances", "Typed without a connection")
    shows(page, "no connection, trying again")
    page.get_by_role("button", name="Hand in").click()
    assert page.input_value("#advances") == "Typed without a connection"
    tabs.context.set_offline(False)
    shows(page, "Saved at")
    assert drafts(db) == ["Typed without a connection"]


def test_a_reload_brings_back_what_was_not_saved(tabs, db):
    page = tabs()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Add a new goal").click()
    page.fill("#new_goals-1-goal", "A goal")
    page.fill("#advances", "Not saved yet")

    page.reload()

    page.locator("[data-saved]").wait_for()
    page.wait_for_function("() => document.querySelector('#advances').value === 'Not saved yet'")
    assert page.locator("[data-goals=new_goals] [name$='-goal']").last.input_value() == "A goal"


def test_a_double_click_hands_in_once_and_leaves_no_copy(tabs, db, people):
    page = tabs()
    page.fill("#advances", "Mum held it")

    page.get_by_role("button", name="Hand in").dblclick()

    page.get_by_text("Handed in as revision 1").wait_for()
    assert page.evaluate("Object.keys(sessionStorage).length") == 0
    mine = select(func.count()).select_from(CaseNoteRevision)
    db.rollback()
    assert db.scalar(mine.filter_by(written_by_id=people[Role.THERAPIST].id)) == 1
    assert drafts(db) == []


KEPT = "Object.keys(sessionStorage).filter((key) => key.startsWith('fidelity-'))"


def test_nobody_sends_or_finds_what_somebody_else_typed_in_the_same_browser(
    tabs, db, sign_in, people, factories
):
    page = tabs()
    other = factories.Person(role=Role.THERAPIST, team=people["team"])
    held = CaseTherapist(person_id=other.id, starts_on=people["case"].opened_on)
    people["case"].therapists.append(held)
    db.commit()
    others = sign_in(other)
    with others.session_transaction(base_url=ADDRESS) as session:
        session["csrf_token"] = "another"
    cookie = others.get_cookie("fidelity", "localhost").value

    # Gwen was signed out, and her page is still open.
    tabs.context.add_cookies([{"name": "fidelity", "value": cookie, "url": page.url}])
    page.fill("#advances", "Typed by Gwen")

    shows(page, "somebody has signed in since")
    assert drafts(db) == []
    assert page.evaluate(KEPT)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(page.url.partition("/weeks/")[0])
    page.wait_for_function(f"() => {KEPT}.length === 0")
    assert drafts(db) == []


def test_who_signs_out_leaves_nothing_behind_on_whatever_page(tabs, people):
    page = tabs()
    page.goto(page.url.partition("/weeks/")[0])
    page.wait_for_load_state("networkidle")
    by = people[Role.THERAPIST].id
    for about in ("note", "form", "visit"):
        page.evaluate(f"sessionStorage.setItem('fidelity-{about}:{by}:/x', 'What was typed')")
    assert len(page.evaluate(KEPT)) == 3

    page.get_by_role("button", name="Sign out").click()
    page.get_by_label("Email address").wait_for()

    assert page.evaluate(KEPT) == []
