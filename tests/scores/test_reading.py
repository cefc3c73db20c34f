"""Files as spreadsheets of many kinds write them."""

import pytest

from fidelity.scores.decoding import LARGEST_BYTES
from fidelity.scores.instruments import FORMS
from fidelity.scores.problems import begun
from fidelity.scores.reading import MOST_LINES, read_csv
from models import Instrument
from tests.scores.lines import in_words

TAM_R, CAM = FORMS[Instrument.TAM_R], FORMS[Instrument.CAM]
PLAIN = "date,case,score\n2026-11-19,LLŶR-1,0.7\n"


def sentences(read):
    """As a page says them."""
    return [
        begun(each.sentence) if each.line is None else in_words(each.line, [each.sentence])
        for each in read.problems
    ]


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        ("\ufeff" + PLAIN).encode(),
        ("\ufeff" + PLAIN).encode("utf-16-le"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode(),
        PLAIN.replace("\n", "\r\n").encode(),
        b"\r\n \r\n" + PLAIN.encode() + b",,\r\n",
        '"Date","CASE"," score "\n"2026-11-19","LLŶR-1","0.7"\n'.encode(),
        "date,case,score,,\n2026-11-19,LLŶR-1,0.7,,\n".encode(),
        b"sep=;\r\n" + PLAIN.replace(",", ";").encode(),
        ("\ufeffSEP=,\n" + PLAIN).encode("utf-16-be"),
        "date,case,score,what_is_wrong\n2026-11-19,LLŶR-1,0.7,It was 7\n".encode(),
    ],
)
def test_it_reads_the_same_from_every_kind_of_file(data):
    read = read_csv(data, TAM_R)

    assert sentences(read) == []
    assert [line.cells for line in read.lines] == [{"date": "2026-11-19", "case": "LLŶR-1", "score": "0.7"}]


def test_windows_1252_is_read_where_utf_8_cannot_be():
    read = read_csv("date,case,score,therapist\n2026-11-19,A-1,0.7,Zoë “Z” Ó Sé\n".encode("cp1252"), TAM_R)

    assert read.lines[0].cells["therapist"] == "Zoë “Z” Ó Sé"


def test_names_of_columns_may_be_written_loosely_and_others_are_left_out_by_name():
    read = read_csv(
        b"DATE,Consultant,respondent,Competence,Favourite colour\n2026-11-19,a@b.c,R1,4,blue\n", CAM
    )

    assert sentences(read) == []
    assert read.unread == ["favourite_colour"]
    assert "blue" not in read.lines[0].cells.values()


def test_a_line_counts_as_an_editor_counts_it():
    read = read_csv(
        b'\ndate,case,therapist,score\n2026-11-19,A-1,"two\nlines",1\n\n2026-11-19,A-2,,=1\n', TAM_R
    )

    assert [line.number for line in read.lines] == [3, 6]
    assert sentences(read) == ["Line 6: “=1” is a formula: write the value that it gives"]


_MUST = "The first line must name: date, case, therapist, respondent, score"
_WORDS = "The file cannot be read as words: open it in the spreadsheet and save it as “CSV UTF-8”"
_OTHER = "This is not a CSV file, whatever its name ends with: open it and save it as CSV"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "The file is empty"),
        (b"  \r\n", "The file is empty"),
        (b"\xff\xfe", "The file is empty"),
        (b"PK\x03\x04 and so on", _OTHER),
        (b"%PDF-1.7", _OTHER),
        (b"date,case,score\n\x81\x8d\x8f,A,1\n", _WORDS),
        (b"date,case,score\n\x00,A,1\n", _WORDS),
        (PLAIN.encode("utf-16-le"), _WORDS),
        (b"x" * (LARGEST_BYTES + 1), "The file is larger than 5 MB"),
        (b"date,case,score\n", "There is no line with a score in this file"),
        (b"date,case,score\n,,\n , ,\n\n", "There is no line with a score in this file"),
        (b"2026-11-19,A-1,0.7\n", f"The first line does not name the columns: it says “2026-11-19, A-1, 0.7”. It must name: {_MUST[26:]}"),
        (b"date,case\n2026-11-19,A\n", f"The column score cannot be found. {_MUST}"),
        (b"date,who\n2026-11-19,A\n", f"The columns case, score cannot be found. {_MUST}"),
        (b"date,case,score,Score\n2026-11-19,A,1,1\n", "The column score is there twice: leave one of the two out"),
        (b"date,case,score\n2026-11-19,A,0,72\n", "Line 2: there are 4 cells, but the first line names 3 columns: write numbers with a point, or look for a comma too many"),
        (b"date;case;score\n2026-11-19;A;1;9\n", "Line 2: there are 4 cells, but the first line names 3 columns: look for a semicolon too many"),
        (b'date,case,score\n2026-11-19,"A" b,1\n', "Line 2: a quotation mark is missing or too many, so that nothing from here on can be read"),
        (b'date,case,score\n2026-11-19,"A,1\n\n\n', "Line 2: a quotation mark is missing or too many, so that nothing from here on can be read"),
        (b'date,case,score\n2026-11-19,"=HYPERLINK(""x"")",1\n', 'Line 2: “=HYPERLINK("x")” is a formula: write the value that it gives'),
        (b"date,case,score\n2026-11-19," + b"A" * 300 + b",1\n", "Line 2: the case has 300 characters, which is too long to be right"),
        (b"date,case,score\n" + b"2026-11-19,A,1\n" * (MOST_LINES + 1), "The file has more than 2,000 lines: split it into several files"),
        (b"date,case,score\n" + b"2026-11-19,A,1,2\n" * 100_000, "The file has more than 2,000 lines: split it into several files"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_words(data, sentence):
    assert sentences(read_csv(data, TAM_R)) == [sentence]


def test_what_cannot_be_split_is_shown_as_it_stands_and_the_rest_is_not_called_read():
    read = read_csv(b'date,case,score\n2026-11-19,A,0,72\n2026-11-19,"A" b,1\n2026-11-19,B,1\n', TAM_R)

    assert [(line.number, line.cells, list(line.more)) for line in read.broken] == [
        (2, {"date": "2026-11-19", "case": "A", "score": "0"}, ["72"]),
        (3, {}, ['2026-11-19,"A" b,1']),
    ]
    assert not read.is_whole
    assert read_csv(PLAIN.encode(), TAM_R).is_whole


def test_a_file_of_scales_needs_at_least_one_of_them():
    read = read_csv(b"date,consultant,respondent\n2026-11-19,a@b.c,R1\n", CAM)

    assert sentences(read) == [
        "There is none of the columns competence, procedures, alliance: the first line must name at least one"
    ]
