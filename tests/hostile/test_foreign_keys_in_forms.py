"""A key of another team, case, week or review in a form is as unknown as one that does not exist."""

from uuid import uuid4

import pytest
from sqlalchemy import func, select

from models import (
    Action,
    AuditEntry,
    Base,
    CaseTherapist,
    Comment,
    Mark,
    NoteSection,
    Principle,
    Rating,
    Review,
    Role,
    Segment,
    Suggestion,
    Team,
)
from tests.hostile.world import LATER, THE_WEEK_BEFORE, TODAY

#: Looking and being refused leave traces; signing in does too.
UNCHANGED = [table for table in Base.metadata.sorted_tables if table.name != "audit_entry"]


@pytest.fixture
def foreign(factories, db):
    """Keys of another team, in which everything stands as in ours."""
    team = factories.Team()
    therapist = factories.Person(role=Role.THERAPIST, team=team)
    consultant = factories.Person(role=Role.CONSULTANT, team=team)
    case = factories.Case(team=team, therapist=therapist)
    week = factories.Week(case=case)
    recording = factories.Recording(week=week, by=therapist)
    segment = factories.Transcript(recording=recording).segments[0]
    revision = factories.Note(week=week, by=therapist).latest
    suggestion = factories.Suggestion(week=week, quote="What happened", segment=segment)
    review = factories.Review(
        week=week, by=consultant, revision_id=revision.id, published=True, ratings=dict.fromkeys(Principle, 2)
    )
    mark = factories.Mark(review=review, quote="Mum", revision=revision)
    comment = Comment(
        review_id=review.id, by_id=consultant.id, text="Theirs.", revision_id=revision.id,
        section=NoteSection.ADVANCES, starts=0, ends=3, quote="Mum",
    )  # fmt: skip
    action = Action(review_id=review.id, position=0, text="Theirs.")
    db.add_all([comment, action])
    db.commit()
    keys = {
        "team": team.id, "therapist": therapist.id, "case": case.id, "week": week.id, "recording": recording.id,
        "segment": segment.id, "suggestion": suggestion.id, "review": review.id, "mark": mark.id,
        "comment": comment.id, "action": action.id, "consultant": consultant.id, "consultant_mail": consultant.email,
        "reference": case.reference,
        "kept": factories.KeptWords(review=review, strengths="Theirs.").id,
        "absence": factories.Absence(team=team, person=consultant, covered_by=therapist).id,
        "import": factories.Score(team=team, case=case, by=consultant).import_id,
        "agenda": factories.AgendaItem(team=team, by=consultant, monday=THE_WEEK_BEFORE, text="Theirs.").key,
        "rating": db.scalars(select(Rating.id).filter_by(review_id=review.id)).first(),
        "held": db.scalars(select(CaseTherapist.id).filter_by(case_id=case.id)).one(),
    }  # fmt: skip
    db.commit()
    return keys


def rows(database):
    """How many rows each table has, and what stands in those that are changed in place."""
    with database.reading() as db:
        counts = {table.name: db.scalar(select(func.count()).select_from(table)) for table in UNCHANGED}
        values = [
            sorted(map(repr, db.execute(select(*columns)).all()))
            for columns in (
                (Review.id, Review.status, Review.number, Review.strengths),
                (Mark.id, Mark.removed_at),
                (Comment.id, Comment.text, Comment.removed_at),
                (Suggestion.id, Suggestion.first_shown_at),
                (Team.id, Team.offer),
                (Action.id, Action.text, Action.owner_id, Action.done_at),
                (CaseTherapist.id, CaseTherapist.ends_on),
                (Segment.id, Segment.machine_role),
            )
        ]
        return counts, values


