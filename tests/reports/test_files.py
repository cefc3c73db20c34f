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


def test_a_pdf_file_draws_arabic_words_and_names_them_as_they_were_typed_in_its_outline(fonts):
    reader = PdfReader(BytesIO(as_pdf(report("نور"), fonts)))

    # Whoever takes the text out turns it back again: what is left is that the letters are joined.
    assert "\ufee7\ufeee\ufead" in reader.pages[0].extract_text()
    assert reader.outline[0]["/Title"] == reader.metadata.title == "Team نور: week of 16 November 2026"


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
    foot = document.sections[0].footer._element.xml
    assert ">PAGE<" in foot
    assert ">NUMPAGES<" in foot
    assert document.core_properties.author == "Fidelity"


def test_a_long_table_is_told_its_head_on_every_page(fonts):
    rows = [(f"Principle {n}", str(n)) for n in range(120)]
    long = Document("Long", "", "", [Table("Ratings", ("Principle", "Counts"), rows, widths=(4, 1))])

    pages = PdfReader(BytesIO(as_pdf(long, fonts))).pages

    assert len(pages) > 2
    assert all("Counts" in page.extract_text() for page in pages)


def case(number):
    """A case as a report has it, of about a third of a page."""
    rows = [(f"Principle {n}", str(number)) for n in range(9)]
    return [
        Heading(f"LEI-{number}, Llŷr"),
        Text("Reviewed.", lead="State:"),
        Text("none.", lead="Recordings:"),
        Table(f"Ratings of LEI-{number}", ("Principle", "Counts"), rows, widths=(4, 1)),
        Heading("Agreed", level=3),
        Bullets([f"Rehearse it with Mam and ring the school {number}."] * (number % 4)),
    ]


def test_a_case_and_its_table_stand_on_one_page_with_what_is_said_of_it(fonts):
    cases = [block for number in range(100, 112) for block in case(number)]

    pages = [
        page.extract_text()
        for page in PdfReader(BytesIO(as_pdf(Document("Week", "", "", cases), fonts))).pages
    ]

    for number in range(100, 112):
        (page,) = (page for page in pages if f"LEI-{number}, Llŷr" in page)
        assert f"Ratings of LEI-{number}" in page
        rows = page.partition(f"Ratings of LEI-{number}")[2].partition("Agreed")[0]
        assert "Principle 8" in rows


def test_a_word_document_keeps_a_case_and_its_table_together_in_columns_of_their_own_widths():
    document = docx.Document(BytesIO(as_docx(Document("Week", "", "", case(101)))))

    kept = {
        paragraph.text: bool(paragraph.paragraph_format.keep_with_next)
        for paragraph in document.paragraphs
        if paragraph.text
    }
    assert kept["State: Reviewed."]
    assert kept["Ratings of LEI-101"]
    assert not kept["Rehearse it with Mam and ring the school 101."]
    table = document.tables[0]
    assert [bool(row.cells[0].paragraphs[0].paragraph_format.keep_with_next) for row in table.rows] == [
        True
    ] * 9 + [False]
    assert table.columns[0].width == pytest.approx(4 * table.columns[1].width, rel=0.001)


def test_every_heading_of_a_word_document_is_dark_enough_to_read():
    document = docx.Document(BytesIO(as_docx(report("A week"))))

    colours = {
        document.styles[name].font.color.rgb for name in ("Heading 1", "Heading 2", "Heading 3", "Caption")
    }

    assert [str(colour) for colour in colours] == ["212B32"]
