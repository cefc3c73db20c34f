"""What a person may take out, and what never leaves: unfinished and blind work, other teams', single answers."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from fidelity.exports.columns import Kind
from fidelity.exports.tables import TABLES
from fidelity.exports.values import plain
from fidelity.usecases.errors import NotAllowed, NotFound
from fidelity.usecases.take_export import ROWS, list_exports, take_export
from models import (
    Action,
    ActionAnswer,
    ActionOutcome,
    AuditEntry,
    Comment,
    Consensus,
    Instrument,
    LookCause,
    Mark,
    NoteSection,
    Principle,
    Rater,
    RatingChange,
    RecordingStatus,
    Reply,
    ReviewStatus,
    Role,
    ScoreScale,
    SecondLook,
    Stance,
    SuggestionDecision,
    Verdict,
    now,
)
from tests.everything import put_everything
from tests.factories import this_monday

FIT, RESPONSIBILITY = Principle.FINDING_THE_FIT, Principle.INCREASING_RESPONSIBILITY


def ago(weeks):
    return this_monday() - timedelta(weeks=weeks)


@pytest.fixture
def week(people, factories, db):
    """A reviewed week of the therapist's case with everything on it; a second rating is under way."""
    therapist, consultant, supervisor = (
        people[role] for role in (Role.THERAPIST, Role.CONSULTANT, Role.SUPERVISOR)
    )
    week = factories.Week(case=people["case"], starts_on=ago(2))
    goal = {"goal": "Home by nine", "measure": "Nights", "owner": "Mum", "by": "Sunday"}
    texts = {"advances": "Mum set the rule and praised her for being home by nine."}
    note = factories.Note(week=week, by=therapist, texts=texts, sections={**texts, "new_goals": [goal]})
    recording = factories.Recording(week=week, by=therapist, duration_seconds=600.0)
    transcript = factories.Transcript(recording=recording)
    factories.Recording(week=week, by=therapist, status=RecordingStatus.WITHDRAWN)
    suggestion = factories.Suggestion(week=week, quote="praised her", revision=note.latest)
    first = factories.Review(
        week=week, by=consultant, published=True, revision_id=note.latest.id,
        ratings={FIT: 2, RESPONSIBILITY: None},
    )  # fmt: skip
    mark = factories.Mark(
        review=first, quote="praised her", revision=note.latest, suggestion_id=suggestion.id
    )
    factories.Mark(review=first, quote="Mum", revision=note.latest, removed_at=now())
    comment = Comment(
        review_id=first.id, by_id=consultant.id, text="=Well seen", revision_id=note.latest.id,
        section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
    )  # fmt: skip
    action = Action(review_id=first.id, position=0, text="Rehearse it", owner_id=therapist.id)
    second = factories.Review(
        week=week, by=supervisor, rater=Rater.SECOND, revision_id=note.latest.id, ratings={FIT: 4}
    )
    factories.Mark(review=second, quote="set the rule", revision=note.latest)
    db.add_all([comment, action, SecondLook(week_id=week.id, cause=LookCause.SHARE)])
    db.add(
        SuggestionDecision(
            suggestion_id=suggestion.id, review_id=first.id, by_id=consultant.id,
            verdict=Verdict.ACCEPTED, seconds=4.5,
        )
    )  # fmt: skip
    db.flush()
    rating = first.rating(FIT)
    db.add_all(
        [
            RatingChange(review_id=first.id, principle=FIT, value=3, by_id=consultant.id),
            RatingChange(
                review_id=first.id, principle=FIT, value=2, by_id=consultant.id, is_after_reveal=True
            ),
            RatingChange(review_id=second.id, principle=FIT, value=4, by_id=supervisor.id),
            Reply(
                review_id=first.id,
                rating_id=rating.id,
                by_id=therapist.id,
                stance=Stance.EXPLAIN,
                text="Was ill",
            ),
            Reply(
                review_id=first.id,
                comment_id=comment.id,
                by_id=consultant.id,
                stance=Stance.ANSWER,
                text="Seen",
            ),
            ActionAnswer(
                action_id=action.id, week_id=week.id, by_id=therapist.id, outcome=ActionOutcome.PARTLY
            ),
        ]
    )
    db.commit()
    return {
        "week": week, "first": first, "second": second, "mark": mark, "action": action, "note": note,
        "recording": recording, "turn": transcript.segments[0],
    }  # fmt: skip