def attempts(world, foreign):
    """Who sends what where, with one key that is not theirs."""
    place = {"quote": "What happened", "principle": "finding_the_fit", "polarity": "+", "text": "x"}
    words = {"number": "0", "strengths": "a", "action_text": "d", "action_due": ""}
    words_of_turn = {"first": "0", "last": "0", "was": "What", "text": "Who"}
    case = {"reference": "ABC-0001", "opened_on": "2026-01-05"}
    give = {"starts_on": "2026-11-02", "others": "stay"}
    answer, seen = {"outcome": "done", "text": "x"}, {"outcome": "seen", "quote": "What happened"}
    away = {"starts_on": LATER, "ends_on": LATER}
    cam = {"date": TODAY, "respondent": "R9", "competence": "4", "procedures": "4", "alliance": "4"}
    return [
        ("C", "marks.create", {}, place | {"turn": foreign["segment"]}),
        ("C", "comments.create", {}, place | {"turn": foreign["segment"]}),
        ("C", "marks.new", {"query": {"turn": foreign["segment"]}}, None),
        ("C", "marks.remove", {"mark_id": foreign["mark"]}, {}),
        ("C", "marks.remove", {"mark_id": world.published_mark.id}, {}),
        ("C", "comments.change", {"comment_id": foreign["comment"]}, {"text": "x"}),
        ("C", "comments.change", {"comment_id": world.published_comment.id}, {"text": "x"}),
        ("C", "comments.remove", {"comment_id": foreign["comment"]}, {}),
        ("C", "suggestions.decide", {"suggestion_id": foreign["suggestion"]}, {"verdict": "accepted"}),
        ("C", "suggestions.instead", {"suggestion_id": foreign["suggestion"]}, place),
        ("C", "suggestions.other", {"suggestion_id": foreign["suggestion"]}, None),
        ("C", "suggestions.shown", {}, {"id": foreign["suggestion"]}),
        ("C", "offers.edit", {"team_id": foreign["team"]}, {"offer": "more"}),
        ("C", "review_words.save", {}, words | {"action_owner": foreign["therapist"]}),
        ("C", "ratings.rate", {"review_id": foreign["review"]}, {"choice": "1"}),
        ("T", "speakers.name", {}, {f"role-{foreign['segment']}": "youth"}),
        ("T", "speakers.name", {}, {f"role-{foreign['segment']}": "youth", f"role-{world.segment_id}": "youth"}),
        ("T", "turns.show", {"segment_id": foreign["segment"]}, None),
        ("T", "turns.correct", {"segment_id": foreign["segment"]}, words_of_turn),
        ("T", "turns.hear", {"segment_id": foreign["segment"]}, words_of_turn),
        ("T", "turns.split", {"segment_id": foreign["segment"]}, words_of_turn | {"from": "0", "role": "youth"}),
        ("T", "feedback.reply", {}, {"stance": "accept", "rating_id": foreign["rating"]}),
        ("T", "feedback.reply", {}, {"stance": "accept", "mark_id": foreign["mark"]}),
        ("T", "feedback.reply", {}, {"stance": "accept", "mark_id": world.mark.id}),
        ("T", "feedback.reply", {}, {"stance": "accept", "comment_id": foreign["comment"]}),
        ("T", "feedback.reply", {"review_id": foreign["review"]}, {"stance": "accept"}),
        ("T", "feedback.reply", {"review_id": world.draft.id}, {"stance": "accept"}),
        ("T", "feedback.action", {"action_id": foreign["action"]}, {"done": "yes"}),
        ("T", "feedback.action", {"review_id": foreign["review"], "action_id": foreign["action"]}, {"done": "yes"}),
        ("S", "case_admin.new", {}, case | {"therapist": foreign["therapist"]}),
        ("S", "case_admin.new", {"team_id": foreign["team"]}, case | {"therapist": foreign["therapist"]}),
        ("S", "case_admin.give", {}, give | {"therapist": foreign["therapist"]}),
        ("S", "case_admin.take", {"held_id": foreign["held"]}, {"ends_on": "2026-11-02"}),
        ("S", "adherence.team", {"query": {"therapist": foreign["therapist"]}}, None),
        ("S", "adherence.team", {"query": {"case": foreign["case"]}}, None),
        ("S", "adherence.evidence", {"query": {"case": foreign["case"]}}, None),
        ("T", "feedback.take_back", {}, {"rating_id": foreign["rating"]}),
        ("C", "feedback.answer", {}, {"text": "x", "mark_id": foreign["mark"]}),
        ("C", "feedback.answer", {"review_id": foreign["review"]}, {"text": "x"}),
        ("T", "actions.answer", {"action_id": foreign["action"]}, answer),
        ("T", "actions.answer", {}, answer | {"quote": "What", "place": f"turn:{foreign['segment']}:0"}),
        ("C", "actions.seen", {"action_id": foreign["action"]}, {"outcome": "seen"}),
        ("C", "actions.seen", {}, seen | {"place": f"turn:{foreign['segment']}:0"}),
        ("C", "comments.answer", {"comment_id": foreign["comment"]}, {"text": "x"}),
        ("C", "comments.resolve", {"comment_id": foreign["comment"]}, {"resolved": "yes"}),
        ("C", "kept_words.show", {"kept_id": foreign["kept"]}, None),
        ("C", "kept_words.settle", {"kept_id": foreign["kept"]}, {"number": "0"}),
        ("C", "reviews.take_back", {"review_id": foreign["review"]}, {"reason": "x"}),
        ("C", "both_reviews.settle", {"case_id": foreign["case"]}, {"choice": "4", "why": "x"}),
        ("C", "second_reviews.ask", {"case_id": foreign["case"]}, {}),
        ("C", "second_reviews.take", {"case_id": foreign["case"]}, {}),
        ("C", "claims.take", {"case_id": foreign["case"]}, {}),
        ("C", "claims.hand_over", {}, {"to": foreign["consultant"], "why": "x"}),
        ("C", "snoozes.put_off", {"case_id": foreign["case"]}, {"until": LATER, "reason": "x"}),
        ("S", "absences.add", {}, away | {"person": foreign["consultant"], "covered_by": world.who["S"].id}),
        ("S", "absences.add", {}, away | {"person": world.who["C"].id, "covered_by": foreign["consultant"]}),
        ("S", "absences.take_back", {"absence_id": foreign["absence"]}, {}),
        ("C", "consultations.add", {}, {"text": "x", "case": foreign["case"]}),
        ("C", "consultations.tick", {}, {"key": foreign["agenda"], "ticked": "yes"}),
        ("C", "consultations.move", {}, {"key": foreign["agenda"], "before": ""}),
        ("C", "consultations.take_off", {}, {"key": foreign["agenda"]}),
        ("S", "score_imports.take_back", {"import_id": foreign["import"]}, {}),
        ("S", "score_imports.new", {}, cam | {"consultant": foreign["consultant_mail"]}),
        ("S", "score_imports.new", {"instrument": "tam-r"}, {"date": TODAY, "case": foreign["reference"], "score": ".5"}),
        ("S", "scores.rows", {"query": {"case": foreign["case"]}}, None),
        ("S", "case_load.rows", {"what": "cases", "query": {"therapist": foreign["therapist"]}}, None),
        ("A", "people.new", {}, {"name": "N", "email": "n@x.org", "role": "therapist", "team": uuid4(),
                                 "starts_on": "2026-11-02"}),
        ("A", "roles.new", {}, {"role": "therapist", "team": foreign["case"], "starts_on": "2026-11-02"}),
    ]  # fmt: skip


