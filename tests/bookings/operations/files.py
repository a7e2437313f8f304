"""Files of other systems, as owners send them, and how they come in."""

import csv
import io
import itertools

from bookings import operations, sheets
from bookings.models import Import, Origin
from tests.factories import NOW

BY = "dashboard:olive"
HEADER = ("Ref", "Service", "Team member", "Date", "Time", "Client", "Email", "Phone")


def written(rows, header=HEADER, separator=","):
    """This will write a file as spreadsheets do."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator).writerows([header, *rows])
    return text.getvalue().encode()


def row(
    ref, service="Fade", staff="Maria Gomez", date="2026-11-24", time="10:00", client="Ada Ray", email="", phone=""
):
    """This will give a line of such a file."""
    return ref, service, staff, date, time, client, email, phone


def kept(shop, rows, *, kind="bookings", header=HEADER, **how):
    """This will keep a file, as it was sent."""
    sheet = sheets.read(rows if isinstance(rows, bytes) else written(rows, header))
    file = operations.begin_import(
        business=shop.business, kind=kind, sheet=sheet, file_name="file.csv", month_first=False, now=NOW, by=BY
    )
    for name, value in how.items():
        setattr(file, name, value)
    file.save()
    return file


def looked_at(shop, rows, **how):
    """This will keep a file, and look what would come of it."""
    return operations.look_at_import(file=kept(shop, rows, **how), now=NOW)


def brought_in(shop, rows, **how):
    """This will bring a file in, as often as it takes."""
    file = looked_at(shop, rows, **how)
    assert operations.start_import(file=file, now=NOW)
    while file.state != Import.State.DONE:
        file = operations.carry_on_import(file=file, now=NOW, seconds=3600)
    return file


def faults(file):
    """What is wrong, as (line, code)."""
    return [(line, code) for line, code, *_ in file.faults]


def made(file):
    """How many lines made something."""
    return Origin.objects.filter(file=file).exclude(booking=None, customer=None).count()


def ticking():
    """A stopwatch on which a second is over each time that somebody looks."""
    return itertools.count().__next__
