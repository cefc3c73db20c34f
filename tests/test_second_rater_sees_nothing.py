"""Walks every page as first and as second rater of a week: neither finds anything of the other's work."""

import re

import pytest

from fidelity.usecases.knew_first import knew_first
from fidelity.usecases.pass_on_second import pass_on_second
from models import Action, Comment, Principle, Rater, ReviewStatus, Role, SecondLook, now
from tests.factories import this_monday
from tests.test_every_route import OPEN, address, given_for, rules, world
from tests.versions import mark as mark_on

__all__ = ["world"]  # a fixture

#: What each gave for every principle. Nobody else in the world of the routes gave either.
FIRST, SECOND = 1, 5

#: Pages about one review: whoever opens one means to read it, and that is noted.
ABOUT_ONE = frozenset({"feedback.show", "reviews.desk", "reviews.preview"})


@pytest.fixture
def twice(db, factories, world):
    """A week of a case of its own that the consultant rates first and the supervisor second."""
    who, keys, _ = world
    case = factories.Case(therapist=who["T"], team=db.get_one(type(factories.Team()), keys["team_id"]))
    week = factories.Week(case=case, starts_on=this_monday())
    note = factories.Note(week=week, by=who["T"])
    transcript = factories.Transcript(recording=factories.Recording(week=week, by=who["T"], is_playable=True))
    first = factories.Review(
        week=week, by=who["C"], published=True, revision_id=note.latest.id, **_words("Primrose", FIRST)
    )
    second = factories.second_review(
        week=week, by=who["S"], is_done=False, revision_id=note.latest.id, **_words("Saxifrage", SECOND)
    )
    for review, name in ((first, "Primrose"), (second, "Saxifrage")):
        for rating in review.ratings:
            rating.why = f"{name} why."
        review.actions.append(Action(position=0, text=f"{name} agreed."))
        review.mark = mark_on(factories, review, transcript.segments[0], "just before")
        review.comment = Comment(
            review_id=review.id, by_id=review.by_id, text=f"{name} said.", revision_id=note.latest.id,
            section="advances", starts=0, ends=3, quote="Mum",
        )  # fmt: skip
        db.add(review.comment)
    db.commit()
    own = {
        "case_id": case.id,
        "monday": week.starts_on.isoformat(),
        "second_monday": week.starts_on.isoformat(),
        "begun_monday": week.starts_on.isoformat(),
        "both_monday": week.starts_on.isoformat(),
        "recording_id": transcript.recording_id,
        "transcript_id": transcript.id,
        "segment_id": transcript.segments[0].id,
    }
    return who, keys | own, first, second


def _words(name, value):
    return {
        "strengths": f"{name} strengths.",
        "barriers": f"{name} barriers.",
        "next_steps": f"{name} steps.",
        "ratings": dict.fromkeys(Principle, value),
    }


def pages_of(app, browser, keys, reviews, but=frozenset()):
    """Every page that can be looked at, with the keys of the week, of either review and of its case alone."""
    for rule in rules(app):
        if "GET" not in rule.methods or rule.endpoint in OPEN | {"security.logout"} | but:
            continue
        given = dict(given_for(rule.endpoint, keys))
        asked = given.pop("query_string", {})
        for review in reviews if "review_id" in rule.arguments else reviews[:1]:
            of_review = {"mark_id": review.mark.id, "comment_id": review.comment.id}
            url = address(
                app, rule, keys | of_review, dict.fromkeys(("draft", "published", "second"), review.id)
            )
            of_case = {"case": str(keys["case_id"])}
            for more in ({}, of_case) if rule.endpoint.startswith("adherence.") else ({},):
                page = browser.get(url, query_string=asked | more)
                yield rule.endpoint, page.get_data()
                page.close()


