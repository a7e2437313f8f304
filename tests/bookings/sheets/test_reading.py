"""Files as other programs and spreadsheets write them: lines and columns, or words that say why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings import sheets

TEXT = "Name,Note\nZoë,“5 €”\n"
LINE = [sheets.Line(2, ["Zoë", "“5 €”"])]
PIECES = st.sampled_from(
    ["a", "é", ",", ";", "\t", '"', "\n", "\r\n", "\r", "\0", "=", "'", "\ufeff", " ", "sep=;\n", "٣", "²"]
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_usual_encoding_is_read(encoding):
    assert sheets.read(TEXT.encode(encoding)) == sheets.Sheet(["Name", "Note"], LINE)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_usual_separator_and_end_of_line_is_read(separator, end):
    rows = [["Name", "Price; what, when"], ["Ada", "5,00"], ["Bo", "6"]]
    text = end.join(separator.join(f'"{cell}"' for cell in row) for row in rows)
    found = sheets.read(text.encode())
    assert (found.header, [line.cells for line in found.lines]) == (rows[0], rows[1:])


def test_a_file_may_say_its_separator_itself():
    found = sheets.read(b"sep=;\nName,Nick;Note\nAda;x\n")
    assert found == sheets.Sheet(["Name,Nick", "Note"], [sheets.Line(3, ["Ada", "x"])])


def test_lines_have_the_numbers_that_a_text_has():
    found = sheets.read(b'\n\nName,Note\nAda,"two\nlines"\n,\n\nBo\nCy,x,,\nDi,x,y\n')
    told = [(line.number, line.cells, line.extra) for line in found.lines]
    assert told == [
        (4, ["Ada", "two\nlines"], False), (8, ["Bo", ""], False), (9, ["Cy", "x"], False), (10, ["Di", "x"], True)
    ]  # fmt: skip


def test_what_was_kept_from_being_computed_is_itself_again():
    [line] = sheets.read(b"Name,Phone,Note\n'=Ada,'+44 20 7946 0000,'tis\n").lines
    assert line.cells == ["=Ada", "+44 20 7946 0000", "'tis"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n,,\n", "empty"),
        (b"Name,Note\n", "header"),
        (b"PK\x03\x04 a spreadsheet", "binary"),
        (b"Name\nA\x00da\n", "binary"),
        (b"x" * (sheets.MOST_BYTES + 1), "bytes"),
        (b"Name\n" + b"Ada\n" * (sheets.MOST_LINES + 1), "lines"),
        (",".join(f"c{n}" for n in range(sheets.MOST_COLUMNS + 1)).encode() + b"\nAda\n", "columns"),
        (b'Name\n"Ada' + b"\nx" * 100_000, "broken"),
    ],
)
def test_what_is_no_such_file_is_refused_with_a_reason(data, code):
    with pytest.raises(sheets.Unreadable) as refused:
        sheets.read(data)
    assert refused.value.code == code


def test_a_cell_that_is_too_long_is_cut_one_sign_behind_what_may_be():
    [line] = sheets.read(b"Name\n" + b"x" * 50_000).lines
    assert len(line.cells[0]) == sheets.LONGEST_CELL + 1


@given(st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=60).map(lambda pieces: "".join(pieces).encode())))
def test_rubbish_is_lines_or_a_reason_and_never_breaks(data):
    try:
        found = sheets.read(data)
    except sheets.Unreadable:
        return
    assert found.lines
    assert all(len(line.cells) == len(found.header) for line in found.lines)
    assert all("\0" not in cell for line in found.lines for cell in line.cells)
    numbers = [line.number for line in found.lines]
    assert numbers == sorted(set(numbers))
    columns = sheets.recognised(sheets.BOOKINGS, found.header)
    assert len(set(columns.values())) == len(columns)
