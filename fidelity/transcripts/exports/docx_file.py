"""A Word document, with headings, so that whoever has it read aloud finds their way."""

from io import BytesIO
from typing import Any

from fidelity.transcripts.exports import wording
from fidelity.transcripts.exports.take_away import Spoken, TranscriptToTakeAway
from fidelity.transcripts.gaps import Gap


def as_docx(taken: TranscriptToTakeAway) -> bytes:
    """A heading, what the file is, and a paragraph a turn."""
    from docx import Document
    from docx.shared import Pt

    document = Document()
    document.styles["Normal"].font.name = "Arial"
    document.styles["Normal"].font.size = Pt(11)
    about = document.core_properties
    # The library's own template would otherwise name its author.
    about.title, about.author, about.comments = wording.title(taken), "Fidelity", wording.PURPOSE
    document.add_heading(wording.title(taken), level=1)
    for fact in wording.facts(taken):
        document.add_paragraph(fact)
    document.add_heading("What was said", level=2)
    for row in taken.rows:
        _add(document.add_paragraph(), row)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(paragraph: Any, row: Spoken | Gap) -> None:
    at = wording.clock(row.start)
    if isinstance(row, Gap):
        paragraph.add_run(f"{at} [Until {wording.clock(row.end)} {wording.NO_WORDS}.]").italic = True
        return
    paragraph.add_run(f"{at} ")
    paragraph.add_run(f"{wording.speaker(row.role, row.known_by)}: ").bold = True
    if row.suspect:
        paragraph.add_run(f"{wording.doubt(row.suspect)} ").italic = True
        paragraph.add_run(row.text).font.strike = True
        return
    paragraph.add_run(row.text)
