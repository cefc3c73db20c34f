from datetime import date, timedelta

import pytest
from sqlalchemy import event

from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.read_week import read_week
from fidelity.usecases.say_nothing_happened import say_nothing_happened
from fidelity.week_state import State
from models import (
    Action,
    AuditEntry,
    CaseNote,
    CaseNoteDraft,
    Comment,
    LookCause,
    NoteSection,
    Rater,
    RecordingStatus,
    ReviewStatus,
    Role,
    SecondLook,
    now,
)
from tests.factories import this_monday

LAST = this_monday() - timedelta(weeks=1)
GOAL = {"new_goals": [{"goal": "Home by nine"}]}


@pytest.fixture
def read(database, db, people):
    """As a page that only looks asks for it."""

    def read(role=Role.THERAPIST, monday=LAST, by=None):
        person, case_id = by or people[role], people["case"].id
        person.team_roles  # noqa: B018  # read before the page asks
        db.commit()
        with database.reading() as reading:
            return read_week(reading, by=person, case_id=case_id, monday=monday)

    return read


@pytest.fixture
def week(people, factories):
    return factories.Week(case=people["case"], starts_on=LAST)


def publish(db, review, team):
    review.status, review.published_at, review.offer = ReviewStatus.PUBLISHED, now(), team.offer
    db.commit()


def test_a_week_of_which_nothing_is_known_is_late_and_one_with_a_reason_is_not(db, read, people):
    assert read().standing.state is State.LATE

    say_nothing_happened(
        db, by=people[Role.SUPERVISOR], case_id=people["case"].id, monday=LAST, reason="All away."
    )

    found = read(Role.CONSULTANT)
    assert found.standing.state is State.NOTHING
    assert (found.nothing.because, found.nothing.by) == ("All away.", people[Role.SUPERVISOR].name)
    assert now() - found.nothing.at < timedelta(minutes=1)


def test_a_reason_of_which_the_log_knows_nothing_has_no_time(db, read, people, week):
    week.nothing_because, week.nothing_said_by_id = "Away.", people[Role.THERAPIST].id
    db.commit()

    assert read().nothing.at is None


def test_what_hangs_on_the_week_is_there(db, read, people, factories, week):
    texts = {"advances": "Home twice.", "questions": "How do we keep it going?"}
    factories.Note(week=week, by=people[Role.THERAPIST], texts=texts)
    ready = factories.Recording(week=week)
    factories.Recording(week=week, status=RecordingStatus.WITHDRAWN)

    found = read(Role.CONSULTANT)

    assert found.standing.state is State.HANDED_IN
    assert found.questions == "How do we keep it going?"
    assert [recording.id for recording in found.recordings] == [ready.id]
    assert found.note.number == 1
    assert found.agreed is None
    assert found.reviews == []


class TestGoals:
    @pytest.fixture
    def before(self, db, people, factories):
        earlier = factories.Week(case=people["case"], starts_on=LAST - timedelta(weeks=2))
        factories.Note(week=earlier, by=people[Role.THERAPIST], sections=GOAL)

    def test_last_weeks_goals_wait_across_a_week_without_a_note(self, read, before):
        assert [(goal.goal, goal.rating) for goal in read(Role.CONSULTANT).goals] == [("Home by nine", "")]

    def test_they_have_the_therapists_rating_once_it_is_handed_in(self, db, read, before, factories, week):
        rated = {"previous_goals": [{"goal": "Home by nine", "rating": "partly"}]}
        factories.Note(week=week, sections=rated)

        assert [(goal.goal, goal.rating) for goal in read(Role.SUPERVISOR).goals] == [
            ("Home by nine", "partly")
        ]

    def test_a_draft_is_known_to_its_writer_alone(self, db, read, before, people, factories, week):
        note = CaseNote(week_id=week.id)
        db.add(note)
        db.flush()
        rated = {"previous_goals": [{"goal": "Home by nine", "rating": "met"}]}
        by_id = people[Role.THERAPIST].id
        db.add(CaseNoteDraft(note_id=note.id, saved_by_id=by_id, number=1, sections=rated))
        db.commit()

        assert [goal.rating for goal in read(Role.THERAPIST).goals] == ["met"]
        assert [goal.rating for goal in read(Role.CONSULTANT).goals] == [""]
        assert read(Role.CONSULTANT).standing.state is State.LATE


class TestReviews:
    @pytest.fixture
    def first(self, db, people, factories, week):
        note = factories.Note(week=week)
        review = factories.Review(week=week, by=people[Role.CONSULTANT])
        for n, resolved_at in enumerate((None, now())):
            anchor = {"revision_id": note.latest.id, "section": NoteSection.ADVANCES, "quote": "Mum"}
            db.add(
                Comment(
                    review_id=review.id, by_id=review.by_id, text=f"{n}", starts=0, ends=3,
                    resolved_at=resolved_at, **anchor,
                )
            )  # fmt: skip
        db.commit()
        return review

    def test_a_therapist_knows_of_it_when_it_is_published(self, db, read, people, first):
        assert (read().reviews, read().standing.state) == ([], State.HANDED_IN)
        assert read(Role.CONSULTANT).standing.state is State.UNDER_REVIEW

        publish(db, first, people["team"])

        (review,) = read().reviews
        assert (review.id, review.comments, review.resolved, review.is_published) == (first.id, 2, 1, True)
        assert read().standing.state is State.REVIEWED

    def test_a_second_rating_is_never_known_to_a_therapist(self, db, read, people, factories, week, first):
        second = factories.Review(week=week, by=people[Role.SUPERVISOR], rater=Rater.SECOND)
        assert [each.rater for each in read(Role.CONSULTANT).reviews] == [Rater.FIRST]
        assert [(each.rater, each.is_hidden) for each in read(Role.SUPERVISOR).reviews] == [
            (Rater.FIRST, True),
            (Rater.SECOND, False),
        ]

        publish(db, first, people["team"])
        second.status, second.submitted_at = ReviewStatus.SUBMITTED, now()
        db.commit()

        for role in (Role.CONSULTANT, Role.SUPERVISOR):
            assert [each.is_hidden for each in read(role).reviews] == [False, False]
        assert [each.rater for each in read().reviews] == [Rater.FIRST]

    def test_who_is_to_rate_a_second_time_is_not_told_how_many_comments_there_are(
        self, db, read, people, week, first
    ):
        given_to = people[Role.SUPERVISOR].id
        db.add(SecondLook(week_id=week.id, cause=LookCause.ASKED, given_to_id=given_to))
        db.commit()

        (review,) = read(Role.SUPERVISOR).reviews
        assert (review.is_hidden, review.comments, review.resolved) == (True, 0, 0)


