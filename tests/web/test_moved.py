"""What seeing suggestions changes, as its page says it."""

import re
from datetime import timedelta
from html import unescape

import pytest

from models import Principle, RatingChange, Role
from tests.factories import this_monday

FIT = Principle.FINDING_THE_FIT


@pytest.fixture
def looked(people, factories, db):
    """``looked(weeks ago, by)``: a published review in which one rating went from 2 to 4 after looking."""

    def looked(weeks_ago, by=Role.CONSULTANT):
        week = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=weeks_ago))
        review = factories.Review(
            week=week, by=people[by], published=True, ratings=dict.fromkeys(Principle, 3) | {FIT: 4},
            is_rated_first=True,
        )  # fmt: skip
        review.revealed_at = review.published_at - timedelta(minutes=5)
        for principle in Principle:
            given = {
                "review_id": review.id,
                "principle": principle,
                "by_id": review.by_id,
                "is_cleared": False,
            }
            before = review.revealed_at - timedelta(minutes=5)
            db.add(RatingChange(**given, value=2 if principle is FIT else 3, created_at=before))
        db.add(
            RatingChange(
                review_id=review.id, principle=FIT, by_id=review.by_id, is_cleared=False, value=4,
                is_after_reveal=True, created_at=review.revealed_at + timedelta(minutes=1),
            )
        )  # fmt: skip
        db.commit()
        return review

    return looked


@pytest.fixture
def page(people, sign_in):
    def page(**asked):
        address = f"/teams/{people['team'].id}/moved"
        answer = sign_in(people[Role.CONSULTANT]).get(address, query_string=asked)
        return " ".join(re.sub(r"<[^>]*>", " ", unescape(answer.text)).split())

    return page


def test_ones_own_stand_beside_everybodys_with_their_interval(looked, page, factories):
    factories.noise()
    for weeks_ago in range(1, 6):
        looked(weeks_ago)
    looked(6, by=Role.SUPERVISOR)

    said = page()

    assert "Ratings that changed 5 of 45 : 11% (5% to 23%) 6 of 54 : 11% (5% to 22%)" in said
    assert "Reviews that were rated first 5 6, by 2 people" in said
    assert "on average 2.0 2.0" in said
    assert "The suggestions pointed nowhere 5 6" in said
    assert "what is not yours is the other’s" in said
    assert said.count("They pointed nowhere") == 5
    assert page(whose="team").count("They pointed nowhere") == 6


def test_of_few_reviews_no_share_is_given(looked, page):
    looked(1)

    said = page()

    assert "1 of 9 no share yet: 1 of 5 reviews" in said
    assert "%" not in said.partition("How this is counted")[0].replace("95%", "")


def test_before_there_is_a_review_the_page_says_so(people, page):
    assert "No review of this team was rated first and then compared with the suggestions yet." in page()
