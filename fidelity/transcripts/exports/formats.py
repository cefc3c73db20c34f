"""The files that a transcript can be taken away as."""

from collections.abc import Callable
from dataclasses import dataclass

from fidelity.transcripts.exports.docx_file import as_docx
from fidelity.transcripts.exports.json_file import as_json
from fidelity.transcripts.exports.srt import as_srt
from fidelity.transcripts.exports.take_away import TranscriptToTakeAway
from fidelity.transcripts.exports.txt import as_txt
from fidelity.transcripts.exports.vtt import as_vtt


@dataclass(frozen=True)
class Format:
    """One kind of file."""

    name: str
    mimetype: str
    write: Callable[[TranscriptToTakeAway], bytes]


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

#: By the ending of the file's name, in the order in which they are offered.
FORMATS: dict[str, Format] = {
    "docx": Format("Word document", _WORD, as_docx),
    "txt": Format("Plain text", "text/plain", as_txt),
    "vtt": Format("WebVTT captions", "text/vtt", as_vtt),
    "srt": Format("SubRip captions", "application/x-subrip", as_srt),
    "json": Format("JSON data", "application/json", as_json),
}
