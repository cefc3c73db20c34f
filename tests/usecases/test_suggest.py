"""What the tagger finds is written down once, and only for the therapist's words."""

from sqlalchemy import select

from fidelity.queue import JobKind
from fidelity.usecases.name_speakers import Named, name_speakers
from fidelity.usecases.suggest import suggest_for_note, suggest_for_segment, suggest_for_transcript
from fidelity.usecases.withdraw_recording import withdraw_recording
from models import (
    ChangeKind,
    JobStatus,
    RecordingStatus,
    Role,
    SpeakerRole,
    Suggestion,
    TranscriptChange,
    Verdict,
    Week,
    WordCorrection,
    now,
)
from tests.taggers import FakeTagger, begin, decide


def suggestions(db):
    return db.scalars(select(Suggestion)).all()


def test_the_family_is_read_but_only_the_therapists_words_suggest_anything(db, factories):
    turns = [("therapist", "What happened then?"), ("caregiver", "He went out."), ("unknown", "Mm hm.")]
    transcript = factories.Transcript(turns=turns)
    transcript.recording.status = RecordingStatus.TAGGING
    tagger = FakeTagger()

    suggest_for_transcript(db, tagger, attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    assert tagger.seen == [turns]
    assert [each.quote for each in suggestions(db)] == ["What "]
    assert transcript.recording.status is RecordingStatus.READY


def test_who_a_person_says_speaks_counts_for_more_than_the_machine(db, factories):
    transcript = factories.Transcript(
        turns=[("unknown", "What happened then?"), ("therapist", "He went out.")]
    )
    first, second = transcript.segments
    factories.Naming(segment=first, role=SpeakerRole.THERAPIST)
    factories.Naming(segment=second, role=SpeakerRole.CAREGIVER)
    tagger = FakeTagger()

    suggest_for_transcript(db, tagger, attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    assert tagger.seen == [[("therapist", "What happened then?"), ("caregiver", "He went out.")]]
    assert [each.quote for each in suggestions(db)] == ["What "]


def test_suspect_words_suggest_nothing(db, factories):
    transcript = factories.Transcript()
    transcript.segments[0].suspect_because = "text over silence"
    db.commit()

    suggest_for_transcript(db, FakeTagger(), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    assert suggestions(db) == []


def test_tagging_again_repeats_nothing_and_a_newer_model_stands_beside(db, factories):
    note = factories.Note()
    for version in ("one", "one", "two"):
        suggest_for_note(db, FakeTagger(version), attempt=begin(db, JobKind.TAG_NOTE, note.latest.id))

    assert sorted(each.model_version for each in suggestions(db)) == ["one", "two"]


def test_a_note_is_tagged_section_by_section(db, factories):
    note = factories.Note(texts={"advances": "Mum led it.", "barriers": "Fridays.", "fit": "  "})
    attempt = begin(db, JobKind.TAG_NOTE, note.latest.id)

    suggest_for_note(db, FakeTagger(), attempt=attempt)

    assert {each.section.value: each.quote for each in suggestions(db)} == {
        "advances": "Mum l",
        "barriers": "Frida",
    }
    assert attempt.job.status is JobStatus.DONE


def correct(db, segment, first, last, text):
    """A person corrects words, and the row of the step."""
    change = TranscriptChange(
        transcript_id=segment.transcript_id,
        kind=ChangeKind.CORRECTED_WORDS,
        by_id=segment.transcript.recording.uploaded_by_id,
    )
    db.add(change)
    db.flush()
    db.add(
        WordCorrection(
            segment_id=segment.id, change_id=change.id, first_word=first, last_word=last, text=text
        )
    )
    db.commit()


def test_the_tagger_reads_what_people_corrected_and_its_suggestion_hangs_on_the_machines_text(db, factories):
    segment = factories.Transcript(turns=[("therapist", "hall done again")]).segments[0]
    correct(db, segment, 0, 1, "Well done")
    tagger = FakeTagger()

    suggest_for_segment(db, tagger, attempt=begin(db, JobKind.TAG_SEGMENT, segment.id))

    assert tagger.seen == [[("therapist", "Well done again")]]
    (row,) = suggestions(db)
    assert (row.starts, row.ends, row.quote) == (0, 9, "Well ")
    assert segment.text[row.starts : row.ends] == "hall done"


def test_one_turn_is_tagged_anew_and_the_others_are_left_alone(db, factories):
    turns = [
        ("therapist", "Well done."),
        *[("youth", f"Mm {n}.") for n in range(4)],
        ("therapist", "And there?"),
    ]
    transcript = factories.Transcript(turns=turns)
    week, (first, *_, second) = transcript.recording.week, transcript.segments
    gone = factories.Suggestion(week=week, segment=first, quote="done", model_version="one")
    kept = factories.Suggestion(week=week, segment=first, quote="Well", model_version="one")
    other = factories.Suggestion(week=week, segment=second, quote="there", model_version="one")
    decide(db, factories, kept, Verdict.REJECTED)
    tagger = FakeTagger()

    suggest_for_segment(db, tagger, attempt=begin(db, JobKind.TAG_SEGMENT, first.id))

    assert tagger.seen == [turns[:5]]
    assert gone.retired_at is not None  # nobody had decided, and it was not found again
    assert kept.retired_at is None
    assert other.retired_at is None
    assert len(suggestions(db)) == 4


def test_what_was_retired_is_offered_again_when_it_is_found_again(db, factories):
    transcript = factories.Transcript(turns=[("therapist", "Well done.")])
    suggest_for_transcript(db, FakeTagger(), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))
    (row,) = suggestions(db)
    row.retired_at = now()
    db.commit()

    suggest_for_transcript(db, FakeTagger(), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    (row,) = suggestions(db)
    assert row.retired_at is None


def test_what_was_not_offered_when_a_review_was_published_is_offered_anew(db, factories):
    transcript = factories.Transcript(turns=[("therapist", "Well done.")])
    suggest_for_transcript(db, FakeTagger(), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))
    (before,) = suggestions(db)
    before.retired_at = now()
    db.commit()
    factories.Review(week=db.get(Week, before.week_id), published=True)

    for _ in range(2):
        suggest_for_transcript(db, FakeTagger(), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    (anew,) = [row for row in suggestions(db) if row.id != before.id]
    db.refresh(before)
    assert before.retired_at is not None
    assert anew.retired_at is None


def test_words_that_are_no_longer_the_therapists_are_no_longer_offered(db, factories, queue, people):
    week = factories.Week(case=people["case"])
    transcript = factories.Transcript(
        recording=factories.Recording(week=week), turns=[("therapist", "Well done. No it was not.")]
    )
    (segment,) = transcript.segments
    hers = factories.Suggestion(week=week, segment=segment, quote="Well done.")
    his = factories.Suggestion(week=week, segment=segment, quote="No it was")
    decided = factories.Suggestion(week=week, segment=segment, quote="was not.")
    decide(db, factories, decided, Verdict.ACCEPTED)

    name_speakers(
        db,
        queue,
        by=people[Role.THERAPIST],
        recording_id=transcript.recording_id,
        namings=[Named(segment.id, SpeakerRole.YOUTH, 2, 5)],
    )

    assert (hers.retired_at, decided.retired_at) == (None, None)
    assert his.retired_at is not None


class Meanwhile(FakeTagger):
    """Something happens while the model works."""

    def __init__(self, happens):
        super().__init__()
        self._happens = happens

    def tag(self, units):
        self._happens()
        return super().tag(units)


def test_a_recording_that_is_withdrawn_while_it_is_tagged_stays_withdrawn_and_nothing_is_suggested(
    database, db, factories, store, people
):
    recording = factories.Recording(week=factories.Week(case=people["case"]), status=RecordingStatus.TAGGING)
    transcript = factories.Transcript(recording=recording, turns=[("therapist", "Well done.")])
    by, key = people[Role.THERAPIST], recording.id

    def withdraw():
        with database.writing() as other:
            withdraw_recording(other, store, by=other.merge(by, load=False), recording_id=key)

    attempt = begin(db, JobKind.TAG_TRANSCRIPT, transcript.id)

    suggest_for_transcript(db, Meanwhile(withdraw), attempt=attempt)

    db.refresh(recording)
    assert recording.status is RecordingStatus.WITHDRAWN
    assert suggestions(db) == []
    assert attempt.job.status is JobStatus.DONE


def test_the_words_of_a_withdrawn_recording_are_not_shown_to_the_tagger(db, factories):
    transcript = factories.Transcript(turns=[("therapist", "Well done.")])
    transcript.recording.status = RecordingStatus.WITHDRAWN
    tagger = FakeTagger()

    suggest_for_transcript(db, tagger, attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))
    suggest_for_segment(db, tagger, attempt=begin(db, JobKind.TAG_SEGMENT, transcript.segments[0].id))

    assert not any(tagger.seen)
    assert suggestions(db) == []


def test_what_people_change_while_the_model_works_is_left_to_the_job_that_they_asked_for(
    database, db, factories, queue, people
):
    recording = factories.Recording(week=factories.Week(case=people["case"]))
    turns = [("therapist", "Well done."), ("therapist", "Who was there?"), ("youth", "Mm."), ("youth", "No.")]
    transcript = factories.Transcript(recording=recording, turns=[*turns, ("therapist", "Who says?")])
    first, *_, far = transcript.segments
    by, key = people[Role.THERAPIST], recording.id

    def rename():
        with database.writing() as other:
            name_speakers(
                other,
                queue,
                by=other.merge(by, load=False),
                recording_id=key,
                namings=[Named(first.id, SpeakerRole.CAREGIVER)],
            )

    suggest_for_transcript(db, Meanwhile(rename), attempt=begin(db, JobKind.TAG_TRANSCRIPT, transcript.id))

    # The words near it are read otherwise, too.
    assert [row.segment_id for row in suggestions(db)] == [far.id]
