"""Two versions of a draft: what is kept of a save that lost, who sees it, and how it is settled."""

import pytest

from fidelity.casenotes.form import tidy
from fidelity.usecases.draft import NotYoursToWrite
from fidelity.usecases.errors import Clash, InvalidInput, NotFound
from fidelity.usecases.merge_review_words import differing, merge
from fidelity.usecases.note_state import Base, state_of
from fidelity.usecases.rate_principle import CLEARED, rate_principle
from fidelity.usecases.read_kept_words import kept_for, read_kept_words
from fidelity.usecases.review_words import (
    LONGEST_ACTION,
    LONGEST_TEXT,
    MOST_ACTIONS,
    AgreedAction,
    ReviewWords,
    from_json,
    to_json,
)
from fidelity.usecases.save_draft import save_draft
from fidelity.usecases.save_review_words import save_review_words
from fidelity.usecases.settle_clash import settle_clash
from fidelity.usecases.settle_review_words import settle_review_words
from models import KeptWords, NoteSection, Principle, Role
from tests.factories import this_monday

FIT = Principle.FINDING_THE_FIT
MINE = ReviewWords("Mine", "Same", "", (AgreedAction("Ask dad."), AgreedAction("Rehearse.")))
THEIRS = ReviewWords("Theirs", "Same", "Next", (AgreedAction("Ask dad."),))


@pytest.fixture
def review(factories, people):
    week = factories.Week(case=people["case"])
    return factories.Review(week=week, by=people[Role.CONSULTANT], strengths="", next_steps="")


@pytest.fixture
def save(db, people, review):
    def save(words, based_on, by=people[Role.CONSULTANT], **given):
        return save_review_words(db, by=by, review_id=review.id, based_on=based_on, words=words, **given)

    return save


def test_fields_are_brought_together_as_chosen_and_both_where_nothing_is():
    assert differing(MINE, THEIRS) == ["strengths", "next_steps", "actions"]
    assert merge(MINE, THEIRS, dict.fromkeys(differing(MINE, THEIRS), "mine")) == MINE
    assert merge(MINE, THEIRS, dict.fromkeys(differing(MINE, THEIRS), "theirs")) == THEIRS
    both = merge(MINE, THEIRS, {})
    assert (both.strengths, both.barriers, both.next_steps) == ("Theirs\n\nMine", "Same", "Next")
    assert both.actions == MINE.actions


def test_what_is_kept_comes_back_as_it_was():
    assert from_json(to_json(MINE)) == MINE


def test_a_page_whose_words_are_kept_keeps_what_becomes_of_them(db, save, review):
    save(ReviewWords("First"), 0)
    with pytest.raises(Clash) as first:
        save(ReviewWords("Second"), 0)
    with pytest.raises(Clash) as again:
        save(ReviewWords("Second"), 0)
    with pytest.raises(Clash) as more:
        save(ReviewWords("Second, and more"), 0, kept_id=first.value.kept_id)
    with pytest.raises(Clash) as other_tab:
        save(ReviewWords("Third"), 0)

    assert first.value.kept_id == again.value.kept_id == more.value.kept_id != other_tab.value.kept_id
    kept = {row.words["strengths"] for row in db.query(KeptWords)}
    assert kept == {"Second, and more", "Third"}
    assert review.strengths == "First"


def test_words_based_on_a_number_that_no_draft_has_are_kept_all_the_same(save):
    for based_on in (10**30, -(10**30)):
        with pytest.raises(Clash) as clash:
            save(ReviewWords(f"Based on {based_on}"), based_on)
        assert clash.value.kept_id is not None


def test_words_longer_than_any_review_has_are_kept_beside_nobodys_draft(db, people, save):
    for words in (
        ReviewWords("x" * (LONGEST_TEXT + 1)),
        ReviewWords(actions=(AgreedAction("x" * (LONGEST_ACTION + 1)),)),
        ReviewWords(actions=tuple(AgreedAction(str(n)) for n in range(MOST_ACTIONS + 1))),
    ):
        with pytest.raises(InvalidInput):
            save(words, 0, by=people[Role.SUPERVISOR])

    assert db.query(KeptWords).count() == 0


def test_settling_saves_what_was_chosen_and_keeps_the_trace(db, people, save, review):
    consultant = people[Role.CONSULTANT]
    save(THEIRS, 0)
    with pytest.raises(Clash) as clash:
        save(MINE, 0)
    given = {"by": consultant, "review_id": review.id, "kept_id": clash.value.kept_id}
    with pytest.raises(Clash):
        settle_review_words(db, based_on=0, choices={}, **given)
    db.rollback()

    settle_review_words(db, based_on=1, choices={"strengths": "mine"}, **given)
    settle_review_words(db, based_on=1, choices={"strengths": "theirs"}, **given)

    assert (review.strengths, review.next_steps, len(review.actions), review.number) == ("Mine", "Next", 2, 2)
    row = db.get(KeptWords, clash.value.kept_id)
    assert (row.settled_by_id, row.words["strengths"]) == (consultant.id, "Mine")
    assert list(kept_for(db, consultant, review)) == []


