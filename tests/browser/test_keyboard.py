"""A consultant's review by keyboard alone, and a first sign-in."""

from uuid import UUID

from playwright.sync_api import expect

from models import Principle, Review, ReviewStatus, Role, Week
from tests.browser.hands import press_until
from tests.browser.past import hand_in
from tests.browser.service import PASSWORD

#: Finds everything that the Tab key should lead to, and notes how it looks without the focus.
#: A group of radios is one stop, so only one of it counts.
_STOPS = """() => {
  window.looks = (element) => {
    const shown = [element, element.labels?.[0], element.closest("details")].filter(Boolean);
    return JSON.stringify(shown.flatMap((each) => ["", "::before"].map((part) => {
      const { outline, boxShadow, backgroundColor, borderColor } = getComputedStyle(each, part);
      return [outline, boxShadow, backgroundColor, borderColor];
    })));
  };
  window.groupOf = (radio) => [...radio.form.elements].find((each) => each.name === radio.name);
  window.stops = [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden]), select, textarea, summary, audio[controls], [tabindex='0']",
  )].filter((each) => each.tabIndex >= 0 && !each.disabled && !each.closest("svg")
    && each.checkVisibility({ visibilityProperty: true })
    && (each.type !== "radio" || groupOf(each) === each));
  window.plain = new Map(stops.map((each) => [each, looks(each)]));
  return stops.map((each) => each.outerHTML.slice(0, 160));
}"""
#: Number of the stop that has the focus, and whether it looks as it does without.
_WHERE = """() => {
  const element = document.activeElement;
  const stop = element.type === "radio" ? groupOf(element) : element;
  return [stops.indexOf(stop), looks(element) === plain.get(stop)];
}"""


def test_a_review_by_keyboard_alone(service, case, sign_in, watch):
    hand_in(service, case)
    page = sign_in(Role.CONSULTANT)
    press = page.keyboard.press
    page.goto(f"{case.week}/review")
    press_until(page, "Tab", "document.activeElement.textContent.trim() === 'Start the review'")
    press("Enter")
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()  # the scripts are there

    press("?")
    keys = page.get_by_role("dialog", name="Keyboard")
    for key in ("1 to 9", "Shift and 1 to 9", "c", "n", "p", "a", "r", "u", "h", "Space", "j", "l", "?"):
        expect(keys.get_by_role("cell", name=key, exact=True)).to_be_visible()
    watch.look_at(page)
    press("Escape")
    expect(keys).to_be_hidden()

    for key, said in (("a", "Accepted:"), ("r", "Rejected:")):
        press("n")
        press(key)
        expect(page.locator("[data-finding]", has_text=said)).to_have_count(1)
    press("u")
    expect(page.locator(".app-side-progress")).to_contain_text("1 suggestion undecided.", use_inner_text=True)

    press_until(page, "Tab", "document.activeElement.matches('[data-turn]')")
    press("5")
    bar = page.get_by_role("region", name="Selected words")
    expect(bar.get_by_label("Words")).to_be_focused()
    press("Enter")
    expect(page.locator("[data-turn]")).to_contain_text("Marked: Shows Targeting sequences")
    press("c")
    expect(bar.get_by_label("Comment")).to_be_focused()
    page.keyboard.type("Ask it again.")
    press("Escape")
    expect(bar).to_be_hidden()

    for number in range(1, 10):
        press_until(page, "Tab", "document.activeElement.matches('[data-rate] input')")
        press("Space")
        press("ArrowRight")
        expect(page.locator("[data-rated]")).to_have_text(str(number))
        press_until(page, "Tab", "document.activeElement.matches('[data-why]')")
        page.keyboard.type("It shows.")
    press_until(page, "Tab", "document.activeElement.id === 'strengths'")
    expect(page.locator("[data-rate-state]", has_text="Saved at")).to_have_count(9)
    page.keyboard.type("You asked what came just before.")
    press_until(page, "Tab", "document.activeElement.name === 'preview'")
    press("Enter")
    expect(page.get_by_role("heading", name="Preview of the feedback")).to_be_visible()
    press_until(page, "Tab", "document.activeElement.textContent.trim() === 'Publish to the therapist'")
    press("Enter")
    expect(page.get_by_text("The review is published.")).to_be_visible()
    published = (
        Review.week_id == Week.id,
        Week.case_id == UUID(case.id),
        Review.status == ReviewStatus.PUBLISHED,
    )
    assert service.count(Review, *published) == 1


def test_the_tab_key_reaches_everything_on_the_desk_and_shows_where_it_is(service, case, sign_in):
    hand_in(service, case)
    page = sign_in(Role.CONSULTANT)
    page.goto(f"{case.week}/review")
    page.get_by_role("button", name="Start the review").click()
    expect(page.get_by_role("button", name="Keyboard")).to_be_visible()
    stops = page.evaluate(_STOPS)
    assert len(stops) > 3 * len(Principle)

    reached, shown = [], set()
    for _ in range(
        2 * len(stops)
    ):  # a date has a stop for each of its parts, and its calendar a ring of its own
        page.keyboard.press("Tab")
        stop, is_plain = page.evaluate(_WHERE)
        if stop < 0:
            break
        if stop not in reached:
            reached.append(stop)
        if not is_plain:
            shown.add(stop)

    assert not [each for number, each in enumerate(stops) if number not in reached]
    assert not [stops[number] for number in reached if number not in shown]
    assert reached == sorted(reached)


def test_who_signs_in_first_chooses_a_password_and_then_reaches_every_page(service, sign_in, watch):
    service.add_person("newydd@fidelity.test", "Newydd Ffug", Role.ADMINISTRATOR, must_change_password=True)
    page = sign_in(None, email="newydd@fidelity.test")
    expect(page.get_by_role("heading", name="Change your password")).to_be_visible()
    watch.look_at(page)
    page.get_by_label("Your password now").fill(PASSWORD)
    page.get_by_label("New password", exact=True).fill("eight louder rivers")
    page.get_by_label("New password again").fill("eight louder rivers")
    page.get_by_role("button", name="Change password").click()

    menu = page.get_by_role("navigation", name="Menu")
    for place in ("Teams", "People", "System", "Codebook", "Audit"):
        menu.get_by_role("link", name=place).click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        watch.look_at(page)
