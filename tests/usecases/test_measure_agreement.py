from datetime import timedelta

import pytest
from sqlalchemy import select

from fidelity.adherence.agreement import COMPOSITE, Blank, Compared, Comparison, Severity, Statistic
from fidelity.queue import JobKind
from fidelity.reliability.measures import LibraryMeasures
from fidelity.usecases import jobs
from fidelity.usecases.ask_for_agreement import (
    ask_for_agreement,
    ask_for_agreement_when_due,
    is_being_measured,
    want_agreement,
)
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.measure_agreement import measure_agreement
from fidelity.usecases.work_on_job import take_job
from models import (
    AgreementReport,
    Job,
    JobStatus,
    Principle,
    Rater,
    ReviewStatus,
    Role,
    SeverityLook,
    TakenBack,
    now,
)
from tests.factories import this_monday

FIT, NEXT = Principle.FINDING_THE_FIT, Principle.GENERALISATION
#: Ten weeks: alike in six, one step apart in three, two in one; the second is .3 lower on average.
FIRST = (3, 4, 2, 5, 3, 4, 3, 4, 2, 5)
SECOND = (3, 4, 2, 5, 3, 4, 2, 3, 3, 3)


def ago(weeks):
    return this_monday() - timedelta(weeks=weeks)


@pytest.fixture
def rated_twice(people, factories):
    """Makes weeks with a published first and a submitted second review; ratings by principle."""

    def rated_twice(first, second, *, weeks_ago, **given):
        week = factories.Week(case=people["case"], starts_on=ago(weeks_ago))
        one = factories.Review(week=week, by=people[Role.CONSULTANT], published=True, ratings=first)
        two = factories.Review(
            **{
                "week": week,
                "by": people[Role.SUPERVISOR],
                "rater": Rater.SECOND,
                "status": ReviewStatus.SUBMITTED,
                "submitted_at": now(),
                "ratings": second,
            }
            | given
        )
        return one, two

    return rated_twice


@pytest.fixture
def ten_weeks(rated_twice):
    pairs = enumerate(zip(FIRST, SECOND, strict=True), start=1)
    return [rated_twice({FIT: one}, {FIT: two}, weeks_ago=number) for number, (one, two) in pairs]


@pytest.fixture
def measure(db, people):
    def measure():
        db.rollback()
        job = jobs.ask(db, JobKind.AGREEMENT, people["team"].id)
        db.commit()
        attempt = take_job(db, job_id=job.id, worker="w")
        measure_agreement(db, LibraryMeasures(resamples=40), attempt=attempt, progress=lambda _: None)
        assert job.status is JobStatus.DONE
        return newest(db, people["team"])

    return measure


def newest(db, team):
    reports = select(AgreementReport).filter_by(team_id=team.id).order_by(AgreementReport.created_at.desc())
    return db.scalars(reports).first()


def second(report):
    return Comparison.read(report.results[Compared.SECOND.value])


def test_two_raters_are_compared_principle_by_principle_and_on_the_mean(ten_weeks, measure):
    found = second(measure())

    fit = found.rows[FIT.value]
    assert (found.weeks, fit.n) == (10, 10)
    assert fit.figures[Statistic.SAME].value == pytest.approx(0.6)
    assert fit.figures[Statistic.NEAR].value == pytest.approx(0.9)
    # By the formula: 1 - mean of squared differences ÷ mean of all 100 squared differences.
    apart = sum((a - b) ** 2 for a, b in zip(FIRST, SECOND, strict=True)) / 10
    by_chance = sum((a - b) ** 2 for a in FIRST for b in SECOND) / 100
    assert fit.figures[Statistic.KAPPA].value == pytest.approx(1 - apart / by_chance)
    assert fit.figures[Statistic.KAPPA].low < fit.figures[Statistic.KAPPA].value
    assert Statistic.ICC in found.rows[COMPOSITE].figures
    assert found.rows[COMPOSITE].n == 10


def test_what_is_not_assessable_is_no_number_but_is_counted(rated_twice, measure):
    rated_twice({FIT: None, NEXT: 3}, {FIT: 2, NEXT: 3}, weeks_ago=1)
    rated_twice({FIT: None, NEXT: 3}, {FIT: None, NEXT: 3}, weeks_ago=2)

    row = second(measure()).rows[FIT.value]

    assert (row.n, row.one_not_assessable, row.both_not_assessable) == (0, 1, 1)
    assert row.figures[Statistic.KAPPA].blank is Blank.NOTHING


def test_few_pairs_and_one_value_alone_are_blank_with_the_reason(rated_twice, ten_weeks, measure):
    for number in range(1, 11):
        rated_twice({NEXT: 4}, {NEXT: 4}, weeks_ago=number + 10)
    rated_twice({Principle.CONTINUOUS_EFFORT: 2}, {Principle.CONTINUOUS_EFFORT: 4}, weeks_ago=25)

    rows = second(measure()).rows

    assert rows[NEXT.value].figures[Statistic.SAME].value == 1.0
    assert rows[NEXT.value].figures[Statistic.KAPPA].blank is Blank.ALL_THE_SAME
    assert rows[NEXT.value].figures[Statistic.AC1].value == 1.0
    few = rows[Principle.CONTINUOUS_EFFORT.value].figures
    assert {figure.blank for figure in few.values()} == {Blank.TOO_FEW}


