"""The pages of second ratings: what waits, the desk, both side by side, and what the therapist is told."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from models import Comment, KeptWords, LookCause, Principle, Rater, Review, ReviewStatus, Role, SecondLook

FIT, EFFORT = Principle.FINDING_THE_FIT, Principle.CONTINUOUS_EFFORT


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"])


@pytest.fixture
def note(people, week, factories):
    return factories.Note(week=week, by=people[Role.THERAPIST])


@pytest.fixture
def first(week, note, people, factories):
    return factories.Review(
        week=week,
        by=people[Role.CONSULTANT],
        published=True,
        ratings=dict.fromkeys(Principle, 3),
        revision_id=note.latest.id,
    )


@pytest.fixture
def place(week):
    return f"/cases/{week.case_id}/weeks/{week.starts_on}"


@pytest.fixture
def feedback(first):
    return f"/feedback/{first.id}"


@pytest.fixture
def consultant(people, sign_in):
    return sign_in(people[Role.CONSULTANT])


@pytest.fixture
def supervisor(people, sign_in):
    return sign_in(people[Role.SUPERVISOR])


@pytest.fixture
def therapist(people, sign_in):
    return sign_in(people[Role.THERAPIST])


@pytest.fixture
def second(first, week, people, factories):
    """Handed in: the same for all principles but one."""
    return factories.second_review(
        week=week, by=people[Role.SUPERVISOR], ratings=dict.fromkeys(Principle, 3) | {FIT: 5}
    )


def test_a_rater_asks_and_another_takes_begins_and_hands_in(
    db, consultant, supervisor, first, feedback, place
):
    asked = consultant.post(f"{place}/second-review/ask", data={"review_id": str(first.id)})
    assert asked.location == feedback
    assert "waits for a second rating" in consultant.get(asked.location).text
    assert "No second rating waits for you" in consultant.get("/second-ratings").text
    assert "Somebody asked for it" in supervisor.get("/second-ratings").text

    supervisor.post(f"{place}/second-review/take")
    assert supervisor.get(feedback).status_code == 403
    begun = supervisor.post(f"{place}/second-review")
    assert begun.location == f"{place}/second-review"
    desk = supervisor.get(begun.location).text
    assert "Second rating of the week of" in desk
    assert "Hand in" in desk
    assert 'name="preview"' not in desk
    second = db.query(Review).filter(Review.id != first.id, Review.week_id == first.week_id).one()
    of_second = f"/reviews/{second.id}"
    db.rollback()
    refused = supervisor.post(f"{of_second}/hand-in")
    assert refused.status_code == 422
    assert "Select 1 to 5, or not assessable" in refused.text
    for principle in Principle:
        supervisor.post(f"{of_second}/ratings/{principle.value}", data={"choice": "not_assessable"})
    supervisor.post(f"{of_second}/hand-in")

    db.refresh(second)
    assert second.status is ReviewStatus.SUBMITTED
    db.rollback()
    assert "See both ratings side by side" in supervisor.get(f"{place}/second-review").text
    assert supervisor.get(f"{of_second}/preview").status_code == 404


def test_who_asks_twice_or_gives_back_is_told_what_is_so(db, consultant, supervisor, first, week, place):
    for _ in range(2):
        consultant.post(f"{place}/second-review/ask")
    assert db.query(SecondLook).count() == 1
    db.rollback()
    refused = consultant.post(f"{place}/second-review/take", follow_redirects=True)
    assert "You rated this week first" in refused.text

    supervisor.post(f"{place}/second-review/take")
    given = supervisor.post(f"{place}/second-review/give-back", data={"next": "queue"})
    assert given.location == "/queue"
    assert db.query(SecondLook).one().given_to_id is None


def test_a_second_rater_who_knew_is_told_what_it_means(supervisor, first, week, place, factories):
    supervisor.get(f"/feedback/{first.id}")
    factories.SecondLook(week=week)

    supervisor.post(f"{place}/second-review")

    assert "You had read the first rater’s review" in supervisor.get(f"{place}/second-review").text


def test_both_stand_side_by_side_and_the_difference_is_said_in_words(db, consultant, note, second, place):
    db.add(
        Comment(
            review_id=second.id,
            by_id=second.by_id,
            revision_id=note.latest.id,
            section="advances",
            starts=0,
            ends=3,
            quote="Mum",
            text="Said by <b>her</b>.",
        )
    )
    db.commit()

    page = consultant.get(f"{place}/both").text

    assert page.count("Both gave 3.") == 8
    assert "2 apart: first 3, second 5." in page
    assert "1 of 9 principles is still to be settled." in page
    assert "What a 5 looks like." in page
    assert "Said by &lt;b&gt;her&lt;/b&gt;." in page
    assert page.count("<legend") == 1


def test_what_somebody_had_begun_before_it_was_passed_on_stands_below_both(
    consultant, second, week, place, people, factories
):
    factories.Review(
        week=week,
        by=factories.Person(name="Eirlys ap Dafydd", role=Role.SUPERVISOR, team=people["team"]),
        rater=Rater.PASSED_ON,
        status=ReviewStatus.SUBMITTED,
        submitted_at=datetime(2026, 11, 19, 14, tzinfo=UTC),
        ratings={FIT: 1},
    )

    page = consultant.get(f"{place}/both").text

    assert "What Eirlys ap Dafydd had begun before it was passed on" in page
    assert "On 19 Nov 2026 at 2pm this second rating went to somebody else." in page


def test_words_typed_in_another_tab_after_passing_on_are_kept_and_promised_on_no_page(
    db, supervisor, people, week, first, factories
):
    factories.SecondLook(week=week, given_to_id=people[Role.SUPERVISOR].id)
    passed = factories.Review(
        week=week,
        by=people[Role.SUPERVISOR],
        rater=Rater.PASSED_ON,
        status=ReviewStatus.SUBMITTED,
        submitted_at=datetime(2026, 11, 19, 14, tzinfo=UTC),
    )

    late = supervisor.post(
        f"/reviews/{passed.id}/words",
        data={"number": "0", "strengths": "Typed since"},
        headers={"X-Requested-With": "fetch", "Accept": "application/json"},
    )

    assert late.status_code == 409
    assert late.json["error"].endswith("no longer changed. What you typed is kept beside it.")
    assert db.get(KeptWords, UUID(late.json["kept"])).words["strengths"] == "Typed since"


def test_what_was_agreed_is_told_to_the_therapist_and_not_who_saw_it_how(
    db, people, consultant, therapist, first, second, place
):
    rating = first.rating(FIT)
    data = {"rating_id": str(rating.id), "stance": "contest", "text": "He asked twice."}
    therapist.post(f"/feedback/{first.id}/replies", data=data)
    assert "Contested: rated twice, to be settled" in therapist.get(f"/feedback/{first.id}").text

    wanting = consultant.post(f"{place}/both/{FIT.value}", data={"choice": "4", "why": " "})
    assert wanting.status_code == 422
    assert f'href="#why-{FIT.value}"' in wanting.text
    settled = consultant.post(f"{place}/both/{FIT.value}", data={"choice": "4", "why": "He <i>asked</i>."})
    assert settled.location == f"{place}/both#{FIT.value}"
    assert "Nothing is left to settle." in consultant.get(f"{place}/both").text

    page = therapist.get(f"/feedback/{first.id}").text
    assert "A second rater has looked. Agreed: 4 of 5." in page
    assert "He &lt;i&gt;asked&lt;/i&gt;." in page
    assert "Contested: settled" in page
    assert "3 of 5" in page
    assert people[Role.SUPERVISOR].name not in page
    assert "5 of 5" not in page
    assert therapist.get(f"{place}/both").status_code == 403


def test_a_therapist_is_told_that_the_other_gave_the_same_and_whether_they_knew(
    db, therapist, first, feedback, second
):
    rating = first.rating(EFFORT)
    data = {"rating_id": str(rating.id), "stance": "contest", "text": "He asked twice."}
    therapist.post(f"{feedback}/replies", data=data)

    blind = therapist.get(feedback).text
    second.knew_first = True
    db.commit()
    knowing = therapist.get(feedback).text

    assert "A second rater has looked, without knowing the first rating, and gave the same." in blind
    assert "A second rater has looked and gave the same." in knowing


def test_a_contest_in_a_week_that_is_to_be_rated_is_followed_to_the_second_rater(
    db, therapist, supervisor, feedback, place
):
    therapist.post(f"{feedback}/replies", data={"stance": "contest", "text": "Not so."})

    assert db.query(SecondLook).one().cause is LookCause.CONTESTED
    db.rollback()
    assert "Contested: waits for a second rater" in therapist.get(feedback).text
    assert "The therapist contests something" in supervisor.get("/second-ratings").text
    supervisor.post(f"{place}/second-review")
    assert "Contested: a second rater is looking" in therapist.get(feedback).text


def test_a_reply_just_sent_is_taken_back_and_an_answer_folds_nothing_away(db, consultant, therapist, first):
    page = f"/feedback/{first.id}"
    therapist.post(f"{page}/replies", data={"stance": "contest", "text": "Not so."})
    assert "Take it back" in therapist.get(page).text
    assert "Take it back" not in consultant.get(page).text

    therapist.post(f"{page}/replies/take-back")
    assert "Not so." not in therapist.get(page).text

    therapist.post(f"{page}/replies", data={"stance": "explain", "text": "He was ill."})
    empty = consultant.post(f"{page}/answers", data={"text": " "})
    assert empty.status_code == 422
    assert f'href="#answer-{first.id}"' in empty.text
    consultant.post(f"{page}/answers", data={"text": "Thank you."})
    seen = therapist.get(page).text
    assert "Thank you." in seen
    assert "Take it back" not in seen


def test_all_of_it_is_told_in_two_minutes_first(therapist, first):
    page = therapist.get(f"/feedback/{first.id}").text
    summary = page[page.index('id="summary"') : page.index('id="ratings"')]

    assert "You asked what came first." in summary
    assert summary.count("3 of 5") == len(Principle)
    assert "You have replied to 0 of 10 things." in summary