def test_after_a_hand_over_both_people_see_what_the_first_had_typed(db, factories, people, save, review):
    consultant, supervisor = people[Role.CONSULTANT], people[Role.SUPERVISOR]
    third = factories.Person(role=Role.CONSULTANT, team=people["team"])
    review.by_id = supervisor.id
    db.commit()

    with pytest.raises(NotYoursToWrite) as refused:
        save(ReviewWords("Typed before it was handed over"), 0)
    db.rollback()

    found = {"review_id": review.id, "kept_id": refused.value.kept_id}
    assert read_kept_words(db, by=supervisor, **found).may_settle
    assert not read_kept_words(db, by=consultant, **found).may_settle
    for by in (third, people[Role.THERAPIST]):
        with pytest.raises(NotFound):
            read_kept_words(db, by=by, **found)
    assert [len(kept_for(db, by, review)) for by in (supervisor, consultant, third)] == [1, 1, 0]


def test_two_versions_of_a_note_are_settled_in_one_step(db, people):
    therapist, case = people[Role.THERAPIST], people["case"]
    place = {"by": therapist, "case_id": case.id, "monday": this_monday(), "longest": 10_000}
    save_draft(db, sections=tidy({"advances": "Theirs"}), base=Base(), **place)
    with pytest.raises(Clash) as clash:
        save_draft(db, sections=tidy({"advances": "Mine"}), base=Base(), **place)
    kept_id = clash.value.kept_id

    for _ in range(2):
        settle_clash(
            db,
            mine=tidy({"advances": "Whatever the page sends"}),
            base=Base(0, 1),
            choices=dict.fromkeys(NoteSection, "both"),
            kept_id=kept_id,
            **place,
        )

    assert state_of(db, case.id, this_monday()).sections["advances"] == "Theirs\n\nMine"
    assert db.get(KeptWords, kept_id).settled_by_id == therapist.id


def test_two_sentences_beside_a_rating_are_both_kept(db, people, review):
    consultant = people[Role.CONSULTANT]

    def rate(why, was, choice="3", **given):
        given |= {"by": consultant, "review_id": review.id, "principle": FIT}
        return rate_principle(db, choice=choice, why=why, why_was=was, **given)

    rate("First", "")
    with pytest.raises(Clash) as clash:
        rate("Second", "", choice="4")
    with pytest.raises(Clash) as more:
        rate("Second, and more", "", kept_id=clash.value.kept_id, choice=None)
    rate("First", "")
    rating = review.rating(FIT)
    standing = (rating.why, rating.value)
    given = {"review_id": review.id, "kept_id": more.value.kept_id}
    found = read_kept_words(db, by=consultant, **given)
    settle_review_words(db, by=consultant, based_on=review.number, choices={}, **given)

    assert more.value.kept_id == clash.value.kept_id
    assert standing == ("First", 3)
    assert [(each.mine, each.theirs) for each in found.whys] == [("Second, and more", "First")]
    assert found.mine == found.theirs
    assert rating.why == "First\n\nSecond, and more"
    assert db.query(KeptWords).one().settled_at is not None


def test_a_sentence_beside_a_rating_is_kept_when_the_review_was_handed_over_meanwhile(db, people, review):
    consultant, supervisor = people[Role.CONSULTANT], people[Role.SUPERVISOR]
    given = {"review_id": review.id, "principle": FIT}
    rate_principle(db, by=consultant, choice="3", why="What stands", why_was="", **given)
    review.by_id = supervisor.id
    db.commit()

    refused = []
    for why in ("Typed on Thursday", "What stands", None):
        with pytest.raises(NotYoursToWrite) as error:
            rate_principle(db, by=consultant, choice="5", why=why, why_was="What stands", **given)
        db.rollback()
        refused.append(error.value.kept_id)

    [kept] = kept_for(db, supervisor, review)
    assert refused == [kept.id, None, None]
    assert kept.words == {"whys": {FIT.value: "Typed on Thursday"}}
    assert (review.rating(FIT).value, review.rating(FIT).why) == (3, "What stands")


def test_a_sentence_that_changed_or_lost_its_rating_meanwhile_is_not_overwritten(db, people, review):
    given = {"by": people[Role.CONSULTANT], "review_id": review.id}

    def rate(choice, **more):
        return rate_principle(db, principle=FIT, choice=choice, **given, **more)

    def settle(**choices):
        choices = {f"{name.replace('_', '-')}-{FIT.value}": choice for name, choice in choices.items()}
        settle_review_words(db, based_on=0, kept_id=clash.value.kept_id, choices=choices, **given)

    rate("3", why="First", why_was="")
    with pytest.raises(Clash) as clash:
        rate("3", why="Mine", why_was="")
    rate("3", why="Third", why_was="First")

    with pytest.raises(Clash):
        settle(why="mine", was_why="First")
    db.rollback()
    assert review.rating(FIT).why == "Third"

    rate(CLEARED)
    with pytest.raises(InvalidInput):
        settle(why="mine", was_why="")
    db.rollback()
    assert len(kept_for(db, given["by"], review)) == 1
    rate("4", why="", why_was="")
    settle(why="mine", was_why="")
    assert review.rating(FIT).why == "Mine"
