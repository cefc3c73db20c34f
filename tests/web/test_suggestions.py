"""The machine's suggestions as people see them: what is said of each, to whom, and how many at once."""

import re

import pytest
from sqlalchemy import select

from models import (
    CaseNoteRevision,
    Mark,
    Offer,
    Polarity,
    Principle,
    Review,
    Role,
    Strength,
    Suggestion,
    SuggestionDecision,
    Team,
    Verdict,
    now,
)

FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}
WORDS = "Mum set the rule and praised her for being home by nine."
FIT, FOCUS = Principle.FINDING_THE_FIT, Principle.PRESENT_FOCUSED


@pytest.fixture
def week(people, factories):
    factories.Codebook()
    week = factories.Week(case=people["case"])
    factories.Note(week=week, by=people[Role.THERAPIST], texts={"advances": WORDS})
    return week


@pytest.fixture
def revision(db, week):
    return db.scalar(select(CaseNoteRevision).where(CaseNoteRevision.note.has(week_id=week.id)))


@pytest.fixture
def suggest(factories, week, revision):
    def suggest(quote="praised her", **given):
        return factories.Suggestion(**{"week": week, "revision": revision, "quote": quote} | given)

    return suggest


@pytest.fixture
def review(factories, week, revision, people):
    return factories.Review(week=week, by=people[Role.CONSULTANT], revision_id=revision.id)


@pytest.fixture
def ask(db, people, sign_in):
    """Ask for an address as somebody, with the test's own transaction let go."""

    def ask(address, data=None, *, role=Role.CONSULTANT, **more):
        browser = sign_in(people[role])
        db.commit()
        method = browser.get if data is None else browser.post
        answer = method(address, base_url="https://localhost", **more | ({"data": data} if data else {}))
        db.expire_all()
        return answer

    return ask


