"""The words of a recording as a file."""

import re
from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

from flask import request, send_file
from flask.typing import ResponseReturnValue

from fidelity.transcripts.exports.formats import FORMATS, Format
from fidelity.transcripts.exports.take_away import Suspect, TranscriptToTakeAway
from fidelity.usecases.take_transcript import take_transcript
from fidelity.web import recordings
from fidelity.web.deps import db, me


@recordings.bp.app_template_global()
def download_formats() -> Mapping[str, Format]:
    """What is offered on the recording's page, by the ending of the file's name."""
    return FORMATS


@recordings.bp.get("/recordings/<uuid:recording_id>/transcript.<any(docx, txt, vtt, srt, json):ending>")
def transcript(recording_id: UUID, ending: str) -> ResponseReturnValue:
    """``?suspect=marked``: with the words that were probably not said, marked; else without them."""
    suspect = Suspect.MARKED if request.args.get("suspect") == Suspect.MARKED.value else Suspect.LEFT_OUT
    taken = take_transcript(db(), by=me(), recording_id=recording_id, suspect=suspect)
    kind = FORMATS[ending]
    return send_file(
        BytesIO(kind.write(taken)),
        mimetype=kind.mimetype,
        as_attachment=True,
        download_name=f"{_name(taken)}.{ending}",
        etag=False,
    )


def _name(taken: TranscriptToTakeAway) -> str:
    """Reference and day: nothing of what was said, and nobody's name."""
    reference = re.sub(r"[^A-Za-z0-9-]+", "-", taken.case_reference)
    return f"{reference} {taken.visited_on.isoformat()}"
