"""Times off as the dashboard has them: whose somebody may enter, and how they read."""

import datetime as dt

from bookings.dashboard.frame import reading
from bookings.dashboard.frame.reach import Reach
from bookings.localized import Reader
from businesses.models import Business, StaffMember
from businesses.models.time_off import Absence

ONE_DAY = dt.timedelta(days=1)
MOST_NAMED = 6  # dates that are left out


def people_of(reach: Reach) -> list[StaffMember]:
    """This will give those whose times off somebody may enter or ask for."""
    return [reach.own_staff] if reach.own_staff else list(reach.rows(StaffMember.objects.bookable()))


def reader_of(here: Business) -> Reader:
    """This will give who reads the dashboard of a business."""
    return reading.of(here)


def when(row: Absence, reader: Reader) -> str:
    """This will say when somebody is away, whole days as days, and how it comes again."""
    return _rule(row, reader) if row.repeats else once(row.starts_at, row.ends_at, reader)


def once(starts_at: dt.datetime, ends_at: dt.datetime, reader: Reader) -> str:
    """This will say between which instants somebody is away."""
    first, end = _walls(starts_at, ends_at, reader)
    if first.time() == end.time() == dt.time():
        days = first.date(), end.date() - ONE_DAY
        return " – ".join(map(reader.day, days[:1] if days[0] == days[1] else days))
    return reader.day_span(starts_at, ends_at)


def left_out(row: Absence, reader: Reader, today: dt.date) -> str:
    """This will name the coming dates that are left out of what repeats; "" when there are none."""
    days = [day for day in map(dt.date.fromisoformat, row.excepted_dates) if day >= today]
    more = ["…"] if len(days) > MOST_NAMED else []
    return ", ".join([*map(reader.short_day, days[:MOST_NAMED]), *more])


def _rule(row: Absence, reader: Reader) -> str:
    names = {day: full for day, _, full in reader.weekdays()}
    said = {
        "weeks": row.every_weeks,
        "days": reader.listed(*(names[day] for day in row.weekdays)),
        "time": _time(row, reader),
        "until": reader.day(row.until) if row.until else "",
    }
    sentence = "Every week on {days}, {time}, until {until}"
    return (sentence if row.every_weeks == 1 else "Every {weeks} weeks on {days}, {time}, until {until}").format(**said)


def _time(row: Absence, reader: Reader) -> str:
    first, end = _walls(row.starts_at, row.ends_at, reader)
    if first.time() == end.time() == dt.time():
        days = (end - first).days
        return "all day" if days == 1 else f"{days} days each time"
    clocks = {"begin": reader.wall(first.time()), "end": reader.wall(end.time())}
    nights = (end.date() - first.date()).days
    return ("{begin} – {end}" if not nights else "from {begin} to {end} of a later day").format(**clocks)


def _walls(starts_at: dt.datetime, ends_at: dt.datetime, reader: Reader) -> list[dt.datetime]:
    return [each.astimezone(reader.zone).replace(tzinfo=None) for each in (starts_at, ends_at)]
