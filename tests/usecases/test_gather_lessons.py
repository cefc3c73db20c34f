"""Lessons are what people decided in published reviews, and nothing that may not be learned from."""

from datetime import timedelta

import pytest

from fidelity.nlp import types
from fidelity.usecases.correct_words import Corrected, correct_words
from fidelity.usecases.gather_lessons import gather_lessons
from models import (
    Polarity,
    Rater,
    RecordingStatus,
    ReviewStatus,
    Role,
    SpeakerRole,
    Verdict,
    now,
)
from tests.learning import FIT, RESPONSIBILITY, STRENGTHS, Decided, sentences

ASKED = ("therapist", "What happened just before that?")
SAID = ("caregiver", "He came in and I shouted.")
PRAISED = ("therapist", "You set the rule and you kept it.")
IN_FIT = (types.Principle.FINDING_THE_FIT, types.Polarity.ADHERENT)
IN_RESPONSIBILITY = (types.Principle.INCREASING_RESPONSIBILITY, types.Polarity.ADHERENT)


@pytest.fixture
def decided(db, factories, people):
    return Decided(db, factories, people["case"], people[Role.CONSULTANT])


@pytest.fixture
def gather(db):
    def gather():
        db.commit()
        return gather_lessons(db, sentences)

    return gather


def judged(gathered):
    return {each.lesson.unit.text: dict(each.lesson.judged) for each in gathered.everything}


def test_marks_are_yes_and_what_was_rejected_is_no(decided, gather):
    transcript = decided.session(ASKED, SAID, PRAISED)
    asked, _, praised = transcript.segments
    review = decided.publish(transcript.recording.week)
    decided.mark(review, "What happened", segment=asked, principle=FIT)
    decided.reject(review, "you kept it", segment=praised, principle=FIT)

    gathered = gather()

    assert judged(gathered) == {ASKED[1]: {IN_FIT: True}, PRAISED[1]: {IN_FIT: False}}
    first, second = (each.lesson for each in gathered.everything)
    assert first.before is None
    assert (second.before.speaker, second.before.text) == SAID
    assert gathered.recordings == [transcript.recording_id]


def test_what_was_rejected_and_marked_as_something_else_gives_both(decided, gather):
    transcript = decided.session(ASKED)
    review = decided.publish(transcript.recording.week)
    rejected = decided.reject(review, "What happened", segment=transcript.segments[0])
    decided.mark(
        review, "What happened", segment=transcript.segments[0], principle=FIT, suggestion_id=rejected.id
    )

    assert judged(gather()) == {ASKED[1]: {IN_RESPONSIBILITY: False, IN_FIT: True}}


def test_a_turn_shows_what_any_of_its_words_show(decided, gather):
    transcript = decided.session(PRAISED)
    review = decided.publish(transcript.recording.week)
    decided.reject(review, "You set the rule", segment=transcript.segments[0])
    decided.mark(review, "you kept it", segment=transcript.segments[0])

    assert judged(gather()) == {PRAISED[1]: {IN_RESPONSIBILITY: True}}


def test_a_note_is_learned_from_sentence_by_sentence(decided, factories, gather):
    week = decided.week()
    texts = {"advances": "Mum led it. She praised him.", "barriers": "Dad was away."}
    note = factories.Note(week=week, texts=texts)
    review = decided.publish(week, note)
    decided.mark(review, "praised him", note=note)
    decided.reject(review, "Mum led", note=note, polarity=Polarity.COUNTER)

    gathered = gather()

    assert judged(gathered) == {
        "She praised him.": {IN_RESPONSIBILITY: True},
        "Mum led it.": {(types.Principle.INCREASING_RESPONSIBILITY, types.Polarity.COUNTER_ADHERENT): False},
    }
    assert [each.lesson.before and each.lesson.before.text for each in gathered.everything] == [
        None,
        "Mum led it.",
    ]
    assert gathered.recordings == []


def test_what_was_taken_back_teaches_nothing(decided, gather):
    transcript = decided.session(ASKED)
    (segment,) = transcript.segments
    review = decided.publish(transcript.recording.week)
    suggestion = decided.reject(review, "What happened", segment=segment)
    decided.decide(suggestion, review, Verdict.UNDONE)
    decided.mark(review, "just before", segment=segment, removed_at=now())

    assert judged(gather()) == {}


def test_only_the_newest_verdict_counts(decided, gather):
    transcript = decided.session(ASKED)
    review = decided.publish(transcript.recording.week)
    suggestion = decided.reject(
        review, "What happened", segment=transcript.segments[0], verdict=Verdict.ACCEPTED
    )
    decided.decide(suggestion, review, Verdict.UNDONE, Verdict.REJECTED)

    assert judged(gather()) == {ASKED[1]: {IN_RESPONSIBILITY: False}}


def test_a_probe_teaches_like_a_suggestion(decided, gather):
    transcript = decided.session(ASKED)
    review = decided.publish(transcript.recording.week)
    decided.reject(review, "What happened", segment=transcript.segments[0], chance=0.1)

    assert judged(gather()) == {ASKED[1]: {IN_RESPONSIBILITY: False}}


@pytest.mark.parametrize("status", [ReviewStatus.DRAFT, ReviewStatus.SUBMITTED])
def test_a_draft_teaches_nothing(decided, gather, status):
    transcript = decided.session(ASKED)
    review = decided.publish(transcript.recording.week, status=status, published_at=None, offer=None)
    decided.mark(review, "What happened", segment=transcript.segments[0])

    assert judged(gather()) == {}


