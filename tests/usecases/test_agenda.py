"""A consultation's agenda: what it is made from, and for whom."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from fidelity.agenda.items import Kind, Thing
from fidelity.contests import ContestState
from fidelity.usecases.errors import InvalidInput, NotAllowed, NotFound
from fidelity.usecases.open_contests import count_open_contests
from fidelity.usecases.read_agenda import make_agenda
from fidelity.usecases.read_agenda_ticks import read_agenda_ticks
from fidelity.usecases.take_back_review import take_back_review
from fidelity.usecases.take_off_agenda_item import take_off_agenda_item
from fidelity.usecases.tick_agenda_item import tick_agenda_item
from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    CaseNoteRevision,
    Comment,
    Consensus,
    NoteSection,
    Principle,
    Reply,
    Role,
    Stance,
    TeamRole,
    now,
)
from tests.factories import LONG_AGO, this_monday

FIT = Principle.FINDING_THE_FIT
#: The consultation is on Thursday of last week, so that it is over whenever the tests run.
MONDAY = this_monday() - timedelta(weeks=1)


def at(days, hour=9, monday=MONDAY):
    """Days after the Monday of the consultation's week."""
    return datetime.combine(monday + timedelta(days=days), time(hour), UTC)


@pytest.fixture
def agenda(people, database):
    """``agenda()``: the consultant's, of last week's consultation."""

    def agenda(by=Role.CONSULTANT, monday=MONDAY):
        with database.reading() as db:
            return make_agenda(
                db, by=db.merge(people[by], load=False), team_id=people["team"].id, monday=monday
            )

    return agenda


def lines(agenda, *kinds):
    return [line.item.content for line in agenda.lines if line.item.kind in kinds]


def kinds(agenda):
    return [line.item.kind for line in agenda.lines]


@pytest.fixture
def week(people, factories):
    """``week(back)``: a week of the therapist's case so many weeks before the consultation's."""
    return lambda back=0, **given: factories.Week(
        case=people["case"], starts_on=MONDAY - timedelta(weeks=back), **given
    )


@pytest.fixture
def published(people, factories):
    """``published(week)``: its review, as the therapist got it the day after the Monday that follows."""

    def published(week, **given):
        given = {"ratings": {FIT: 3}, "strengths": "", "published_at": at(1)} | given
        return factories.Review(week=week, by=people[Role.CONSULTANT], published=True, **given)

    return published


@pytest.fixture
def reply(db, people):
    def reply(review, stance=Stance.CONTEST, text="I say 4.", when=None, by=Role.THERAPIST, **about):
        row = Reply(
            review_id=review.id,
            by_id=people[by].id,
            stance=stance,
            text=text,
            created_at=when or at(2),
            **about,
        )
        db.add(row)
        db.commit()
        return row

    return reply


def test_what_a_therapist_contests_stands_first_with_their_words(agenda, week, published, reply):
    review = published(week(1))
    rating_id = review.ratings[0].id
    reply(review, rating_id=rating_id, text="Two people were asked.")
    reply(review, Stance.EXPLAIN, "Only one visit.")

    made = agenda()

    (contested,) = lines(made, Kind.CONTESTED)
    assert made.lines[0].item.kind is Kind.CONTESTED
    assert (contested.thing, contested.principle, contested.value) == (Thing.RATING, FIT, 3)
    assert (contested.review_id, contested.thing_id) == (review.id, rating_id)
    assert contested.text == "Two people were asked."
    assert contested.state is ContestState.WAITING


def test_an_answer_settles_no_rating_and_accepting_does(agenda, week, published, reply):
    review = published(week(1))
    rating_id = review.ratings[0].id
    reply(review, rating_id=rating_id)
    reply(review, Stance.ANSWER, when=at(2, 10), by=Role.CONSULTANT, rating_id=rating_id)
    assert len(lines(agenda(), Kind.CONTESTED)) == 1

    reply(review, Stance.ACCEPT, when=at(2, 11), rating_id=rating_id)

    assert lines(agenda(), Kind.CONTESTED) == []


def test_a_contested_rating_is_settled_by_what_two_raters_agree_on(
    agenda, week, published, reply, factories, people, db
):
    contested = week(1)
    review = published(contested)
    reply(review, rating_id=review.ratings[0].id)
    factories.second_review(week=contested, by=people[Role.SUPERVISOR], ratings={FIT: 5})

    made = agenda()
    assert [each.state for each in lines(made, Kind.CONTESTED)] == [ContestState.TO_SETTLE]

    db.add(Consensus(week_id=contested.id, principle=FIT, value=4, why="Both.", by_id=review.by_id))
    db.commit()

    assert lines(agenda(), Kind.CONTESTED, Kind.CONSENSUS) == []


