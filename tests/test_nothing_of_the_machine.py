"""Walks every page of a team that rates first: before its rater has looked, none says what the machine suggests."""

import re

import pytest

from fidelity.usecases.rate_principle import rate_principle
from fidelity.usecases.reveal_suggestions import reveal_suggestions
from models import Principle, Team
from tests.factories import this_monday
from tests.test_every_route import OPEN, address, given_for, rules, world
from tests.versions import mark as mark_on

__all__ = ["world"]  # a fixture

#: On the words of one turn, more than there are anywhere else in the world of the routes.
MANY = 13


@pytest.fixture
def week(db, factories, world):
    """A week of a case of its own, in a team that rates first, full of suggestions; nobody has begun it."""
    who, keys, _ = world
    team = db.get_one(Team, keys["team_id"])
    team.is_rated_first = True
    case = factories.Case(therapist=who["T"], team=team)
    week = factories.Week(case=case, starts_on=this_monday())
    week.note = factories.Note(week=week, by=who["T"])
    week.transcript = factories.Transcript(
        recording=factories.Recording(week=week, by=who["T"], is_playable=True)
    )
    evidence = {"words": [[0, 4, 0.9]], "examples": [["A sibylline example.", 0.8]]}
    given = {"week": week, "model_version": "Oracle", "evidence": evidence}
    week.suggestions = [
        factories.Suggestion(quote="What happened", segment=week.transcript.segments[0], **given)
        for _ in range(MANY - 1)
    ] + [factories.Suggestion(quote="set the rule", revision=week.note.latest, **given)]
    db.commit()
    return week


def draft_of(factories, who, week):
    review = factories.Review(week=week, by=who, revision_id=week.note.latest.id, is_rated_first=True)
    review.mark = mark_on(factories, review, week.transcript.segments[0], "just before")
    return review


def traces(app, browser, keys, week, review_id):
    """Pages on which something of the suggestions stands, and what."""
    own = {
        "case_id": week.case_id,
        "monday": week.starts_on.isoformat(),
        "recording_id": week.transcript.recording_id,
        "transcript_id": week.transcript.id,
        "segment_id": week.transcript.segments[0].id,
        "suggestion_id": week.suggestions[0].id,
    }
    reviews = dict.fromkeys(("draft", "published", "second"), review_id)
    signs = ["Oracle", "sibylline", *(f"suggestion-{row.id}" for row in week.suggestions)]
    for rule in rules(app):
        if "GET" not in rule.methods or rule.endpoint in OPEN | {"security.logout"}:
            continue
        given = dict(given_for(rule.endpoint, keys | own))
        page = browser.get(
            address(app, rule, keys | own, reviews), query_string=given.pop("query_string", {})
        )
        text = page.get_data()
        page.close()
        found = [sign for sign in signs if sign.encode() in text]
        if re.search(rb"\b%d\b[^.]{0,40}suggestion" % MANY, re.sub(rb"<[^>]*>", b"", text)):
            found.append("their number")
        if found:
            yield rule.endpoint, page.status_code, found[0]


def test_no_page_says_what_the_machine_suggests_before_it_is_looked_at(
    app, db, factories, sign_in, world, week
):
    who, keys, _ = world
    nothing = "00000000-0000-4000-8000-000000000000"

    before = list(traces(app, sign_in(who["C"]), keys, week, nothing))
    review = draft_of(factories, who["C"], week)
    writing = list(traces(app, sign_in(who["C"]), keys, week, review.id))
    beside = list(traces(app, sign_in(who["S"]), keys, week, review.id))

    assert (before, writing, beside) == ([], [], [])


def test_once_looked_at_they_are_on_the_desk(app, db, factories, sign_in, world, week):
    who, keys, _ = world
    review = draft_of(factories, who["C"], week)
    for principle in Principle:
        rate_principle(db, by=who["C"], review_id=review.id, principle=principle, choice="3")
    reveal_suggestions(db, by=who["C"], review_id=review.id)

    pages = {endpoint for endpoint, *_ in traces(app, sign_in(who["C"]), keys, week, review.id)}

    assert {"reviews.desk", "suggestions.other"} <= pages
