import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from pypdf import PdfReader, PdfWriter

from fidelity.nlp.documents import UnreadableDocument, read_document


def pdf(*lines):
    """A PDF file of one page with the lines on it, by hand: pypdf reads and does not write words."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    stream = f"BT /F1 12 Tf 14 TL 50 750 Td {shown} ET".encode("latin-1")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
        % (table, len(out))
    )


def word(document=None):
    out = io.BytesIO()
    (document or docx.Document()).save(out)
    return out.getvalue()


def locked(password):
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Goals met"))))
    writer.encrypt(user_password=password, owner_password="owner", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def read(content, name, **limits):
    return read_document(io.BytesIO(content), name, **limits)


def reason(content, name, **limits):
    with pytest.raises(UnreadableDocument) as refused:
        read(content, name, **limits)
    return refused.value.reason


@pytest.mark.parametrize("name", ["note.txt", "NOTE.MD"])
def test_it_reads_text_with_any_line_ends_and_without_control_characters(name):
    assert (
        read("\ufeffNain a thaid, tŷ 👍\r\nGoals\x08 met\x1b\r".encode(), name)
        == "Nain a thaid, tŷ 👍\nGoals met"
    )


def test_it_reads_text_that_an_older_program_wrote():
    assert read("He said “fine” – £5".encode("cp1252"), "note.txt") == "He said “fine” – £5"
    assert read("Nain, tŷ".encode("utf-16"), "note.txt") == "Nain, tŷ"


def test_it_reads_a_word_file_in_order_with_its_table():
    document = docx.Document()
    document.add_paragraph("Goals")
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Home by nine", "met"
    document.add_paragraph("Questions")

    assert read(word(document), "note.docx").split() == ["Goals", "Home", "by", "nine", "met", "Questions"]


def test_it_reads_form_fields_and_insertions_of_a_word_file_and_leaves_out_deletions():
    document = docx.Document()
    body = document.element.body
    run = "<w:r><w:t>{}</w:t></w:r>"
    body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run.format('Field')}</w:p></w:sdtContent></w:sdt>"
        ),
    )
    body.insert(
        1,
        parse_xml(
            f"<w:p {nsdecls('w')}><w:ins>{run.format('new')}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>"
        ),
    )

    assert read(word(document), "note.docx").split() == ["Field", "new"]


def test_it_reads_a_pdf():
    assert read(pdf("Goals met", "Next visit Monday"), "note.pdf").splitlines() == [
        "Goals met",
        "Next visit Monday",
    ]


def test_it_goes_by_what_a_file_is_and_not_by_its_name():
    assert read(pdf("Goals met"), "note.txt") == "Goals met"


def test_it_reads_a_pdf_that_is_locked_only_against_printing():
    assert read(locked(""), "note.pdf") == "Goals met"


def test_a_person_with_a_locked_pdf_is_told_to_unlock_it():
    assert (
        reason(locked("secret"), "note.pdf")
        == "This PDF has a password. Save a copy without one and choose that copy"
    )


def test_a_person_with_a_scan_is_told_to_copy_the_words():
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)

    assert "pictures of pages and no text" in reason(out.getvalue(), "scan.pdf")


def test_a_person_with_an_old_word_file_is_told_to_save_it_anew():
    assert "Save it as .docx" in reason(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "note.docx")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "note.txt", "empty"),
        (b" \r\n \t ", "note.txt", "no words"),
        (word(), "note.docx", "no words"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "note.txt", "does not hold text"),
        (b"GIF89a", "note.gif", "must be a .txt, .md, .docx or .pdf"),
        (b"words", "note.docx", "damaged"),
        (pdf("Goals")[:90], "note.pdf", "damaged"),
        (word()[:2000], "note.docx", "damaged"),
    ],
)
def test_a_person_is_told_what_is_wrong(content, name, says):
    assert says in reason(content, name)


def test_it_refuses_an_archive_that_is_no_word_file():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("photo.jpg", b"picture")

    assert "must be a .txt" in reason(out.getvalue(), "note.docx")


def test_it_refuses_a_word_file_that_would_unpack_without_end():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts,
        parts.open("word/document.xml", "w") as part,
    ):
        for _ in range(64):
            part.write(b"a" * 1024 * 1024)

    assert len(out.getvalue()) < 100_000
    assert "too much text" in reason(out.getvalue(), "note.docx")


def test_it_expands_no_entities_of_a_word_file():
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    document = f'<!DOCTYPE x [<!ENTITY a0 "ha">{bomb}]><w:document {nsdecls("w")}><w:body><w:p><w:r><w:t>&a9;</w:t></w:r></w:p></w:body></w:document>'
    rebuilt = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word())) as old, zipfile.ZipFile(rebuilt, "w") as new:
        for part in old.namelist():
            new.writestr(part, document if part == "word/document.xml" else old.read(part))

    with pytest.raises(UnreadableDocument):
        read(rebuilt.getvalue(), "note.docx")


def test_it_keeps_to_the_limits_it_is_given():
    assert reason(b"a" * 2049, "note.txt", largest_file=2048) == "The selected file must be smaller than 2 kB"
    assert "too much text" in reason(b"a b " * 30, "note.txt", longest_text=100)
    assert "too much text" in reason(pdf(*["Goals met"] * 20), "note.pdf", longest_text=100)
