from datetime import date, timedelta
from threading import Thread

import pytest
from sqlalchemy import func, select

from fidelity.queue import JobKind
from fidelity.usecases.errors import Clash, InvalidInput, NotAllowed, NotFound
from fidelity.usecases.hand_in_note import hand_in_note
from fidelity.usecases.keep_import import Taken, keep_import
from fidelity.usecases.note_state import Base, state_of
from fidelity.usecases.save_draft import save_draft
from fidelity.usecases.say_nothing_happened import say_nothing_happened, take_back_nothing
from fidelity.usecases.settle_clash import settle_clash
from fidelity.usecases.week_of import WeekNotOpen, week_of
from models import (
    AuditEntry,
    CaseNote,
    CaseNoteDraft,
    CaseNoteRevision,
    Job,
    NoteSection,
    Role,
    Week,
)
from tests.factories import this_monday

NOTHING_YET = Base()
ADVANCES = {"advances": "Mum held the rule."}


@pytest.fixture
def note(db, queue, people):
    """Save and hand in as the therapist who holds the case."""

    class Note:
        def __init__(self):
            self.given = {
                "by": people[Role.THERAPIST],
                "case_id": people["case"].id,
                "monday": this_monday(),
                "longest": 100,
            }

        def save(self, sections, base=NOTHING_YET, **changed):
            return save_draft(db, sections=sections, base=base, **self.given | changed)

        def hand_in(self, sections, base=NOTHING_YET, **changed):
            return hand_in_note(db, queue, sections=sections, base=base, **self.given | changed)

        def state(self):
            db.rollback()
            return state_of(db, self.given["case_id"], self.given["monday"])

    return Note()


def test_a_draft_grows_with_every_save(db, note):
    first = note.save(ADVANCES)
    second = note.save({"advances": "Mum held it again."}, first.base)

    assert (first.base, second.base) == (Base(0, 1), Base(0, 2))
    assert note.state().sections["advances"] == "Mum held it again."
    assert note.state().is_draft
    assert db.scalar(select(func.count()).select_from(CaseNoteRevision)) == 1  # only the noise


def test_the_second_of_two_tabs_is_shown_what_the_first_has_saved(note):
    note.save(ADVANCES)

    with pytest.raises(Clash) as clash:
        note.save({"advances": "Something else."})

    assert clash.value.theirs.sections["advances"] == "Mum held the rule."
    assert clash.value.theirs.saved_by == note.given["by"].name
    assert note.state().sections["advances"] == "Mum held the rule."


def test_a_save_whose_answer_was_lost_can_be_sent_again(note):
    first = note.save(ADVANCES)

    assert note.save(ADVANCES).base == first.base


def test_two_versions_are_settled_section_by_section(db, note):
    theirs = note.save({"advances": "Theirs.", "barriers": "Tired."})
    mine = {"advances": "Mine.", "barriers": ""}

    settle_clash(
        db,
        mine=mine,
        base=theirs.base,
        choices={NoteSection.ADVANCES: "both", NoteSection.BARRIERS: "theirs"},
        **note.given,
    )

    assert note.state().sections["advances"] == "Theirs.\n\nMine."
    assert note.state().sections["barriers"] == "Tired."
    with pytest.raises(Clash):
        settle_clash(db, mine=mine, base=theirs.base, choices={}, **note.given)


def test_handing_in_makes_a_revision_and_asks_for_it_to_be_tagged(db, queue, note):
    draft = note.save(ADVANCES)

    revision = note.hand_in(ADVANCES, draft.base)

    assert (revision.number, revision.texts) == (1, ADVANCES)
    job = db.scalars(select(Job)).one()
    assert (job.kind, job.subject_id) == ("TAG_NOTE", revision.id)
    assert queue.jobs == [(JobKind.TAG_NOTE, job.id)]
    assert db.scalar(select(func.count()).select_from(CaseNoteDraft)) == 0
    assert "handed in note" in db.scalars(select(AuditEntry.what)).all()


def test_a_double_click_makes_one_revision(db, queue, note):
    draft = note.save(ADVANCES)

    assert note.hand_in(ADVANCES, draft.base).id == note.hand_in(ADVANCES, draft.base).id
    assert len(queue.jobs) == 1


def test_two_clicks_at_the_same_moment_make_one_revision(database, queue, db, note):
    numbers = []
    db.rollback()

    def click():
        with database.writing() as own:
            person = own.merge(note.given["by"])
            own.rollback()
            given = note.given | {"by": person}
            revision = hand_in_note(own, queue, sections=ADVANCES, base=Base(), **given)
            numbers.append(revision.number)

    clicks = [Thread(target=click) for _ in range(4)]
    for each in clicks:
        each.start()
    for each in clicks:
        each.join()

    assert numbers == [1, 1, 1, 1]
    assert len(queue.jobs) == 1


def test_the_note_is_kept_while_the_queue_is_away(db, queue, note):
    queue.is_away = True

    revision = note.hand_in(ADVANCES)

    assert db.scalars(select(Job)).one().subject_id == revision.id


def test_a_tab_that_was_open_while_the_note_was_handed_in_cannot_overwrite_it(note):
    draft = note.save(ADVANCES)
    note.hand_in(ADVANCES, draft.base)

    with pytest.raises(Clash):
        note.save({"advances": "Old tab."}, draft.base)
    with pytest.raises(Clash):
        note.hand_in({"advances": "Old tab."}, draft.base)


