"""Data: the names of ``fidelity transcribe --json``, and where words and roles are from."""

import json
from typing import Any

from fidelity.transcripts.exports import wording
from fidelity.transcripts.exports.take_away import Spoken, TranscriptToTakeAway
from fidelity.transcripts.turns import KnownBy

_ROLE_BY = {
    KnownBy.TURN: "person",
    KnownBy.VOICE: "person",
    KnownBy.MACHINE: "machine",
    KnownBy.NOTHING: None,
}


def as_json(taken: TranscriptToTakeAway) -> bytes:
    """One object; times in seconds, probabilities 0 to 1."""
    return json.dumps(as_object(taken), ensure_ascii=False, indent=1).encode() + b"\n"


def as_object(taken: TranscriptToTakeAway) -> dict[str, Any]:
    """What is written. New names may be added; those that are there keep their meaning."""
    return {
        "duration": taken.duration_seconds,
        "language": taken.language,
        "coverage": taken.coverage,
        "model": taken.model,
        "segments": [_segment(turn) for turn in taken.spoken],
        "gaps": [{"start": gap.start, "end": gap.end} for gap in taken.gaps],
        "provenance": {
            "case": taken.case_reference,
            "day": taken.visited_on.isoformat(),
            "engine": taken.engine,
            "version": taken.version,
            "suspect": taken.suspect.value,
            "suspect_segments": taken.suspect_turns,
            "notice": wording.NOTICE,
            "purpose": wording.PURPOSE,
        },
    }


def _segment(turn: Spoken) -> dict[str, Any]:
    return {
        "start": turn.start,
        "end": turn.end,
        "text": turn.text,
        "speaker": turn.voice,
        "role": turn.role.value,
        "role_by": _ROLE_BY[turn.known_by],
        "role_probability": turn.probability,
        "suspect": turn.suspect,
        "corrected": turn.is_corrected,
        "words": [
            {"start": word.start, "end": word.end, "text": word.text, "probability": word.probability}
            for word in turn.words
        ],
    }
