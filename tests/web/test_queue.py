"""The consultant's queue as a person meets it."""

import re
from datetime import date, time, timedelta

import pytest
from sqlalchemy import event, select

from models import (
    CaseNoteRevision,
    CaseTherapist,
    Polarity,
    Principle,
    RecordingStatus,
    Reply,
    Role,
    Stance,
    now,
)
from tests.factories import this_monday

SUNDAY, MONDAY = 6, 0


@pytest.fixture
def team(people, db):
    """Its consultation is at the end of the week, so that nothing of this week is late."""
    people["team"].consultation_weekday, people["team"].consultation_time = SUNDAY, time(23, 59)
    db.commit()
    return people["team"]


@pytest.fixture
def handed_in(people, factories, team):
    """A week of the case with a note, so many weeks ago."""
    factories.Codebook()

    def handed_in(weeks_ago=0, case=None):
        monday = this_monday() - timedelta(weeks=weeks_ago)
        week = factories.Week(case=case or people["case"], starts_on=monday)
        factories.Note(week=week, by=people[Role.THERAPIST])
        return week

    return handed_in


@pytest.fixture
def reviewed(handed_in, factories, people):
    def reviewed(weeks_ago):
        week = handed_in(weeks_ago)
        return factories.Review(week=week, by=people[Role.CONSULTANT], published=True)

    return reviewed


@pytest.fixture
def queue_page(db, sign_in, people):
    def queue_page(address="/queue", role=Role.CONSULTANT):
        db.commit()
        answer = sign_in(people[role]).get(address, base_url="https://localhost")
        assert answer.status_code == 200
        return answer.text

    return queue_page


def cases_in(text):
    return re.findall(r"/weeks/[\d-]+/review\">(TST-\d+)<", text)


def test_an_empty_queue_says_what_comes_next(queue_page, factories, people, team):
    for weeks in range(4):
        monday = this_monday() - timedelta(weeks=weeks)
        factories.Week(case=people["case"], starts_on=monday, nothing_because="The family is away.")

    text = queue_page()

    assert "No week needs a review." in text
    assert text.count("The family is away.") == 4
    assert "Note missing" not in text.split("</form>")[-1]


def test_a_person_without_cases_is_told_what_will_stand_here(db, factories, sign_in):
    consultant = factories.Person(role=Role.CONSULTANT)
    answer = sign_in(consultant).get("/queue", base_url="https://localhost")

    assert "Your teams have no cases yet." in answer.text


def test_a_therapist_has_no_queue(db, people, sign_in):
    db.commit()
    answer = sign_in(people[Role.THERAPIST]).get("/queue", base_url="https://localhost")

    assert answer.status_code == 403


def test_a_week_with_a_note_or_a_recording_waits_until_its_review_is_published(
    queue_page, handed_in, reviewed, factories, people
):
    reviewed(weeks_ago=2)
    handed_in()
    other = factories.Case(team=people["team"], therapist=people[Role.THERAPIST])
    recorded = factories.Week(case=other)
    factories.Recording(week=recorded, status=RecordingStatus.FAILED)
    factories.Recording(week=recorded, status=RecordingStatus.WITHDRAWN)

    text = queue_page()

    assert sorted(cases_in(text)) == sorted([people["case"].reference, other.reference])
    assert "Note handed in. No recording." in text
    assert "No note yet. Recording: 1 that needs attention." in text
    assert "2 weeks need a review: 1 min of audio." in text


def test_a_withdrawn_recording_alone_is_no_work(queue_page, factories, people, team):
    factories.Recording(week=factories.Week(case=people["case"]), status=RecordingStatus.WITHDRAWN)

    assert cases_in(queue_page()) == []


