"""A consultant's way through forty suggestions by keyboard alone; and through a few without keys or scripts."""

import re
import time
from uuid import UUID

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from models import (
    Mark,
    NoteSection,
    Person,
    Polarity,
    Principle,
    Review,
    Role,
    Segment,
    Suggestion,
    SuggestionDecision,
    Verdict,
    Week,
)
from tests.browser.conftest import PEOPLE
from tests.browser.forty import suggest_forty

#: What the consultant does, one after the other: twice over what each key can do, then only accept.
ACTIONS = ["a", "r", "other principle", "other way", "same", "a", "undo", "r", "a", "a"]
_HAS_FOCUS = "document.activeElement.closest('[data-suggestion]')?.dataset.suggestion"


@pytest.fixture
def desk(case, sign_in):
    """``desk(**options)`` opens the week as its consultant and begins the review."""

    def desk(**options):
        page = sign_in(Role.CONSULTANT, **options)
        page.goto(f"{case.week}/review")
        page.get_by_role("button", name="Start the review").click()
        expect(page.get_by_text("of 9 rated")).to_be_visible()
        if options.get("java_script_enabled", True):
            expect(page.get_by_role("button", name="Keyboard")).to_be_visible()  # the scripts are there
        return page

    return desk


def in_order(service, case):
    """The suggestions in the order in which a person reads: the note, then the session."""
    sections = list(NoteSection)
    with service.database.reading() as db:
        rows = db.execute(
            select(Suggestion, Segment.position)
            .outerjoin(Segment, Segment.id == Suggestion.segment_id)
            .join(Week, Week.id == Suggestion.week_id)
            .where(Week.case_id == UUID(case.id))
        ).all()
        placed = [
            ((position is not None, position or 0, sections.index(row.section) if row.section else 0), row)
            for row, position in rows
        ]
        placed.sort(key=lambda each: (each[0], each[1].starts, each[1].ends, str(each[1].id)))
        return [row for _, row in placed]


def act(page, action, row):
    """What a hand does; gives back the verdict, and what a mark of the rater's own says, if one is made."""
    press, number = page.keyboard.press, row.principle.number
    if action == "r":
        press("r")
        return Verdict.REJECTED, None
    if action == "other principle":
        press(f"Digit{number % 9 + 1}")
        return Verdict.REJECTED, (list(Principle)[number % 9], Polarity.ADHERENT)
    if action == "other way":
        is_adherent = row.polarity is Polarity.ADHERENT
        press(f"{'Shift+' if is_adherent else ''}Digit{number}")
        return Verdict.REJECTED, (row.principle, Polarity.COUNTER if is_adherent else Polarity.ADHERENT)
    if action == "same":
        press(f"{'Shift+' if row.polarity is Polarity.COUNTER else ''}Digit{number}")
        return Verdict.ACCEPTED, None
    press("a")
    return Verdict.ACCEPTED, None


@pytest.mark.timeout(600)
def test_forty_suggestions_by_keyboard_alone(service, case, desk, watch):
    suggest_forty(service, case)
    rows = in_order(service, case)
    page = desk()
    watch.look_at(page)
    assert len(rows) == 40
    status, began = page.locator("[data-status]"), time.time()

    page.keyboard.press("n")
    expected, undone = {}, 0
    for number, row in enumerate(rows, start=1):
        expect(page.locator("[data-finding]:focus .app-finding__position")).to_have_text(f"{number} of 40")
        assert page.evaluate(_HAS_FOCUS) == str(row.id)
        action = ACTIONS[(number - 1) % len(ACTIONS)]
        expected[row.id] = act(page, action, row)
        if action == "undo" and number < len(rows):
            # Decided too fast: back to it, and decide again.
            expect(page.locator("[data-finding]:focus")).to_contain_text(f"{number + 1} of 40")
            page.keyboard.press("u")
            expect(page.locator("[data-finding]:focus")).to_contain_text(f"{number} of 40")
            assert page.evaluate(_HAS_FOCUS) == str(row.id)
            undone += 1
            expected[row.id] = act(page, "r", row)
    expect(status).to_have_text("Saved. No suggestion is undecided.")
    expect(page.locator("[data-waiting]")).to_have_text("0")
    lasted = time.time() - began
    watch.look_at(page)

    check_rows(service, rows, expected, undone, lasted)


def check_rows(service, rows, expected, undone, lasted):
    with service.database.reading() as db:
        carys = db.scalars(select(Person.id).filter_by(email=PEOPLE[Role.CONSULTANT][0])).one()
        decisions = db.scalars(select(SuggestionDecision).order_by(SuggestionDecision.created_at)).all()
        of_these = [each for each in decisions if each.suggestion_id in expected]
        of_week = select(Mark).join(Review).where(Review.week_id == rows[0].week_id)
        marks = db.scalars(of_week.where(Mark.removed_at.is_(None))).all()
        shown = {row.id: db.get(Suggestion, row.id).first_shown_at for row in rows}

    assert len(of_these) == len(rows) + 2 * undone
    assert {each.by_id for each in of_these} == {carys}
    assert all(0 <= each.seconds <= lasted + 1 for each in of_these)
    assert sum(each.seconds > 0 for each in of_these) > len(rows) / 2
    assert all(shown.values())
    # Nobody jumped: what was decided first of all stands first in the words.
    firsts = list(dict.fromkeys(each.suggestion_id for each in of_these))
    assert firsts == [row.id for row in rows]
    for row in rows:
        verdict, own = expected[row.id]
        assert [each for each in of_these if each.suggestion_id == row.id][-1].verdict is verdict
        of_row = [each for each in marks if each.suggestion_id == row.id]
        assert len(of_row) == (verdict is Verdict.ACCEPTED), row.quote
        if own:
            on_words = (row.segment_id, row.section, row.starts, row.ends, *own)
            assert on_words in {
                (m.segment_id, m.section, m.starts, m.ends, m.principle, m.polarity)
                for m in marks
                if m.suggestion_id is None
            }
    assert sum(m.suggestion_id is None for m in marks) == sum(own is not None for _, own in expected.values())