@pytest.mark.parametrize(
    "given", [{"status": ReviewStatus.DRAFT, "submitted_at": None}, {"knew_first": True}]
)
def test_a_draft_and_a_rater_who_knew_the_first_do_not_count(rated_twice, measure, given):
    rated_twice({FIT: 3}, {FIT: 4}, weeks_ago=1, **given)
    rated_twice({FIT: 3}, {FIT: 4}, weeks_ago=2)

    found = second(measure())

    assert (found.weeks, found.rows[FIT.value].n) == (1, 1)
    assert found.left_out["knew_first"] == int("knew_first" in given)


def test_feedback_taken_back_when_the_second_was_done_does_not_count(db, people, rated_twice, measure):
    first, _ = rated_twice({FIT: 3}, {FIT: 4}, weeks_ago=1)
    db.add(
        TakenBack(
            review_id=first.id, by_id=first.by_id, reason="x", published_at=first.published_at, content={}
        )
    )
    db.commit()

    found = second(measure())

    assert (found.weeks, found.left_out["changed_after"]) == (0, 1)


def test_severity_is_the_mean_difference_on_the_same_weeks(people, ten_weeks, measure):
    results = measure().results["severity"]

    consultant, supervisor = (
        Severity.read(results[str(people[role].id)]) for role in (Role.CONSULTANT, Role.SUPERVISOR)
    )
    assert consultant.same_weeks.value == pytest.approx(0.3)
    assert supervisor.same_weeks.value == pytest.approx(-0.3)
    assert consultant.same_weeks.low < 0.3 < consultant.same_weeks.high
    # Nobody else rates first here: there is no pool to set the consultant beside.
    assert consultant.other_weeks.blank is Blank.NOTHING


def test_the_machine_is_compared_by_what_was_marked_and_blind_only_before_it_was_seen(
    db, people, factories, measure
):
    for number in range(1, 13):
        week = factories.Week(case=people["case"], starts_on=ago(number))
        revision = factories.Note(week=week).latest
        # The machine says so in every second week, the rater in those and one more.
        factories.Suggestion(week=week, quote="Mum", revision=revision, principle=NEXT)
        if number % 2:
            factories.Suggestion(week=week, quote="praised", revision=revision, principle=FIT)
        review = factories.Review(
            week=week, by=people[Role.CONSULTANT], revision_id=revision.id, published=True,
            is_rated_first=True, revealed_at=now() if number > 1 else None,
        )  # fmt: skip
        if number % 2 or number == 2:
            factories.Mark(review=review, quote="praised", revision=revision, principle=FIT)
    unread = factories.Week(case=people["case"], starts_on=ago(14))
    factories.Review(week=unread, by=people[Role.CONSULTANT], published=True)

    results = measure().results
    machine, blind = (Comparison.read(results[each.value]) for each in (Compared.MACHINE, Compared.BLIND))

    assert (machine.weeks, machine.left_out["not_read"]) == (12, 1)
    assert machine.rows[FIT.value].figures[Statistic.SAME].value == pytest.approx(11 / 12)
    # Marked after the reveal in all but the first: blind, only that one is marked.
    assert blind.rows[FIT.value].figures[Statistic.SAME].value == pytest.approx(7 / 12)


def test_an_older_report_goes_unless_a_rater_has_looked_at_themselves(db, people, ten_weeks, measure):
    looked_at = measure()
    db.add(SeverityLook(person_id=people[Role.CONSULTANT].id, report_id=looked_at.id))
    db.commit()

    measure()
    last = measure()

    assert {each.id for each in db.scalars(select(AgreementReport))} == {looked_at.id, last.id}


def test_the_timetable_asks_once_a_day_and_only_where_something_is_new(db, people, queue, ten_weeks, measure):
    def asked():
        db.rollback()
        queue.jobs.clear()
        ask_for_agreement_when_due(db, queue)
        return [db.get(Job, job_id).subject_id for kind, job_id in queue.jobs if kind is JobKind.AGREEMENT]

    assert people["team"].id in asked()
    assert is_being_measured(db, people["team"].id)

    report = measure()
    assert people["team"].id not in asked()
    report.created_at -= timedelta(days=2)
    db.commit()
    assert people["team"].id in asked()
    # Nothing has come since.
    for first, other in ten_weeks:
        first.published_at = other.submitted_at = now() - timedelta(days=3)
    db.commit()
    assert people["team"].id not in asked()


def test_a_person_asks_for_it_where_they_may_see_it(db, people, queue, factories):
    db.rollback()
    ask_for_agreement(db, queue, by=people[Role.SUPERVISOR], team_id=people["team"].id)
    ask_for_agreement(db, queue, by=people[Role.CONSULTANT], team_id=people["team"].id)

    assert len({job_id for _, job_id in queue.jobs}) == 1
    with pytest.raises(NotAllowed):
        ask_for_agreement(db, queue, by=people[Role.THERAPIST], team_id=people["team"].id)
    with pytest.raises(NotFound):
        ask_for_agreement(db, queue, by=people[Role.SUPERVISOR], team_id=factories.Team().id)


def test_new_ratings_ask_for_it_once_and_wait_for_more_until_somebody_asks(db, people, queue):
    team = people["team"]
    db.rollback()
    want_agreement(db, team.id)
    want_agreement(db, team.id)
    db.commit()
    [job] = db.scalars(select(Job).filter_by(kind=JobKind.AGREEMENT.name)).all()
    assert take_job(db, job_id=job.id, worker="w") is None

    ask_for_agreement(db, queue, by=people[Role.SUPERVISOR], team_id=team.id)

    assert queue.jobs == [(JobKind.AGREEMENT, job.id)]
    assert take_job(db, job_id=job.id, worker="w") is not None
