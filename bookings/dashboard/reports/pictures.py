"""The pictures of a report, each with a sentence that says the same."""

from collections.abc import Mapping, Sequence

from bookings.dashboard import charts
from bookings.dashboard.reports.words import BY_NAME, Measure, Writer
from bookings.localized import Reader
from bookings.queries import Dates, Line, Report

WORKED = (
    "Of the working time as it is set up now. Booked is what appointments take, with the time kept free around them."
)
WORTH = "By the prices agreed; what was booked without a price, or in another currency, is not in it."


def of(report: Report, writer: Writer, names: Mapping[int, str]) -> list[charts.Chart]:
    """This will draw a report; by period a column for each piece, else a bar for each person or service."""
    return _over_time(report, writer) if report.scope.by == "period" else _of_rows(report, writer, names)


def _over_time(report: Report, writer: Writer) -> list[charts.Chart]:
    lines, under = report.lines, [_short(writer.reader, piece) for piece in report.pieces.values()]
    rows = [writer.name(report, line, {}) for line in lines]
    settled = charts.Values("kept", "Took place or open", [line.came + line.open for line in lines])
    missed = charts.Values("missed", "Did not come", [line.missed for line in lines])
    cancelled = charts.Values("cancelled", "Cancelled", [line.cancelled for line in lines])
    revenue = charts.Values("kept", "Revenue", [float(line.revenue) for line in lines])
    expected = charts.Values("soft", "Expected", [float(line.expected) for line in lines])
    share = charts.Values("kept", "", [100 * (line.utilisation or 0) for line in lines])
    again = charts.Values("kept", "Returning", [line.returning for line in lines])
    new = charts.Values("soft", "New", [line.new for line in lines])

    count = writer.reader.number

    def table(*measures: str) -> charts.Table:
        return _table("When", rows, report, writer, measures)

    return [
        charts.columns(
            "report-bookings", "Bookings", _says("bookings", report, writer), under, [settled, missed, cancelled],
            level_words=count, table=table("bookings", "came", "open", "missed", "cancelled"),
        ),
        charts.columns(
            "report-revenue", "Revenue", _says("revenue", report, writer), under, [revenue, expected],
            level_words=count, table=table("revenue", "expected"), note=WORTH,
        ),
        charts.columns(
            "report-time", "How much of the working time is booked", _says("utilisation", report, writer), under,
            [share], table=table("booked", "utilisation"), top=100, level_words=_percent, note=WORKED,
        ),
        charts.columns(
            "report-customers", "Customers", _says("customers", report, writer), under, [again, new],
            level_words=count, table=table("customers", "new", "returning"),
        ),
    ]  # fmt: skip


def _of_rows(report: Report, writer: Writer, names: Mapping[int, str]) -> list[charts.Chart]:
    rows = [names.get(line.key, "") for line in report.lines]
    what = "Person" if report.scope.by == "staff" else "Service"
    pictures = (
        ("bookings", "Bookings", ""),
        ("revenue", "Revenue", WORTH),
        ("utilisation", "How much of the working time is booked", WORKED),
        ("new", "New customers", "Customers whose first visit ever it was."),
    )
    return [
        charts.bars(
            f"report-{name}", title, _says(name, report, writer), _bars(BY_NAME[name], rows, report.lines, writer),
            table=_table(what, rows, report, writer, [name]), note=note,
        )
        for name, title, note in pictures
    ]  # fmt: skip


def _bars(measure: Measure, rows: Sequence[str], lines: Sequence[Line], writer: Writer) -> list[charts.Bar]:
    values = [(name, line, float(measure.of(line) or 0)) for name, line in zip(rows, lines, strict=True)]
    is_share = measure.kind == "share"
    return [charts.Bar(name, writer.value(measure, line), value, is_share) for name, line, value in values]


def _table(first: str, rows: Sequence[str], report: Report, writer: Writer, measures: Sequence[str]) -> charts.Table:
    columns, named = [BY_NAME[name] for name in measures], zip(rows, report.lines, strict=True)
    body = [(row, *(writer.value(each, line) for each in columns)) for row, line in named]
    return charts.Table((first, *(each.title for each in columns)), body)


def _says(name: str, report: Report, writer: Writer) -> str:
    """A sentence about a measure of all of it, beside what it was before."""
    measure = BY_NAME[name]
    now, before = writer.value(measure, report.total), writer.value(measure, report.total_before)
    if name == "utilisation":
        return f"{now} of the working time is booked; in the time before it was {before}."
    return f"{measure.title}: {now}. In the time before: {before}."


def _short(reader: Reader, piece: Dates) -> str:
    """What stands under a column."""
    return reader.short_month(piece.first) if piece.days > 7 else reader.short_date(piece.first)


def _percent(level: int) -> str:
    return f"{level}\xa0%"
