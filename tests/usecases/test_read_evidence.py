from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.adherence.coverage import WeekState
from fidelity.adherence.series import FLOOR_WEEKS
from fidelity.adherence.suggested import Fate
from fidelity.usecases.errors import NotFound
from fidelity.usecases.read_adherence import read_adherence
from fidelity.usecases.read_coverage import read_coverage
from fidelity.usecases.read_evidence import Wanted, read_evidence
from fidelity.usecases.read_suggested import read_suggested
from models import AuditEntry, Mark, Polarity, Principle, RecordingStatus, Reply, Role, Stance, now
from tests.factories import this_monday

FIT, RESPONSIBILITY = Principle.FINDING_THE_FIT, Principle.INCREASING_RESPONSIBILITY


def ago(weeks):
    return this_monday() - timedelta(weeks=weeks)


@pytest.fixture
def reviewed(people, factories):
    def reviewed(weeks_ago, ratings, case=None):
        week = factories.Week(case=case or people["case"], starts_on=ago(weeks_ago))
        return factories.Review(week=week, by=people[Role.CONSULTANT], ratings=ratings, published=True)

    return reviewed


@pytest.fixture
def ask(database, db, people):
    """As a page that only looks asks for it."""

    def ask(read, **asked):
        db.commit()
        with database.reading() as reading:
            return read(reading, by=people[Role.SUPERVISOR], team_id=people["team"].id, **asked)

    return ask


def test_a_point_opens_to_the_reviews_ratings_and_words_behind_it(db, people, factories, reviewed, ask):
    review = reviewed(1, {FIT: 4, RESPONSIBILITY: 2})
    reviewed(2, {FIT: 1})
    revision = factories.Note(week=review.week).revisions[0]
    mark = factories.Mark(review=review, quote="praised her", revision=revision, principle=FIT)
    factories.Mark(review=review, quote="praised her", revision=revision, principle=RESPONSIBILITY)
    factories.Mark(review=review, quote="praised her", revision=revision, principle=FIT, removed_at=now())
    for rating in review.ratings:
        db.add(
            Reply(
                review_id=review.id,
                rating_id=rating.id,
                by_id=people[Role.THERAPIST].id,
                stance=Stance.CONTEST,
                text=rating.principle.value,
            )
        )
    said = {"review_id": review.id, "by_id": people[Role.THERAPIST].id, "stance": Stance.EXPLAIN}
    other = next(each for each in db.query(Mark).all() if each.principle is RESPONSIBILITY)
    db.add_all([Reply(**said, mark_id=mark.id, text="words"), Reply(**said, mark_id=other.id, text="others")])
    db.commit()

    [behind] = ask(read_evidence, principle=FIT, wanted=Wanted(week=ago(1))).page.rows

    assert (behind.review.id, behind.case_week.ratings[FIT], behind.anchor) == (
        review.id,
        4,
        "What a 4 looks like.",
    )
    assert [each.id for each, _ in behind.quotes] == [mark.id]
    assert [reply.text for reply in behind.replies] == ["finding_the_fit", "words"]
    assert behind.case_week.contested == {FIT, RESPONSIBILITY}


def test_the_rows_are_as_many_as_the_point_says(people, factories, reviewed, ask):
    other = factories.Case(team=people["team"])
    for weeks_ago in range(1, FLOOR_WEEKS + 1):
        reviewed(weeks_ago, {FIT: 3})
    reviewed(1, {FIT: 5}, case=other)

    evidence = ask(read_evidence, principle=FIT, wanted=Wanted(week=ago(1)))

    assert (evidence.point.mean, evidence.point.n, evidence.page.total) == (4.0, 2, 2)
    assert ask(read_evidence, principle=FIT).page.total == FLOOR_WEEKS + 1
    assert ask(read_evidence, principle=None).page.total == FLOOR_WEEKS + 1
    assert ask(read_evidence, principle=FIT, case_id=other.id, wanted=Wanted(week=ago(1))).page.total == 1


def test_below_the_floor_there_are_rows_but_no_mean(reviewed, ask):
    reviewed(1, {FIT: 3})

    evidence = ask(read_evidence, principle=FIT, wanted=Wanted(week=ago(1)))

    assert evidence.page.total == 1
    assert evidence.point is None


def test_a_week_outside_the_choice_is_not_found(ask):
    for week in (ago(60), ago(1) + timedelta(days=1)):
        with pytest.raises(NotFound):
            ask(read_evidence, principle=FIT, wanted=Wanted(week=week))


def test_the_coverage_opens_to_its_weeks(people, factories, reviewed, db, ask):
    people["case"].opened_on = ago(3)
    db.commit()
    review = reviewed(1, {FIT: 3})
    factories.Week(case=people["case"], starts_on=ago(2), nothing_because="They were away.")

    rows = ask(read_coverage).page.rows

    assert [(row.week, row.state) for row in rows] == [
        (ago(0), WeekState.NOT_OVER),
        (ago(1), WeekState.REVIEWED),
        (ago(2), WeekState.NOTHING),
        (ago(3), WeekState.MISSING),
    ]
    [only] = ask(read_coverage, state=WeekState.REVIEWED).page.rows
    assert only.review_id == review.id
    assert rows[2].nothing_because == "They were away."


def test_a_week_without_a_review_is_one_that_waits_or_one_of_which_nothing_came(people, factories, db, ask):
    people["case"].opened_on = ago(5)
    db.commit()
    case = people["case"]
    factories.Note(week=factories.Week(case=case, starts_on=ago(1)))
    factories.Recording(week=factories.Week(case=case, starts_on=ago(2)))
    withdrawn = factories.Week(case=case, starts_on=ago(3))
    factories.Recording(week=withdrawn, status=RecordingStatus.WITHDRAWN)
    factories.Week(case=case, starts_on=ago(4))  # a row, and nothing in it
    factories.noise()

    rows = ask(read_coverage, state=WeekState.MISSING).page.rows

    assert [row.is_handed_in for row in rows] == [True, True, False, False, False]
    assert ask(read_adherence).without_note == 3


def test_the_machines_numbers_open_to_its_suggestions(factories, reviewed, db, ask):
    review = reviewed(1, {FIT: 3})
    revision = factories.Note(week=review.week).revisions[0]
    review.revision_id = revision.id
    db.commit()
    unsure = factories.Suggestion(week=review.week, quote="Mum", revision=revision, probability=0.5)
    sure = factories.Suggestion(week=review.week, quote="praised", revision=revision, probability=0.9)
    factories.Suggestion(week=review.week, quote="Mum", revision=revision, polarity=Polarity.COUNTER)
    factories.Suggestion(week=review.week, quote="Mum", revision=revision, principle=FIT)

    found = ask(read_suggested, principle=RESPONSIBILITY, polarity=Polarity.ADHERENT, fates=[Fate.UNDECIDED])

    assert [row.suggestion.id for row in found.page.rows] == [sure.id, unsure.id]
    assert found.page.rows[0].place.section.value == "advances"
    assert ask(read_suggested, principle=RESPONSIBILITY, fates=[Fate.ACCEPTED]).page.total == 0


def test_every_reading_leaves_a_trace(db, people, ask):
    ask(read_evidence, principle=FIT)
    ask(read_coverage)
    ask(read_suggested, principle=FIT)
    db.commit()

    noted = db.scalars(select(AuditEntry).filter_by(person_id=people[Role.SUPERVISOR].id))
    assert {entry.what for entry in noted} == {"read evidence", "read coverage", "read suggestions"}
