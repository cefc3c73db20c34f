"""Around the fictional reviews there is something of everything that a team meets."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from fidelity.demonstration.clear import clear
from fidelity.demonstration.fill import fill
from fidelity.demonstration.source import monday
from fidelity.nlp.codebook import load_codebook as written_codebook
from fidelity.usecases.choose_adherence import choose_adherence
from fidelity.usecases.find_case_weeks import find_case_weeks
from fidelity.usecases.load_codebook import load_codebook
from fidelity.usecases.read_adherence import read_adherence
from fidelity.usecases.read_scores import read_scores
from models import (
    Absence,
    Action,
    ActionAnswer,
    Case,
    Claim,
    Consensus,
    Mark,
    Person,
    Principle,
    Rater,
    Rating,
    Review,
    ReviewStatus,
    Score,
    ScoreImport,
    SecondLook,
    Team,
    now,
)


@pytest.fixture
def filled(db, store, queue):
    load_codebook(db, written_codebook())
    assert fill(db, store, queue, password_hash="hash")


@pytest.fixture
def nia(db, filled):
    return db.scalars(select(Person).where(Person.email.startswith("nia"))).one()


@pytest.fixture
def reading(database, db, nia):
    db.commit()
    with database.reading() as reading:
        yield reading


def team_id(db):
    return db.scalars(select(Team.id)).one()


def test_one_second_rating_is_done_with_what_was_agreed_and_one_waits(db, filled):
    waiting, done = db.scalars(select(SecondLook).order_by(SecondLook.done_at.is_not(None)))
    assert (waiting.cause.value, waiting.done_at) == ("contested", None)
    second = db.scalars(select(Review).filter_by(rater=Rater.SECOND)).one()
    first = db.scalars(select(Review).filter_by(rater=Rater.FIRST, week_id=second.week_id)).one()
    assert (second.week_id, second.status) == (done.week_id, ReviewStatus.SUBMITTED)
    assert second.submitted_at == done.done_at > first.published_at
    assert db.scalar(select(func.count()).select_from(Rating).filter_by(review_id=second.id)) == 9
    marked = set(db.scalars(select(Mark.principle).filter_by(review_id=second.id)))
    assert all(each.why or each.value is None or each.principle in marked for each in second.ratings)
    differing = {
        each.principle for each in second.ratings if first.rating(each.principle).value != each.value
    }
    assert differing == set(db.scalars(select(Consensus.principle)))


def test_what_was_agreed_counts_for_adherence_and_charts_are_drawn(reading, nia):
    choice = choose_adherence(
        reading, by=nia, team_id=team_id(reading), therapist_id=None, case_id=None, weeks=13
    )
    settled = [each for each in find_case_weeks(reading, choice) if each.first]
    assert [(each.case.reference, len(each.first)) for each in settled] == [("LLD-0036", 3)]
    assert settled[0].ratings[Principle.GENERALISATION] == 4

    adherence = read_adherence(reading, by=nia, team_id=choice.team.id, weeks=13)
    assert adherence.composite.is_enough
    assert all(series.is_enough for series in adherence.by_principle.values())


def test_last_weeks_actions_are_answered_and_a_tick_goes_with_what_was_done(db, filled):
    rows = db.execute(
        select(ActionAnswer.outcome, ActionAnswer.quote, ActionAnswer.text, Action.done_at).join(Action)
    ).all()
    outcomes = sorted(row.outcome.value for row in rows)
    assert outcomes == ["done", "done", "done", "not_done", "partly", "seen"]
    assert all(row.quote or row.text for row in rows)
    assert all((row.done_at is not None) for row in rows if row.outcome.value == "done")


def test_somebody_is_away_next_week_and_a_week_is_claimed(db, filled):
    absence, claim = db.scalars(select(Absence)).one(), db.scalars(select(Claim)).one()
    assert absence.starts_on == monday(0) + timedelta(weeks=1)
    assert absence.person_id == claim.person_id != absence.covered_by_id
    assert claim.expires_at > now()
    reviewed = select(Review.id).filter_by(week_id=claim.week_id)
    assert db.scalars(reviewed).first() is None


def test_one_case_is_closed_and_was_reviewed_to_the_end(db, filled):
    closed = db.scalars(select(Case).where(Case.closed_on.is_not(None))).one()
    assert closed.closed_on < date.today()
    last = select(func.count()).select_from(Review).join(Review.week).filter_by(case_id=closed.id)
    assert db.scalar(last) == 2


def test_scores_from_outside_are_there_and_too_few_answers_are_not_shown(reading, nia):
    scores = read_scores(reading, by=nia, team_id=team_id(reading))

    assert scores.sam[0].quarters[0].respondents == 2
    assert scores.sam[0].scales == []
    assert scores.cam[0].quarters[0].respondents == 3
    assert len(scores.cam[0].scales) == 3
    assert any(family.is_missing for family in scores.families)


def test_all_of_it_goes(db, store, filled, factories):
    factories.noise()

    clear(db, store)

    for table in (Absence, ActionAnswer, Claim, Consensus, SecondLook, Score, ScoreImport):
        assert db.scalar(select(func.count()).select_from(table)) == 0
