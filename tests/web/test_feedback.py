import re

import pytest
from sqlalchemy import select

from models import Action, CaseNoteRevision, Mark, Principle, Reply, Role, Stance

FIT = Principle.FINDING_THE_FIT


@pytest.fixture
def review(db, people, factories):
    week = factories.Week(case=people["case"])
    review = factories.Review(
        week=week,
        by=people[Role.CONSULTANT],
        published=True,
        ratings=dict.fromkeys(Principle, 4) | {FIT: None},
    )
    revision = factories.Note(week=week, by=people[Role.THERAPIST]).revisions[0]
    suggestion = factories.Suggestion(week=week, quote="praised her", revision=revision)
    factories.Mark(review=review, quote="praised her", revision=revision, suggestion_id=suggestion.id)
    review.actions.append(Action(position=0, text="Ring Dad <b>today</b>."))
    db.commit()
    return review


def reply(browser, review, **fields):
    return browser.post(f"/feedback/{review.id}/replies", data=fields)


def test_what_the_machine_had_left_unmarked_is_not_said_to_be_its_suggestion(
    db, people, review, factories, sign_in
):
    mark = db.scalars(select(Mark).filter_by(review_id=review.id)).one()
    revision = db.get(CaseNoteRevision, mark.revision_id)
    drawn = factories.Suggestion(week=review.week, quote="praised her", revision=revision, chance=0.1)
    factories.Mark(review=review, quote="praised her", revision=revision, suggestion_id=drawn.id)
    db.commit()

    feedback = sign_in(people[Role.THERAPIST]).get(f"/feedback/{review.id}").text
    adherence = f"/adherence/teams/{people['team'].id}/evidence?principle="
    evidence = "".join(
        sign_in(people[Role.CONSULTANT]).get(adherence + each.value).text for each in Principle
    )

    for page in (feedback, evidence):
        assert page.count("Left unmarked by the machine, found by a person") == 1
        assert page.count("Machine suggestion") == 1


def test_the_therapist_reads_who_rated_what_on_which_words(people, review, sign_in):
    page = sign_in(people[Role.THERAPIST]).get(f"/feedback/{review.id}")

    assert page.status_code == 200
    assert f"Reviewed by {people[Role.CONSULTANT].name}" in page.text
    assert "You asked what came first." in page.text
    assert "4 of 5" in page.text
    assert "What a 4 looks like." in page.text
    assert "Not assessable" in page.text
    assert "“praised her”" in page.text
    assert "Machine suggestion" in page.text
    assert f'/cases/{people["case"].id}/weeks/{review.week.starts_on}/note?revision=1#advances"' in page.text
    assert "Ring Dad &lt;b&gt;today&lt;/b&gt;." in page.text


def test_a_therapist_who_contests_sees_it_stand_there(people, review, sign_in):
    browser = sign_in(people[Role.THERAPIST])
    rating = review.rating(FIT)

    answer = reply(browser, review, rating_id=rating.id, stance="contest", text="<script>It was in the file.")

    assert answer.status_code == 303
    assert answer.location == f"/feedback/{review.id}#replies-{rating.id}"
    for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
        page = sign_in(people[role]).get(f"/feedback/{review.id}")
        assert "&lt;script&gt;It was in the file." in page.text
        assert "Contested" in page.text


def test_a_script_that_sends_a_reply_is_told_where_to_go_and_what_is_said_once_waits_for_it(
    people, review, sign_in
):
    browser = sign_in(people[Role.THERAPIST])
    rating = review.ratings[0]

    refused = reply(browser, review, rating_id=rating.id, stance="contest", answer="address")
    told = reply(browser, review, rating_id=rating.id, stance="accept", answer="address")

    assert told.status_code == 200
    assert told.json == {"to": f"/feedback/{review.id}#replies-{rating.id}"}
    assert "Content-Security-Policy" in told.headers
    assert refused.status_code == 422
    assert "Your reply is saved" in browser.get(told.json["to"]).text


def test_a_therapist_who_contests_without_a_word_is_told_so_where_it_lacks(db, people, review, sign_in):
    browser = sign_in(people[Role.THERAPIST])
    rating = review.rating(FIT)

    page = reply(browser, review, rating_id=rating.id, stance="contest", text=" ")

    assert page.status_code == 422
    assert "<title>Error: Feedback" in page.text
    assert f'href="#text-{rating.id}"' in page.text
    assert "Write a sentence that says why you contest it" in page.text
    [kept] = re.findall(r'<input[^>]*value="contest"[^>]*checked', page.text)
    assert f"stance-{rating.id}" in kept
    assert db.query(Reply).count() == 0


def test_what_was_typed_is_kept_when_no_stance_was_chosen(people, review, sign_in):
    page = reply(sign_in(people[Role.THERAPIST]), review, text="Llanfair ŵ 🙂 <i>")

    assert page.status_code == 422
    assert f'href="#stance-{review.id}"' in page.text
    assert "Llanfair ŵ 🙂 &lt;i&gt;</textarea>" in page.text


@pytest.mark.parametrize("given", ["not-a-key", "929b5f47-c830-4bab-af8e-bf9b88e55f4b"])
def test_a_reply_to_nothing_that_is_there_is_not_found(people, review, sign_in, given):
    assert reply(sign_in(people[Role.THERAPIST]), review, rating_id=given, stance="accept").status_code == 404


def test_an_action_is_ticked_and_taken_back(db, people, review, sign_in):
    browser, action = sign_in(people[Role.THERAPIST]), review.actions[0]
    address = f"/feedback/{review.id}/actions/{action.id}"

    assert browser.post(address, data={"done": "yes"}).status_code == 303
    assert "Not done after all" in browser.get(f"/feedback/{review.id}").text
    assert browser.post(address, data={"done": "no"}).status_code == 303
    assert "Mark as done" in browser.get(f"/feedback/{review.id}").text


def test_who_may_not_reply_sees_no_form_and_is_refused(people, review, sign_in):
    browser = sign_in(people[Role.CONSULTANT])

    page = browser.get(f"/feedback/{review.id}")

    assert "Send reply" not in page.text
    assert "Mark as done" not in page.text
    assert "The therapist has not opened it yet" in page.text
    assert reply(browser, review, stance="accept").status_code == 403


def test_the_consultant_sees_when_the_therapist_first_opened_it(people, review, sign_in):
    sign_in(people[Role.THERAPIST]).get(f"/feedback/{review.id}")

    assert (
        "The therapist first opened it" in sign_in(people[Role.CONSULTANT]).get(f"/feedback/{review.id}").text
    )


def test_somebody_elses_feedback_is_not_there(people, factories, review, sign_in):
    stranger = factories.Person(role=Role.THERAPIST, team=people["team"])

    browser = sign_in(stranger)

    assert browser.get(f"/feedback/{review.id}").status_code == 404
    assert reply(browser, review, stance="accept").status_code == 404
    assert "There is no feedback yet" in browser.get("/feedback").text


def test_the_list_shows_what_is_new_and_what_is_contested(db, people, review, sign_in):
    browser = sign_in(people[Role.THERAPIST])
    assert "Not yet" in browser.get("/feedback").text
    assert "Nothing is contested" in browser.get("/feedback?only=contested").text

    db.add(Reply(review_id=review.id, by_id=people[Role.THERAPIST].id, stance=Stance.CONTEST, text="No."))
    db.commit()

    page = browser.get("/feedback?only=contested")
    assert f"/feedback/{review.id}" in page.text
    assert "1 contested" in page.text
    assert browser.get("/feedback?page=nonsense").status_code == 200
