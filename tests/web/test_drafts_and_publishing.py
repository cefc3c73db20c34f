"""Rating first, publishing, taking back, threads and two versions of a draft, as people meet them on pages."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from models import (
    CaseNote,
    CaseNoteDraft,
    Comment,
    KeptWords,
    NoteSection,
    Principle,
    Reply,
    Review,
    ReviewStatus,
    Role,
    Stance,
    now,
)
from tests.factories import this_monday

FIT = Principle.FINDING_THE_FIT
FETCH = {"X-Requested-With": "fetch", "Accept": "application/json"}


@pytest.fixture
def week(people, factories):
    week = factories.Week(case=people["case"])
    factories.Codebook()
    factories.Note(week=week, by=people[Role.THERAPIST])
    return week


@pytest.fixture
def ask(db, sign_in):
    """``ask(person, address, data)``: a form is sent where there are data. Lets go of the test's transaction."""

    def ask(person, address, data=None, **more):
        browser = sign_in(person)
        db.commit()
        if data is None and "json" not in more:
            answer = browser.get(address, base_url="https://localhost", **more)
        else:
            answer = browser.post(address, base_url="https://localhost", data=data, **more)
        db.expire_all()
        return answer

    return ask


def desk_of(week):
    return f"/cases/{week.case_id}/weeks/{week.starts_on.isoformat()}/review"


def test_ratings_come_first_and_then_the_suggestions(db, people, factories, ask, week):
    consultant = people[Role.CONSULTANT]
    people["team"].is_rated_first = True
    row = factories.Suggestion(week=week, quote="set the rule", revision=week_revision(db, week))

    ask(consultant, desk_of(week), {})
    review = db.scalar(select(Review).filter_by(week_id=week.id))
    before = ask(consultant, desk_of(week)).text
    refused = ask(consultant, f"/reviews/{review.id}/reveal", {})
    for principle in Principle:
        ask(
            consultant,
            f"/reviews/{review.id}/ratings/{principle.value}",
            {"choice": "3", "why": "She asked."},
        )
    ask(consultant, f"/reviews/{review.id}/reveal", {})
    ask(consultant, f"/reviews/{review.id}/ratings/{FIT.value}", {"choice": "4"})
    after = ask(consultant, desk_of(week)).text

    assert "Rate first, then look" in before
    assert "What a 4 looks like." in before
    assert str(row.id) not in before
    assert (refused.status_code, refused.text.count('href="#rating-')) == (422, 9)
    assert f'id="suggestion-{row.id}"' in after
    assert re.search(r"You gave 3 before looking at the suggestions, 4 since", after)


def week_revision(db, week):
    return db.scalar(select(CaseNote).filter_by(week_id=week.id)).latest


def test_a_number_on_nothing_is_named_with_a_link_and_a_mark_that_goes_takes_its_ground(
    db, people, factories, ask, week
):
    consultant, revision = people[Role.CONSULTANT], week_revision(db, week)
    review = factories.Review(
        week=week, by=consultant, revision_id=revision.id, ratings=dict.fromkeys(Principle, 3), why=""
    )
    for principle in Principle:
        mark = factories.Mark(review=review, quote="set the rule", revision=revision, principle=principle)
    ready = ask(consultant, f"/reviews/{review.id}/preview").text
    ask(consultant, f"/reviews/{review.id}/marks/{mark.id}/remove", {})

    bare = ask(consultant, f"/reviews/{review.id}/preview").text
    refused = ask(consultant, f"/reviews/{review.id}/publish", {})

    assert "Publish to the therapist" in ready
    assert f"#why-{principle.value}" in bare
    assert "1 rating rests on nothing yet" in bare
    assert (refused.status_code, refused.text.count('href="#why-')) == (422, 1)
    ask(
        consultant,
        f"/reviews/{review.id}/ratings/{principle.value}",
        {"choice": "3", "why": "She said it twice."},
    )
    assert "She said it twice." in ask(consultant, f"/reviews/{review.id}/preview").text
    assert ask(consultant, f"/reviews/{review.id}/publish", {}).status_code == 303