def traces(page, name, review, value):
    """What of a review stands on a page: its words, its marks, its numbers."""
    anywhere = [name, str(review.mark.id), str(review.comment.id)]
    # Seconds of words stand in attributes; an interval of few weeks reaches from end to end of the scale.
    read = re.sub(rb"<[^>]*>", b" ", page).replace(b"1.0 to 5.0", b"")
    return [sign for sign in anywhere if sign.encode() in page] + [
        sign for sign in (f"{value} of 5", f"{value}.0") if sign.encode() in read
    ]


def hand_in(db, second):
    second.status, second.submitted_at = ReviewStatus.SUBMITTED, now()
    db.query(SecondLook).filter_by(week_id=second.week_id).one().done_at = now()
    db.commit()


@pytest.mark.parametrize("who_waits", ["the first is published", "the second is handed in"])
def test_neither_finds_words_marks_or_numbers_of_the_other(app, db, sign_in, twice, who_waits):
    who, keys, first, second = twice
    if who_waits == "the second is handed in":
        first.status, first.published_at = ReviewStatus.DRAFT, None
        hand_in(db, second)

    found = {
        (letter, endpoint, *traced)
        for letter, name, review, value in (
            ("S", "Primrose", first, FIRST),
            ("C", "Saxifrage", second, SECOND),
        )
        for endpoint, page in pages_of(app, sign_in(who[letter]), keys, [first, second])
        if (traced := traces(page, name, review, value))
    }

    assert not found, "\n".join(map(str, sorted(found)))


def test_who_could_still_rate_a_week_finds_the_first_only_where_that_is_noted(
    app, db, factories, sign_in, twice
):
    """A page about the review shows it, and whoever opened it is known to have known; no other shows it."""
    who, keys, first, _ = twice
    look = db.query(SecondLook).filter_by(week_id=first.week_id).one()
    pass_on_second(db, by=who["S"], case_id=keys["case_id"], monday=first.week.starts_on, to_id=None)
    team = first.week.case.team

    found = {
        (endpoint, *traced)
        for endpoint, page in pages_of(app, sign_in(who["S"]), keys, [first], but=ABOUT_ONE)
        if (traced := traces(page, "Primrose", first, FIRST))
    }
    db.commit()
    assert not found, "\n".join(map(str, sorted(found)))
    assert not knew_first(db, who["S"], first, look)

    shown = set()
    for endpoint in ABOUT_ONE:
        reader = factories.Person(role=Role.SUPERVISOR, team=team)
        every = {rule.endpoint for rule in rules(app)} - {endpoint}
        [(_, page)] = pages_of(app, sign_in(reader), keys, [first], but=every)
        if traces(page, "Primrose", first, FIRST):
            db.commit()
            shown.add(endpoint)
            assert knew_first(db, reader, first, look), endpoint
    assert shown == ABOUT_ONE


def test_when_both_are_done_each_finds_the_other_and_the_therapist_only_the_first(app, db, sign_in, twice):
    who, keys, first, second = twice
    hand_in(db, second)
    week = f"/cases/{keys['case_id']}/weeks/{keys['monday']}"

    for letter in "CS":
        both = sign_in(who[letter]).get(f"{week}/both").get_data()
        assert len(traces(both, "Primrose", first, FIRST)) >= 2
        assert len(traces(both, "Saxifrage", second, SECOND)) >= 2
    therapist = sign_in(who["T"])
    seen = b"".join(page for _, page in pages_of(app, therapist, keys, [first, second]))
    assert b"Primrose strengths." in seen
    assert b"Saxifrage" not in seen
    assert str(second.mark.id).encode() not in seen


def test_each_finds_their_own(sign_in, twice):
    who, keys, first, second = twice
    week = f"/cases/{keys['case_id']}/weeks/{keys['monday']}"

    assert traces(sign_in(who["C"]).get(f"{week}/review").get_data(), "Primrose", first, FIRST)
    assert traces(sign_in(who["S"]).get(f"{week}/second-review").get_data(), "Saxifrage", second, SECOND)
    assert first.rater is Rater.FIRST
    assert Role.SUPERVISOR in {held.role for held in who["S"].team_roles}