def test_nothing_gives_away_what_was_drawn_until_it_is_decided(service, case, desk):
    suggest_forty(service, case, how_many=10)
    rows = in_order(service, case)
    drawn = next(row for row in rows if row.chance is not None)
    page = desk()
    shapes = page.locator("[data-finding=suggestion]").evaluate_all(
        "(all) => all.map((each) => [each.dataset.row, each.textContent.replace(/\\\\s+/g, ' ')])"
    )
    attributes = page.locator("[data-finding=suggestion]").evaluate_all(
        "(all) => all.map((each) => [...each.attributes].map((one) => one.name).join())"
    )
    assert len(set(attributes)) == 1
    assert not [text for _, text in shapes if re.search(r"per cent|Model|chance", text)]
    expect(page.locator(f"#suggestion-{drawn.id} .app-finding__likely")).to_have_text("fair")

    page.locator(f"#suggestion-{drawn.id}").get_by_role("button", name="Accept").click()
    accepted = page.locator(f"[data-suggestion='{drawn.id}'][data-finding=mark]")
    accepted.locator("summary").click()
    expect(accepted).to_contain_text("The machine had left these words unmarked.")
    expect(accepted).to_contain_text("80 per cent. Model test.")


def test_the_ends_are_said_and_skipped_ones_are_found_again(service, case, desk):
    suggest_forty(service, case, how_many=3)
    page = desk()
    press, status = page.keyboard.press, page.locator("[data-status]")

    press("p")
    expect(status).to_have_text("Suggestion 3 of 3.")
    press("n")
    expect(status).to_have_text("No undecided suggestion after this one. 2 before it: press p.")
    press("a")
    expect(status).to_have_text(
        "Saved. 2 suggestions undecided. No undecided suggestion after this one. 2 before it: press p."
    )
    press("p")
    expect(status).to_have_text("Suggestion 2 of 3.")
    press("p")
    press("p")
    expect(status).to_have_text("No undecided suggestion before this one. 1 after it: press n.")


def test_suggestions_are_hidden_while_reading_and_stay_hidden_for_who_hid_them(service, case, desk, watch):
    suggest_forty(service, case, how_many=6)
    page = desk()
    press = page.keyboard.press
    suggestions = page.locator("[data-finding=suggestion]")
    expect(page.get_by_label("Show suggestions")).to_be_checked()
    press("n")
    press("h")
    expect(suggestions.first).to_be_hidden()
    expect(page.locator(".app-words__tag--suggestion[data-tag]").first).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('[data-block]')")
    watch.look_at(page)

    for key in ("n", "a"):  # what is not seen is not decided
        press(key)
    page.reload()
    expect(page.get_by_label("Show suggestions")).not_to_be_checked()
    expect(suggestions.first).to_be_hidden()
    expect(page.locator("[data-waiting]")).to_have_text("6")

    # Somebody who follows a link to one wants to see it.
    page.locator(".app-evidence__waiting a").first.click()
    expect(suggestions.first).to_be_visible()


def test_what_was_opened_and_what_has_the_focus_stays_when_words_are_fetched_again(service, case, desk):
    suggest_forty(service, case, how_many=6)
    page = desk()
    second, third = (page.locator("[data-suggestion]").nth(n) for n in (1, 2))
    third.locator("summary").click()
    expect(third.locator("details")).to_have_attribute("open", "")

    second.get_by_role("button", name="Reject").click()
    expect(second).to_contain_text("Rejected:")
    expect(second).to_be_focused()  # with the mouse it stays where it is
    expect(third.locator("details")).to_have_attribute("open", "")


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_few_with_keys_off_or_without_scripts(service, case, desk, has_scripts, watch):
    watch.expect("422")  # nothing was chosen
    suggest_forty(service, case, how_many=4)
    rows = in_order(service, case)
    page = desk(java_script_enabled=has_scripts)
    if has_scripts:
        page.get_by_role("button", name="Keyboard").click()
        page.get_by_label("Keys are on").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("n")
        page.keyboard.press("a")
    of = {row.id: page.locator(f"[data-suggestion='{row.id}']") for row in rows}

    of[rows[0].id].get_by_role("button", name="Accept").click()
    expect(of[rows[0].id]).to_contain_text("Accepted:")
    of[rows[1].id].get_by_role("button", name="Reject").click()
    expect(of[rows[1].id]).to_contain_text("Rejected:")
    of[rows[1].id].get_by_role("button", name="Undo").click()
    expect(of[rows[1].id]).to_contain_text("Suggested:")
    of[rows[2].id].get_by_role("link", name="Something else").click()
    page.get_by_role("button", name="Reject, and mark this instead").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    if has_scripts:
        watch.look_at(page)
    page.get_by_label("Principle", exact=True).select_option("9. Generalisation")
    page.get_by_label("go against it").check()
    page.get_by_role("button", name="Reject, and mark this instead").click()
    expect(of[rows[2].id]).to_contain_text("Rejected:")
    expect(page.locator("[data-finding=mark]", has_text="Marked:")).to_contain_text(
        "Goes against Generalisation"
    )

    with service.database.reading() as db:
        told = db.scalars(
            select(SuggestionDecision)
            .where(SuggestionDecision.suggestion_id.in_(of))
            .order_by(SuggestionDecision.created_at)
        ).all()
    assert [each.verdict.value for each in told] == ["accepted", "rejected", "undone", "rejected"]
    assert all(0 <= each.seconds < 600 for each in told)
