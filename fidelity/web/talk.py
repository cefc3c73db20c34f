"""Behind the numbers of a session's talk: which turns they count."""

from uuid import UUID

from flask import render_template, request
from flask.typing import ResponseReturnValue

from fidelity.transcripts.talk import Talk
from fidelity.usecases.read_talk import LONGEST, PAUSES, QUESTIONS, SUSPECT, UNKNOWN, count_talk, read_talk
from fidelity.web import recordings
from fidelity.web.deps import db, me
from fidelity.web.words import IN_WORDS
from models import SpeakerRole

_TITLES = {
    QUESTIONS: "The therapist’s questions",
    LONGEST: "The therapist’s longest stretch",
    UNKNOWN: "Turns of which nobody knows who speaks",
    SUSPECT: "Words that were probably not said",
    PAUSES: "Long pauses",
}


@recordings.bp.get("/recordings/<uuid:recording_id>/talk")
def talk(recording_id: UUID) -> ResponseReturnValue:
    """``?show=``: what to list; see read_talk."""
    asked = request.args.get("show", QUESTIONS)
    part = read_talk(db(), by=me(), recording_id=recording_id, asked=asked)
    return render_template(
        "recordings/talk.html", part=part, recording=part.recording, title=_title(part.talk, asked)
    )


@recordings.bp.get("/recordings/<uuid:recording_id>/talk/table")
def talk_table(recording_id: UUID) -> ResponseReturnValue:
    """The numbers alone, for a page on which turns were changed."""
    recording, found = count_talk(db(), by=me(), recording_id=recording_id)
    return render_template("recordings/_talk_table.html", recording=recording, talk=found)


@recordings.bp.app_template_global()
def talker_name(role: SpeakerRole, voice: str | None) -> str:
    """``Caregiver``, or ``Caregiver, voice B`` where there is more than one."""
    return f"{IN_WORDS[role]}, voice {voice}" if voice else IN_WORDS[role]


def _title(found: Talk, asked: str) -> str:
    names = {talker.key: talker_name(talker.role, talker.voice) for talker in found.people}
    return _TITLES.get(asked) or f"{names[asked]}: every turn"
