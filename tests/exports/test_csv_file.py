"""No cell of a CSV file is worked out by a spreadsheet that opens it."""

import csv
import io

import pytest

from fidelity.exports.columns import Column
from fidelity.exports.csv_file import csv_lines

#: https://owasp.org/www-community/attacks/CSV_Injection: what a cell must not begin with.
DANGEROUS = "=+-@\t\r\n＝＋－＠"


@pytest.mark.parametrize("sign", DANGEROUS)
def test_what_a_spreadsheet_could_take_for_a_formula_begins_with_an_apostrophe(sign):
    text = f'{sign}SUM(1; 2), "a"'

    lines = csv_lines([Column("said", "What was said")], [{"said": text}], with_mark=False)

    assert list(csv.reader(io.StringIO("".join(lines), newline=""))) == [["said"], [f"'{text}"]]


@pytest.mark.parametrize(("value", "cell"), [(-0.5, "-0.5"), (-3, "-3"), ("a = b", "a = b"), (None, "")])
def test_numbers_stay_numbers_and_words_stay_words(value, cell):
    lines = csv_lines([Column("said", "What was said")], [{"said": value}, {"said": "x"}], with_mark=False)

    assert list(csv.reader(io.StringIO("".join(lines), newline=""))) == [["said"], [cell], ["x"]]
