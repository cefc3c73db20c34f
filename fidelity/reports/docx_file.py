"""Writes a report as a Word document, with headings and real tables, so that it can be read aloud."""

from io import BytesIO
from typing import Any, assert_never

from fidelity.reports.document import Block, Bullets, Document, Heading, Table, Text, writable

#: How wide the text is, in centimetres: A4 with margins of two.
_WIDTH = 17.0


def as_docx(report: Document) -> bytes:
    """A heading for each part; each table repeats its first row on every page, and says what it is."""
    from docx import Document as NewDocument
    from docx.shared import Cm, Pt

    document = NewDocument()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    plain = document.styles["Normal"]
    plain.font.name, plain.font.size = "Arial", Pt(11)
    _say_language(plain)
    about = document.core_properties
    # The library's own template would otherwise name its author.
    about.title, about.author, about.comments = writable(report.title), "Fidelity", report.purpose
    about.language = "en-GB"
    document.add_heading(writable(report.title), level=1)
    for block in report.blocks:
        _add(document, block)
    _foot(page.footer.paragraphs[0], report.footer)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: Any, block: Block) -> None:
    match block:
        case Heading():
            document.add_heading(writable(block.text), level=block.level)
        case Text():
            paragraph = document.add_paragraph()
            if block.lead:
                paragraph.add_run(f"{block.lead} ").bold = True
            paragraph.add_run(writable(block.text))
        case Bullets():
            for item in block.items:
                document.add_paragraph(writable(item), style="List Bullet")
        case Table():
            _add_table(document, block)
        case _:
            assert_never(block)


def _add_table(document: Any, block: Table) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    caption = document.add_paragraph(writable(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.autofit = False
    for name, text in (("w:tblCaption", block.caption), ("w:tblDescription", block.caption)):
        said = OxmlElement(name)
        said.set(qn("w:val"), writable(text))
        table._tblPr.append(said)  # noqa: SLF001  # the library has no words for a table's description
    for number, cells in enumerate((block.head, *block.rows)):
        row = table.add_row()
        _keep_whole(row, is_head=number == 0)
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = Cm(_WIDTH * block.widths[place] / sum(block.widths))
            run = cell.paragraphs[0].add_run(writable(text))
            run.bold = number == 0 or place == 0
    document.add_paragraph()


def _keep_whole(row: Any, *, is_head: bool) -> None:
    """No row is broken over two pages; the first comes again on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # as above
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _foot(paragraph: Any, text: str) -> None:
    """Ends in the number of the page, which the reader's program counts."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    paragraph.add_run(f"{writable(text)} Page ")
    run = paragraph.add_run()
    for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = code
        run._r.append(part)  # noqa: SLF001  # as above


def _say_language(style: Any) -> None:
    """So that it is read aloud as English is spoken here."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)
