"""Good work on an agenda: what makes it worth hearing, and what waits a click away."""

from datetime import UTC, datetime, time, timedelta

import pytest

from fidelity.agenda.good_work import MOST_READ_OUT
from fidelity.agenda.items import Kind, Rise
from fidelity.usecases.read_agenda import make_agenda
from fidelity.usecases.take_off_agenda_item import take_off_agenda_item
from fidelity.usecases.tick_agenda_item import tick_agenda_item
from models import Action, ActionAnswer, ActionOutcome, Consensus, Polarity, Principle, Role
from tests.factories import this_monday

FIT, GENERAL = Principle.FINDING_THE_FIT, Principle.GENERALISATION
MONDAY = this_monday() - timedelta(weeks=1)


def at(days):
    return datetime.combine(MONDAY + timedelta(days=days), time(9), UTC)


@pytest.fixture
def agenda(people, database):
    def agenda(by=Role.CONSULTANT):
        with database.reading() as db:
            return make_agenda(
                db, by=db.merge(people[by], load=False), team_id=people["team"].id, monday=MONDAY
            )

    return agenda


@pytest.fixture
def published(people, factories):
    """``published(weeks ago, ratings)``: a review whose feedback came the week after."""

    def published(weeks_ago, ratings, case=None, **given):
        week = factories.Week(case=case or people["case"], starts_on=MONDAY - timedelta(weeks=weeks_ago))
        given = {"strengths": "", "published_at": at(8 - 7 * weeks_ago)} | given
        return factories.Review(
            week=week, by=people[Role.CONSULTANT], published=True, ratings=ratings, **given
        )

    return published


def good(agenda):
    return [line.item.content for line in agenda.lines if line.item.kind is Kind.GOOD]


def test_a_rating_that_rose_by_two_with_words_marked_for_it_is_worth_hearing(
    agenda, published, factories, db
):
    published(2, {FIT: 2, GENERAL: 2})
    review = published(1, {FIT: 4, GENERAL: 4})
    note = factories.Note(week=review.week)
    factories.Mark(review=review, principle=FIT, revision=note.latest, quote="Mum")
    factories.Mark(
        review=review, principle=GENERAL, polarity=Polarity.COUNTER, revision=note.latest, quote="Mum"
    )
    taken_back = factories.Mark(review=review, principle=GENERAL, revision=note.latest, quote="Mum")
    taken_back.removed_at = at(2)
    db.commit()

    (told,) = good(agenda())

    assert told.rises == [Rise(FIT, 2, 4)]


def test_what_two_raters_agreed_on_is_what_rose(agenda, published, factories, people, db):
    published(2, {FIT: 2})
    review = published(1, {FIT: 3})
    factories.Mark(
        review=review, principle=FIT, revision=factories.Note(week=review.week).latest, quote="Mum"
    )
    factories.second_review(week=review.week, by=people[Role.SUPERVISOR], ratings={FIT: 5})
    db.add(Consensus(week_id=review.week_id, principle=FIT, value=4, why="Both.", by_id=review.by_id))
    db.commit()

    (told,) = good(agenda())

    assert told.rises == [Rise(FIT, 2, 4)]


def test_something_agreed_that_was_done_and_seen_is_worth_hearing(agenda, published, people, db):
    before, after = published(2, {FIT: 3}), published(1, {FIT: 3})
    texts = {"Rehearse it.": [ActionOutcome.DONE, ActionOutcome.SEEN], "Ring Nan.": [ActionOutcome.SEEN]}
    for position, (text, outcomes) in enumerate(texts.items()):
        action = Action(review_id=before.id, position=position, text=text)
        db.add(action)
        db.flush()
        for outcome in outcomes:
            is_rater = outcome is ActionOutcome.SEEN
            db.add(
                ActionAnswer(
                    action_id=action.id,
                    week_id=after.week_id,
                    review_id=after.id if is_rater else None,
                    by_id=people[Role.CONSULTANT if is_rater else Role.THERAPIST].id,
                    outcome=outcome,
                )
            )
    db.commit()

    (told,) = good(agenda())

    assert (told.review_id, told.done) == (after.id, ["Rehearse it."])


def test_a_few_are_read_out_and_the_others_can_be_put_on(agenda, published, people, factories, db):
    factories.noise()
    cases = [factories.Case(team=people["team"], therapist=people[Role.THERAPIST]) for _ in range(6)]
    reviews = {published(1, {FIT: 5}, case=case).id for case in cases}

    made = agenda()
    take_off_agenda_item(
        db, by=people[Role.CONSULTANT], team_id=people["team"].id, monday=MONDAY, key=made.more[0].item.key,
        is_off=False,
    )  # fmt: skip
    then = agenda()

    assert (len(good(made)), len(made.more)) == (MOST_READ_OUT, 2)
    everything = {line.item.content.review_id for line in made.more} | {each.review_id for each in good(made)}
    assert everything == reviews
    assert (len(good(then)), len(then.more)) == (MOST_READ_OUT + 1, 1)


def test_ticking_one_off_or_taking_it_off_brings_no_other_in(agenda, published, people, factories, db):
    for _ in range(6):
        published(1, {FIT: 5}, case=factories.Case(team=people["team"], therapist=people[Role.THERAPIST]))
    first, second, *_ = [line.item.key for line in agenda().lines if line.item.kind is Kind.GOOD]
    here = {"by": people[Role.CONSULTANT], "team_id": people["team"].id, "monday": MONDAY}

    tick_agenda_item(db, **here, key=first, is_ticked=True)
    take_off_agenda_item(db, **here, key=second, is_off=True)

    then = agenda()
    assert first in {line.item.key for line in then.lines}
    assert (len(good(then)), len(then.more)) == (MOST_READ_OUT - 1, 2)
