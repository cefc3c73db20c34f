"""Versions of a recording's words for tests, and what people do to them."""

from fidelity.usecases.carry_over import carry_over, hold_for_carrying
from models import (
    ChangeKind,
    Comment,
    Mark,
    Polarity,
    Principle,
    Segment,
    Transcript,
    TranscriptChange,
    WordCorrection,
)

SAME = (
    (0.1, "So what happened just before that?"),
    (10.1, "He was at Karen's house till ten."),
    (20, "Well done for that"),
)


def add_version(db, recording, *turns, voices=()):
    """A version of pairs of a second and a text, to which everything is carried, in one commit."""
    db.rollback()
    before = hold_for_carrying(db, recording)
    new = version_of(recording, (before.version if before else 0) + 1, turns, voices)
    db.add(new)
    db.flush()
    carry_over(db, before, new)
    db.commit()
    return new


def version_of(recording, number, turns, voices):
    transcript = Transcript(
        recording_id=recording.id,
        version=number,
        engine="e",
        model="m",
        settings={},
        language="en",
        coverage=1,
    )
    for position, (second, text) in enumerate(turns):
        words = [
            {"start": second + n * 0.3, "end": second + n * 0.3 + 0.25, "text": word, "probability": 0.9}
            for n, word in enumerate(text.split())
        ]
        transcript.segments.append(
            Segment(
                position=position,
                starts_seconds=second,
                ends_seconds=words[-1]["end"],
                text=text,
                words=words,
                voice=voices[position] if voices else None,
            )
        )
    return transcript


def mark(factories, review, segment, quote, **given):
    return factories._keep(
        Mark(
            review_id=review.id,
            by_id=review.by_id,
            principle=Principle.FINDING_THE_FIT,
            polarity=Polarity.ADHERENT,
            **_on(segment, quote),
            **given,
        )
    )


def comment(factories, review, segment, quote):
    return factories._keep(
        Comment(review_id=review.id, by_id=review.by_id, text="Well asked.", **_on(segment, quote))
    )


def correct(factories, by, segment, first, last, text):
    """A person puts other text in the place of words, as a step of its own."""
    step = factories._keep(
        TranscriptChange(transcript_id=segment.transcript_id, kind=ChangeKind.CORRECTED_WORDS, by_id=by.id)
    )
    return factories._keep(
        WordCorrection(segment_id=segment.id, change_id=step.id, first_word=first, last_word=last, text=text)
    )


def _on(segment, quote):
    starts = segment.text.index(quote)
    return {"segment_id": segment.id, "starts": starts, "ends": starts + len(quote), "quote": quote}