def test_raters_who_differ_stand_on_the_agenda_after_both_are_done(
    agenda, week, published, factories, people, db
):
    twice, equal = week(1), week(2)
    published(twice, ratings={FIT: 2, Principle.GENERALISATION: 4})
    published(equal, ratings={FIT: 2})
    supervisor = people[Role.SUPERVISOR]
    second = factories.second_review(
        week=twice, by=supervisor, is_done=False, ratings={FIT: None, Principle.GENERALISATION: 4}
    )
    factories.second_review(week=equal, by=supervisor, ratings={FIT: 2})
    this_week = this_monday()
    assert lines(agenda(monday=this_week), Kind.CONSENSUS) == []

    second.status, second.submitted_at = type(second.status).SUBMITTED, at(2)
    db.commit()

    (differing,) = lines(agenda(), Kind.CONSENSUS)
    assert differing.values == [(FIT, 2, None)]


def test_raters_who_differ_by_a_step_take_nobodys_time_unless_somebody_puts_them_on(
    agenda, week, published, factories, people, db
):
    close, apart = week(1), week(2)
    published(close, ratings={FIT: 3, Principle.GENERALISATION: 5})
    published(apart, ratings={FIT: 3, Principle.GENERALISATION: 5})
    for of_week, given in ((close, {FIT: 4}), (apart, {FIT: 5})):
        second = {FIT: 3, Principle.GENERALISATION: 5} | given
        factories.second_review(week=of_week, by=people[Role.SUPERVISOR], ratings=second, submitted_at=at(2))

    made = agenda()
    take_off_agenda_item(
        db, by=people[Role.CONSULTANT], team_id=people["team"].id, monday=MONDAY,
        key=f"consensus:{close.id}", is_off=False,
    )  # fmt: skip

    assert [each.values for each in lines(made, Kind.CONSENSUS)] == [[(FIT, 3, 5)]]
    assert [line.item.content.values for line in made.close] == [[(FIT, 3, 4)]]
    assert len(lines(agenda(), Kind.CONSENSUS)) == 2
    assert agenda().close == []


def test_a_resolved_comment_is_contested_no_more(agenda, week, published, reply, factories, db):
    of_week = week(1)
    note = factories.Note(week=of_week)
    review = published(of_week)
    comment = Comment(
        review_id=review.id, by_id=review.by_id, text="Ask why.", revision_id=note.latest.id,
        section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
    )  # fmt: skip
    db.add(comment)
    db.commit()
    reply(review, comment_id=comment.id)
    (contested,) = lines(agenda(), Kind.CONTESTED)
    assert contested.thing is Thing.COMMENT

    comment.resolved_at = at(2, 12)
    db.commit()

    assert lines(agenda(), Kind.CONTESTED) == []


def test_what_was_removed_after_taking_back_is_contested_no_more(
    agenda, week, published, reply, factories, people, db
):
    of_week = week(1)
    note = factories.Note(week=of_week)
    review = published(of_week)
    mark = factories.Mark(review=review, quote="Mum", revision=note.latest)
    comment = Comment(
        review_id=review.id, by_id=review.by_id, text="Ask why.", revision_id=note.latest.id,
        section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
    )  # fmt: skip
    db.add(comment)
    db.flush()
    reply(review, mark_id=mark.id)
    reply(review, comment_id=comment.id)

    def contested():
        return len(lines(agenda(), Kind.CONTESTED)), count_open_contests(db, by=people[Role.CONSULTANT])

    before = contested()
    mark.removed_at = comment.removed_at = now()
    db.commit()

    assert (before, contested()) == ((2, 2), (0, 0))


def test_who_may_still_rate_a_week_a_second_time_is_shown_nothing_of_its_feedback(
    agenda, week, published, reply, factories, people
):
    of_week = week(1)
    review = published(of_week, ratings={FIT: 5}, strengths="You asked twice.")
    reply(review, rating_id=review.ratings[0].id, text="A five?")
    factories.SecondLook(week=of_week)

    theirs, mine = agenda(Role.SUPERVISOR), agenda(Role.CONSULTANT)

    assert lines(theirs, Kind.CONTESTED, Kind.GOOD, Kind.ACTION) == []
    assert theirs.hidden == 1
    assert len(lines(mine, Kind.CONTESTED, Kind.GOOD)) == 2
    assert mine.hidden == 0


