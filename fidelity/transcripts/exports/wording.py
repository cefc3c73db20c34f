"""What every file says in the same words: what it is, what it is for, who speaks, what is missing."""

from datetime import date
from typing import assert_never

from fidelity.transcripts.exports.take_away import Suspect, TranscriptToTakeAway
from fidelity.transcripts.turns import KnownBy
from models import SpeakerRole

NOTICE = "These words were written by a machine and may hold mistakes. Listen before you rely on them."
PURPOSE = "Purpose: staff supervision and quality assurance."
NO_WORDS = "somebody speaks, but no words were found"

_SPEAKERS = {
    SpeakerRole.THERAPIST: "Therapist",
    SpeakerRole.CAREGIVER: "Caregiver",
    SpeakerRole.YOUTH: "Young person",
    SpeakerRole.OTHER: "Someone else",
    SpeakerRole.UNKNOWN: "Not known who",
}


def title(taken: TranscriptToTakeAway) -> str:
    """``Case LEI-0042, session of 19 November 2026``."""
    return f"Case {taken.case_reference}, session of {day(taken.visited_on)}"


def facts(taken: TranscriptToTakeAway) -> list[str]:
    """What somebody must know who reads the words without the page beside them; a sentence each."""
    said = [
        f"Length: {clock(taken.duration_seconds)}. Recogniser: {taken.model}. Version {taken.version}.",
        NOTICE,
        PURPOSE,
    ]
    if taken.guesses:
        turns = f"{taken.guesses} of {len(taken.spoken)} turns"
        said.append(f"In {turns} only the machine says who speaks. It can be wrong.")
    if taken.suspect_turns:
        said.append(_suspect(taken))
    if taken.gaps:
        places = f"{len(taken.gaps)} {'place' if len(taken.gaps) == 1 else 'places'}"
        said.append(f"In {places} {NO_WORDS}.")
    return said


def speaker(role: SpeakerRole, known_by: KnownBy) -> str:
    """``Therapist``, and ``Probably therapist`` where only the machine says so."""
    name = _SPEAKERS[role]
    return f"Probably {name[0].lower()}{name[1:]}" if known_by is KnownBy.MACHINE else name


def plain_speaker(role: SpeakerRole) -> str:
    """``Therapist``, for captions, where there is no room for more."""
    return _SPEAKERS[role]


def doubt(reason: str) -> str:
    """Goes before words that were probably not said."""
    return f"[Probably not what was said: {reason}]"


def clock(seconds: float) -> str:
    """``0:04:05``."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def day(when: date) -> str:
    """``19 November 2026``."""
    return f"{when.day} {when:%B %Y}"


def _suspect(taken: TranscriptToTakeAway) -> str:
    count = taken.suspect_turns
    turns, they = (f"{count} turns", "They are") if count > 1 else ("1 turn", "It is")
    match taken.suspect:
        case Suspect.LEFT_OUT:
            what = "left out"
        case Suspect.MARKED:
            what = "marked"
        case _:
            assert_never(taken.suspect)
    return f"The words of {turns} were probably not said. {they} {what}."
