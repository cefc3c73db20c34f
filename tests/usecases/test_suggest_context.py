"""A turn is read with what is said around it: the same whether it is tagged alone or with the whole."""

import pytest
from sqlalchemy import select

from fidelity.nlp.types import (
    CONTEXT_UNITS,
    LikeExample,
    Polarity,
    Principle,
    Strength,
    SuggestedMark,
    Weight,
)
from fidelity.queue import JobKind
from fidelity.usecases.suggest import suggest_for_note, suggest_for_segment, suggest_for_transcript
from models import SpeakerRole, Suggestion
from models import Strength as Kept
from tests.taggers import FakeTagger, begin
from tests.usecases.test_suggest import correct

TURNS = [
    ("caregiver", "He stayed out."),
    ("therapist", "Who rang you?"),
    ("youth", "Nobody rang."),
    ("therapist", "What came before that?"),
    ("other", "We had words."),
    ("therapist", "And then you went?"),
    ("unknown", "Mm hm."),
    ("therapist", "Let us try it now."),
]


class Reader(FakeTagger):
    """Says with its probability what it read within its reach of each unit."""

    def tag(self, units):
        self.seen.append([(unit.speaker, unit.text) for unit in units])
        return [self._of_place(units, place) for place in range(len(units))]

    def _of_place(self, units, place):
        near = units[max(place - CONTEXT_UNITS, 0) : place + CONTEXT_UNITS + 1]
        length = sum(len(unit.speaker + unit.text) for unit in near)
        principle = Principle.FINDING_THE_FIT
        return [SuggestedMark(principle, Polarity.ADHERENT, length / 1000, 0, len(units[place].text))]


def found(db):
    rows = db.scalars(select(Suggestion).where(Suggestion.retired_at.is_(None)))
    return {row.segment_id: (row.quote, row.probability) for row in rows}


@pytest.mark.parametrize("place", range(len(TURNS)))
def test_a_turn_that_is_tagged_alone_is_read_as_in_the_whole(db, factories, place):
    transcript = factories.Transcript(turns=TURNS)
    suggest_for_transcript(db, Reader(), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))
    whole = found(db)
    tagger = Reader("two")

    key = transcript.segments[place].id
    suggest_for_segment(db, tagger, attempt=begin(db, JobKind.TAG_SEGMENT, key))

    assert len(whole) == 4
    assert found(db) == whole  # each by one of the two, and what one alone would say
    by_two = db.scalars(select(Suggestion.segment_id).filter_by(model_version="two")).all()
    assert {abs(s.position - place) <= CONTEXT_UNITS for s in transcript.segments if s.id in by_two} == {True}


def test_the_turns_near_a_changed_one_are_tagged_again(db, factories):
    transcript = factories.Transcript(turns=TURNS)
    suggest_for_transcript(db, Reader(), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))
    before = found(db)
    correct(db, transcript.segments[2], 0, 0, "Absolutely nobody")

    key = transcript.segments[2].id
    suggest_for_segment(db, Reader(), attempt=begin(db, JobKind.TAG_SEGMENT, key))

    after = found(db)
    first, second, third, last = (transcript.segments[n].id for n in (1, 3, 5, 7))
    assert after[first] != before[first]
    assert after[second] != before[second]
    assert (after[third], after[last]) == (before[third], before[last])


def test_words_that_were_probably_not_said_are_not_read_at_all(db, factories):
    transcript = factories.Transcript(turns=TURNS)
    transcript.segments[2].suspect_because = "text over silence"
    transcript.segments[5].suspect_because = "text over silence"
    db.commit()
    tagger = FakeTagger()

    suggest_for_transcript(db, tagger, attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    assert tagger.seen == [[turn for n, turn in enumerate(TURNS) if n not in (2, 5)]]
    assert transcript.segments[5].id not in found(db)


def test_a_turn_that_is_no_longer_anybodys_words_leaves_its_place(db, factories):
    transcript = factories.Transcript(turns=[("therapist", "Well done."), ("therapist", "Thank you.")])
    suggest_for_transcript(db, FakeTagger(), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))
    first, second = transcript.segments
    correct(db, first, 0, 1, "")
    tagger = FakeTagger()

    suggest_for_segment(db, tagger, attempt=begin(db, JobKind.TAG_SEGMENT, first.id))

    assert tagger.seen == [[("therapist", "Thank you.")]]
    assert list(found(db)) == [second.id]


def test_who_speaks_is_what_people_say(db, factories):
    transcript = factories.Transcript(turns=TURNS[:3])
    factories.Naming(segment=transcript.segments[2], role=SpeakerRole.CAREGIVER)
    tagger = FakeTagger()

    suggest_for_transcript(db, tagger, attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    assert [speaker for speaker, _ in tagger.seen[0]] == ["caregiver", "therapist", "caregiver"]


def test_one_section_of_a_note_is_no_context_for_another_and_they_come_in_order(db, factories):
    note = factories.Note(texts={"barriers": "Fridays.", "advances": "Mum led it.", "fit": " "})
    tagger = FakeTagger()

    suggest_for_note(db, tagger, attempt=begin(db, JobKind.TAG_NOTE, note.latest.id))

    assert tagger.seen == [[("note", "Mum led it.")], [("note", "Fridays.")]]


class Explains(FakeTagger):
    """Says why, in the second and third word."""

    def _of(self, text):
        words = text.split()
        at = [text.index(word) for word in words]
        moved_by = (
            Weight(at[1], at[1] + len(words[1]), 0.31),
            Weight(at[0], at[0] + len(words[0]), 0.3),
            Weight(at[2], at[2] + len(words[2]), 0.123456),
        )
        like = (LikeExample("You kept at it.", 0.87654),)
        return [
            SuggestedMark(
                Principle.CONTINUOUS_EFFORT, Polarity.ADHERENT, 0.9, 0, 5, Strength.STRONG, moved_by, like
            )
        ]


def test_a_suggestion_keeps_how_strong_it_is_and_what_it_rests_on(db, factories):
    note = factories.Note(texts={"advances": "She kept trying."})

    suggest_for_note(db, Explains(), attempt=begin(db, JobKind.TAG_NOTE, note.latest.id))

    (row,) = db.scalars(select(Suggestion))
    assert (row.strength, row.chance) == (Kept.STRONG, None)
    assert row.evidence == {
        "words": [[4, 8, 0.31], [0, 3, 0.3], [9, 16, 0.1235]],
        "examples": [["You kept at it.", 0.8765]],
    }


def test_what_it_rests_on_hangs_on_the_machines_words_and_what_was_corrected_counts_as_one(db, factories):
    segment = factories.Transcript(turns=[("therapist", "hall done again")]).segments[0]
    correct(db, segment, 0, 1, "Very well")

    suggest_for_segment(db, Explains(), attempt=begin(db, JobKind.TAG_SEGMENT, segment.id))

    (row,) = db.scalars(select(Suggestion))
    assert row.evidence["words"] == [[0, 9, 0.61], [10, 15, 0.1235]]
