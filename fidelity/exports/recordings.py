"""Tables of recordings, of their transcripts, and of what was said. Nothing of what was withdrawn."""

from fidelity.exports.columns import Column, Kind, Table, values_of
from fidelity.exports.common import CASE, CREATED, WEEK, WEEK_ID, person
from fidelity.transcripts.turns import KnownBy
from models import ChangeKind, Language, RecordingStatus, SpeakerRole

_GONE = {RecordingStatus.WITHDRAWN, RecordingStatus.CANCELLED}
_RECORDING_ID = Column("recording_id", "The recording, as other tables name it", Kind.ID)
_TRANSCRIPT_ID = Column("transcript_id", "The transcript, as other tables name it", Kind.ID)
_VERSION = Column("version", "Which transcript of the recording, from 1", Kind.WHOLE)
_HERE = "What was withdrawn or cancelled is not there."

RECORDINGS = Table(
    "recordings",
    "Recordings",
    f"Recordings of sessions and what is known of each, without the sound. {_HERE}",
    (
        _RECORDING_ID,
        WEEK_ID,
        CASE,
        WEEK,
        Column("visited_on", "The day of the session", Kind.DAY),
        Column("is_therapist_present", "Whether the therapist was in it", Kind.YES_NO),
        Column("caregivers", "How many caregivers were in it", Kind.WHOLE),
        Column("young_people", "How many young people", Kind.WHOLE),
        Column("others", "How many other people", Kind.WHOLE),
        Column(
            "language",
            "What was spoken, as somebody said at upload",
            Kind.CHOICE,
            allowed=values_of(Language),
        ),
        Column("duration_seconds", "How long it is", Kind.DECIMAL, unit="seconds"),
        Column(
            "status",
            "Where it is on its way",
            Kind.CHOICE,
            allowed=tuple(each.value for each in RecordingStatus if each not in _GONE),
        ),
        *person("uploaded_by", "Who uploaded it"),
        Column("uploaded_at", "When", Kind.MOMENT),
        Column(
            "consent_confirmed_at",
            "When the person who uploaded it confirmed that everyone in it had agreed",
            Kind.MOMENT,
        ),
        Column(
            "is_learning_agreed", "Whether they agreed, too, that the machine may learn from it", Kind.YES_NO
        ),
        Column("transcripts", "How many transcripts it has", Kind.WHOLE),
    ),
)

TRANSCRIPTS = Table(
    "transcripts",
    "Transcripts",
    f"Every version of a recording’s words: by what they were heard, and how much of it. {_HERE}",
    (
        _TRANSCRIPT_ID,
        _RECORDING_ID,
        CASE,
        WEEK,
        _VERSION,
        Column("engine", "The program that heard it"),
        Column("model", "Its model"),
        Column("language", "The language that was heard"),
        Column(
            "coverage",
            "Of the time with a voice in it, the part that has words which are believed",
            Kind.DECIMAL,
            unit="0 to 1",
            empty="There was no voice",
        ),
        Column("gaps", "Stretches with a voice in them for which no words were found", Kind.WHOLE),
        CREATED,
    ),
)

TURNS = Table(
    "turns",
    "Turns",
    "What was said, turn by turn, as it stands with what people changed; of each recording the newest "
    f"transcript. {_HERE}",
    (
        _TRANSCRIPT_ID,
        _RECORDING_ID,
        CASE,
        WEEK,
        Column("number", "Its place in the transcript, from 1", Kind.WHOLE),
        Column(
            "starts_seconds",
            "When it begins, from the recording’s first moment",
            Kind.DECIMAL,
            unit="seconds",
        ),
        Column("ends_seconds", "When it ends", Kind.DECIMAL, unit="seconds"),
        Column(
            "voice",
            "Which of the voices that were told apart; a letter means nothing outside its transcript",
            empty="They could not be told apart",
        ),
        Column("role", "Who speaks", Kind.CHOICE, allowed=values_of(SpeakerRole)),
        Column("known_by", "From where that is known", Kind.CHOICE, allowed=values_of(KnownBy)),
        Column(
            "role_probability",
            "How sure the machine is of its guess",
            Kind.DECIMAL,
            unit="0 to 1",
            empty="A person said who speaks, or there is no guess",
        ),
        Column(
            "suspect_because",
            "Why the words are probably not what was said",
            empty="They are believed, or a person has heard them",
        ),
        Column("is_corrected", "Whether a person changed words in it", Kind.YES_NO),
        Column("words", "How many words there are", Kind.WHOLE),
        Column("text", "The words themselves", empty="A person said that nothing was said", is_quote=True),
    ),
)

TRANSCRIPT_CHANGES = Table(
    "transcript_changes",
    "Changes of transcripts",
    f"Every step of what people changed of a transcript. {_HERE}",
    (
        Column("change_id", "The step", Kind.ID),
        _TRANSCRIPT_ID,
        _RECORDING_ID,
        CASE,
        WEEK,
        _VERSION,
        Column("kind", "What was done", Kind.CHOICE, allowed=values_of(ChangeKind)),
        *person("by", "Who did it"),
        CREATED,
        Column("undone_at", "When it was undone", Kind.MOMENT, empty="It stands"),
        *person("undone_by", "Who undid it", empty="It stands"),
    ),
)
