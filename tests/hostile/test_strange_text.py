"""No text, number or day that anybody can send makes a page fail, and real words survive as they are."""

from sqlalchemy import select

from models import CaseNoteRevision, Comment, Reply
from tests.hostile.test_markup import ASKED, pages
from tests.hostile.world import BROKEN, STRANGE, note_as_json

NUMBERS = "-1", "9" * 5000, "1e999", "٣", "NaN", ""
DAYS = "0001-01-01", "9999-12-31", "2026-02-31", "2026-W48-1", "31/02/2026", "-0001-01-01"
MONDAYS = (
    "0001-01-01",
    "9999-12-27",
    "2026-02-31",
    "2026-11-24",
    "20261123",
    "1999-12-27",
    "2100-01-04",
    "\x00",
)


def test_no_text_in_any_field_makes_a_page_fail(app, world, browsers):
    wrong = []
    for endpoint, letter, form in world.forms():
        for field in form:
            for typed in (BROKEN, STRANGE + "x" * 100_000):
                page = browsers[letter].post(world.address(app, endpoint), data=form | {field: typed})
                if page.status_code >= 500 or page.status_code == 400:
                    wrong.append((endpoint, field, page.status_code))

    # A verdict, a role and the number of a save or a word are not typed: only a forged form holds another.
    forged = {
        "suggestions.decide", "review_words.save", "speakers.name", "speakers.voice",
        "turns.correct", "turns.hear", "turns.split",
    }  # fmt: skip
    assert [w for w in wrong if w[0] not in forged or w[2] != 400] == []


def test_no_number_or_day_in_any_field_makes_a_page_fail(app, world, browsers):
    wrong = []
    for endpoint, letter, form in world.forms():
        for field, good in form.items():
            odd = (
                DAYS if good.startswith("20") or field.endswith("_on") else NUMBERS if good.isdigit() else ()
            )
            for typed in odd:
                page = browsers[letter].post(world.address(app, endpoint), data=form | {field: typed})
                if page.status_code >= 500:
                    wrong.append((endpoint, field, typed[:20]))

    assert not wrong


def test_nothing_in_an_address_makes_a_page_fail(app, world, browsers):
    wrong = []
    for rule in pages(app):
        letter = "A" if rule.endpoint.startswith(("people", "roles", "system")) else "S"
        asked = [({}, dict.fromkeys(ASKED, BROKEN)), ({}, dict.fromkeys(("page", "weeks"), "9" * 5000))]
        asked += [({}, {"page": "-1", "week": day, "since": day}) for day in ("0001-01-01", "9999-12-31")]
        asked += [({}, {"what": BROKEN})] if rule.endpoint == "audit.index" else []
        if "monday" in rule.arguments:
            asked = [({"monday": day}, {}) for day in MONDAYS]
        for changed, query in asked:
            page = browsers[letter].get(world.address(app, rule.endpoint, **changed), query_string=query)
            page.close()
            if page.status_code >= 500:
                wrong.append((rule.endpoint, changed, query))

    assert not wrong


BODIES = [
    "[" * 100_000,
    '{"a":' * 100_000,
    '{"fields": {"advances": "\\ud800 \\u0000 x"}, "number": 1e999}',
    '{"fields": {"advances": "\\ud800 \\u0000 x"}, "revision": 1, "number": 0}',
    '{"fields": {"advances": ["x"], "new_goals-0-goal": {}}, "number": [], "revision": null}',
    '{"fields": [], "number": 0}',
    '"\\ud800"',
    "",
]


def test_no_json_makes_autosave_fail(app, world, browsers):
    wrong = []
    for endpoint in ("notes.save",):
        for body in BODIES:
            given = {
                "data": body,
                "content_type": "application/json",
                "headers": {"Accept": "application/json"},
            }
            status = browsers["T"].post(world.address(app, endpoint), **given).status_code
            if status >= 500:
                wrong.append((endpoint, body[:40], status))

    assert not wrong


def test_what_people_really_write_is_kept_to_the_letter(app, world, browsers, db):
    real = "Llŷr Gwynfryn 🙂👩‍👩‍👧 said “ie” — ŵ, עברית"
    browsers["T"].post(
        world.address(app, "notes.write"),
        data={"do": "hand_in", "advances": real, "revision": "1", "number": "0"},
    )
    browsers["C"].post(world.address(app, "comments.change"), data={"text": real})
    browsers["T"].post(world.address(app, "feedback.reply"), data={"stance": "explain", "text": real})

    texts = select(CaseNoteRevision.texts).filter_by(note_id=world.note.id, number=2)
    assert db.scalars(texts).one()["advances"] == real
    assert real in db.scalars(select(Comment.text)).all()
    assert real in db.scalars(select(Reply.text)).all()
    db.commit()
    assert real in browsers["C"].get(world.address(app, "feedback.show")).text


def test_a_note_of_two_megabytes_is_refused_at_its_field_and_kept_on_the_page(app, world, browsers):
    page = browsers["T"].post(
        world.address(app, "notes.write"),
        data={
            "do": "hand_in",
            "advances": "y" * 2_000_000,
            "barriers": "kept",
            "revision": "1",
            "number": "0",
        },
    )
    script = browsers["T"].post(
        world.address(app, "notes.save"),
        data=note_as_json({"advances": "y" * 2_000_000}),
        content_type="application/json",
    )

    assert page.status_code == script.status_code == 422
    assert 'href="#advances"' in page.text
    assert "y" * 2_000_000 in page.text
    assert "kept" in page.text
    assert "advances" in script.json["errors"]