def test_the_earlier_consultation_comes_first_whatever_needs_attention(
    queue_page, handed_in, factories, people
):
    early = factories.Team(consultation_weekday=MONDAY)
    people[Role.CONSULTANT].team_roles.append(_role(early))
    calm = factories.Case(team=early, therapist=people[Role.THERAPIST])
    new = factories.Case(team=people["team"], opened_on=date.today())
    handed_in(case=new)
    handed_in(case=calm)

    assert cases_in(queue_page()) == [calm.reference, new.reference]


def _role(team):
    from models import TeamRole
    from tests.factories import LONG_AGO

    return TeamRole(team_id=team.id, role=Role.CONSULTANT, starts_on=LONG_AGO)


def test_a_contested_case_comes_first_and_says_so_until_the_therapist_accepts(
    queue_page, handed_in, reviewed, factories, people, db
):
    review = reviewed(weeks_ago=1)
    first = factories.Case(team=people["team"], opened_on=date.today(), therapist=people[Role.THERAPIST])
    handed_in(case=first)
    handed_in()
    by = people[Role.THERAPIST].id
    db.add(Reply(review_id=review.id, by_id=by, stance=Stance.CONTEST, text="I did"))
    text = queue_page()

    assert cases_in(text) == [people["case"].reference, first.reference]
    assert "The therapist contests the last review." in text
    assert "Week 1 of the case" in text

    look = factories.SecondLook(week=review.week, given_to_id=people[Role.SUPERVISOR].id)
    assert "contests the last review" not in queue_page(role=Role.SUPERVISOR)
    db.delete(look)
    assert "contests the last review" in queue_page(role=Role.SUPERVISOR)

    db.add(Reply(review_id=review.id, by_id=by, stance=Stance.ACCEPT))
    assert "contests" not in queue_page()


def test_a_principle_with_nothing_for_three_weeks_is_named(queue_page, handed_in, factories, db):
    weeks = [handed_in(weeks_ago=n) for n in range(3)]
    for week, principles in zip(weeks, (list(Principle)[:5], list(Principle)[5:8], []), strict=True):
        revision = db.scalar(select(CaseNoteRevision).where(CaseNoteRevision.note.has(week_id=week.id)))
        for principle in principles:
            factories.Suggestion(week=week, quote="Mum", revision=revision, principle=principle)

    text = queue_page()

    assert "Nothing found for “Generalisation” in 3 weeks." in text
    assert text.count("Nothing found for") == 1
    assert "5 suggestions undecided." in text


def test_words_against_a_principle_are_named_and_those_of_an_older_note_do_not_count(
    queue_page, handed_in, factories, db
):
    week = handed_in()
    old = db.scalar(select(CaseNoteRevision).where(CaseNoteRevision.note.has(week_id=week.id)))
    new = CaseNoteRevision(
        note_id=old.note_id, number=2, written_by_id=old.written_by_id, sections={}, texts=old.texts
    )
    db.add(new)
    db.flush()
    for revision, principle in ((old, Principle.FINDING_THE_FIT), (new, Principle.GENERALISATION)):
        factories.Suggestion(
            week=week, quote="Mum", revision=revision, principle=principle, polarity=Polarity.COUNTER
        )

    text = queue_page()

    assert "Words that may go against “Generalisation”." in text
    assert "Finding the fit" not in text


def test_what_is_no_longer_offered_does_not_count_in_the_queue(queue_page, handed_in, factories):
    week = handed_in()
    turns = [("caregiver", "It will never work."), ("therapist", "He is just lazy.")]
    transcript = factories.Transcript(recording=factories.Recording(week=week), turns=turns)
    for segment, principle in zip(
        transcript.segments, (Principle.CONTINUOUS_EFFORT, Principle.FINDING_THE_FIT), strict=True
    ):
        factories.Suggestion(
            week=week,
            quote=segment.text,
            segment=segment,
            principle=principle,
            polarity=Polarity.COUNTER,
            retired_at=now() if segment.position == 0 else None,
        )

    text = queue_page()

    assert "Words that may go against “Finding the fit”." in text
    assert "Continuous effort" not in text