def test_what_is_taken_back_says_so_behind_its_link_and_loses_no_reply(db, people, factories, ask, week):
    consultant, therapist = people[Role.CONSULTANT], people[Role.THERAPIST]
    review = factories.Review(week=week, by=consultant, published=True, ratings=dict.fromkeys(Principle, 3))
    address, feedback = f"/reviews/{review.id}/take-back", f"/feedback/{review.id}"
    assert "take it back</a> until" in ask(consultant, desk_of(week)).text
    assert "Why do you take it back?" in ask(consultant, address).text
    assert ask(consultant, address, {"reason": ""}).status_code == 422
    assert ask(people[Role.SUPERVISOR], address, {"reason": "Mine"}).status_code == 403

    ask(consultant, address, {"reason": "I had the wrong week in mind."})

    gone = ask(therapist, feedback)
    typed = ask(therapist, f"{feedback}/replies", {"stance": "explain", "text": "Typed meanwhile"})
    assert gone.status_code == 200
    assert "This feedback was taken back, and comes again" in gone.text
    assert "I had the wrong week in mind." in gone.text
    assert review.strengths not in gone.text
    assert (typed.status_code, "Typed meanwhile" in typed.text) == (409, True)
    assert ask(consultant, feedback).location == desk_of(week)
    assert "You took this feedback back" in ask(consultant, desk_of(week)).text
    assert ask(factories.Person(role=Role.THERAPIST), feedback).status_code == 404


def test_what_comes_again_says_so_and_keeps_replies_to_what_went(db, people, factories, ask, week):
    consultant, therapist = people[Role.CONSULTANT], people[Role.THERAPIST]
    revision = week_revision(db, week)
    review = factories.Review(
        week=week, by=consultant, published=True, revision_id=revision.id, ratings=dict.fromkeys(Principle, 3)
    )
    mark = factories.Mark(review=review, quote="set the rule", revision=revision)
    feedback = f"/feedback/{review.id}"
    ask(
        therapist, f"{feedback}/replies", {"stance": "contest", "text": "He did it.", "mark_id": str(mark.id)}
    )

    ask(consultant, f"/reviews/{review.id}/take-back", {"reason": "He set the rule."})
    ask(consultant, f"/reviews/{review.id}/marks/{mark.id}/remove", {})
    ask(consultant, f"/reviews/{review.id}/publish", {})

    again = ask(therapist, feedback)
    assert again.status_code == 200
    assert "was taken back to be changed" in again.text
    assert "He set the rule." in again.text
    assert "Replies to what is no longer here" in again.text
    assert "He did it." in again.text


def test_a_thread_is_answered_and_settled_at_the_desk_and_by_the_therapist(db, people, factories, ask, week):
    consultant, therapist = people[Role.CONSULTANT], people[Role.THERAPIST]
    revision = week_revision(db, week)
    review = factories.Review(week=week, by=consultant, published=True, revision_id=revision.id)
    comment = Comment(
        review_id=review.id, by_id=consultant.id, text="Say it to her.", revision_id=revision.id,
        section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
    )  # fmt: skip
    db.add(comment)
    db.flush()
    said = {"by_id": therapist.id, "stance": Stance.EXPLAIN, "text": "She was out."}
    db.add(Reply(review_id=review.id, comment_id=comment.id, **said))
    db.commit()
    thread = f"/reviews/{review.id}/comments/{comment.id}"

    empty = ask(consultant, f"{thread}/answers", {"text": " "})
    sent = ask(consultant, f"{thread}/answers", {"text": "Then on Friday."}, headers=FETCH)
    back = ask(therapist, f"{thread}/resolve", {"resolved": "yes"})
    settled = ask(consultant, desk_of(week)).text
    ask(consultant, f"{thread}/resolve", {"resolved": "no"})

    assert (empty.status_code, "Write your answer" in empty.text) == (422, True)
    (block,) = [
        html for html in sent.json["pieces"].values() if "Say it to her." in html and "app-block" in html
    ]
    assert "She was out." in block
    assert "Then on Friday." in block
    assert back.location == f"/feedback/{review.id}#comment-{comment.id}"
    assert "Resolved" in settled
    assert "Open again" in settled
    db.refresh(comment)
    assert (comment.resolved_at, comment.resolved_by_id) == (None, None)


