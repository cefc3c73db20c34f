"""The files that a report can be taken away as."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from fidelity.reports.document import Document
from fidelity.reports.docx_file import as_docx
from fidelity.reports.pdf_file import as_pdf


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file. ``write`` is told where the typefaces are."""

    name: str
    mimetype: str
    write: Callable[[Document, Path], bytes]


def _docx(report: Document, _fonts: Path) -> bytes:
    return as_docx(report)


#: By the ending of the file's name, in the order in which they are offered.
FORMATS: dict[str, Format] = {
    "pdf": Format("PDF file", "application/pdf", as_pdf),
    "docx": Format(
        "Word document", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", _docx
    ),
}