def test_a_therapist_who_was_never_reviewed_is_named(queue_page, handed_in, reviewed):
    handed_in()
    assert "No work of this therapist has been reviewed yet." in queue_page()

    reviewed(weeks_ago=1)
    assert "No work of this therapist has been reviewed yet." not in queue_page()


def test_a_week_without_a_note_is_late_once_the_consultation_is_over(queue_page, people, team):
    text = queue_page("/queue?state=late")

    last_week = this_monday() - timedelta(weeks=1)
    assert "Note missing" in text
    assert text.count("Was due") == 3
    assert f"Week of {last_week.day} {last_week:%b %Y}" in text
    assert f"Week of {this_monday().day} {this_monday():%b %Y}" not in text


def test_weeks_without_a_note_are_counted_above_and_folded_where_they_are_many(
    queue_page, handed_in, factories, people, team
):
    handed_in()
    few = queue_page()
    for _ in range(2):
        factories.Case(team=team, therapist=people[Role.THERAPIST])

    many, chosen = queue_page(), queue_page("/queue?state=late")

    assert re.search(r'For 3 weeks <a href="#late">the note is missing</a>', few)
    assert re.search(r'For 9 weeks <a href="#late">the note is missing</a>', many)
    folds = [text.split('id="late"')[1].split("<summary")[0] for text in (few, many, chosen)]
    assert ["<details" in fold and " open>" in fold for fold in folds] == [True, False, True]


def test_filters_keep_their_place_in_the_address(queue_page, handed_in, factories, people):
    mine = handed_in()
    other = factories.Person(role=Role.THERAPIST, team=people["team"])
    theirs = factories.Case(team=people["team"], therapist=other)
    week = handed_in(case=theirs)
    factories.Review(week=week, by=people[Role.SUPERVISOR])

    assert cases_in(queue_page(f"/queue?therapist={other.id}")) == [theirs.reference]
    assert cases_in(queue_page("/queue?state=draft")) == [theirs.reference]
    assert cases_in(queue_page("/queue?state=not_started")) == [mine.case.reference]
    assert len(cases_in(queue_page(f"/queue?team={people['team'].id}"))) == 2
    nothing = queue_page(f"/queue?team={theirs.id}")
    assert "Nothing fits what you chose." in nothing
    assert f'value="{other.id}" selected' in queue_page(f"/queue?therapist={other.id}&state=rubbish")


def test_who_writes_a_review_is_said_and_the_writer_can_go_on(queue_page, handed_in, factories, people):
    factories.Review(week=handed_in(), by=people[Role.SUPERVISOR])

    assert f"{people[Role.SUPERVISOR].name} is writing the review." in queue_page()
    assert "You began this review." in queue_page(role=Role.SUPERVISOR)


def test_who_held_a_family_is_offered_no_review_of_it(queue_page, handed_in, factories, people, db):
    own, other = handed_in(), handed_in(case=factories.Case(team=people["team"]))
    consultant = people[Role.CONSULTANT]
    db.add(CaseTherapist(case_id=own.case_id, person_id=consultant.id, starts_on=own.starts_on))

    page = queue_page()

    assert page.count("You held this case in this week, so somebody else rates it") == 1
    assert cases_in(page) == [other.case.reference]
    assert (page.count("Start review"), page.count("Take it")) == (1, 1)


def test_the_number_of_queries_does_not_grow_with_the_weeks(app, queue_page, handed_in, factories, people):
    seen = []
    engine = app.extensions["fidelity.database"].engine
    event.listen(engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    def queries():
        seen.clear()
        queue_page()
        return len(seen)

    handed_in()
    few = queries()
    for _ in range(4):
        case = factories.Case(team=people["team"], therapist=people[Role.THERAPIST])
        for weeks_ago in range(3):
            handed_in(weeks_ago, case=case)

    assert queries() == few
    assert few <= 25
