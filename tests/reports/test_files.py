"""Reports as files: whatever somebody typed, they open again and say the same."""

from io import BytesIO

import docx
import pytest
from pypdf import PdfReader

from fidelity.reports.document import Bullets, Document, Heading, Table, Text, writable
from fidelity.reports.docx_file import as_docx
from fidelity.reports.pdf_file import as_pdf
from tests.conftest import ROOT

FONTS = ROOT / "node_modules" / "dejavu-fonts-ttf" / "ttf"
STRANGE = [
    pytest.param("Llŷr a'r tŵr – “ie”", id="Welsh"),
    pytest.param("smile 🙂 and 👩‍👧 family", id="pictures"),
    pytest.param("\u0639\u0631\u0628\u0649 and \u05e9\u05dc\u05d5\u05dd \u202egnidaer", id="right to left"),
    pytest.param("bell \x07 null \x00 escape \x1b[2J \ufffe \ud800", id="control characters"),
    pytest.param("w" * 5000, id="a word of 5,000 letters"),
    pytest.param("No. " * 2000, id="pages of it"),
    pytest.param("<b>&amp;</b> **bold** {nb} %s \\", id="markup"),
    pytest.param("first\r\nsecond\n\n\tthird", id="lines"),
    pytest.param("", id="nothing"),
]


def report(text):
    return Document(
        title=f"Team {text[:80]}: week of 16 November 2026",
        purpose="Staff supervision",
        footer="Staff supervision. Made 25 November 2026.",
        blocks=[
            Text(text, lead="Note:"),
            Heading(f"LEI-0042 {text[:80]}"),
            Bullets([text, "Rehearse it."]),
            Table(
                "Ratings",
                ("Principle", "Counts"),
                [("Finding the fit", "4"), (text[:100], "5")],
                widths=(4, 1),
            ),
            Heading("Agreed", level=3),
        ],
    )


@pytest.fixture(autouse=True)
def fonts():
    if not FONTS.is_dir():
        pytest.skip("the typeface is not here: make pages gets it")
    return FONTS


@pytest.mark.parametrize("text", STRANGE)
def test_a_pdf_file_opens_again_whatever_was_typed(fonts, text):
    reader = PdfReader(BytesIO(as_pdf(report(text), fonts)))

    said = "".join(page.extract_text() for page in reader.pages)
    assert "Rehearse it." in said
    assert "Finding the fit" in said
    assert f"Page 1 of {len(reader.pages)}" in said
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert "\x07" not in said


@pytest.mark.parametrize("text", STRANGE)
def test_a_word_document_opens_again_whatever_was_typed(text):
    document = docx.Document(BytesIO(as_docx(report(text))))

    assert writable(text) in "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert document.tables[0].cell(1, 1).text == "4"


def test_a_pdf_file_has_welsh_letters_an_outline_and_a_sign_for_what_it_cannot_draw(fonts):
    reader = PdfReader(BytesIO(as_pdf(report("Llŷr yn y tŵr 🙂"), fonts)))

    said = reader.pages[0].extract_text()
    assert "Llŷr yn y tŵr \ufffd" in said
    assert reader.outline[0]["/Title"].startswith("Team Llŷr")
    assert reader.metadata.author == "Fidelity"


def test_what_the_typeface_lacks_is_told_to_no_log(fonts, caplog):
    as_pdf(report("🙂 secret"), fonts)

    assert caplog.records == []


def test_a_word_document_has_headings_tables_with_heads_its_language_and_page_numbers():
    document = docx.Document(BytesIO(as_docx(report("A week"))))

    assert [p.style.name for p in document.paragraphs if p.style.name.startswith("Heading")] == [
        "Heading 1",
        "Heading 2",
        "Heading 3",
    ]
    table = document.tables[0]._tbl.xml
    assert "<w:tblHeader/>" in table
    assert '<w:tblCaption w:val="Ratings"/>' in table
    assert table.count("<w:cantSplit/>") == 3
    assert '<w:lang w:val="en-GB"/>' in document.styles["Normal"].element.xml
    assert "PAGE" in document.sections[0].footer._element.xml
    assert document.core_properties.author == "Fidelity"


def test_a_long_table_is_told_its_head_on_every_page(fonts):
    rows = [(f"Principle {n}", str(n)) for n in range(120)]
    long = Document("Long", "", "", [Table("Ratings", ("Principle", "Counts"), rows, widths=(4, 1))])

    pages = PdfReader(BytesIO(as_pdf(long, fonts))).pages

    assert len(pages) > 2
    assert all("Counts" in page.extract_text() for page in pages)
