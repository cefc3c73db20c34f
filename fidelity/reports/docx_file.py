"""Writes a report as a Word document, with headings and real tables, so that it can be read aloud."""

from io import BytesIO
from typing import Any, assert_never

from fidelity.reports.document import Block, Bullets, Document, Heading, Table, Text, with_table, writable

#: How wide the text is, in centimetres: A4 with margins of two.
_WIDTH = 17.0
#: Rows of a table that is kept on one page.
_SHORT = 15
#: Near black: the template's blue is too pale to read for some.
_INK = (0x21, 0x2B, 0x32)
#: Points; Word's names of the styles.
_SIZES = {"Heading 1": 18, "Heading 2": 14, "Heading 3": 12, "Caption": 11}


def as_docx(report: Document) -> bytes:
    """A heading for each part; each table repeats its first row on every page, and says what it is."""
    from docx import Document as NewDocument
    from docx.shared import Cm

    document = NewDocument()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    _set_styles(document)
    about = document.core_properties
    # The library's own template would otherwise name its author.
    about.title, about.author, about.comments = writable(report.title), "Fidelity", report.purpose
    about.language = "en-GB"
    document.add_heading(writable(report.title), level=1)
    together: set[int] = set()
    for place, block in enumerate(report.blocks):
        if isinstance(block, Heading):
            together |= {id(each) for each in with_table(report.blocks, place)}
        _add(document, block, is_kept=id(block) in together)
    _foot(page.footer.paragraphs[0], report.footer)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _add(document: Any, block: Block, *, is_kept: bool) -> None:
    """``is_kept``: on the page of what follows."""
    match block:
        case Heading():
            document.add_heading(writable(block.text), level=block.level)
        case Text():
            paragraph = document.add_paragraph()
            paragraph.paragraph_format.keep_with_next = is_kept
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
    from docx.shared import Cm, Pt

    caption = document.add_paragraph(writable(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=0, cols=len(block.head), style="Table Grid")
    table.autofit = False
    widths = [Cm(_WIDTH * width / sum(block.widths)) for width in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for name, text in (("w:tblCaption", block.caption), ("w:tblDescription", block.caption)):
        said = OxmlElement(name)
        said.set(qn("w:val"), writable(text))
        table._tblPr.append(said)  # noqa: SLF001  # the library has no words for a table's description
    is_short = len(block.rows) <= _SHORT
    for number, cells in enumerate((block.head, *block.rows)):
        row = table.add_row()
        _keep_whole(row, is_head=number == 0)
        for place, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
            cell.width = widths[place]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = 0
            paragraph.paragraph_format.keep_with_next = is_short and number < len(block.rows)
            run = paragraph.add_run(writable(text))
            run.bold, run.font.size = number == 0 or place == 0, Pt(10)
    document.add_paragraph()


def _keep_whole(row: Any, *, is_head: bool) -> None:
    """No row is broken over two pages; the first comes again on each."""
    from docx.oxml import OxmlElement

    properties = row._tr.get_or_add_trPr()  # noqa: SLF001  # as above
    properties.append(OxmlElement("w:cantSplit"))
    if is_head:
        properties.append(OxmlElement("w:tblHeader"))


def _foot(paragraph: Any, text: str) -> None:
    """Ends in the number of the page and of all pages, which the reader's program counts."""
    paragraph.add_run(f"{writable(text)} Page ")
    _count(paragraph, "PAGE")
    paragraph.add_run(" of ")
    _count(paragraph, "NUMPAGES")


def _count(paragraph: Any, what: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    run = paragraph.add_run()
    for kind in ("begin", "", "end"):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = what
        run._r.append(part)  # noqa: SLF001  # as above


def _set_styles(document: Any) -> None:
    """One plain typeface, dark on white."""
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    plain = document.styles["Normal"]
    plain.font.name, plain.font.size = "Arial", Pt(11)
    plain.paragraph_format.space_after = Pt(4)
    _say_language(plain)
    for name, points in _SIZES.items():
        style = document.styles[name]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):  # the template's own theme would win over the name
            del fonts.attrib[attribute]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), "Arial")
        style.font.size, style.font.color.rgb, style.font.bold = Pt(points), RGBColor(*_INK), True
        style.paragraph_format.keep_with_next = True


def _say_language(style: Any) -> None:
    """So that it is read aloud as English is spoken here."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    style.element.get_or_add_rPr().append(language)