def test_words_of_a_note_that_were_typed_elsewhere_are_found_again(db, people, ask, week):
    therapist = people[Role.THERAPIST]
    monday = this_monday() - timedelta(weeks=1)
    note = f"/cases/{week.case_id}/weeks/{monday.isoformat()}/note"
    fields = {"revision": 0, "number": 0}
    ask(therapist, f"{note}/draft", json={"fields": {"advances": "One tab"}, **fields})
    lost = ask(therapist, f"{note}/draft", json={"fields": {"advances": "Other tab"}, **fields})
    kept = lost.json["kept"]

    edit = ask(therapist, f"{note}/edit").text
    both = ask(therapist, f"{note}/kept/{kept}")
    ask(therapist, f"{note}/settle", {"revision": "0", "number": "1", "kept": kept, "keep-advances": "both"})

    assert lost.status_code == 409
    assert f'href="{note}/kept/{kept}"' in edit
    assert (both.status_code, "What you wrote" in both.text) == (200, True)
    assert db.scalar(select(CaseNoteDraft)).sections["advances"] == "One tab\n\nOther tab"
    assert db.get(KeptWords, db.scalar(select(KeptWords.id))).settled_at is not None
    assert "typed elsewhere" not in ask(therapist, f"{note}/edit").text
    assert ask(therapist, f"{note}/kept/{kept}").status_code == 303


def test_two_tabs_that_say_why_see_both_sentences(db, people, factories, ask, week):
    consultant = people[Role.CONSULTANT]
    review = factories.Review(week=week, by=consultant, ratings={FIT: 3}, why="It stood there.")
    address = f"/reviews/{review.id}/ratings/{FIT.value}"
    given = {"choice": "3", "why_was": "It stood there."}
    ask(consultant, address, given | {"why": "One tab."}, headers=FETCH)

    lost = ask(consultant, address, given | {"why": "Other tab."}, headers=FETCH)
    plain = ask(consultant, address, given | {"why": "Other tab."})
    both = ask(consultant, lost.json["address"])
    ask(consultant, lost.json["address"], {"number": "0", f"keep-why-{FIT.value}": "mine"})

    assert (lost.status_code, plain.status_code, both.status_code) == (409, 409, 200)
    assert "What do you want to keep" in both.text
    assert review.rating(FIT).why == "Other tab."
    assert "look at both" not in ask(consultant, desk_of(week)).text


def test_nothing_is_published_while_words_of_another_tab_wait(db, people, factories, ask, week):
    consultant = people[Role.CONSULTANT]
    review = factories.Review(week=week, by=consultant, ratings=dict.fromkeys(Principle, 3))
    kept = KeptWords(review_id=review.id, by_id=consultant.id, based_on=0, words={"strengths": "Other tab."})
    db.add(kept)
    db.commit()

    refused = ask(consultant, f"/reviews/{review.id}/publish", {})
    assert refused.status_code == 422
    assert 'href="#kept"' in refused.text
    kept.settled_at = now()
    db.commit()
    published = ask(consultant, f"/reviews/{review.id}/publish", {})

    assert published.status_code == 303
    assert review.status is ReviewStatus.PUBLISHED


def test_what_suggestions_change_has_a_page_with_the_rows_behind_it(people, ask):
    page = ask(people[Role.CONSULTANT], f"/teams/{people['team'].id}/moved")

    assert page.status_code == 200
    assert "What seeing suggestions changes" in page.text
    assert (
        "What seeing suggestions changes" in ask(people[Role.SUPERVISOR], f"/teams/{people['team'].id}").text
    )
    assert ask(people[Role.THERAPIST], f"/teams/{people['team'].id}/moved").status_code == 403
