"""Reads a note from a text, Word or PDF file; used by the import page, so it loads no model and no spaCy."""

import io
import logging
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePath
from typing import BinaryIO

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader
from pypdf.errors import DependencyError

log = logging.getLogger(__name__)
# What pypdf complains of it quotes, and a file's words must not come into a log.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

LARGEST_FILE = 20 * 1024 * 1024
#: Characters. A long case note has some ten thousand.
LONGEST_TEXT = 2_000_000
#: What a Word file may unpack to, all parts together; pictures do not count.
_LARGEST_UNPACKED = 40 * 1024 * 1024
_MOST_PARTS = 2_000
_MOST_PAGES = 500

_TEXT_SUFFIXES = {".txt", ".md", ""}
#: Databases refuse the first of these in a text, and no reader sees any of them.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
_PICTURES = re.compile(r"word/(media|embeddings|fonts)/", re.IGNORECASE)
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


class UnreadableDocument(Exception):
    """The file cannot be used; `reason` says in plain words what is wrong and what to do."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_document(
    file: BinaryIO, name: str, *, largest_file: int = LARGEST_FILE, longest_text: int = LONGEST_TEXT
) -> str:
    """The words of a .txt, .md, .docx or .pdf file, paragraphs on lines of their own, table cells too.

    `name` is only looked at for its ending. Raises UnreadableDocument with a sentence for the person.
    """
    content = file.read(largest_file + 1)
    if len(content) > largest_file:
        raise UnreadableDocument(f"The selected file must be smaller than {_in_words(largest_file)}")
    if not content:
        raise UnreadableDocument("The selected file is empty")
    text = _tidy(_read(content, PurePath(name).suffix.lower(), longest_text))
    if len(text) > longest_text:
        raise _too_long()
    if not text:
        raise UnreadableDocument("There are no words in the selected file")
    return text


def _in_words(size: int) -> str:
    return f"{size // 1024**2} MB" if size >= 1024**2 else f"{size // 1024} kB"


def _read(content: bytes, suffix: str, longest: int) -> str:
    # By what the file is, not by what it is called: an ending is easily wrong.
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return _from_pdf(content, longest)
    if content.startswith(b"PK\x03\x04"):
        return _from_word(content)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableDocument(
            "This is an older Word file or one with a password. Save it as .docx without a password"
        )
    if suffix in _TEXT_SUFFIXES:
        return _from_text(content)
    if suffix in {".pdf", ".docx"}:
        raise UnreadableDocument("The selected file is damaged. Save it again and choose the new copy")
    raise UnreadableDocument("The selected file must be a .txt, .md, .docx or .pdf")


def _from_text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        raise UnreadableDocument("The selected file does not hold text. Choose a .txt, .md, .docx or .pdf")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Windows programs wrote before they wrote UTF-8.
        return content.decode("cp1252", errors="replace")


def _from_pdf(content: bytes, longest: int) -> str:
    try:
        pages = list(_pages(content, longest))
    except UnreadableDocument:
        raise
    except DependencyError:
        raise _locked() from None
    except Exception as error:  # noqa: BLE001 - pypdf lets any error through on a file that breaks the rules
        log.info("could not read a PDF: %s", type(error).__name__)
        raise UnreadableDocument(
            "The selected PDF is damaged. Save it again and choose the new copy"
        ) from None
    text = "\n".join(pages)
    if not text.strip():
        raise UnreadableDocument(
            "This PDF holds pictures of pages and no text. Copy the words from the original"
        )
    return text


def _pages(content: bytes, longest: int) -> Iterator[str]:
    reader = PdfReader(io.BytesIO(content))
    # Many files are encrypted with no password at all, only to forbid printing.
    if reader.is_encrypted and not reader.decrypt(""):
        raise _locked()
    if len(reader.pages) > _MOST_PAGES:
        raise _too_long()
    characters = 0
    for page in reader.pages:
        text: str = page.extract_text()
        characters += len(text)
        if characters > longest:
            raise _too_long()
        yield text


def _from_word(content: bytes) -> str:
    damaged = UnreadableDocument("The selected Word file is damaged. Save it again and choose the new copy")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            entries = parts.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise damaged from None
    if not any(entry.filename == "word/document.xml" for entry in entries):
        raise UnreadableDocument("The selected file must be a .txt, .md, .docx or .pdf")
    # Known before a byte is unpacked, and zipfile unpacks no more than the sizes it says.
    unpacked = sum(entry.file_size for entry in entries if not _PICTURES.match(entry.filename))
    pictures = sum(entry.file_size for entry in entries if _PICTURES.match(entry.filename))
    if len(entries) > _MOST_PARTS or unpacked > _LARGEST_UNPACKED or pictures > 4 * _LARGEST_UNPACKED:
        raise _too_long()
    try:
        body = Document(io.BytesIO(content)).element.body
    except Exception as error:  # noqa: BLE001 - python-docx and lxml, likewise
        log.info("could not read a Word file: %s", type(error).__name__)
        raise damaged from None
    return "".join(_words(body))


def _words(body: object) -> list[str]:
    """Text in reading order, tables, forms and tracked insertions included, tracked deletions not.

    python-docx's own paragraphs leave out what stands in form fields and tracked insertions.
    """
    paragraph, text, tab, run = qn("w:p"), qn("w:t"), qn("w:tab"), qn("w:r")
    breaks = {qn("w:br"), qn("w:cr")}
    words: list[str] = []
    # A text box is written twice, the second time for programs that do not know the first way.
    for twice in list(body.iter(_FALLBACK)):  # type: ignore[attr-defined]
        twice.getparent().remove(twice)
    for element in body.iter():  # type: ignore[attr-defined]
        if element.tag == paragraph or element.tag in breaks:
            words.append("\n")
        elif element.tag == text:
            words.append(element.text or "")
        elif element.tag == tab and element.getparent().tag == run:
            words.append("\t")
    return words


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").replace("\x85", "\n")
    return re.sub(r"\n{3,}", "\n\n", _CONTROL.sub("", text)).strip()


def _locked() -> UnreadableDocument:
    return UnreadableDocument("This PDF has a password. Save a copy without one and choose that copy")


def _too_long() -> UnreadableDocument:
    return UnreadableDocument(
        "There is too much text in the selected file. Choose one that holds only this note"
    )