def hand_in_second(db, week):
    week["second"].status = ReviewStatus.SUBMITTED
    week["second"].submitted_at = now()
    db.query(SecondLook).update({"done_at": now()})
    db.commit()


def test_a_rating_carries_its_reply_and_the_second_only_when_both_are_done(take, week, db, people):
    rows = {row["principle"]: row for row in take("ratings", Role.CONSULTANT)}

    fit = rows[FIT.value]
    assert (fit["first_value"], fit["counted_value"], fit["counted_from"]) == (2, 2, "first")
    assert (fit["second_state"], fit["second_value"], fit["second_knew_first"]) == ("none", None, None)
    assert (fit["reply_stance"], fit["reply_text"]) == ("explain", "Was ill")
    assert fit["changed_after_reveal"] is True
    assert rows[RESPONSIBILITY.value]["counted_value"] is None

    hand_in_second(db, week)
    db.add(
        Consensus(
            week_id=week["week"].id, principle=FIT, value=3, why="Heard it twice", by_id=week["first"].by_id
        )
    )
    db.commit()

    fit = next(row for row in take("ratings", Role.THERAPIST) if row["principle"] == FIT.value)
    assert (fit["first_value"], fit["second_state"], fit["second_value"]) == (2, "rated", 4)
    assert (fit["counted_value"], fit["counted_from"], fit["consensus_why"]) == (
        3,
        "consensus",
        "Heard it twice",
    )
    assert "changed_after_reveal" not in fit


def test_who_may_rate_second_gets_nothing_of_the_first_before_that_is_done(take, week, people, factories, db):
    blind = (
        "ratings", "rating_changes", "marks", "comments", "actions", "action_answers", "replies", "suggestions"
    )  # fmt: skip

    assert all(take(name, Role.SUPERVISOR) == [] for name in blind)
    assert all(take(name, Role.CONSULTANT) for name in blind)
    free = factories.Person(role=Role.CONSULTANT, team=people["team"])
    assert all(take(name, by=free) == [] for name in blind)

    hand_in_second(db, week)

    assert {row["rater"] for row in take("marks", Role.SUPERVISOR)} == {"first", "second"}
    assert take("ratings", by=free)


def test_what_is_not_done_is_in_no_table(take, week, db):
    week["first"].status, week["first"].published_at = ReviewStatus.DRAFT, None
    db.commit()
    hand_in_second(db, week)

    for name in (
        "ratings",
        "rating_changes",
        "marks",
        "comments",
        "actions",
        "action_answers",
        "replies",
        "suggestions",
    ):
        for role in (Role.THERAPIST, Role.CONSULTANT):
            if name != "rating_changes" or role is Role.CONSULTANT:
                assert take(name, role) == [], name


def test_a_therapist_gets_the_own_cases_published_and_neither_scores_nor_raters_work(
    take, week, people, factories, db
):
    elsewhere = factories.Case(team=people["team"], therapist=factories.Person())
    other = factories.Week(case=elsewhere, starts_on=ago(1))
    factories.Review(week=other, by=people[Role.CONSULTANT], published=True, ratings={FIT: 5})
    hand_in_second(db, week)

    assert {row["case"] for row in take("ratings", Role.THERAPIST)} == {people["case"].reference}
    assert {row["rater"] for row in take("marks", Role.THERAPIST)} == {"first"}
    for name in ("rating_changes", "second_looks", "agreement", "case_load", "tam_r_scores", "score_means"):
        with pytest.raises(NotAllowed):
            take(name, Role.THERAPIST)
    with pytest.raises(NotAllowed):
        take("weeks", Role.ADMINISTRATOR)
    with pytest.raises(NotFound):
        take("weeks", by=factories.Person(role=Role.SUPERVISOR))


