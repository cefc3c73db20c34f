"""What goes wrong on a bad day: a double click, a second tab, no connection, signed out, back, no script."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from models import (
    AuditEntry,
    CaseNote,
    CaseNoteRevision,
    Principle,
    Recording,
    Review,
    ReviewStatus,
    Role,
    Week,
)
from tests.browser.hands import fill_upload
from tests.browser.past import rate_all, review_earlier_weeks
from tests.conftest import ROOT

AUDIO = ROOT / "tests" / "audio" / "visit-15s.m4a"
LOST = r"net::ERR_"


@pytest.fixture
def note(sign_in, case):
    """``note()`` opens the note of this week in one more tab of the therapist's browser."""
    first = sign_in(Role.THERAPIST)

    def note():
        page = first.context.new_page()
        page.goto(f"{case.week}/note/edit")
        page.locator("[data-saved]").wait_for()  # the scripts are there
        return page

    note.context = first.context
    return note


def shows(page, text):
    expect(page.locator("[data-saved]")).to_contain_text(text)


def of_case(case):
    return Week.case_id == UUID(case.id)


def revisions(service, case):
    return service.count(
        CaseNoteRevision, CaseNoteRevision.note_id == CaseNote.id, CaseNote.week_id == Week.id, of_case(case)
    )


def recordings(service, case):
    return service.count(Recording, Recording.case_id == UUID(case.id))


def test_a_double_click_uploads_once(service, case, sign_in):
    page = sign_in(Role.THERAPIST)
    page.goto(f"/cases/{case.id}/recordings/new")
    fill_upload(page, AUDIO)

    page.get_by_role("button", name="Upload").dblclick()

    page.wait_for_url("**/recordings/*-*")
    assert recordings(service, case) == 1


def test_a_double_click_hands_in_once(service, case, note):
    page = note()
    page.get_by_label("Barriers", exact=True).fill("Sunday.")

    page.get_by_role("button", name="Hand in").dblclick()

    expect(page.get_by_text("Handed in as revision 1")).to_be_visible()
    assert revisions(service, case) == 1


def test_a_double_click_publishes_once_and_back_publishes_nothing(service, case, sign_in):
    review_id = rate_all(service, case)
    page = sign_in(Role.CONSULTANT)
    page.goto(f"/reviews/{review_id}/preview", wait_until="networkidle")

    page.get_by_role("button", name="Publish to the therapist").dblclick()

    expect(page.get_by_text("The review is published.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Preview of the feedback")).to_be_visible()
    expect(page.get_by_role("button", name="Publish to the therapist")).to_have_count(0)
    published = AuditEntry.what == "published review", AuditEntry.subject_id == review_id
    assert service.count(AuditEntry, *published) == 1


def test_two_tabs_save_the_same_note_and_the_second_sees_both(note, watch):
    watch.expect("409")
    first, second = note(), note()
    first.get_by_label("Barriers", exact=True).fill("First tab 😀")
    shows(first, "Saved at")
    second.get_by_label("Barriers", exact=True).fill("Ail dab")
    shows(second, "Not saved")

    second.get_by_role("button", name="See both versions").click()

    expect(second.get_by_role("heading", name="What you wrote").first).to_be_visible()
    expect(second.locator("main")).to_contain_text("First tab 😀")
    expect(second.locator("main")).to_contain_text("Ail dab")
    watch.look_at(second)
    second.get_by_role("button", name="Save and go on writing").click()
    expect(second.get_by_label("Barriers", exact=True)).to_have_value("First tab 😀\n\nAil dab")


def test_what_is_typed_before_the_scripts_are_there_is_saved(note):
    page, late = note(), []
    page.route("**/app.js*", lambda each: late.append(each))  # noqa: PLW0108  # a bound method will not do
    page.reload(wait_until="commit")
    page.get_by_label("Barriers", exact=True).fill("Typed early")
    for each in late:
        each.continue_()

    shows(page, "Saved at")