@pytest.fixture
def finding(ask, week):
    """What the desk says of one suggestion, without its tags and spaces."""

    def finding(row):
        page = ask(f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review").text
        piece = page.split(f'data-suggestion="{row.id}"', 1)[1]
        piece = re.split(r'<li class="app-finding|class="app-block|class="app-desk__side', piece)[0]
        return " ".join(re.sub(r"^[^<>]*>|<[^>]+>|<[^>]*$", " ", piece).split())

    return finding


@pytest.mark.parametrize(
    ("strength", "word"), [(Strength.STRONG, "strong"), (Strength.USUAL, "fair"), (Strength.WEAK, "weak")]
)
def test_each_is_said_with_its_principle_direction_and_strength(
    finding, suggest, review, db, people, strength, word
):
    people["case"].team.offer = Offer.MORE
    row = suggest(strength=strength, principle=FIT, polarity=Polarity.COUNTER)

    assert f"−1 Suggested: Goes against Finding the fit {word}" in finding(row)


def test_it_says_why_but_no_number_until_somebody_has_decided(finding, suggest, review, ask):
    at = WORDS.index("praised her")
    evidence = {
        "words": [[at, at + 7, 0.6], [WORDS.index("nine"), len(WORDS), 0.3], [at + 8, at + 11, 0.1]],
        "examples": [["Well done for holding the line.", 0.8], ["You did that.", 0.5], ["Not shown.", 0.1]],
    }
    row = suggest(evidence=evidence, probability=0.83, principle=FIT)

    before = finding(row)
    ask(f"/reviews/{review.id}/suggestions/{row.id}", {"verdict": "rejected"})
    after = finding(row)

    for said in (before, after):
        assert "On the words praised her" in said
        assert "Most on “praised”, then “nine.”, “her”." in said
        assert "Well done for holding the line. You did that." in said
        assert "Not shown" not in said
    assert "per cent" not in before
    assert "Model" not in before
    assert "The machine put it at 83 per cent. Model test." in after


def test_words_that_moved_it_are_drawn_heavier_the_more_they_did(ask, suggest, review, week):
    at = WORDS.index("praised her")
    suggest(evidence={"words": [[at, at + 7, 0.6], [at + 8, at + 11, 0.1]], "examples": []})

    page = ask(f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review").text

    assert '<b class="app-why app-why--most">praised</b> <b class="app-why app-why--some">her</b>' in page


def test_what_was_suggested_before_evidence_was_kept_says_so(finding, suggest, review):
    assert "What moved it was not kept." in finding(suggest())


def test_nothing_tells_what_was_drawn_from_a_suggestion_until_it_is_decided(finding, suggest, review, ask):
    drawn = suggest(strength=Strength.WEAK, chance=0.1, principle=FIT)
    like = suggest(strength=Strength.USUAL, principle=FIT)

    assert finding(drawn).replace(str(drawn.id), "") == finding(like).replace(str(like.id), "")
    ask(f"/reviews/{review.id}/suggestions/{drawn.id}", {"verdict": "accepted"})
    assert "The machine had left these words unmarked." in finding(drawn)


def test_one_that_is_left_is_one_suggestion(ask, suggest, week):
    suggest()

    page = ask(f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review").text

    assert re.search(r"<b data-waiting>1</b> suggestion<span data-waiting-many hidden>", page)


def test_overlapping_ones_are_drawn_on_lines_of_their_own(ask, suggest, review, week):
    suggest("set the rule and praised her", principle=FIT)
    suggest("praised her", principle=FOCUS)
    suggest("nine")

    page = ask(f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review").text
    words = re.search(r"<p class=\"app-block__words.*?</p>", page, re.DOTALL)[0]

    assert words.count("app-words--lane-1") == 1
    assert re.search(
        r'app-words--suggestion app-words--usual"[^>]*><span class="[^"]*lane-1">praised her</span>', words
    )


def test_there_is_no_address_that_takes_more_than_one(app, ask, suggest, review, db):
    rows = [suggest(quote) for quote in ("Mum", "rule", "nine")]
    decides = [
        rule for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and rule.endpoint.startswith("suggestions.") and rule.endpoint != "suggestions.shown"
    ]  # fmt: skip
    many = {
        "verdict": "accepted",
        "id": [str(row.id) for row in rows],
        "suggestion_id": [str(r.id) for r in rows],
    }

    assert decides
    assert all("suggestion_id" in rule.arguments for rule in decides)
    ask(f"/reviews/{review.id}/suggestions/{rows[0].id}", many)
    ask(f"/reviews/{review.id}/suggestions/shown", many)
    assert [row.suggestion_id for row in db.scalars(select(SuggestionDecision))] == [rows[0].id]


@pytest.mark.parametrize(
    ("seconds", "kept"), [("12.5", 12.5), ("nan", 0), ("inf", 0), ("-3", 0), ("1e9", 12 * 3600), ("soon", 0)]
)
def test_the_seconds_that_a_script_counted_are_kept_if_they_can_be(ask, suggest, review, db, seconds, kept):
    row = suggest()

    ask(f"/reviews/{review.id}/suggestions/{row.id}", {"verdict": "rejected", "seconds": seconds})

    assert db.scalar(select(SuggestionDecision)).seconds == pytest.approx(kept, abs=5)


def test_without_a_script_the_clock_runs_from_when_the_page_was_made(ask, suggest, review, db, week):
    row = suggest()
    page = ask(f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review").text
    served = re.search(r'name="served" value="([^"]+)"', page)[1]
    moment = now()

    ask(f"/reviews/{review.id}/suggestions/{row.id}", {"verdict": "rejected", "served": served})

    decision = db.scalar(select(SuggestionDecision))
    assert decision.seconds >= (decision.created_at - moment).total_seconds()
    assert db.get(Suggestion, row.id).first_shown_at < moment


def test_a_script_gets_the_evidence_of_both_principles_when_words_show_something_else(
    ask, suggest, review, db
):
    row = suggest(principle=FIT)
    what = {"principle": FOCUS.value, "polarity": "-", "seconds": "1"}

    answer = ask(f"/reviews/{review.id}/suggestions/{row.id}/instead", what, headers=FETCH)

    at_side = {f"{part}-{each.value}" for part in ("evidence", "wants") for each in (FIT, FOCUS)}
    changed = {"note-advances", *at_side, "loose-comments"}
    assert set(answer.json["pieces"]) == changed
    mark = db.scalar(select(Mark).filter_by(removed_at=None))
    assert (mark.principle, mark.polarity, mark.suggestion_id) == (FOCUS, Polarity.COUNTER, None)
    undone = ask(f"/reviews/{review.id}/suggestions/{row.id}", {"verdict": "undone"}, headers=FETCH)
    assert f"evidence-{FOCUS.value}" in undone.json["pieces"]
    nothing = ask(f"/reviews/{review.id}/suggestions/{row.id}/instead", {"x": "y"}, headers=FETCH)
    assert set(nothing.json["errors"]) == {"principle", "polarity"}


def test_the_team_is_asked_and_told_what_each_choice_costs(ask, people, db, week, review, suggest):
    suggest()
    team = people["case"].team
    address = f"/teams/{team.id}/offer"

    assert address in ask(f"/teams/{team.id}").text
    assert address in ask(f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review").text
    page = ask(address).text
    assert re.search(r'value="usual" checked', page)
    assert "more must be found by reading" in page
    assert f'<span class="nhsuk-caption-l">{team.name}</span>Which suggestions' in page
    wrong = ask(address, {"offer": "all"})
    assert wrong.status_code == 422
    assert "Select which suggestions the team is shown" in wrong.text
    assert ask(address, {"offer": "fewer"}).status_code == 303
    assert db.get(Team, team.id).offer is Offer.FEWER
    assert "Fewer and surer" in ask(f"/teams/{team.id}").text
    assert address not in ask(f"/teams/{team.id}", role=Role.THERAPIST).text


def test_a_therapist_finds_no_suggestion_anywhere_before_the_review_is_published(
    app, ask, suggest, review, people, factories, week, db
):
    """Not on any page that they may open, whatever its address; afterwards with what became of it."""
    recording = factories.Recording(week=week, by=people[Role.THERAPIST], is_playable=True)
    turn = factories.Transcript(recording=recording, turns=[("therapist", "Well done, Mum.")]).segments[0]
    rows = [suggest(), suggest("Well done", segment=turn, revision=None)]
    keys = {"case_id": week.case_id, "monday": week.starts_on.isoformat(), "recording_id": recording.id,
            "review_id": review.id, "team_id": people["case"].team_id, "segment_id": turn.id,
            "suggestion_id": rows[0].id, "ending": "txt", "number": 1}  # fmt: skip
    addresses = []
    with app.test_request_context(base_url="https://localhost/"):
        for rule in app.url_map.iter_rules():
            if "GET" in rule.methods and rule.arguments <= keys.keys():
                values = {name: keys[name] for name in rule.arguments}
                addresses.append(app.url_for(rule.endpoint, **values, _external=False))
        behind = app.url_for(
            "adherence.suggestions", team_id=keys["team_id"], principle=rows[0].principle.value
        )
        addresses.append(behind)

    leaking = []
    for address in addresses:
        answer = ask(address, role=Role.THERAPIST)
        is_told = any(str(row.id) in answer.text for row in rows) or "uggested:" in answer.text
        if answer.status_code == 200 and "html" in answer.content_type and is_told:
            leaking.append(address)
        answer.close()
    for path in ("", "/instead"):
        refused = ask(
            f"/reviews/{review.id}/suggestions/{rows[0].id}{path}",
            {"verdict": "accepted"},
            role=Role.THERAPIST,
        )
        assert refused.status_code == 404

    assert len(addresses) > 20
    assert leaking == []
    review.status, review.published_at, review.offer = review.status.PUBLISHED, now(), Offer.USUAL
    db.add(SuggestionDecision(suggestion_id=rows[0].id, review_id=review.id, by_id=review.by_id,
                              verdict=Verdict.REJECTED, seconds=1))  # fmt: skip
    told = ask(behind, role=Role.THERAPIST).text
    assert str(rows[0].id) in told
    assert "Rejected" in told
    assert db.get(Review, review.id).offer is Offer.USUAL
