"""A comment that two tabs reword: neither version goes without a person."""

import pytest

from fidelity.usecases.change_comment import change_comment
from fidelity.usecases.errors import InvalidInput
from models import Comment, NoteSection, Role


@pytest.fixture
def comment(factories, db):
    factories.noise()
    team = factories.Team()
    consultant = factories.Person(role=Role.CONSULTANT, team=team)
    week = factories.Week(case=factories.Case(team=team))
    note = factories.Note(week=week)
    review = factories.Review(week=week, by=consultant, revision_id=note.latest.id)
    row = Comment(
        review_id=review.id, by_id=consultant.id, text="Ask it again.", revision_id=note.latest.id,
        section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
    )  # fmt: skip
    db.add(row)
    db.commit()
    return row


def reword(db, comment, text, *, was):
    return change_comment(
        db, by=comment.by, review_id=comment.review_id, comment_id=comment.id, text=text, was=was
    )


def test_what_is_based_on_what_stands_there_is_kept(db, comment):
    reword(db, comment, "Ask it\r\nonce more.", was="Ask it again.")
    reword(db, comment, "Ask it twice.", was="Ask it\r\nonce more.")

    assert comment.text == "Ask it twice."


def test_what_another_tab_wrote_meanwhile_stays_and_is_shown(db, comment):
    reword(db, comment, "Ask it twice.", was="Ask it again.")

    with pytest.raises(InvalidInput) as error:
        reword(db, comment, "Ask Gran.", was="Ask it again.")

    assert "“Ask it twice.”" in error.value.messages["text"]
    db.rollback()
    assert db.get(Comment, comment.id).text == "Ask it twice."


def test_the_same_words_from_two_tabs_are_one_change(db, comment):
    reword(db, comment, "Ask it twice.", was="Ask it again.")

    assert reword(db, comment, "Ask it twice.", was="Ask it again.").text == "Ask it twice."