@pytest.mark.parametrize(
    "recording",
    [
        {"is_agreed": False},
        {"status": RecordingStatus.WITHDRAWN},
        {"status": RecordingStatus.CANCELLED},
    ],
)
def test_a_recording_that_may_not_teach_is_left_out_and_its_weeks_note_is_not(
    decided, factories, gather, recording
):
    transcript = decided.session(ASKED, **recording)
    week = transcript.recording.week
    note = factories.Note(week=week, texts={"advances": "Mum led it."})
    review = decided.publish(week, note)
    decided.mark(review, "What happened", segment=transcript.segments[0])
    decided.mark(review, "Mum led", note=note)

    assert set(judged(gather())) == {"Mum led it."}


def test_a_turn_is_read_as_it_stood_when_the_review_was_published(db, decided, gather, people, queue):
    transcript = decided.session(ASKED)
    (segment,) = transcript.segments
    review = decided.publish(transcript.recording.week)
    decided.mark(review, "just before", segment=segment)
    recording_id = transcript.recording_id
    corrections = [Corrected(segment.id, 0, 0, "Who")]
    correct_words(db, queue, by=people[Role.CONSULTANT], recording_id=recording_id, corrections=corrections)

    assert list(judged(gather())) == [ASKED[1]]


def test_words_that_are_not_the_therapists_teach_nothing(decided, factories, gather):
    transcript = decided.session(ASKED, PRAISED, PRAISED)
    asked, named, suspect = transcript.segments
    factories.Naming(segment=named, role=SpeakerRole.CAREGIVER)
    suspect.suspect_because = "text over silence"
    review = decided.publish(transcript.recording.week)
    for segment in (asked, named, suspect):
        decided.mark(review, segment.text, segment=segment)

    gathered = gather()

    assert list(judged(gathered)) == [ASKED[1]]


def test_words_of_a_version_that_was_not_the_one_reviewed_teach_nothing(decided, factories, gather):
    transcript = decided.session(ASKED)
    recording = transcript.recording
    newer = factories.Transcript(recording=recording, version=2, turns=[PRAISED])
    review = decided.publish(recording.week)
    later = factories.Transcript(recording=recording, version=3, turns=[PRAISED])
    decided.reject(review, "What happened", segment=transcript.segments[0])
    decided.reject(review, "you kept it", segment=newer.segments[0])
    decided.reject(review, "You set", segment=later.segments[0], principle=FIT)

    assert judged(gather()) == {PRAISED[1]: {IN_RESPONSIBILITY: False}}


def test_two_raters_who_agree_count_once_and_where_they_do_not_nothing_is_learned(
    decided, factories, people, gather
):
    transcript = decided.session(ASKED)
    (segment,) = transcript.segments
    week = transcript.recording.week
    first = decided.publish(week)
    second = decided.publish(week, by=people[Role.SUPERVISOR], rater=Rater.SECOND)
    for principle in (FIT, RESPONSIBILITY):
        decided.mark(first, "What happened", segment=segment, principle=principle)
    decided.mark(second, "just before", segment=segment, principle=FIT)
    decided.decide(
        decided.reject(first, "that", segment=segment, principle=STRENGTHS), second, Verdict.REJECTED
    )
    decided.reject(second, "happened", segment=segment, principle=RESPONSIBILITY)

    assert judged(gather()) == {
        ASKED[1]: {
            IN_FIT: True,
            (types.Principle.POSITIVE_AND_STRENGTH_FOCUSED, types.Polarity.ADHERENT): False,
        }
    }


def test_the_newest_fifth_of_the_weeks_is_held_out_whole(decided, gather):
    decided.weeks(10)

    gathered = gather()

    held_out = {each.week for each in gathered.held_out}
    learned = {each.week for each in gathered.learned}
    assert (len(held_out), len(learned)) == (2, 8)
    assert min(held_out) > max(learned)
    assert gathered.not_enough is None
    assert [each.week for each in gathered.learned] == sorted(each.week for each in gathered.learned)


@pytest.mark.parametrize(
    ("weeks", "sentences", "sentence"),
    [
        (0, 0, "decisions from 0 of at least 5 weeks"),
        (4, 30, "decisions from 4 of at least 5 weeks"),
        (5, 10, "50 of at least 100 decisions"),
        (10, 10, None),
    ],
)
def test_it_says_what_is_missing(decided, gather, weeks, sentences, sentence):
    decided.weeks(weeks, sentences)

    missing = gather().not_enough

    assert sentence in missing if sentence else missing is None


def test_newest_weeks_with_too_little_are_not_enough(decided, gather):
    decided.weeks(6, 19)

    assert "19 of at least 20 decisions in the newest weeks" in gather().not_enough


def test_invented_teams_teach_only_where_there_are_no_others(db, factories, people, gather):
    team = factories.Team(is_fictional=True)
    invented = Decided(db, factories, factories.Case(team=team), people[Role.CONSULTANT])
    transcript = invented.session(ASKED)
    review = invented.publish(transcript.recording.week)
    invented.mark(review, "What happened", segment=transcript.segments[0])

    assert judged(gather()) == {}

    for each in db.query(type(team)):
        each.is_fictional = True
    assert list(judged(gather())) == [ASKED[1]]


def test_no_transaction_is_open_while_sentences_are_looked_for(db, decided, factories):
    week = decided.week()
    note = factories.Note(week=week, texts={"advances": "Mum led it."})
    decided.mark(decided.publish(week, note), "Mum led", note=note)

    def look(text):
        assert not db.in_transaction()
        return sentences(text)

    assert len(gather_lessons(db, look).everything) == 1


def test_weeks_are_the_reviews_weeks(decided, factories, gather):
    week = decided.week(3)
    note = factories.Note(week=week, texts={"advances": "Mum led it."})
    decided.mark(decided.publish(week, note), "Mum led", note=note)

    (only,) = gather().everything

    assert only.week == week.starts_on
    assert week.starts_on + timedelta(weeks=3) > only.week
