"""Many of the same request in the same moment leave what one would have left."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select, update

from fidelity.queue import JobKind
from models import (
    Absence,
    ActionAnswer,
    AgendaItem,
    AuditEntry,
    Case,
    CaseNoteDraft,
    CaseNoteRevision,
    CaseTherapist,
    Claim,
    Comment,
    Consensus,
    Job,
    KeptWords,
    Mark,
    Person,
    PersonChoices,
    RatingChange,
    Recording,
    Reply,
    Review,
    ScoreImport,
    SpeakerNaming,
    SuggestionDecision,
    Team,
    TeamRole,
    VoiceNaming,
    Week,
    WordCorrection,
    now,
)
from tests.factories import this_monday
from tests.hostile.world import TODAY, note_as_json
from tests.web.sounds import wav

#: As many as the service has threads.
TIMES = 8
#: Endpoint and the table that must have one row more, or none, than before.
ONE_MORE = {
    "recordings.create": (Recording, Job),
    "feedback.reply": (Reply,),
    "marks.create": (Mark,),
    "comments.create": (Comment,),
    "ratings.rate": (RatingChange,),
    "suggestions.decide": (SuggestionDecision, Mark),
    "speakers.name": (SpeakerNaming, Job),
    "speakers.voice": (VoiceNaming, Job),
    "turns.correct": (WordCorrection, Job),
    "turns.split": (SpeakerNaming,),
    "case_admin.new": (Case, CaseTherapist),
    "case_admin.give": (CaseTherapist,),
    "teams.new": (Team,),
    "people.new": (Person, TeamRole),
    "roles.new": (TeamRole,),
    "score_imports.new": (ScoreImport,),
    "feedback.answer": (Reply,),
    "actions.answer": (ActionAnswer,),
    "actions.seen": (ActionAnswer,),
    "both_reviews.settle": (Consensus,),
    "claims.hand_over": (Claim,),
    "consultations.add": (AgendaItem,),
    "rater_agreement.measure": (Job,),
    "second_reviews.start": (Review,),
    "digests.told": (PersonChoices,),
    "absences.add": (Absence,),
}


@pytest.fixture
def at_once(app, sign_in, monkeypatch):
    """``at_once(person, address, make)`` sends what ``make()`` gives, many times in the same moment."""
    # So many argon2 hashes at once would measure the machine, and no lock.
    monkeypatch.setattr("fidelity.web.people.hash_password", lambda password: f"hash of {len(password)}")

    def at_once(person, address, make, times=TIMES):
        browsers, start = [sign_in(person) for _ in range(times)], Barrier(times)

        def send(browser):
            start.wait()
            return browser.post(address, **make()).status_code

        with ThreadPoolExecutor(times) as threads:
            return list(threads.map(send, browsers))

    return at_once


def count(database, table):
    with database.reading() as db:  # one that writes would keep all of them waiting
        return db.scalar(select(func.count()).select_from(table))


def asked_for(world, endpoint, form):
    """What is sent; files anew each time. Some fields differ from a form that would change nothing."""
    changed = {
        "speakers.name": {f"role-{world.suspect_id}": "youth"},
        "case_admin.give": {"therapist": str(world.other.id)},
    }.get(endpoint, {})
    data = changed if endpoint == "speakers.name" else form | changed
    if endpoint == "recordings.create":
        sound = wav()
        return lambda: {"data": data | {"audio": (io.BytesIO(sound), "a.wav")}}
    return lambda: {"data": data}


def test_what_is_added_is_added_once(app, world, database, at_once):
    wrong = []
    for endpoint, letter, form in world.forms():
        if endpoint not in ONE_MORE:
            continue
        before = {table: count(database, table) for table in ONE_MORE[endpoint]}
        make = asked_for(world, endpoint, form)
        # A recording is looked at by a process of its own, each time it comes.
        times = 3 if endpoint == "recordings.create" else TIMES
        codes = at_once(world.who[letter], world.address(app, endpoint), make, times)
        added = {table.__name__: count(database, table) - n for table, n in before.items()}
        is_served = any(code in {200, 303} for code in codes) and all(code < 500 for code in codes)
        if not is_served or set(added.values()) != {1}:
            wrong.append((endpoint, sorted(codes), added))

    assert not wrong, "\n".join(map(str, wrong))


def test_a_review_is_begun_once(app, world, database, at_once, factories):
    week = factories.Week(case=world.case, starts_on=this_monday())
    factories.Note(week=week, by=world.who["T"])
    reviews, address = (
        count(database, Review),
        world.address(app, "reviews.start", monday=week.starts_on.isoformat()),
    )

    codes = at_once(world.who["C"], address, dict)

    assert set(codes) == {303}
    assert count(database, Review) == reviews + 1


def test_a_review_is_published_once(app, world, database, at_once):
    with database.writing() as db:  # what another tab typed has been looked at
        db.execute(update(KeptWords).where(KeptWords.review_id.is_not(None)).values(settled_at=now()))
        db.commit()

    codes = at_once(world.who["C"], world.address(app, "reviews.publish"), dict)

    assert set(codes) == {303}
    with database.reading() as db:
        assert db.get(Review, world.review_ids[0]).published_at is not None
        published = select(AuditEntry.id).filter_by(what="published review")
        assert len(db.scalars(published).all()) == 1


def test_a_note_is_handed_in_once_even_where_its_week_has_no_row(app, world, database, at_once, queue):
    revisions, weeks = count(database, CaseNoteRevision), count(database, Week)
    form = {"do": "hand_in", "advances": "She came home.", "revision": "0", "number": "0"}
    address = world.address(app, "notes.write", monday=this_monday().isoformat())

    codes = at_once(world.who["T"], address, lambda: {"data": form})

    assert set(codes) == {303}
    assert (count(database, CaseNoteRevision), count(database, Week)) == (revisions + 1, weeks + 1)
    assert [kind for kind, _ in queue.jobs] == [JobKind.TAG_NOTE]


def test_many_tabs_that_save_different_words_lose_nothing(app, world, database, at_once):
    numbers = iter(range(TIMES))
    address = world.address(app, "notes.save", monday=(this_monday() - timedelta(weeks=4)).isoformat())

    def make():
        body = note_as_json({"advances": f"words of tab {next(numbers)}"}, revision=0)
        return {"data": body, "content_type": "application/json", "headers": {"Accept": "application/json"}}

    codes = at_once(world.who["T"], address, make)

    assert sorted(codes) == [200] + [409] * (TIMES - 1)
    assert count(database, CaseNoteDraft) == 1


def test_a_case_is_handed_over_once(app, world, database, at_once):
    form = {"therapist": str(world.other.id), "starts_on": TODAY, "others": "stop"}

    codes = at_once(world.who["S"], world.address(app, "case_admin.give"), lambda: {"data": form})

    assert sorted(codes) == [303] + [422] * (TIMES - 1)
    with database.reading() as db:
        held = db.scalars(select(CaseTherapist).filter_by(case_id=world.keys["case_id"])).all()
        assert len(held) == 2
        assert [each.person_id for each in held if each.ends_on is None] == [world.other.id]
