"""Two workers that look at the same words in the same moment."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError

from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.usecases import suggest
from fidelity.usecases.start_review import start_review
from models import Attempt, Person, Review, Role, Suggestion
from tests.taggers import FakeTagger, begin

PATIENCE = 0.5


def test_two_jobs_on_one_note_write_down_what_they_find_once(database, db, factories, monkeypatch):
    note = factories.Note(texts={"advances": "You kept at it all week."})
    kinds = (JobKind.TAG_NOTE, JobKind.TAG_NOTE_AGAIN)
    attempts = [begin(db, kind, note.latest.id).id for kind in kinds]
    db.close()
    both, before = Barrier(2), suggest._before  # the moment in which both have looked

    def look(*given):
        found = before(*given)
        with suppress(BrokenBarrierError):  # where the other one has to wait
            both.wait(PATIENCE)
        return found

    monkeypatch.setattr(suggest, "_before", look)

    def work(attempt_id):
        with database.writing() as own:
            attempt = own.get_one(Attempt, attempt_id)
            own.commit()
            suggest.suggest_for_note(own, FakeTagger(words=["kept at it"]), attempt=attempt)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, attempts))

    with database.reading() as reading:
        (row,) = reading.scalars(select(Suggestion)).all()
    assert (row.quote, row.retired_at) == ("kept at it", None)


def test_a_review_is_begun_before_or_after_what_was_found_is_written_down(
    database, db, factories, people, monkeypatch
):
    """Else somebody could decide on what is just about to be retired."""
    factories.Codebook()
    week = factories.Week(case=people["case"])
    note = factories.Note(week=week, texts={"advances": "You kept at it all week."})
    attempt = begin(db, JobKind.TAG_NOTE, note.latest.id)
    by_id, week_id, case_id, monday = people[Role.CONSULTANT].id, week.id, week.case_id, week.starts_on
    db.commit()
    before, begun, there = suggest._before, [], []

    def begin_review():
        with database.writing() as own:
            return start_review(own, by=own.get_one(Person, by_id), case_id=case_id, monday=monday)

    with ThreadPoolExecutor(1) as pool:

        def look(*given):
            begun.append(pool.submit(begin_review))
            with suppress(TimeoutError):
                begun[0].result(PATIENCE)
            with database.reading() as reading:
                there.extend(reading.scalars(select(Review).filter_by(week_id=week_id)).all())
            return before(*given)

        monkeypatch.setattr(suggest, "_before", look)
        suggest.suggest_for_note(db, FakeTagger(words=["kept at it"]), attempt=attempt)

    assert there == []
    assert begun[0].result()  # or says why it could not
    with database.reading() as reading:
        assert len(reading.scalars(select(Review).filter_by(week_id=week_id)).all()) == 1
