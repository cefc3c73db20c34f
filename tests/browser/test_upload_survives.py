"""A recording that comes over a bad line: the real client of the protocol, the real service, a line that is cut."""

import hashlib
import os
import re
import wave
from uuid import UUID

import psutil
import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import Recording, Role, Upload
from tests.browser.hands import fill_upload

LOST = r"net::ERR_"
MEGABYTE = 1024 * 1024


@pytest.fixture
def audio(tmp_path):
    """Six megabytes of noise, and never the same: two slices, in which a byte out of place is seen."""
    path = tmp_path / "noise.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(os.urandom(6 * MEGABYTE))
    return path


@pytest.fixture
def upload(service, case):
    """``upload()`` is the row of the one upload to this case, as it is now."""

    def upload():
        with service.database.reading() as db:
            return db.scalars(select(Upload).filter_by(case_id=UUID(case.id))).one_or_none()

    return upload


@pytest.fixture
def page(sign_in, wire, case):
    page = sign_in(Role.THERAPIST, base_url=wire.address)
    page.goto(f"/cases/{case.id}/recordings/new", wait_until="networkidle")
    return page


def choose(page, audio):
    page.get_by_label("Recording", exact=True).set_input_files(audio)


def is_slow(page):
    """As over a telephone: the file takes some seconds."""
    line = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 2 * MEGABYTE}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", line)


def says(page, text):
    expect(page.locator("[data-state]")).to_contain_text(text)


def recordings(service, case):
    with service.database.reading() as db:
        return db.scalars(select(Recording).filter_by(case_id=UUID(case.id))).all()


def is_whole(recording, audio):
    return recording.sha256 == hashlib.sha256(audio.read_bytes()).hexdigest()


def test_a_file_that_is_chosen_before_the_scripts_are_there_is_sent_too(page, audio):
    held = []

    def hold(route):
        held.append(route)

    page.route("**/app*.js*", hold)
    with page.expect_request("**/app*.js*"):
        page.reload(wait_until="commit")
    choose(page, audio)

    for route in held:
        route.continue_()

    says(page, "The recording has arrived.")


def test_a_recording_survives_three_lost_connections_and_a_reload(
    service, case, wire, page, audio, upload, watch
):
    watch.expect(f"{LOST}|422")
    wire.cut_after(MEGABYTE)
    choose(page, audio)
    says(page, "Waiting for the connection.")
    page.get_by_label("Caregivers").fill("2")
    for _ in range(3):
        wire.mend()
        wire.cut_after(MEGABYTE)
        service.wait_until(lambda: wire.is_cut)
    service.wait_until(lambda: upload().offset_bytes > 0)
    # Pages come through again, slices not yet: else a quick browser is done before it can be loaded anew.
    page.route("**/uploads/*", lambda route: route.abort("connectionreset"))
    wire.mend()

    page.on("dialog", lambda dialog: dialog.accept())
    page.reload(wait_until="networkidle")
    page.unroute("**/uploads/*")
    notice = page.locator("[data-arrived]")
    expect(notice).to_contain_text(re.compile(r"An upload of 6 MB, begun on .*, stands at \d+%."))
    watch.look_at(page)
    expect(page.get_by_label("Caregivers")).to_have_value("2")
    before = upload()
    assert 0 < before.offset_bytes < before.length_bytes
    fill_upload(page, audio)
    says(page, "The recording has arrived.")
    expect(notice).to_have_count(0)
    watch.look_at(page)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/recordings/*-*")

    (recording,) = recordings(service, case)
    assert is_whole(recording, audio)
    assert (upload().id, upload().recording_id) == (before.id, recording.id)
    page.goto(f"/cases/{case.id}/recordings/new", wait_until="networkidle")
    choose(page, audio)
    expect(page.get_by_role("alert")).to_contain_text("You have already uploaded this recording to this case")
    expect(page.get_by_role("link", name="Open the recording")).to_have_attribute(
        "href", f"/recordings/{recording.id}"
    )
    assert (
        page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('fidelity-visit'))") == []
    )


def test_an_upload_waits_while_its_person_is_signed_out(
    service, case, wire, page, audio, upload, sign_in, watch
):
    watch.expect(f"{LOST}|401|400")
    wire.cut_after(2 * MEGABYTE)
    fill_upload(page, audio)
    service.wait_until(lambda: wire.is_cut)
    other = page.context.new_page()
    other.goto(f"{service.address}/my-week")
    other.get_by_role("button", name="Sign out").click()
    other.get_by_label("Email address").wait_for()
    wire.mend()

    says(page, "You are signed out. Sign in again in another tab")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("Sign in again in another tab")
    sign_in(Role.THERAPIST, page=other)
    says(page, "The recording has arrived.")
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/recordings/*-*")

    (recording,) = recordings(service, case)
    assert is_whole(recording, audio)


def test_an_upload_goes_on_after_the_web_server_was_killed(service, case, page, audio, upload, watch):
    watch.expect(LOST)
    is_slow(page)
    fill_upload(page, audio)
    service.wait_until(lambda: upload() is not None and upload().offset_bytes > 0)

    for child in psutil.Process(service._process.pid).children(recursive=True):
        if "gunicorn" in " ".join(child.cmdline()):
            child.kill()

    says(page, "The recording has arrived.")
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/recordings/*-*")
    assert is_whole(recordings(service, case)[0], audio)


def test_the_form_may_be_sent_before_its_file_has_arrived(service, case, wire, page, audio, watch):
    watch.expect(f"{LOST}|422")
    is_slow(page)
    choose(page, audio)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("link", name="Choose the language that was spoken")).to_be_visible()

    page.get_by_label("English").check()
    page.get_by_label("Caregivers").fill("1")
    page.get_by_label("Date of the session").fill(case.monday.isoformat())
    page.get_by_label("Everyone present agreed to be recorded").check()
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/recordings/*-*")

    (recording,) = recordings(service, case)
    assert is_whole(recording, audio)


def test_a_proxy_that_takes_no_large_request_gets_smaller_slices(service, case, page, audio, watch):
    watch.expect("413|405|Failed to load")
    sizes = []

    def proxy(route):
        size = int(route.request.headers.get("content-length") or len(route.request.post_data_buffer or b""))
        sizes.append(size)
        if size > MEGABYTE:
            route.fulfill(status=413, body="<h1>413 Request Entity Too Large</h1>", content_type="text/html")
        else:
            route.continue_()

    page.route("**/uploads/*", proxy)
    fill_upload(page, audio)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/recordings/*-*")

    assert is_whole(recordings(service, case)[0], audio)
    assert max(sizes) > MEGABYTE


def test_a_refusal_names_who_refused(page, audio, watch):
    watch.expect("403|Failed to load")
    page.route("**/uploads/*", lambda route: route.fulfill(status=403, body="Blocked by policy"))
    choose(page, audio)

    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text("Something between this browser and the service refused a slice of 4 MB")
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    page.unroute("**/uploads/*")
    page.get_by_role("button", name="Go on").click()
    says(page, "The recording has arrived.")
    expect(trouble).to_have_text("")


def test_a_file_that_was_thrown_away_is_gone(service, case, page, audio, upload):
    is_slow(page)
    choose(page, audio)
    says(page, "Sending the recording.")
    service.wait_until(lambda: upload() is not None)

    page.get_by_role("button", name="Throw it away").click()

    expect(page.locator("[data-arrival]")).to_be_hidden()
    folder = service.folder / "recordings" / f"{upload().storage_key}.slices"
    service.wait_until(lambda: not folder.exists())
    page.reload(wait_until="networkidle")
    expect(page.locator("[data-arrived]")).to_have_count(0)