def test_numbers_of_an_old_draft_do_not_fit_a_new_one(note):
    old = note.save(ADVANCES)
    revision = note.hand_in(ADVANCES, old.base)
    new = note.save({"advances": "Later."}, Base(revision.number))

    assert new.base == Base(1, 1)
    with pytest.raises(Clash):
        note.save({"advances": "Old tab."}, old.base)


def test_a_new_note_begins_with_the_goals_of_the_latest_one_before(db, note):
    earlier = this_monday() - timedelta(weeks=2)
    sections = {"referral_and_overarching_goals": "No arrests.", "new_goals": [{"goal": "Jar moves"}]}
    note.hand_in(sections, monday=earlier)

    state = note.state()

    assert state.carried_from == earlier
    assert state.sections["previous_goals"] == [{"goal": "Jar moves", "rating": "", "comment": ""}]
    assert state.sections["referral_and_overarching_goals"] == "No arrests."


def test_a_note_that_is_too_long_is_not_kept(db, note):
    with pytest.raises(InvalidInput) as problem:
        note.save({"advances": "a" * 101})

    assert "100 characters" in problem.value.messages["advances"]
    assert not note.state().is_draft


def test_nothing_at_all_cannot_be_handed_in(note):
    with pytest.raises(InvalidInput):
        note.hand_in({})


def test_a_week_that_has_not_begun_is_refused(note):
    with pytest.raises(WeekNotOpen):
        note.save(ADVANCES, monday=this_monday() + timedelta(weeks=1))


def test_a_week_after_the_closing_is_refused(db, note, people):
    people["case"].closed_on = this_monday() - timedelta(days=1)
    db.commit()

    with pytest.raises(WeekNotOpen):
        note.save(ADVANCES)
    note.save(ADVANCES, monday=this_monday() - timedelta(weeks=1))


def test_a_day_that_is_no_monday_leads_nowhere(note):
    with pytest.raises(NotFound):
        note.save(ADVANCES, monday=this_monday() - timedelta(days=1))


@pytest.mark.parametrize("role", [Role.CONSULTANT, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_only_the_therapist_of_the_case_writes(note, people, role):
    with pytest.raises(NotAllowed):
        note.save(ADVANCES, by=people[role])


def test_another_therapist_of_the_team_does_not_know_of_it(note, factories, people):
    other = factories.Person(role=Role.THERAPIST, team=people["team"])

    with pytest.raises(NotFound):
        note.hand_in(ADVANCES, by=other)


def test_imported_words_are_added_only_to_what_was_shown(db, note):
    shown = note.save({"advances": "Typed.", "barriers": "Tired."})
    taken = [
        Taken(NoteSection.ADVANCES, "From the file.", "add"),
        Taken(NoteSection.BARRIERS, "Late bus.", "replace"),
        Taken(NoteSection.FIT, "Left out.", "leave"),
    ]

    keep_import(db, taken=taken, base=shown.base, **note.given)

    sections = note.state().sections
    assert sections["advances"] == "Typed.\n\nFrom the file."
    assert (sections["barriers"], sections["fit"]) == ("Late bus.", "")
    with pytest.raises(Clash):
        keep_import(db, taken=taken, base=shown.base, **note.given)


def test_a_week_is_begun_once(db, people):
    first = week_of(db, people["case"], this_monday())
    db.commit()

    assert week_of(db, people["case"], this_monday()).id == first.id


class TestNothingThisWeek:
    def say(self, db, people, reason="The family is away.", by=None, monday=None):
        return say_nothing_happened(
            db,
            by=by or people[Role.THERAPIST],
            case_id=people["case"].id,
            monday=monday or this_monday(),
            reason=reason,
        )

    def test_it_keeps_the_reason_and_it_can_be_taken_back(self, db, people):
        week = self.say(db, people)
        assert (week.nothing_because, week.nothing_said_by_id) == (
            "The family is away.",
            people[Role.THERAPIST].id,
        )

        take_back_nothing(db, by=people[Role.SUPERVISOR], case_id=people["case"].id, monday=this_monday())
        assert week.nothing_because is None

    def test_it_wants_a_reason(self, db, people):
        with pytest.raises(InvalidInput):
            self.say(db, people, reason=" \x00 ")

    def test_it_is_refused_where_something_happened(self, db, people, factories):
        factories.Recording(week=factories.Week(case=people["case"]))

        with pytest.raises(InvalidInput):
            self.say(db, people)

    def test_a_note_takes_it_back(self, db, people, note):
        week = self.say(db, people)

        note.hand_in(ADVANCES)

        assert db.get(Week, week.id).nothing_because is None

    def test_a_consultant_cannot_say_it(self, db, people):
        with pytest.raises(NotAllowed):
            self.say(db, people, by=people[Role.CONSULTANT])

    def test_a_week_before_the_case_is_refused(self, db, people):
        with pytest.raises(WeekNotOpen):
            self.say(db, people, monday=this_monday() - timedelta(weeks=40))


def test_the_note_is_one_row_whoever_began_it(db, note):
    note.save(ADVANCES)

    assert db.scalar(select(func.count()).select_from(CaseNote)) == 2  # and the noise
    assert date.today() >= this_monday()