def test_a_connection_lost_in_the_middle_of_an_upload_loses_nothing_typed(
    service, case, wire, sign_in, watch
):
    watch.expect(LOST)
    page = sign_in(Role.THERAPIST, base_url=wire.address)
    page.goto(f"/cases/{case.id}/recordings/new")
    page.wait_for_load_state("networkidle")
    wire.cut_after(AUDIO.stat().st_size // 2)
    fill_upload(page, AUDIO)

    expect(page.locator("[data-state]")).to_contain_text("Waiting for the connection.")
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no connection to the service.")
    assert recordings(service, case) == 0
    expect(page.get_by_label("Caregivers")).to_have_value("2")

    wire.mend()
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/recordings/*-*")
    assert recordings(service, case) == 1
    service.wait_until(lambda: not list((service.folder / "recordings").glob("*.slices")))


def test_who_is_signed_out_in_another_tab_loses_nothing(note, sign_in, watch):
    watch.expect("401|400")
    page, other = note(), note()
    other.get_by_role("button", name="Sign out").click()
    other.get_by_label("Email address").wait_for()

    page.get_by_label("Barriers", exact=True).fill("Typed while signed out")
    shows(page, "Sign in again in another tab")
    page.get_by_role("button", name="Hand in").click()
    shows(page, "Sign in again in another tab")
    expect(page.get_by_label("Barriers", exact=True)).to_have_value("Typed while signed out")

    sign_in(Role.THERAPIST, page=other)
    shows(page, "Saved at")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Typed while signed out")).to_be_visible()


def test_a_therapist_who_replies_without_a_connection_is_told_and_loses_nothing(
    service, case, sign_in, watch
):
    watch.expect(LOST)
    review_earlier_weeks(service, case, 1)
    page = sign_in(Role.THERAPIST, viewport={"width": 390, "height": 844})
    page.goto(f"/cases/{case.id}")
    page.get_by_role("link", name="Read the feedback").click()
    page.wait_for_load_state("networkidle")
    thread = page.locator("[data-thread]").first
    thread.locator("summary").click()
    thread.get_by_label("Contest", exact=True).check()
    thread.get_by_label("In your words").fill("I asked Mam about the evening before.")
    page.context.set_offline(offline=True)

    thread.get_by_role("button", name="Send reply").click()

    expect(thread.get_by_role("alert")).to_contain_text("What you typed is still here.")
    expect(thread.get_by_label("In your words")).to_have_value("I asked Mam about the evening before.")
    page.context.set_offline(offline=False)
    # A phone throws a page out of its memory; it comes back as the service knows it.
    page.goto("/my-week")
    page.go_back()
    expect(thread.get_by_label("In your words")).to_have_value("I asked Mam about the evening before.")
    expect(thread.get_by_label("Contest", exact=True)).to_be_checked()
    thread.get_by_role("button", name="Send reply").click()
    expect(thread.locator(".app-thread__reply")).to_contain_text("I asked Mam about the evening before.")
    expect(page.get_by_role("status").filter(has_text="Your reply is saved")).to_be_visible()
    watch.look_at(page)


def test_a_rater_without_a_connection_is_told_and_loses_nothing(service, case, sign_in, watch):
    watch.expect(LOST)
    review_id = rate_all(service, case)
    page = sign_in(Role.CONSULTANT)
    page.goto(f"{case.week}/review")
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()  # the scripts are there

    page.context.set_offline(True)
    page.get_by_label("Barriers", exact=True).fill("Typed without a connection")
    expect(page.locator("[data-saving-trouble]")).to_contain_text("there is no connection")
    page.locator("[data-rate]").first.get_by_label("5", exact=True).check()
    expect(page.locator("[data-rate]").first).to_contain_text("there is no connection")
    page.context.set_offline(False)

    expect(page.locator("[data-saving-state]")).to_contain_text("Saved at")
    assert service.count(Review, Review.id == review_id, Review.barriers == "Typed without a connection") == 1


def test_everything_works_without_a_script(service, case, sign_in):
    page = sign_in(Role.THERAPIST, java_script_enabled=False)
    page.get_by_role("button", name=f"Upload a recording of {case.reference}").click()
    fill_upload(page, AUDIO)
    page.get_by_role("button", name="Upload").click()
    page.wait_for_url("**/recordings/*-*")
    page.goto(f"{case.week}/note/edit")
    page.get_by_label("Barriers", exact=True).fill("Written without a script")
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Handed in as revision 1")).to_be_visible()

    page = sign_in(Role.CONSULTANT, java_script_enabled=False)
    row = page.locator(".app-queue__row", has_text=case.reference)
    row.get_by_role("button", name="Start review").click()
    for principle in Principle:
        form = page.locator(f"form[action$='/ratings/{principle.value}']")
        form.get_by_label("4", exact=True).check()
        form.locator("textarea").fill("The words show it.")
        form.get_by_role("button", name="Save rating").click()
        expect(
            page.locator(f"form[action$='/ratings/{principle.value}']").get_by_label("4", exact=True)
        ).to_be_checked()
    page.get_by_role("link", name="Mark or comment on Barriers").click()
    page.get_by_label("The words that you mean").fill("without a script")
    page.get_by_label("Principle", exact=True).select_option(Principle.GENERALISATION.value)
    page.get_by_label("show the principle").check()
    page.get_by_role("button", name="Mark").click()
    expect(page.locator("#note-barriers")).to_contain_text("Marked:")
    page.get_by_label("Strengths", exact=True).fill("It works.")
    page.get_by_role("button", name="Preview and publish").click()
    page.get_by_role("button", name="Publish to the therapist").click()

    expect(page.get_by_text("The review is published.")).to_be_visible()
    published = Review.week_id == Week.id, of_case(case), Review.status == ReviewStatus.PUBLISHED
    assert service.count(Review, *published) == 1


def test_a_script_that_did_not_come_over_a_bad_line_comes_later(sign_in, case, watch):
    watch.expect(LOST)
    page = sign_in(Role.THERAPIST)
    static = ROOT / "fidelity" / "web" / "static"
    (script,) = [part.name for part in static.glob("part-*.js") if "throw-away" in part.read_text("utf-8")]
    page.route(f"**/static/{script}", lambda route: route.abort("connectionreset"), times=1)
    page.goto(f"/cases/{case.id}/recordings/new")

    page.get_by_label("Recording", exact=True).set_input_files(
        {"name": "a.wav", "mimeType": "audio/wav", "buffer": b"RIFF" + bytes(4000)}
    )

    expect(page.get_by_text("The recording has arrived.")).to_be_visible()
