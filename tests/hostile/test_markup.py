"""What people type is shown as they typed it, and never becomes part of the page."""

import re
from html.parser import HTMLParser

import pytest

from tests.hostile.world import MARKUP, note_as_json

#: No database plays a part here: one kind will do.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: Where an address takes something to look for.
ASKED = ("page", "only", "what", "person", "team", "since", "until", "older_than", "therapist", "state", "case",
         "weeks", "week", "principle", "polarity", "fate", "first", "older", "newer", "revision", "turn",
         "section", "quote", "next")  # fmt: skip


class Elements(HTMLParser):
    """Notes what became an element or an attribute though it was typed by somebody."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        broken_out = tag == "hostile" or any(name.startswith("hostile") for name, _ in attributes)
        handled = [name for name, _ in attributes if name.startswith("on") or name == "style"]
        typed_address = [
            v for n, v in attributes if n in {"href", "src", "action"} and "hostile" in (v or "")
        ]
        if broken_out or handled or any(not v.startswith(("/", "?", "#")) for v in typed_address):
            self.found.append(self.get_starttag_text())


def broken_out(page):
    """What of a page is not as its templates meant it."""
    if "html" not in page.content_type:
        return []
    elements = Elements()
    elements.feed(page.text)
    title = re.search(r"<title>(.*?)</title>", page.text, re.DOTALL)
    in_title = [title[0]] if title and "hostile" in title[1] and "Team" not in title[1] else []
    return elements.found + in_title + (["49"] if "{{7*7}}" in MARKUP and ">49<" in page.text else [])


def pages(app):
    return [
        r
        for r in app.url_map.iter_rules()
        if "GET" in r.methods and r.endpoint not in {"static", "security.static"}
    ]


def crawl(app, world, browsers):
    """Every page as everybody: what is wrong, and how often hostile words were shown at all."""
    wrong, seen = [], {}
    for rule in pages(app):
        queries = [{}]
        if rule.endpoint == "revisions.compare":
            queries = [{"older": "1", "newer": "1"}]
        if rule.endpoint == "marks.new":
            queries = [{"turn": str(world.segment_id)}, {"section": "advances"}]
        for letter, browser in browsers.items():
            for query in queries:
                page = browser.get(world.address(app, rule.endpoint), query_string=query)
                if page.status_code >= 500 or broken_out(page):
                    wrong.append((rule.endpoint, letter, page.status_code, broken_out(page)[:2]))
                if "html" in page.content_type and page.status_code == 200:
                    seen[rule.endpoint] = seen.get(rule.endpoint, 0) + page.text.count("&lt;hostile")
                page.close()
    return wrong, seen


def test_stored_markup_stays_text_on_every_page_of_every_role(app, world, browsers):
    wrong, seen = crawl(app, world, browsers)

    assert not wrong, "\n".join(map(str, wrong))
    shown = {endpoint for endpoint, times in seen.items() if times}
    assert shown >= {
        "adherence.evidence", "adherence.team", "audit.index", "case_admin.edit", "cases.show", "codebook.show",
        "feedback.show", "marks.new", "notes.edit", "notes.show", "people.index", "people.show", "queue.show",
        "recordings.show", "reviews.desk", "reviews.preview", "speakers.edit", "teams.show", "weeks.reason",
        "changes.index", "turns.show",
    }  # fmt: skip


def test_markup_in_an_address_stays_out_of_the_page(app, world, browsers):
    wrong = []
    for rule in pages(app):
        for letter, browser in browsers.items():
            asked = dict.fromkeys(ASKED, MARKUP)
            page = browser.get(world.address(app, rule.endpoint), query_string=asked)
            if page.status_code >= 500 or broken_out(page):
                wrong.append((rule.endpoint, letter, page.status_code, broken_out(page)[:2]))
            page.close()

    assert not wrong, "\n".join(map(str, wrong))


def test_markup_in_a_form_comes_back_as_text(app, world, browsers):
    wrong = []
    for endpoint, letter, form in world.forms():
        for field in form:
            page = browsers[letter].post(world.address(app, endpoint), data=form | {field: MARKUP})
            if page.status_code >= 500 or broken_out(page):
                wrong.append((endpoint, field, page.status_code, broken_out(page)[:2]))
    markup_everywhere = dict.fromkeys(("advances", "new_goals-0-goal", "new_goals_text"), MARKUP)
    clash = browsers["T"].post(
        world.address(app, "notes.write"), data=markup_everywhere | {"revision": "0", "number": "7"}
    )
    script = browsers["T"].post(
        world.address(app, "notes.save"),
        data=note_as_json(markup_everywhere),
        content_type="application/json",
    )

    assert not wrong, "\n".join(map(str, wrong))
    assert (clash.status_code, broken_out(clash)) == (409, [])
    assert script.content_type == "application/json"


def test_a_page_that_was_broken_would_be_noticed(database_url):
    class Page:
        content_type, text = "text/html", f"<title>x</title><p title={MARKUP}>"

    assert broken_out(Page)
