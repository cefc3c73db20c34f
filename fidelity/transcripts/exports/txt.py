"""Plain text: a line a turn."""

from fidelity.transcripts.exports import wording
from fidelity.transcripts.exports.take_away import Spoken, TranscriptToTakeAway
from fidelity.transcripts.gaps import Gap


def as_txt(taken: TranscriptToTakeAway) -> bytes:
    """``0:04:05 Therapist: What happened then?``."""
    head = [wording.title(taken), *wording.facts(taken), ""]
    return "\n".join([*head, *map(_line, taken.rows), ""]).encode()


def _line(row: Spoken | Gap) -> str:
    at = wording.clock(row.start)
    if isinstance(row, Gap):
        return f"{at} [Until {wording.clock(row.end)} {wording.NO_WORDS}.]"
    text = f"{wording.doubt(row.suspect)} {row.text}" if row.suspect else row.text
    return f"{at} {wording.speaker(row.role, row.known_by)}: {text}"
