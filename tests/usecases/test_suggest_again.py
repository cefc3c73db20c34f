"""What tagging again may change: docs/adr/0018."""

import pytest
from sqlalchemy import select

from fidelity.nlp.types import Polarity, Principle, Strength
from fidelity.queue import JobKind
from fidelity.usecases.count_evidence import count_evidence
from fidelity.usecases.find_suggestions import of_reviews
from fidelity.usecases.suggest import suggest_for_note, suggest_for_segment, suggest_for_transcript
from models import Case, Role, Suggestion, Verdict, Week, now
from tests.taggers import FakeTagger, begin, decide
from tests.usecases.test_suggest import correct

TEXT = "You kept at it all week. And so did he."


@pytest.fixture(params=["note", "transcript"])
def tag(request, db, factories):
    """``tag(tagger)`` tags the same words, as a section of a note or as a therapist's turn."""
    if request.param == "note":
        key, kind, usecase = factories.Note(texts={"advances": TEXT}).latest.id, "TAG_NOTE", suggest_for_note
    else:
        key = factories.Transcript(turns=[("therapist", TEXT)]).id
        kind, usecase = "TAG_TRANSCRIPT", suggest_for_transcript

    def tag(tagger, **given):
        suggest = begin(db, JobKind[kind], key)
        usecase(db, tagger, attempt=suggest, **given)

    return tag


def rows(db):
    db.expire_all()
    return {
        (row.model_version, row.quote, row.principle.number, row.polarity.value): row
        for row in db.scalars(select(Suggestion).order_by(Suggestion.created_at))
    }


def offered(db):
    return [key for key, row in rows(db).items() if row.retired_at is None]


def test_what_nobody_decided_on_gives_way_to_what_a_newer_model_finds(db, tag):
    tag(FakeTagger("one", ["kept at it", "so did he"]))

    tag(FakeTagger("two", ["kept at it"]))

    assert offered(db) == [("two", "kept at it", 7, "+")]
    assert len(rows(db)) == 3  # nothing is deleted


@pytest.mark.parametrize("verdict", [Verdict.ACCEPTED, Verdict.REJECTED])
def test_what_somebody_decided_on_is_never_touched(db, factories, tag, verdict):
    tag(FakeTagger("one", ["kept at it"]))
    (before,) = rows(db).values()
    decide(db, factories, before, verdict)

    tag(FakeTagger("two", [], probability=0.9))

    (after,) = rows(db).values()
    assert (after.retired_at, after.model_version, after.probability) == (None, "one", 0.7)


@pytest.mark.parametrize(
    ("words", "given", "is_added"),
    [
        pytest.param("kept at it", {}, False, id="the same words"),
        pytest.param("You kept at it all week.", {}, False, id="more words"),
        pytest.param("at it all week", {}, False, id="half of the words"),
        pytest.param("it all week", {}, True, id="mostly other words"),
        pytest.param("so did he", {}, True, id="other words"),
        pytest.param("kept at it", {"polarity": Polarity.COUNTER_ADHERENT}, True, id="another polarity"),
        pytest.param("kept at it", {"principle": Principle.GENERALISATION}, True, id="another principle"),
    ],
)
def test_what_says_again_what_was_decided_is_not_offered_and_anything_else_stands_beside_it(
    db, factories, tag, words, given, is_added
):
    tag(FakeTagger("one", ["kept at it"]))
    (decided,) = rows(db).values()
    decide(db, factories, decided, Verdict.REJECTED)

    tag(FakeTagger("two", [words], **given))

    assert len(offered(db)) == 1 + is_added
    assert ("one", "kept at it", 7, "+") in offered(db)


def test_a_decision_that_was_taken_back_is_none(db, factories, tag):
    tag(FakeTagger("one", ["kept at it"]))
    (row,) = rows(db).values()
    decide(db, factories, row, Verdict.ACCEPTED)
    decide(db, factories, row, Verdict.UNDONE)

    tag(FakeTagger("two", ["kept at it"]))

    assert offered(db) == [("two", "kept at it", 7, "+")]


def test_the_same_model_again_says_what_it_finds_now(db, tag):
    tag(FakeTagger("one", ["kept at it"], strength=Strength.STRONG))
    (before,) = rows(db).values()

    tag(FakeTagger("one", ["kept at it"], strength=Strength.WEAK, probability=0.3))

    (after,) = rows(db).values()
    assert after.id == before.id
    assert (after.strength.value, after.probability, after.retired_at) == ("weak", 0.3, None)


