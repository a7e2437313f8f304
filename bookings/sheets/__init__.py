"""Reading what another program wrote: a file of lines and columns, and what its dates, times and lengths mean.

Pure: bytes in, texts, dates and numbers out. It knows no business, no database and no clock.
"""

from bookings.sheets.columns import BOOKINGS, CUSTOMERS, Field, program_of, recognised
from bookings.sheets.reading import LONGEST_CELL, MOST_BYTES, MOST_COLUMNS, MOST_LINES, Line, Sheet, Unreadable, read
from bookings.sheets.values import Moment, clock, day, is_cancelled, moment, number

__all__ = [
    "BOOKINGS",
    "CUSTOMERS",
    "LONGEST_CELL",
    "MOST_BYTES",
    "MOST_COLUMNS",
    "MOST_LINES",
    "Field",
    "Line",
    "Moment",
    "Sheet",
    "Unreadable",
    "clock",
    "day",
    "is_cancelled",
    "moment",
    "number",
    "program_of",
    "read",
    "recognised",
]
