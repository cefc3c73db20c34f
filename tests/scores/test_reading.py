"""Files as spreadsheets of many kinds write them."""

import pytest

from fidelity.scores.instruments import FORMS
from fidelity.scores.reading import LARGEST_BYTES, MOST_LINES, read_csv
from models import Instrument

TAM_R, CAM = FORMS[Instrument.TAM_R], FORMS[Instrument.CAM]
PLAIN = "date,case,score\n2026-11-19,LLŶR-1,0.7\n"


def sentences(read):
    return [problem.in_words for problem in read.problems]


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
    assert sentences(read) == ["Line 6, column score: “=1” looks like a formula: write its value"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty"),
        (b"  \r\n", "This file is empty"),
        (b"PK\x03\x04 and so on", "This is a spreadsheet, not a CSV file: save it as CSV first"),
        (b"date,case,score\n\x81\x8d\x8f,A,1\n", "This is not a CSV file, or it is damaged: save it again as CSV"),
        (b"date,case,score\n\x00,A,1\n", "This is not a CSV file, or it is damaged: save it again as CSV"),
        (b"x" * (LARGEST_BYTES + 1), "This file is larger than 5 MB"),
        (b"date,case,score\n", "There is no line with a score in this file"),
        (b"date,case\n2026-11-19,A\n", "Line 1: There is no column “score”. The first line must name: date, case, therapist, respondent, score"),
        (b"date,case,score,Score\n2026-11-19,A,1,1\n", "Line 1: The column “score” is there twice"),
        (b"date,case,score\n2026-11-19,A,1,9\n", "Line 2: There are 4 cells, but 3 columns: look for a delimiter too many"),
        (b'date,case,score\n2026-11-19,"A" b,1\n', "Line 2: This line cannot be read: look for a quotation mark too many"),
        (b"date,case,score\n2026-11-19,@SUM(A1),1\n", "Line 2, column case: “@SUM(A1)” looks like a formula: write its value"),
        (b"date,case,score\n2026-11-19," + b"A" * 300 + b",1\n", "Line 2, column case: This is too long to be right"),
        (b"date,case,score\n" + b"2026-11-19,A,1\n" * (MOST_LINES + 1), f"There are more than {MOST_LINES:,} lines: split the file in two"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_in_words(data, sentence):
    assert sentences(read_csv(data, TAM_R)) == [sentence]


def test_a_file_of_scales_needs_at_least_one_of_them():
    read = read_csv(b"date,consultant,respondent\n2026-11-19,a@b.c,R1\n", CAM)

    assert sentences(read) == ["Line 1: There is none of the columns competence, procedures, alliance"]