class TestCover:
    def test_who_covers_on_the_day_of_the_consultation(self, read, people, factories):
        given = {
            "team": people["team"],
            "person": people[Role.CONSULTANT],
            "covered_by": people[Role.SUPERVISOR],
        }
        thursday = LAST + timedelta(days=3)
        factories.Absence(**given, starts_on=thursday, ends_on=thursday)

        assert [each.covered_by_id for each in read().standing.covers] == [people[Role.SUPERVISOR].id]
        assert read(monday=this_monday()).standing.covers == []

    @pytest.mark.parametrize("days", [2, 4])
    def test_other_days_other_teams_and_what_was_called_off_cover_nothing(
        self, read, people, factories, days
    ):
        given = {"person": people[Role.CONSULTANT], "covered_by": people[Role.SUPERVISOR]}
        day, thursday = LAST + timedelta(days=days), LAST + timedelta(days=3)
        on_the_day = {"starts_on": thursday, "ends_on": thursday}
        factories.Absence(team=people["team"], **given, starts_on=day, ends_on=day)
        factories.Absence(team=factories.Team(), **given, **on_the_day)
        factories.Absence(team=people["team"], **given, **on_the_day, removed_at=now())
        factories.Absence(
            team=people["team"],
            person=people[Role.SUPERVISOR],
            covered_by=people[Role.CONSULTANT],
            **on_the_day,
        )

        assert read().standing.covers == []


class TestWhichWeeks:
    def test_the_weeks_beside_it_are_those_of_the_case(self, db, read, people):
        case = people["case"]
        case.opened_on, case.closed_on = LAST + timedelta(days=2), this_monday() + timedelta(days=1)
        db.commit()

        assert (read().earlier, read().later) == (None, this_monday())
        assert (read(monday=this_monday()).earlier, read(monday=this_monday()).later) == (LAST, None)

    def test_a_case_opened_after_the_consultation_of_its_first_week_is_not_late(self, db, read, people):
        people["case"].opened_on = LAST + timedelta(days=4)
        people["team"].consultation_weekday = 3
        db.commit()

        found = read()
        assert found.standing.due.date() == this_monday() + timedelta(days=3)
        is_over = found.standing.due < now()
        assert (
            found.standing.state is State.LATE
            if is_over
            else found.standing.state
            in {
                State.NOT_DUE,
                State.DUE_SOON,
            }
        )

    def test_a_week_outside_the_case_is_there_only_where_something_hangs_on_it(
        self, db, read, people, factories
    ):
        people["case"].closed_on = LAST - timedelta(days=1)
        db.commit()
        with pytest.raises(NotFound):
            read()

        factories.Note(week=factories.Week(case=people["case"], starts_on=LAST))

        found = read()
        assert (found.standing.state, found.is_open) == (State.HANDED_IN, False)

    @pytest.mark.parametrize(
        "monday", [LAST + timedelta(days=1), this_monday() + timedelta(weeks=1), date(1999, 1, 4)]
    )
    def test_other_days_are_not_found(self, read, monday):
        with pytest.raises(NotFound):
            read(monday=monday)


def test_who_may_read_it(read, people, factories):
    for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR):
        assert read(role).monday == LAST
    with pytest.raises(NotAllowed):
        read(Role.ADMINISTRATOR)
    for stranger in (
        factories.Person(role=Role.THERAPIST, team=people["team"]),
        factories.Person(role=Role.CONSULTANT),
    ):
        with pytest.raises(NotFound):
            read(by=stranger)


def test_reading_is_noted(db, read, week):
    read(Role.SUPERVISOR)

    assert db.query(AuditEntry).filter_by(what="read week", subject_id=week.id).count() == 1


def test_the_number_of_queries_does_not_grow_with_the_weeks_before(
    database, db, read, people, factories, week
):
    asked = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    def queries():
        asked.clear()
        read(Role.CONSULTANT)
        return len(asked)

    def one_more(weeks_ago):
        earlier = factories.Week(case=people["case"], starts_on=LAST - timedelta(weeks=weeks_ago))
        factories.Note(week=earlier, sections=GOAL if weeks_ago == 9 else {"advances": "x"})
        review = factories.Review(week=earlier, published=True)
        review.actions.append(Action(position=0, text="Do it."))
        db.commit()

    one_more(9)
    few = queries()
    for weeks_ago in range(2, 9):
        one_more(weeks_ago)

    assert queries() == few <= 32
