"""From bytes to lines: whatever the encoding, the separator and the ends of lines are."""

import codecs
import csv
import io
import unicodedata
from collections.abc import Iterator
from typing import Any, NamedTuple

MOST_BYTES = 4 * 1024 * 1024
MOST_LINES = 5000
MOST_COLUMNS = 100
LONGEST_CELL = 2000  # characters
SEPARATORS = ",;\t|"
FORMULA = "=+-@"  # before one of these a program that is careful writes an apostrophe
BINARY = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")  # spreadsheets as programs keep them, and others


class Unreadable(Exception):
    """The file is none of lines and columns, or is too large; `code` says which, `number` where or how much.

    `empty`, `header` (no line of names), `binary`, `bytes`, `lines`, `columns`, `broken` (the line).
    """

    def __init__(self, code: str, number: int = 0) -> None:
        super().__init__(code, number)
        self.code = code
        self.number = number


class Line(NamedTuple):
    """A line: its number in the file, counted from 1 as a spreadsheet does, and as many cells as there are columns.

    A cell that is too long is cut behind `LONGEST_CELL` characters, so that it is one longer than any may be. `extra`:
    there was something behind the last column.
    """

    number: int
    cells: list[str]
    extra: bool = False


class Sheet(NamedTuple):
    """The names of the columns, and the lines that are not empty."""

    header: list[str]
    lines: list[Line]


def read(data: bytes) -> Sheet:
    """This will give the lines of a file. Raises `Unreadable`."""
    if len(data) > MOST_BYTES:
        raise Unreadable("bytes", MOST_BYTES)
    text = _text(data)
    if text[:4].lower() == "sep=":  # as Excel is told which separator a file has
        first, _, rest = text.partition("\n")
        separator, text, before = first[4:5], rest, 1
    else:
        separator, before = "", 0
    if separator not in SEPARATORS or not separator:
        separator = _separator(text)
    rows = _rows(text, separator, before)
    _, names = next(rows, (0, []))
    if not names:
        raise Unreadable("empty")
    while names and not names[-1]:
        names.pop()
    if len(names) > MOST_COLUMNS:
        raise Unreadable("columns", MOST_COLUMNS)
    return Sheet(names, _lines(rows, len(names)))


def _lines(rows: Iterator[tuple[int, list[str]]], width: int) -> list[Line]:
    lines = list[Line]()
    for number, cells in rows:
        if len(lines) == MOST_LINES:
            raise Unreadable("lines", MOST_LINES)
        padded = [*cells[:width], *[""] * (width - len(cells))]
        lines.append(Line(number, padded, any(cells[width:])))
    if not lines:
        raise Unreadable("header")
    return lines


def _text(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 where it says so; what is neither was written on an old Windows (cp1252)."""
    if data.startswith(BINARY):
        raise Unreadable("binary")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", "replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
    if "\0" in text:
        raise Unreadable("binary")
    return text


def _separator(text: str) -> str:
    """Which separator stands most often in the first line that has something in it, quoted names left out."""
    first = next((line for line in text[:100_000].splitlines() if line.strip()), "")
    bare = "".join(first.split('"')[::2])
    return max(SEPARATORS, key=bare.count)


def _rows(text: str, separator: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """The lines that are not empty, each with the number of the line on which it begins."""
    reader: Any = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error:  # a cell without an end, as where a quotation mark is never closed
            raise Unreadable("broken", begins + before) from None
        if cells is None:
            return
        cleaned = [_clean(cell) for cell in cells[: MOST_COLUMNS + 1]]
        if any(cleaned):
            yield begins + before, cleaned
        begins = reader.line_num + 1


def _clean(cell: str) -> str:
    """What somebody typed: without control characters, and without the apostrophe that keeps it from being computed."""
    plain = "".join(sign for sign in cell[: LONGEST_CELL + 1] if sign in "\n\t" or unicodedata.category(sign) != "Cc")
    plain = plain.strip()
    return plain[1:] if plain[:1] == "'" and plain[1:2] and plain[1] in FORMULA else plain