def test_the_familys_words_are_there_only_where_asked_for(take, week):
    without = take("marks", Role.CONSULTANT)
    with_quotes = take("marks", Role.CONSULTANT, with_quotes=True)

    assert "quote" not in without[0]
    assert [row["quote"] for row in with_quotes] == ["praised her"]
    assert (with_quotes[0]["polarity"], with_quotes[0]["decided_seconds"]) == ("adherent", 4.5)


def test_words_of_a_recording_that_was_withdrawn_are_given_to_nobody(take, week, people, factories, db):
    recording = factories.Recording(week=week["week"], by=people[Role.THERAPIST])
    turn = factories.Transcript(recording=recording).segments[0]
    place = {"segment_id": turn.id, "starts": 0, "ends": 4, "quote": "Said"}
    review, mark, action = week["first"], week["mark"], db.query(Action).first()
    db.add(Mark(review_id=review.id, by_id=mark.by_id, principle=FIT, polarity=mark.polarity, **place))
    db.add(Comment(review_id=review.id, by_id=mark.by_id, text="Hm.", **place))
    db.add(ActionAnswer(
        action_id=action.id, week_id=week["week"].id, by_id=mark.by_id, outcome=ActionOutcome.DONE, **place
    ))  # fmt: skip

    def quotes():
        tables = ("marks", "comments", "action_answers")
        return [
            row["quote"]
            for name in tables
            for row in take(name, role=Role.CONSULTANT, with_quotes=True)
            if row["quote"] == "Said" or not row["quote"]
        ]

    before = quotes()
    recording.status = RecordingStatus.WITHDRAWN
    after = quotes()

    assert before.count("Said") == 3
    assert after.count("Said") == 0
    assert len(after) == len(before)


def test_every_week_of_a_case_is_there_whether_something_hangs_on_it_or_not(take, week, people, factories):
    factories.Week(case=people["case"], starts_on=ago(3), nothing_because="Half-term")

    rows = {row["week"]: row for row in take("weeks", since=ago(4))}

    assert sorted(rows) == [ago(n).isoformat() for n in (4, 3, 2, 1, 0)]
    states = [rows[ago(n).isoformat()]["state"] for n in (4, 3, 2, 0)]
    assert states == ["missing", "nothing", "reviewed", "not_over"]
    reviewed = rows[ago(2).isoformat()]
    assert (reviewed["recordings"], reviewed["recorded_seconds"]) == (1, 600.0)
    assert reviewed["transcript_coverage"] == pytest.approx(0.97)
    assert reviewed["note_revisions"] == 1
    assert reviewed["due_at"].endswith("Z")
    assert rows[ago(4).isoformat()]["week_id"] is None


def test_what_a_rater_found_waits_for_the_raters_review(take, week, people, factories, db):
    next_week = factories.Week(case=people["case"], starts_on=ago(1))
    draft = factories.Review(week=next_week, by=people[Role.CONSULTANT])
    found = ActionAnswer(
        action_id=week["action"].id, week_id=next_week.id, review_id=draft.id, by_id=draft.by_id,
        outcome=ActionOutcome.SEEN,
    )  # fmt: skip
    db.add(found)
    db.commit()

    (action,) = take("actions", Role.CONSULTANT)
    assert (action["therapist_outcome"], action["rater_outcome"]) == ("partly", None)
    assert [row["from"] for row in take("action_answers", Role.CONSULTANT)] == ["therapist"]

    draft.status, draft.published_at = ReviewStatus.PUBLISHED, now()
    db.commit()

    (action,) = take("actions", Role.CONSULTANT)
    assert action["rater_outcome"] == "seen"


