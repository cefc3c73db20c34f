"""What stands behind a number of a session's talk: the turns that it counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy.orm import Session

from fidelity.transcripts.talk import Span, Talk, talk_of
from fidelity.transcripts.turns import EffectiveTurn
from fidelity.usecases.errors import NotFound
from fidelity.usecases.read_transcript import TranscriptWords, read_words
from models import Person, Recording

#: What can be asked for beside one of the people.
QUESTIONS, LONGEST, UNKNOWN, SUSPECT, PAUSES = "questions", "longest", "unknown", "suspect", "pauses"


@dataclass(frozen=True)
class TalkPart:
    """What one number counts. Either turns, with what of their text is meant, or pauses."""

    recording: Recording
    talk: Talk
    turns: Sequence[tuple[EffectiveTurn, str]] = field(repr=False)
    pauses: Sequence[Span] = ()


def talk_in(words: TranscriptWords) -> Talk:
    """For who has been let through to the words."""
    return talk_of(words.turns, words.gaps, words.recording.duration_seconds)


def count_talk(db: Session, *, by: Person, recording_id: UUID) -> tuple[Recording, Talk]:
    """The numbers without the words."""
    words = read_words(db, by=by, recording_id=recording_id, is_looked_at=False)
    return words.recording, talk_in(words)


def read_talk(db: Session, *, by: Person, recording_id: UUID, asked: str) -> TalkPart:
    """``asked``: one of the names above, or the key of one of the people. NotFound for any other."""
    words = read_words(db, by=by, recording_id=recording_id)
    talk = talk_in(words)
    if asked == QUESTIONS:
        questions = [(question.turn, question.text) for question in talk.questions]
        return TalkPart(words.recording, talk, questions)
    if asked == PAUSES:
        return TalkPart(words.recording, talk, (), talk.pauses)
    of_people = {talker.key: talker.turns for talker in talk.people}
    of_others = {
        LONGEST: talk.longest.turns if talk.longest else (),
        UNKNOWN: talk.unknown,
        SUSPECT: talk.suspect,
    }
    turns = (of_people | of_others).get(asked)
    if turns is None:
        raise NotFound
    return TalkPart(words.recording, talk, [(turn, turn.text) for turn in turns])
