"""Writes a report as a PDF file, in a typeface with the letters of Welsh."""

import logging
from collections.abc import Sequence
from pathlib import Path
from typing import Any, assert_never

from fidelity.reports.document import Block, Bullets, Document, Heading, Table, Text, with_table, writable
from fidelity.reports.right_to_left import left_to_right

_FAMILY = "DejaVu"
_FILES = {"": "DejaVuSans.ttf", "B": "DejaVuSans-Bold.ttf"}
_MARGIN = 18  # millimetres, as all lengths here
_LINE = 5.2
_SIZES = {1: 17, 2: 13, 3: 11}
_PLAIN, _SMALL = 10, 8
#: Stands for a sign that the typeface does not have, such as a picture.
_UNKNOWN = "\ufffd"
#: Room that a heading wants, so that it does not stand alone at the foot of a page.
_WITH_HEADING = 24
#: Lines of a paragraph that is not broken over two pages.
_WHOLE = 4
_PADDING = 1


def as_pdf(report: Document, fonts: Path) -> bytes:
    """``fonts`` is the folder with the typeface's files, which the build of the pages puts there."""
    from fpdf import FPDF

    # The library warns of signs that it cannot draw, and of tables, with their words.
    logging.getLogger("fpdf").setLevel(logging.CRITICAL)
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)

    class Pages(FPDF):
        def footer(self) -> None:
            self.set_y(-14)
            self.set_font(_FAMILY, "", _SMALL)
            self.cell(0, 5, f"{foot} Page {self.page_no()} of {{nb}}", align="C")

    pdf = Pages(format="A4")
    for style, name in _FILES.items():
        pdf.add_font(_FAMILY, style, fonts / name)
    draw = _Drawing(pdf)
    foot = draw.drawable(report.footer)
    pdf.set_lang("en-GB")
    pdf.set_title(writable(report.title))
    pdf.set_subject(report.purpose)
    pdf.set_author("Fidelity")
    pdf.set_creator("Fidelity")
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    draw.heading(report.title, 1)
    for place, block in enumerate(report.blocks):
        if isinstance(block, Heading):
            draw.make_room(with_table(report.blocks, place))
        draw.block(block)
    return bytes(pdf.output())


class _Drawing:
    """Puts one block after another on the pages."""

    def __init__(self, pdf: Any) -> None:
        self.pdf = pdf
        self._known = set.intersection(*(set(font.cmap) for font in pdf.fonts.values()))

    def drawable(self, text: str) -> str:
        """What the typeface can draw, and a stand-in for each sign that it cannot."""
        return "".join(
            letter if letter == "\n" or ord(letter) in self._known else _UNKNOWN
            for letter in left_to_right(writable(text))
        )

    def block(self, block: Block) -> None:
        """One of them."""
        match block:
            case Heading():
                self.heading(block.text, block.level)
            case Text():
                self.paragraph(block.text, block.lead)
            case Bullets():
                for item in block.items:
                    self.paragraph(item, "•", indent=4)
            case Table():
                self.table(block)
            case _:
                assert_never(block)

    def make_room(self, following: Sequence[Block]) -> None:
        """A heading, what is said under it and the table then stand on one page, if they fit on one."""
        height = float(_WITH_HEADING)
        for each in following:
            if isinstance(each, Text):
                height += self._paragraph_height(f"{each.lead} {each.text}", self.pdf.epw)
            elif isinstance(each, Table):
                height += self._table_height(each)
        self._break_before(height if height < self.pdf.eph else _WITH_HEADING)

    def heading(self, text: str, level: int) -> None:
        """Also a mark in the outline that readers show beside the pages."""
        pdf = self.pdf
        if level > 1:
            pdf.ln(2 if level == 3 else 4)
        # What a reader's program shows itself needs no shapes.
        pdf.start_section(writable(text).replace("\n", " "), level=level - 1)
        text = self.drawable(text)
        pdf.set_font(_FAMILY, "B", _SIZES[level])
        pdf.multi_cell(0, _SIZES[level] * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(1)

    def paragraph(self, text: str, lead: str = "", *, indent: int = 0) -> None:
        """``lead`` in bold before it."""
        pdf = self.pdf
        height = self._paragraph_height(f"{lead} {text}", pdf.epw - indent)
        if height <= _WHOLE * _LINE + 1:
            self._break_before(height)
        pdf.set_left_margin(_MARGIN + indent)
        pdf.set_x(_MARGIN if indent else pdf.l_margin)
        if lead:
            pdf.set_font(_FAMILY, "B", _PLAIN)
            pdf.write(_LINE, f"{self.drawable(lead)} ")
        pdf.set_font(_FAMILY, "", _PLAIN)
        pdf.write(_LINE, self.drawable(text))
        pdf.set_left_margin(_MARGIN)
        pdf.ln(_LINE + 1)

    def table(self, block: Table) -> None:
        """Whole on one page where it fits on one; otherwise its first row comes again on every page."""
        pdf = self.pdf
        height = self._table_height(block)
        self._break_before(height if height < pdf.eph else _WITH_HEADING)
        pdf.ln(1)
        pdf.set_font(_FAMILY, "B", _PLAIN)
        pdf.multi_cell(0, _LINE, self.drawable(block.caption), align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.set_font(_FAMILY, "", _PLAIN - 1)
        with pdf.table(
            col_widths=tuple(block.widths), text_align="LEFT", line_height=_LINE, padding=_PADDING
        ) as table:
            for cells in (block.head, *block.rows):
                table.row([self.drawable(text) for text in cells])
        pdf.ln(2)

    def _break_before(self, height: float) -> None:
        if self.pdf.will_page_break(height) and self.pdf.y > self.pdf.t_margin:
            self.pdf.add_page()

    def _table_height(self, block: Table) -> float:
        pdf = self.pdf
        part = pdf.epw / sum(block.widths)
        widths = [part * width - 2 * (_PADDING + pdf.c_margin) for width in block.widths]
        pdf.set_font(_FAMILY, "B", _PLAIN)
        height = 1 + self._height(block.caption, pdf.epw)
        pdf.set_font(_FAMILY, "", _PLAIN - 1)
        for cells in (block.head, *block.rows):
            height += 2 * _PADDING + max(self._height(*cell) for cell in zip(cells, widths, strict=True))
        return height

    def _paragraph_height(self, text: str, width: float) -> float:
        self.pdf.set_font(_FAMILY, "", _PLAIN)
        return self._height(text, width) + 1

    def _height(self, text: str, width: float) -> float:
        height: float = self.pdf.multi_cell(width, _LINE, self.drawable(text), dry_run=True, output="HEIGHT")
        return height