def test_what_many_people_write_of_one_item_does_not_grow_without_end(db, people, agenda, week, factories):
    factories.Note(week=week(0), by=people[Role.THERAPIST], texts={"questions": "What next?"})
    (line,) = [line for line in agenda().lines if line.item.kind is Kind.QUESTION]
    given = {"by": people[Role.CONSULTANT], "team_id": people["team"].id, "monday": MONDAY}

    def say(letter):
        return tick_agenda_item(db, **given, key=line.item.key, outcome=letter * 1_999, based_on="")

    kept = [len(say(letter).outcome) for letter in "abcde"]
    with pytest.raises(InvalidInput) as error:
        say("f")

    assert kept[-1] == 5 * 2_000 - 1
    assert "too long" in error.value.messages["outcome"]


def test_what_was_said_of_feedback_that_was_taken_back_since_is_not_told_to_its_second_rater(
    agenda, week, published, reply, factories, people, db, database
):
    of_week = week(1)
    review = published(of_week, ratings={FIT: 2}, strengths="You asked twice.")
    rating = reply(review, rating_id=review.ratings[0].id).rating_id
    team_id, key = people["team"].id, f"contested:{rating}"
    given = {"team_id": team_id, "monday": MONDAY, "key": key, "outcome": "A two."}
    tick_agenda_item(db, by=people[Role.CONSULTANT], is_ticked=True, **given)
    take_back_review(db, by=people[Role.CONSULTANT], review_id=review.id, reason="Too low.", minutes=10**6)
    factories.SecondLook(week=of_week, given_to_id=people[Role.SUPERVISOR].id)
    db.commit()

    theirs = agenda(Role.SUPERVISOR)
    with database.reading() as reading:
        ticks = read_agenda_ticks(reading, by=people[Role.SUPERVISOR], team_id=team_id, monday=MONDAY)

    assert key not in {tick.key for tick in ticks}
    assert key not in {line.item.key for line in (*theirs.lines, *theirs.off)}
    assert key in {line.item.key for line in agenda().lines}
    with pytest.raises(NotFound):
        tick_agenda_item(db, by=people[Role.SUPERVISOR], **given)


def test_what_was_said_of_hidden_feedback_in_the_call_is_told_to_nobody_who_may_still_rate_it(
    agenda, week, published, reply, factories, people, db, database
):
    of_week = week(1)
    review = published(of_week, ratings={FIT: 2}, strengths="You asked twice.")
    rating = reply(review, rating_id=review.ratings[0].id).rating_id
    by, team_id = people[Role.CONSULTANT], people["team"].id
    for line in agenda().lines:
        tick_agenda_item(
            db, by=by, team_id=team_id, monday=MONDAY, key=line.item.key, is_ticked=True, outcome="A two."
        )
    factories.SecondLook(week=of_week)
    db.commit()

    def ticks(role):
        with database.reading() as reading:
            found = read_agenda_ticks(reading, by=people[role], team_id=team_id, monday=MONDAY)
            return {tick.key for tick in found}

    theirs, mine = agenda(Role.SUPERVISOR), agenda()

    assert {f"contested:{rating}", f"good:{review.id}"} <= ticks(Role.CONSULTANT)
    assert "A two." in {line.outcome for line in mine.lines}
    told = ticks(Role.SUPERVISOR) | {line.item.key for line in (*theirs.lines, *theirs.off)}
    assert not {f"contested:{rating}", f"good:{review.id}"} & told
    assert Kind.GONE not in kinds(theirs)
    with pytest.raises(NotFound):
        tick_agenda_item(
            db,
            by=people[Role.SUPERVISOR],
            team_id=team_id,
            monday=MONDAY,
            key=f"good:{review.id}",
            outcome="",
        )


def test_questions_come_from_the_newest_revision_and_none_is_no_question(agenda, week, factories, db):
    note = factories.Note(week=week(), texts={"questions": "May I close?"})

    def revise(number, question):
        by, texts = note.revisions[0].written_by_id, {"questions": question}
        note.revisions.append(CaseNoteRevision(number=number, written_by_id=by, sections=texts, texts=texts))
        db.commit()

    revise(2, "How do I get K's side?")
    assert [each.text for each in lines(agenda(), Kind.QUESTION)] == ["How do I get K's side?"]

    revise(3, "None this wk.")
    assert lines(agenda(), Kind.QUESTION) == []


