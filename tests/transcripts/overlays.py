"""Segments with what people changed of them, without a database."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import strategies as st

from models import Segment, SpeakerNaming, SpeakerRole, TranscriptChange, VoiceNaming, WordCorrection

BEGINNING = datetime(2026, 11, 2, 10, tzinfo=UTC)


def minute(number):
    return BEGINNING + timedelta(minutes=number)


def segment(text="so what happened just before that", **given):
    words = [
        {"start": float(n), "end": n + 0.8, "text": word, "probability": 0.9}
        for n, word in enumerate(text.split())
    ]
    defaults = {
        "id": uuid4(),
        "position": 0,
        "starts_seconds": 0.0,
        "ends_seconds": float(len(words)),
        "text": text,
        "words": words,
        "machine_role": SpeakerRole.UNKNOWN,
    }
    return Segment(**defaults | given)


def change(number, undone=None):
    """A step of the given minute; undone at another, or not."""
    return TranscriptChange(
        id=uuid4(), created_at=minute(number), undone_at=None if undone is None else minute(undone)
    )


def correct(turn, first, last, text, step):
    turn.corrections.append(
        WordCorrection(
            id=uuid4(), created_at=step.created_at, change=step, first_word=first, last_word=last, text=text
        )
    )


def name(turn, role, step, first=None, last=None):
    turn.namings.append(
        SpeakerNaming(
            id=uuid4(), created_at=step.created_at, change=step, first_word=first, last_word=last, role=role
        )
    )


def name_voice(voice, role, step):
    return VoiceNaming(id=uuid4(), created_at=step.created_at, change=step, voice=voice, role=role)


_WORD = st.text(alphabet="abcdé😀'", min_size=1, max_size=5)
TYPED = st.lists(_WORD, max_size=4).map(" ".join)


@st.composite
def overlaid(draw):
    """A segment with random corrections and namings of random words, some of them undone; and voices."""
    turn = segment(" ".join(draw(st.lists(_WORD, min_size=1, max_size=8))), voice="A")
    count = len(turn.words)
    for number in range(draw(st.integers(0, 6))):
        first = draw(st.integers(0, count - 1))
        last = draw(st.integers(first, count - 1))
        step = change(number, draw(st.none() | st.integers(number, 9)))
        if draw(st.booleans()):
            machine = " ".join(word["text"] for word in turn.words[first : last + 1])
            correct(turn, first, last, draw(TYPED | st.just(machine)), step)
        elif draw(st.booleans()):
            name(turn, draw(st.sampled_from(SpeakerRole)), step, first, last)
        else:
            name(turn, draw(st.sampled_from(SpeakerRole)), step)
    voices = [
        name_voice(
            "A", draw(st.sampled_from(SpeakerRole)), change(number, draw(st.none() | st.integers(2, 9)))
        )
        for number in range(draw(st.integers(0, 2)))
    ]
    return turn, voices