def test_a_key_of_somebody_else_in_a_form_changes_nothing(app, world, foreign, browsers, database, db):
    requests = [
        (letter, endpoint, world.address(app, endpoint, **changed), changed.get("query"), form)
        for letter, endpoint, changed, form in attempts(world, foreign)
    ]
    db.commit()
    before, wrong = rows(database), []
    for letter, endpoint, address, query, form in requests:
        if form is None:
            status = browsers[letter].get(address, query_string=query).status_code
        else:
            status = browsers[letter].post(address, data=form).status_code
        if endpoint != "suggestions.shown" and status not in {404, 422}:
            wrong.append((endpoint, status, form or query))

    assert not wrong, "\n".join(map(str, wrong))
    assert rows(database) == before


def test_a_name_of_another_team_is_not_told(app, world, foreign, browsers, factories, db):
    secret = factories.Person(role=Role.THERAPIST, team=factories.Team(), name="Somebody Elsewhere")
    form = {
        "reference": "ABC-0001",
        "opened_on": "2026-01-05",
        "therapist": secret.id,
        "starts_on": "2026-11-02",
    }
    words = {"number": "0", "strengths": "a", "action_text": "d", "action_due": "", "action_owner": secret.id}
    pages = [
        browsers["S"].post(world.address(app, "case_admin.new"), data=form),
        browsers["S"].post(world.address(app, "case_admin.give"), data=form),
        browsers["C"].post(world.address(app, "review_words.save"), data=words),
    ]

    assert [page.status_code for page in pages] == [422, 422, 422]
    assert not [page for page in pages if "Elsewhere" in page.text]


def test_a_list_is_not_narrowed_by_keys_of_another_team(app, world, foreign, browsers, db):
    db.add(AuditEntry(what="whispered", team_id=foreign["team"]))
    db.commit()
    for key in ("team", "therapist"):
        page = browsers["C"].get(f"/queue?{key}={foreign[key]}")
        assert page.status_code in {200, 404}
        assert str(foreign["case"]) not in page.text
    log = browsers["S"].get(f"/audit?team={foreign['team']}")
    assert str(foreign["case"]) not in log.text
    assert "hispered" not in log.text
    assert "hispered" in browsers["A"].get("/audit").text