def test_a_barrier_and_a_goal_that_come_again_are_quoted(agenda, week, factories):
    for back in range(4):
        texts = {
            "barriers": f"Bus late.\nMum gave in on the curfew, {back} times." if back < 3 else "School shut."
        }
        goals = [{"goal": "K in by nine", "rating": "not_met" if back < 2 else "met", "comment": ""}]
        factories.Note(week=week(back), texts=texts, sections=texts | {"previous_goals": goals})

    made = agenda()

    (bus, barrier), (goal,) = lines(made, Kind.BARRIER), lines(made, Kind.GOAL)
    assert [each.text for each in bus.repeated.sightings] == ["Bus late."] * 3
    assert [each.text for each in barrier.repeated.sightings] == [
        f"Mum gave in on the curfew, {back} times." for back in (2, 1, 0)
    ]
    assert [each.monday for each in goal.repeated.sightings] == [MONDAY - timedelta(weeks=1), MONDAY]


def test_good_work_of_a_review_published_since_the_last_consultation_is_shared(agenda, week, published):
    published(week(1), ratings={FIT: 5, Principle.GENERALISATION: 4}, strengths="You asked twice.")
    published(week(2), ratings={FIT: 4})
    published(week(0), strengths="Later.", published_at=at(4))

    (good,) = lines(agenda(), Kind.GOOD)

    assert (good.fives, good.strengths) == ([FIT], "You asked twice.")


@pytest.mark.parametrize(
    ("answers", "stands"),
    [
        pytest.param([], [Kind.UNANSWERED], id="nothing is known"),
        pytest.param([ActionOutcome.DONE], [], id="done"),
        pytest.param([ActionOutcome.NOT_DONE], [Kind.ACTION], id="not done"),
        pytest.param([ActionOutcome.NOT_DONE, ActionOutcome.DONE], [], id="done in the end"),
        pytest.param(
            [ActionOutcome.DONE, ActionOutcome.NOT_SEEN], [Kind.ACTION], id="said to be done, not seen"
        ),
        pytest.param([ActionOutcome.SEEN], [], id="seen"),
        pytest.param([ActionOutcome.PARTLY, ActionOutcome.SEEN], [Kind.ACTION], id="partly"),
    ],
)
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_what_was_agreed_stands_on_the_agenda_until_it_is_done_or_seen(
    agenda, week, published, db, people, answers, stands
):
    review, after = published(week(1)), week(0)
    found = published(after, published_at=at(2))
    action = Action(review_id=review.id, position=0, text="Rehearse it.", due_on=MONDAY)
    db.add(action)
    db.flush()
    for minute, outcome in enumerate(answers):
        is_rater = outcome in {ActionOutcome.SEEN, ActionOutcome.NOT_SEEN}
        db.add(
            ActionAnswer(
                action_id=action.id,
                week_id=after.id,
                review_id=found.id if is_rater else None,
                by_id=people[Role.CONSULTANT if is_rater else Role.THERAPIST].id,
                outcome=outcome,
                created_at=at(1) + timedelta(minutes=minute),
            )
        )
    db.commit()

    assert [kind for kind in kinds(agenda()) if kind in {Kind.ACTION, Kind.UNANSWERED}] == stands


def test_what_a_rater_found_in_a_draft_is_told_to_nobody(agenda, week, published, db, people, factories):
    review, after = published(week(1)), week(0)
    draft = factories.Review(week=after, by=people[Role.CONSULTANT])
    action = Action(review_id=review.id, position=0, text="Rehearse it.", due_on=MONDAY)
    db.add(action)
    db.flush()
    db.add(
        ActionAnswer(
            action_id=action.id, week_id=after.id, review_id=draft.id, by_id=draft.by_id,
            outcome=ActionOutcome.NOT_SEEN,
        )
    )  # fmt: skip
    db.commit()

    made = agenda()

    assert lines(made, Kind.ACTION) == []
    assert [thing.id for each in lines(made, Kind.UNANSWERED) for thing in each.things] == [action.id]


