"""A real Chromium in front of a real service: queue server, workers, timetable and pages."""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error

from models import Role
from tests.browser.axe import AXE
from tests.browser.service import PASSWORD, Service
from tests.browser.watch import Watch
from tests.browser.wire import Wire
from tests.conftest import MODELS, ROOT

BUILT = ROOT / "fidelity" / "web" / "static" / "app.js"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
#: A page waits this long for anything: a busy machine of two cores is slow, and nothing is measured by it.
PATIENCE_MILLISECONDS = 60_000

PEOPLE = {
    Role.THERAPIST: ("gwen@fidelity.test", "Gwen Ffug"),
    Role.CONSULTANT: ("carys@fidelity.test", "Carys Ffug"),
    Role.SUPERVISOR: ("sian@fidelity.test", "Siân Ffug"),
    Role.ADMINISTRATOR: ("ada@fidelity.test", "Ada Ffug"),
}


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def chromium():
    """The browser of this machine; tests that need one are skipped, with the reason, where there is none."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    with sync_playwright() as playwright:
        place = found or playwright.chromium.executable_path
        if not Path(place).exists():
            pytest.skip("no Chromium on this machine: install one, or run `playwright install chromium`")
        browser = playwright.chromium.launch(executable_path=place, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def service(chromium):
    """A service with a team, one person of each role, and no case."""
    for needed, how in ((BUILT, "make pages"), (AXE, "npm ci"), (MODELS / "whisper-tiny.en", "make test")):
        if not needed.exists():
            pytest.skip(f"{needed} is not here: {how} gets it")
    folder = Path(tempfile.mkdtemp(prefix="fy"))  # a socket's path must be short
    service = Service(folder)
    try:
        service.wait()
        service.add_team()
        for role, (email, name) in PEOPLE.items():
            service.add_person(email, name, role)
        yield service
    finally:
        service.stop()
        shutil.rmtree(folder)


@pytest.fixture
def case(service):
    """A case of the therapist's, with nothing in it."""
    return service.add_case(PEOPLE[Role.THERAPIST][0])


@pytest.fixture
def wire(service):
    """A line to the service that can be cut and mended."""
    wire = Wire(service.port)
    yield wire
    wire.close()


@pytest.fixture
def watch():
    """Fails the test for whatever went wrong in any window of it."""
    watch = Watch()
    yield watch
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def window(chromium, service, watch, tmp_path):
    """``window()`` opens a browser of somebody's own, not signed in. Its last pages are kept as pictures."""
    contexts = []

    def window(**options):
        context = chromium.new_context(**{"base_url": service.address, "locale": "en-GB"} | options)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    yield window
    for number, context in enumerate(contexts):
        for page in context.pages:
            with suppress(Error):  # a picture is for whoever looks for a fault, and no reason to find one
                page.bring_to_front()
                place = tmp_path / f"{number}-{context.pages.index(page)}.png"
                page.screenshot(path=place, full_page=True, timeout=10_000)
        context.close()


@pytest.fixture
def sign_in(window):
    """``sign_in(role)`` opens a browser, signs in through the page, and gives back the first page."""

    def sign_in(role, *, email=None, page=None, **options):
        page = page or window(**options)
        page.goto("/")
        page.get_by_label("Email address").fill(email or PEOPLE[role][0])
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.get_by_role("button", name="Sign out").wait_for()
        return page

    return sign_in
