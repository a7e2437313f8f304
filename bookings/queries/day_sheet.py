"""What a diary of some dates shows: who works when, who is away, who comes, and what is free between."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q

from bookings import availability
from bookings.availability import Interval
from bookings.queries import calendar, day_rows
from bookings.queries.day_columns import Attendee, Away, Column, DaySheet, Entry, Person, Stretch
from bookings.queries.day_rows import Row
from businesses.models import Business, SpecialDay, StaffMember, TimeOff, Timetable

ONE_DAY = dt.timedelta(days=1)
NIGHT = availability.DAY  # a period may reach so far into the date after its own


def day_sheet(
    business: Business, *, first: dt.date, last: dt.date, now: dt.datetime, staff: StaffMember | None = None
) -> DaySheet:
    """This will give the diary of the local dates `first` … `last`: of everybody in the house's order, or of one.

    Of those who are no longer active only the ones with appointments are there. Cancelled bookings are left out, and
    so are holds that have run out at `now`. A constant number of queries, whatever is in the diary.
    """
    rows = day_rows.appointment_rows(business, *_edges(business, first, last), now=now, staff=staff)
    people = [staff] if staff else _people(business, rows, first, last)
    coming = day_rows.attendees((row.id for row in rows if row.listed_on <= last), now=now)
    return _Drawing(business, people, rows, coming, first, last).sheet()


def _people(business: Business, rows: Sequence[Row], first: dt.date, last: dt.date) -> list[StaffMember]:
    serving = {row.staff for row in rows if first <= row.listed_on <= last}
    return list(StaffMember.objects.filter(Q(active=True) | Q(pk__in=serving), business=business))


def _edges(business: Business, first: dt.date, last: dt.date) -> tuple[int, int]:
    """The dates in UTC minutes, and the night after the last."""
    low = availability.wall_minute(first, 0, business.zone)
    return low, availability.wall_minute(last + ONE_DAY, 0, business.zone) + NIGHT


class _Drawing:
    """The facts of everybody, and the columns made from them."""

    def __init__(
        self,
        business: Business,
        people: Sequence[StaffMember],
        rows: Sequence[Row],
        coming: Mapping[int, Sequence[Attendee]],
        first: dt.date,
        last: dt.date,
    ) -> None:
        self.business, self.people, self.coming, self.first, self.last = business, people, coming, first, last
        self.zone, keys = business.zone, [each.pk for each in people]
        self.rows: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            self.rows[row.staff].append(row)
        self.times_off: dict[int, list[TimeOff]] = defaultdict(list)
        for away in calendar.time_off_rows(business.pk, keys, *_edges(business, first, last)):
            self.times_off[away.staff_id].append(away)
        timetable = calendar.timetable_rows(business.pk, first, last).filter(staff__in=keys)
        self.lessons = [(each, calendar.lesson(each)) for each in timetable]
        days = SpecialDay.objects.filter(Q(staff__isnull=True) | Q(staff__in=keys), business=business)
        named = days.exclude(note="").filter(date__range=(first, last)).order_by()
        self.notes = {(special.staff_id, special.date): special.note for special in named}
        self.diaries = availability.Diaries(availability.Days(self._facts(), first, last), any_time=False)
        self.days = self.diaries.days
        self.own_hours = {person.key: person.hours for person in self.days.facts.people}

    def sheet(self) -> DaySheet:
        """This will draw every column, by date and then by person."""
        dates = list(self.days)
        classes = list(self._empty_classes())
        return DaySheet(
            days=dates,
            people=[self._person(each) for each in self.people],
            columns=[self._column(each, day, classes) for day in dates for each in self.people],
        )

    def _facts(self) -> availability.Facts:
        own = {each.pk: each.own_hours for each in self.people}
        hours = calendar.load_hours(self.business, own, self.first, self.last)
        nothing = availability.Hours()  # those who are no longer active work no more
        return availability.Facts(
            zone=self.zone,
            rules=availability.Rules(0, 0, 1),
            hours=hours[None],
            demand=availability.Demand(),
            people=[
                availability.Person(
                    key=each.pk,
                    length=None,
                    hours=calendar.hours_of(each.pk, hours, own_hours=each.own_hours) if each.active else nothing,
                    time_off=[calendar.away_time(row.starts_at, row.ends_at) for row in self.times_off[each.pk]],
                    busy=[row.busy for row in self.rows[each.pk]],
                )
                for each in self.people
            ],
            lessons=[lesson for _, lesson in self.lessons],
        )

    def _column(self, member: StaffMember, day: dt.date, classes: Sequence[tuple[int, dt.date, Entry]]) -> Column:
        hours = self._hours(member, day)
        opened = self.days.mask(self.days.periods(day))
        free = opened & self.diaries.working[member.pk] & ~self.diaries.person_busy[member.pk]
        coming = [self._entry(row, day) for row in self._listed(member, day, hours)]
        coming += [entry for person, date, entry in classes if (person, date) == (member.pk, day)]
        return Column(
            person=self._person(member),
            day=day,
            hours=self._stretches(hours, day),
            away=list(self._away(member, day, hours)),
            entries=sorted(coming, key=lambda entry: entry.time.starts_at),
            gaps=self._stretches(availability.intervals_of(free, self.days.window.start), day),
            closed=not self.days.periods(day),
            note=self.notes.get((member.pk, day)) or self.notes.get((None, day), ""),
        )

    def _hours(self, member: StaffMember, day: dt.date) -> list[Interval]:
        """The periods of a date in which somebody works, their time off not taken out."""
        opened = self.days.mask(self.days.periods(day))
        own = self.own_hours[member.pk]
        if own is not None:
            opened &= self.days.mask(time for date in self.days.around() for time in own.on(date, self.zone))
        return list(availability.intervals_of(opened, self.days.window.start))

    def _listed(self, member: StaffMember, day: dt.date, hours: Sequence[Interval]) -> Iterator[Row]:
        """What stands under a date, and what of earlier ones still takes time of its hours."""
        for row in self.rows[member.pk]:
            if row.listed_on == day or (row.listed_on < day and any(row.busy.overlaps(period) for period in hours)):
                yield row

    def _away(self, member: StaffMember, day: dt.date, hours: Sequence[Interval]) -> Iterator[Away]:
        begin, end = self.days.midnight(day), self.days.midnight(day + ONE_DAY)
        end = max([end, *(period.end for period in hours)])
        for row in self.times_off[member.pk]:
            time = calendar.away_time(row.starts_at, row.ends_at)
            shown = Interval(max(time.start, begin), min(time.end, end))
            if shown.length > 0:
                yield Away(self._stretch(shown, day), row.reason, whole_day=shown == (begin, end))

    def _entry(self, row: Row, day: dt.date) -> Entry:
        visits = self.coming.get(row.id, ())
        return Entry(
            appointment_id=row.id,
            service=visits[0].service if visits and row.places == 1 else row.service_name,
            service_id=row.service,
            time=self._stretch(row.time, day),
            busy=self._stretch(row.busy, day),
            places=row.places,
            resource=row.resource or "",
            visits=visits,
            continued=row.listed_on < day,
        )

    def _empty_classes(self) -> Iterator[tuple[int, dt.date, Entry]]:
        """The classes to come for which there is no appointment yet, by person and date."""
        there = {(row.staff, row.service, row.starts_at) for rows in self.rows.values() for row in rows}
        for taught, lesson in self.lessons:
            for held in self.diaries.held(lesson):
                time = Interval(held.time.start + lesson.before, held.time.end - lesson.after)
                day = self._date_of(time.start)
                if (taught.staff_id, taught.service_id, availability.instant_of(time.start)) not in there:
                    yield taught.staff_id, day, self._empty_class(taught, time, held.time, day)

    def _empty_class(self, row: Timetable, time: Interval, busy: Interval, day: dt.date) -> Entry:
        return Entry(
            appointment_id=None,
            service=row.service.name,
            service_id=row.service_id,
            time=self._stretch(time, day),
            busy=self._stretch(busy, day),
            places=row.service.capacity,
        )

    def _date_of(self, start: int) -> dt.date:
        """The date in whose period a class is: after midnight perhaps the one before."""
        day = availability.local_date(start, self.zone)
        around = (
            date for date in (day - ONE_DAY, day) if any(p.start <= start < p.end for p in self.days.periods(date))
        )
        return next(around, day)

    def _stretches(self, times: Iterator[Interval] | Sequence[Interval], day: dt.date) -> list[Stretch]:
        return [self._stretch(time, day) for time in times]

    def _stretch(self, time: Interval, day: dt.date) -> Stretch:
        midnight = dt.datetime.combine(day, dt.time())
        start, end = ((availability.clock_at(edge, self.zone) - midnight) // dt.timedelta(minutes=1) for edge in time)
        return Stretch(availability.instant_of(time.start), availability.instant_of(time.end), start, end)

    def _person(self, member: StaffMember) -> Person:
        return Person(member.pk, member.name, member.job_title, member.color, member.active)
