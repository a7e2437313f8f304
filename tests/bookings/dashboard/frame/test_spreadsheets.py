"""What an owner takes to a spreadsheet."""

import csv
import io

import pytest

from bookings.dashboard.frame.spreadsheets import spreadsheet


def opened(response):
    """The rows as a spreadsheet reads them, which knows by the first bytes what letters follow."""
    sent = response.getvalue()
    assert sent.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(sent.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_text_that_would_be_a_formula_stays_a_text(text):
    assert opened(spreadsheet("guests", ["Name"], [[text]])) == [["Name"], [f"'{text}"]]


def test_numbers_stay_numbers_and_letters_stay_letters():
    answer = spreadsheet("money", ["Name", "Paid"], [["Zoë, “Ltd”", -5], ["a\nb", 1.5]])
    assert opened(answer) == [["Name", "Paid"], ["Zoë, “Ltd”", "-5"], ["a\nb", "1.5"]]
    assert answer["Content-Disposition"] == 'attachment; filename="money.csv"'