def test_single_answers_about_colleagues_are_never_given_out(take, people, factories):
    team, consultant = people["team"], people[Role.CONSULTANT]
    for respondent, value in (("R1", 3.0), ("R1", 5.0), ("R2", 2.0)):
        factories.Score(
            team=team, instrument=Instrument.CAM, scale=ScoreScale.COMPETENCE, about_id=consultant.id,
            respondent=respondent, value=value,
        )  # fmt: skip

    (row,) = take("score_means")
    assert (row["respondents"], row["mean"], row["scale"]) == (2, None, None)

    factories.Score(
        team=team, instrument=Instrument.CAM, scale=ScoreScale.COMPETENCE, about_id=consultant.id,
        respondent="R3", value=3.0,
    )  # fmt: skip

    (row,) = take("score_means")
    assert (row["scale"], row["respondents"], row["mean"]) == ("competence", 3, 3.0)
    assert take("tam_r_scores") == []


@pytest.mark.parametrize("name", TABLES)
def test_a_row_has_exactly_the_columns_of_its_dictionary(database, db, people, week, factories, name):
    hand_in_second(db, week)
    put_everything(db, factories, people, week)
    table = TABLES[name]

    with database.reading() as reading:
        export = take_export(
            reading, by=people[Role.SUPERVISOR], team_id=people["team"].id, name=name, with_quotes=True
        )
        rows = [dict(row) for row in export.rows]

    assert rows
    assert list(export.columns) == list(table.columns)
    for row in rows:
        assert set(row) == {column.name for column in table.columns}
        for column in table.columns:
            value = plain(row[column.name])
            if column.allowed and value is not None:
                assert value in column.allowed
            if column.empty == "Never empty":
                assert value is not None, column.name
            if column.kind is Kind.YES_NO:
                assert value in {True, False, None}


@pytest.mark.parametrize("name", TABLES)
def test_the_number_of_queries_does_not_grow_with_the_rows(
    database, db, people, week, factories, name, monkeypatch
):
    monkeypatch.setattr("fidelity.usecases.export_turns._AT_ONCE", 10)
    hand_in_second(db, week)
    put_everything(db, factories, people, week)
    by = people[Role.SUPERVISOR if name == "score_imports" else Role.CONSULTANT]

    def count():
        db.commit()
        asked = []
        with database.reading() as reading:
            event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
            export = take_export(reading, by=by, team_id=people["team"].id, name=name)
            list(export.rows)
        return len(asked)

    before = count()
    for weeks_ago in range(5, 9):
        more = factories.Week(case=people["case"], starts_on=ago(weeks_ago))
        factories.Transcript(recording=factories.Recording(week=more, by=people[Role.THERAPIST]))
        factories.Note(week=more, by=people[Role.THERAPIST])
        factories.Review(
            week=more, by=people[Role.CONSULTANT], published=True, ratings=dict.fromkeys(Principle, 3)
        )
        factories.Score(team=people["team"], case=people["case"])

    assert count() == before


def test_taking_out_is_noted_without_content(take, week, db):
    take("comments", with_quotes=True)

    db.rollback()
    assert db.query(AuditEntry.what).filter(AuditEntry.what.like("exported%")).all() == [
        ("exported comments with quotes",)
    ]


def test_every_table_has_rows_and_every_listed_one_may_be_taken(database, db, people):
    assert set(ROWS) == set(TABLES)
    db.commit()
    with database.reading() as reading:
        listed = list_exports(reading, by=people[Role.THERAPIST], team_id=people["team"].id)
        for table in listed.tables:
            take_export(reading, by=people[Role.THERAPIST], team_id=people["team"].id, name=table.name)

    assert listed.is_own
    assert {table.name for table in listed.tables} < set(TABLES)