def test_what_a_rater_found_in_a_week_that_is_blind_is_not_told(
    agenda, week, published, db, people, factories
):
    review, after = published(week(1)), week(0)
    found = published(after)
    factories.SecondLook(week=after)
    action = Action(review_id=review.id, position=0, text="Rehearse it.", due_on=MONDAY)
    db.add(action)
    db.flush()
    db.add(
        ActionAnswer(
            action_id=action.id, week_id=after.id, review_id=found.id, by_id=found.by_id,
            outcome=ActionOutcome.NOT_SEEN,
        )
    )  # fmt: skip
    db.commit()

    theirs, mine = agenda(Role.SUPERVISOR), agenda(Role.CONSULTANT)

    assert lines(theirs, Kind.ACTION) == []
    assert [thing.rater for each in lines(theirs, Kind.UNANSWERED) for thing in each.things] == [None]
    assert [each.thing.rater for each in lines(mine, Kind.ACTION)] == [ActionOutcome.NOT_SEEN]


def test_what_is_agreed_for_later_is_not_asked_for_yet(agenda, week, published, db):
    review = published(week(1))
    db.add(Action(review_id=review.id, position=0, text="In two weeks.", due_on=MONDAY + timedelta(days=20)))
    db.commit()

    assert lines(agenda(), Kind.ACTION, Kind.UNANSWERED) == []


def test_what_was_agreed_for_a_later_day_is_asked_for_at_the_consultation_after_it(
    agenda, week, published, db
):
    review = published(week(1))
    texts = {"Now.": MONDAY, "Friday.": MONDAY + timedelta(days=4)}
    for position, (text, due_on) in enumerate(texts.items()):
        db.add(Action(review_id=review.id, position=position, text=text, due_on=due_on))
    db.commit()

    asked = [
        [thing.text for each in lines(agenda(monday=monday), Kind.UNANSWERED) for thing in each.things]
        for monday in (MONDAY, this_monday())
    ]

    assert asked == [["Now."], ["Now.", "Friday."]]


def test_nobody_is_asked_after_what_was_agreed_in_a_week_in_which_nothing_happened(
    agenda, week, published, db
):
    review = published(week(1))
    week(0, nothing_because="On holiday.")
    db.add(Action(review_id=review.id, position=0, text="Rehearse it.", due_on=MONDAY))
    db.commit()

    assert lines(agenda(), Kind.UNANSWERED) == []


def test_a_week_without_a_note_is_told_from_one_in_which_nothing_happened(agenda, week, factories, people):
    quiet = factories.Case(team=people["team"], therapist=people[Role.THERAPIST])
    closed = factories.Case(team=people["team"], closed_on=MONDAY - timedelta(days=3))
    factories.Week(case=quiet, starts_on=MONDAY, nothing_because="On holiday.")
    factories.Recording(week=week())

    made = agenda()

    assert [(each.mondays[-1], each.recordings) for each in lines(made, Kind.MISSING)] == [(MONDAY, 1)]
    assert made.nothing == [(quiet.id, quiet.reference, "On holiday.")]
    assert (made.notes, made.notes_wanted) == (0, 1)
    assert closed.reference not in {line.item.reference for line in made.lines}


def test_notes_are_not_called_missing_before_they_are_due_soon(agenda, people):
    made = agenda(monday=this_monday() + timedelta(weeks=1))

    assert [line for line in made.lines if line.item.monday == made.monday] == []


def test_a_week_that_is_far_away_or_no_monday_has_no_agenda(agenda):
    for monday in (this_monday() + timedelta(weeks=2), MONDAY + timedelta(days=1), date.min):
        with pytest.raises(NotFound):
            agenda(monday=monday)


def test_therapists_and_administrators_are_refused(agenda):
    for role in (Role.THERAPIST, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            agenda(role)


def test_another_teams_weeks_are_on_no_agenda_but_theirs(agenda, factories, people, published, reply, db):
    others = factories.noise()
    role = {"role": Role.CONSULTANT, "starts_on": LONG_AGO}
    db.add(TeamRole(person_id=people[Role.CONSULTANT].id, team_id=others.case.team_id, **role))
    db.commit()
    db.refresh(people[Role.CONSULTANT])
    db.commit()
    elsewhere = factories.Week(case=others.case, starts_on=MONDAY)
    factories.Note(week=elsewhere, texts={"questions": "Theirs?", "barriers": "Theirs."})
    review = factories.Review(week=elsewhere, published=True, ratings={FIT: 5}, published_at=at(1))
    reply(review, rating_id=review.ratings[0].id)
    factories.AgendaItem(team=others.case.team, monday=MONDAY)

    made = agenda()

    assert {line.item.case_id for line in made.lines} <= {people["case"].id}
    assert kinds(made) == [Kind.MISSING]
