"""Weeks of the queue are shared out: claimed, given back, handed over, taken over, put off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest

from fidelity.usecases.claim_week import claim_week, give_back_week
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.find_claims import claim_of, snooze_of
from fidelity.usecases.hand_over_week import find_hand_over, hand_over_week, take_over_week
from fidelity.usecases.snooze_week import snooze_week, wake_week
from fidelity.usecases.start_review import start_review
from models import AuditEntry, CaseNoteRevision, Claim, Person, Role, Snooze, TeamRole, now
from tests.factories import LONG_AGO, this_monday

HOURS = 4


@pytest.fixture
def week(people, factories):
    factories.Codebook()
    week = factories.Week(case=people["case"])
    factories.Note(week=week, by=people[Role.THERAPIST])
    return week


@pytest.fixture
def of_week(week):
    return {"case_id": week.case_id, "monday": week.starts_on}


@pytest.fixture
def other(people, factories):
    """A second consultant of the team."""
    return factories.Person(role=Role.CONSULTANT, team=people["team"], name="Bethan Hughes")


def refused(act, *given, **more):
    with pytest.raises(InvalidInput) as error:
        act(*given, **more)
    given[0].rollback()
    return next(iter(error.value.messages.values()))


def test_a_claim_is_one_persons_until_it_runs_out_and_stays_as_a_trace(db, people, week, of_week, other):
    first = claim_week(db, by=people[Role.CONSULTANT], **of_week, hours=HOURS)

    assert claim_week(db, by=people[Role.CONSULTANT], **of_week, hours=HOURS).id == first.id
    assert people[Role.CONSULTANT].name in refused(claim_week, db, by=other, **of_week, hours=HOURS)
    assert "has taken this week" in refused(start_review, db, by=other, **of_week)

    first.expires_at = now() - timedelta(seconds=1)
    db.commit()
    second = claim_week(db, by=other, **of_week, hours=HOURS)

    db.refresh(first)
    assert second.person_id == other.id
    assert first.ended_at is not None
    assert db.query(Claim).filter_by(week_id=week.id).count() == 2


def test_of_two_people_who_claim_in_the_same_second_one_wins_and_the_other_is_told_who(
    database, db, people, week, of_week, other
):
    names = {people[Role.CONSULTANT].id: people[Role.CONSULTANT].name, other.id: other.name}
    db.commit()
    ready = Barrier(2)

    def claim(person_id):
        with database.writing() as own:
            by = own.get_one(Person, person_id)
            own.rollback()
            ready.wait()
            try:
                return claim_week(own, by=by, **of_week, hours=HOURS).person_id
            except InvalidInput as error:
                return error.messages["share"]

    with ThreadPoolExecutor(2) as pool:
        one, two = pool.map(claim, names)

    winner, told = (one, two) if one in names else (two, one)
    assert told.startswith(f"{names[winner]} has taken this week, until ")
    assert db.query(Claim).filter_by(week_id=week.id).count() == 1


def test_what_is_claimed_can_be_given_back_but_not_a_draft(db, people, week, of_week, other):
    consultant = people[Role.CONSULTANT]
    claim_week(db, by=consultant, **of_week, hours=HOURS)
    assert "has taken" in refused(give_back_week, db, by=other, **of_week)

    give_back_week(db, by=consultant, **of_week)
    assert claim_of(db, week.id) is None

    start_review(db, by=consultant, **of_week)
    assert "Hand it over" in refused(give_back_week, db, by=consultant, **of_week)


def test_a_draft_keeps_the_week_after_the_claim_has_run_out(db, people, of_week, other):
    claim = claim_week(db, by=people[Role.CONSULTANT], **of_week, hours=HOURS)
    start_review(db, by=people[Role.CONSULTANT], **of_week)
    claim.expires_at = now() - timedelta(hours=1)
    db.commit()

    assert "is writing the review" in refused(claim_week, db, by=other, **of_week, hours=HOURS)
    assert "is writing the review" in refused(take_over_week, db, by=other, **of_week, hours=HOURS)


def test_a_draft_is_handed_over_with_everything_in_it(db, people, factories, week, of_week, other):
    consultant = people[Role.CONSULTANT]
    review = start_review(db, by=consultant, **of_week)
    revision = db.get_one(CaseNoteRevision, review.revision_id)
    mark = factories.Mark(review=review, quote="praised her", revision=revision)

    to = hand_over_week(
        db, by=consultant, **of_week, to_id=other.id, why="I am on a course from noon", hours=HOURS
    )

    db.refresh(review)
    assert to.id == review.by_id == other.id
    assert mark.by_id == consultant.id
    claim = claim_of(db, week.id)
    assert (claim.given_by_id, claim.handed_over_with) == (consultant.id, "I am on a course from noon")
    noted = db.query(AuditEntry).filter_by(subject_id=review.id, what="handed over review").one()
    assert noted.person_id == consultant.id
    assert "is writing the review" in refused(
        hand_over_week, db, by=consultant, **of_week, to_id=other.id, why="Again", hours=HOURS
    )


def test_a_week_is_handed_to_a_rater_of_the_team_with_a_line_of_why(
    db, people, factories, week, of_week, other
):
    consultant, elsewhere = people[Role.CONSULTANT], factories.Person(role=Role.CONSULTANT)
    assert "nobody’s yet" in refused(find_hand_over, db, by=consultant, **of_week)
    claim_week(db, by=consultant, **of_week, hours=HOURS)

    assert [p.id for p in find_hand_over(db, by=consultant, **of_week).people] == [other.id]
    for to in (elsewhere, people[Role.SUPERVISOR], people[Role.THERAPIST], consultant):
        assert "Select who" in refused(
            hand_over_week, db, by=consultant, **of_week, to_id=to.id, why="Away", hours=HOURS
        )
    assert "Write a line" in refused(
        hand_over_week, db, by=consultant, **of_week, to_id=other.id, why=" ", hours=HOURS
    )

    hand_over_week(db, by=consultant, **of_week, to_id=other.id, why="Away", hours=HOURS)
    claim = claim_of(db, week.id)
    assert claim.person_id == other.id
    assert claim.expires_at >= now() + timedelta(hours=HOURS - 1)


def test_who_covers_takes_over_what_somebody_who_is_away_began(db, people, factories, week, of_week):
    consultant, supervisor = people[Role.CONSULTANT], people[Role.SUPERVISOR]
    review = start_review(db, by=consultant, **of_week)
    assert "record the absence" in refused(take_over_week, db, by=supervisor, **of_week, hours=HOURS)

    factories.Absence(team=people["team"], person=consultant, covered_by=supervisor)
    take_over_week(db, by=supervisor, **of_week, hours=HOURS)

    db.refresh(review)
    assert review.by_id == supervisor.id
    assert "yours or nobody’s" in refused(take_over_week, db, by=supervisor, **of_week, hours=HOURS)


def test_a_consultant_takes_over_from_who_reviews_in_the_team_no_more(db, people, of_week, other):
    review = start_review(db, by=other, **of_week)
    take = {"by": people[Role.CONSULTANT], **of_week, "hours": HOURS}
    assert "is writing" in refused(take_over_week, db, **take)
    role = db.query(TeamRole).filter_by(person_id=other.id).one()
    role.starts_on, role.ends_on = LONG_AGO, date.today() - timedelta(days=1)
    db.commit()

    take_over_week(db, **take)

    db.refresh(review)
    assert review.by_id == people[Role.CONSULTANT].id


def test_only_raters_of_the_team_share_out_its_weeks(db, people, factories, of_week):
    for person, error in (
        (people[Role.THERAPIST], NotAllowed),
        (people[Role.ADMINISTRATOR], NotAllowed),
        (factories.Person(role=Role.CONSULTANT), NotFound),
    ):
        with pytest.raises(error):
            claim_week(db, by=person, **of_week, hours=HOURS)
        db.rollback()
    assert "record the absence" in refused(claim_week, db, by=people[Role.SUPERVISOR], **of_week, hours=HOURS)


def test_a_week_without_work_or_with_feedback_cannot_be_claimed(db, people, factories, week, of_week):
    bare = {"case_id": week.case_id, "monday": this_monday() - timedelta(weeks=1)}
    assert "nothing to review" in refused(claim_week, db, by=people[Role.CONSULTANT], **bare, hours=HOURS)
    factories.Review(week=week, by=people[Role.CONSULTANT], published=True)
    assert "has published" in refused(claim_week, db, by=people[Role.CONSULTANT], **of_week, hours=HOURS)


@pytest.fixture
def put_off(db, people, of_week):
    def put_off(days, **given):
        day = date.today() + timedelta(days=days)
        return snooze_week(
            db,
            **{
                "by": people[Role.CONSULTANT],
                "until": day.isoformat(),
                "reason": "The second session is still to come",
                "is_beyond_agreed": True,
                **of_week,
            }
            | given,
        )

    return put_off


def test_a_week_is_put_off_with_a_reason_and_woken(db, people, week, of_week, put_off):
    snooze = put_off(2)
    assert snooze_of(db, week.id).reason == "The second session is still to come"
    assert put_off(2).id == snooze.id

    again = put_off(3)
    db.refresh(snooze)
    assert snooze.ended_by_id == people[Role.CONSULTANT].id
    assert snooze_of(db, week.id).id == again.id

    wake_week(db, by=people[Role.SUPERVISOR], **of_week)
    assert snooze_of(db, week.id) is None
    assert db.query(Snooze).count() == 2


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"days": 0}, "after today"),
        ({"days": 400}, "no later than"),
        ({"days": 2, "reason": ""}, "Say why"),
        ({"days": 2, "until": "soon"}, "Enter a date"),
    ],
)
def test_what_cannot_be_is_asked_for_again(db, put_off, given, sentence):
    with pytest.raises(InvalidInput) as error:
        put_off(**given)

    assert sentence in next(iter(error.value.messages.values()))


def test_beyond_the_consultation_only_where_somebody_says_so(db, people, factories, put_off):
    """The consultation of next week's week is still to come on every day of this one."""
    later = factories.Week(case=people["case"], starts_on=this_monday() + timedelta(weeks=1))
    factories.Note(week=later, by=people[Role.THERAPIST])

    with pytest.raises(InvalidInput) as error:
        put_off(14, monday=later.starts_on, is_beyond_agreed=False)
    db.rollback()

    assert "after the consultation on" in error.value.messages["is_beyond"]
    assert put_off(14, monday=later.starts_on).until > now()
    assert put_off(1, monday=later.starts_on, is_beyond_agreed=False).until > now()


def test_of_a_consultation_that_is_over_nobody_need_say_that_it_is_beyond(people, factories, put_off):
    earlier = factories.Week(case=people["case"], starts_on=this_monday() - timedelta(weeks=1))
    factories.Note(week=earlier, by=people[Role.THERAPIST])

    assert put_off(2, monday=earlier.starts_on, is_beyond_agreed=False).until > now()


def test_claiming_or_beginning_wakes_a_week(db, people, week, of_week, put_off):
    put_off(2)
    claim_week(db, by=people[Role.CONSULTANT], **of_week, hours=HOURS)
    assert snooze_of(db, week.id) is None

    put_off(2)
    start_review(db, by=people[Role.CONSULTANT], **of_week)
    assert snooze_of(db, week.id) is None


def test_what_somebody_else_has_taken_is_not_put_off(db, people, of_week, other, put_off):
    claim_week(db, by=other, **of_week, hours=HOURS)

    assert "has taken" in refused(lambda _: put_off(2), db)