def test_what_a_published_review_counted_is_changed_no_more(db, factories):
    transcript = factories.Transcript(turns=[("therapist", TEXT)])

    def tag(tagger):
        suggest_for_transcript(db, tagger, attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    tag(FakeTagger("one", ["kept at it", "so did he"], strength=Strength.STRONG))
    before = {row.quote: row for row in db.scalars(select(Suggestion))}
    factories.Review(week=db.get(Week, transcript.recording.week_id), published=True)
    published_at = now()

    tag(FakeTagger("one", ["kept at it", "so did he"], strength=Strength.STRONG))
    assert all(row.retired_at is None for row in before.values())
    tag(FakeTagger("one", ["kept at it"], strength=Strength.WEAK))

    old = before["kept at it"]
    db.refresh(old)
    assert old.strength.value == "strong"
    assert old.retired_at > published_at
    (new,) = db.scalars(select(Suggestion).where(Suggestion.retired_at.is_(None)))
    assert (new.quote, new.strength.value) == ("kept at it", "weak")


def test_what_is_asked_for_again_and_comes_after_publishing_changes_nothing(db, factories, people):
    week = factories.Week(case=people["case"])
    note = factories.Note(week=week, texts={"advances": TEXT})
    transcript = factories.Transcript(
        recording=factories.Recording(week=week, by=people[Role.THERAPIST]), turns=[("therapist", TEXT)]
    )
    suggest_for_note(
        db, FakeTagger("one", ["kept at it"]), attempt=begin(db, JobKind.TAG_NOTE, note.latest.id)
    )
    before = rows(db)
    of_note = begin(db, JobKind.TAG_NOTE_AGAIN, note.latest.id)
    of_transcript = begin(db, JobKind.TAG_TRANSCRIPT_AGAIN, transcript.id)
    factories.Review(week=week, published=True)

    suggest_for_note(db, FakeTagger("two", ["so did he"]), attempt=of_note)
    suggest_for_transcript(db, FakeTagger("two", ["so did he"]), attempt=of_transcript)

    assert list(rows(db)) == list(before)
    assert offered(db) == list(before)
    assert "tagger" not in of_note.job.parameters


def test_a_finished_job_says_which_version_looked_also_where_it_found_nothing(db, factories):
    transcript = factories.Transcript()
    attempt = begin(db, JobKind.TAG_TRANSCRIPT, transcript.id)

    suggest_for_transcript(db, FakeTagger("two", []), attempt=attempt)

    db.refresh(attempt.job)
    assert attempt.job.parameters == {"tagger": "two"}


def test_what_gave_way_in_a_note_is_counted_no_more(db, factories, people):
    week = factories.Week(case=people["case"])
    revision = factories.Note(week=week, texts={"advances": TEXT}).latest
    for tagger in (FakeTagger("one", ["kept at it", "so did he"]), FakeTagger("two", ["kept at it"])):
        suggest_for_note(db, tagger, attempt=begin(db, JobKind.TAG_NOTE, revision.id))

    at_hand = count_evidence(db, cases=Case.id == people["case"].id, mondays=[week.starts_on], hidden=())
    factories.Review(week=week, published=True, revision_id=revision.id)
    reviewed = db.execute(of_reviews(Suggestion.model_version)).scalars().all()

    assert at_hand[people["case"].id, week.starts_on].undecided == 1
    assert reviewed == ["two"]


class TestLeftOut:
    """Some of what the machine left unmarked is put among its suggestions, to find out what it misses."""

    DRAWS = (("kept at it", 0.25),)

    def test_what_is_drawn_is_kept_with_its_chance_and_as_weak(self, db, tag):
        tagger = FakeTagger("one", ["so did he"], draws=self.DRAWS)

        tag(tagger, left_out=2)

        found = rows(db)
        drawn = found["one", "kept at it", 7, "+"]
        assert (drawn.chance, drawn.strength.value, drawn.probability) == (0.25, "weak", 0.2)
        assert found["one", "so did he", 7, "+"].chance is None
        assert [how_many for how_many, _ in tagger.asked] == [2]

    def test_nothing_is_drawn_from_words_of_which_that_principle_is_suggested(self, db, tag):
        tag(FakeTagger("one", ["You kept at it"], draws=self.DRAWS), left_out=1)

        assert [row.chance for row in rows(db).values()] == [None]

    def test_what_is_drawn_and_weakly_suggested_is_there_once(self, db, tag):
        tag(FakeTagger("one", ["You kept at it"], strength=Strength.WEAK, draws=self.DRAWS), left_out=1)

        assert [row.chance for row in rows(db).values()] == [0.25]

    def test_what_is_drawn_again_by_the_same_version_stays_and_a_newer_one_draws_anew(self, db, tag):
        for _ in range(2):
            tag(FakeTagger("one", [], draws=self.DRAWS), left_out=1)
        assert offered(db) == [("one", "kept at it", 7, "+")]

        tag(FakeTagger("two", [], draws=[("so did he", 0.5)]), left_out=1)

        assert offered(db) == [("two", "so did he", 7, "+")]
        assert len(rows(db)) == 2

    def test_what_somebody_decided_on_stays_and_is_not_drawn_again(self, db, factories, tag):
        tag(FakeTagger("one", [], draws=self.DRAWS), left_out=1)
        (row,) = rows(db).values()
        decide(db, factories, row, Verdict.REJECTED)

        tag(FakeTagger("two", ["kept at it"], draws=self.DRAWS), left_out=1)

        assert offered(db) == [("one", "kept at it", 7, "+")]
        assert len(rows(db)) == 1

    def test_nothing_is_drawn_from_the_familys_words_or_from_what_was_probably_not_said(self, db, factories):
        turns = [("youth", TEXT), ("therapist", TEXT), ("unknown", TEXT), ("therapist", "Well.")]
        transcript = factories.Transcript(turns=turns)
        transcript.segments[1].suspect_because = "text over silence"
        db.commit()

        attempt = begin(db, JobKind.TAG_TRANSCRIPT, transcript.id)
        suggest_for_transcript(db, FakeTagger("one", [], draws=self.DRAWS), attempt=attempt, left_out=1)

        assert rows(db) == {}

    def test_one_changed_turn_draws_nothing_new_and_keeps_what_still_reads_as_it_did(self, db, factories):
        turns = [("therapist", f"{TEXT} Number {n}.") for n in range(3)]
        transcript = factories.Transcript(turns=turns)
        attempt = begin(db, JobKind.TAG_TRANSCRIPT, transcript.id)
        draws = [("kept at it", 0.25), ("so did he", 0.5)]
        suggest_for_transcript(db, FakeTagger("one", [], draws=draws), attempt=attempt, left_out=6)
        changed, near, far = transcript.segments
        correct(db, changed, 2, 2, "to")
        tagger = FakeTagger("one", [], draws=[("week", 1.0)])

        suggest_for_segment(db, tagger, attempt=begin(db, JobKind.TAG_SEGMENT, changed.id))

        assert tagger.asked == []
        found = db.scalars(select(Suggestion).where(Suggestion.retired_at.is_(None))).all()
        assert {(row.segment_id, row.quote) for row in found} == {
            (changed.id, "so did he"),
            *((each.id, quote) for each in (near, far) for quote in ("kept at it", "so did he")),
        }

    def test_a_changed_turn_that_now_suggests_it_needs_no_asking(self, db, factories):
        transcript = factories.Transcript(turns=[("therapist", TEXT)])
        attempt = begin(db, JobKind.TAG_TRANSCRIPT, transcript.id)
        suggest_for_transcript(db, FakeTagger("one", [], draws=self.DRAWS), attempt=attempt, left_out=1)
        (segment,) = transcript.segments

        tagger = FakeTagger("one", ["kept at it"])
        suggest_for_segment(db, tagger, attempt=begin(db, JobKind.TAG_SEGMENT, segment.id))

        (row,) = db.scalars(select(Suggestion).where(Suggestion.retired_at.is_(None)))
        assert row.chance is None

    def test_a_newer_version_retires_what_an_older_one_drew_of_the_turn_it_looks_at(self, db, factories):
        transcript = factories.Transcript(turns=[("therapist", TEXT)])
        attempt = begin(db, JobKind.TAG_TRANSCRIPT, transcript.id)
        suggest_for_transcript(db, FakeTagger("one", [], draws=self.DRAWS), attempt=attempt, left_out=1)
        (segment,) = transcript.segments

        suggest_for_segment(db, FakeTagger("two", []), attempt=begin(db, JobKind.TAG_SEGMENT, segment.id))

        assert offered(db) == []
