"""What a diary of some dates shows: who works when, who is away, who comes, and what is free between."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from django.db.models import Q, QuerySet

from bookings import availability
from bookings.availability import Interval
from bookings.queries import absences, day_rows
from bookings.queries.day_columns import Attendee, Away, Column, DaySheet, Entry, Person, Stretch
from bookings.queries.day_rows import Row
from bookings.queries.house import House, house
from bookings.queries.setup import Setup
from businesses.models import Business, SpecialDay, StaffMember, TimeOff
from businesses.models.time_off import LONGEST_ABSENCE

ONE_DAY = dt.timedelta(days=1)
NIGHT = availability.DAY  # a period may reach so far into the date after its own


def day_sheet(
    business: Business | House, *, first: dt.date, last: dt.date, now: dt.datetime, staff: StaffMember | None = None
) -> DaySheet:
    """This will give the diary of the local dates `first` … `last`: of everybody in the house's order, or of one.

    Of those who are no longer active only the ones with appointments are there. Cancelled bookings are left out, and
    so are holds that have run out at `now`. A constant number of queries, whatever is in the diary.
    """
    setup = house(business).setup
    rows = day_rows.appointment_rows(setup.business, *_edges(setup.business, first, last), now=now, staff=staff)
    serving = {row.staff for row in rows if first <= row.listed_on <= last}
    people = [staff] if staff else [each for each in setup.people.values() if each.active or each.pk in serving]
    coming = day_rows.attendees((row.id for row in rows if row.listed_on <= last), now=now)
    return _Drawing(setup, people, rows, coming, first, last).sheet()


def _edges(business: Business, first: dt.date, last: dt.date) -> tuple[int, int]:
    """The dates in UTC minutes, and the night after the last."""
    low = availability.wall_minute(first, 0, business.zone)
    return low, availability.wall_minute(last + ONE_DAY, 0, business.zone) + NIGHT


def _times_off(business: Business, people: Sequence[int], low: int, high: int) -> QuerySet[TimeOff, TimeOff]:
    """The times off that may touch the UTC minutes low … high, with their reasons; of those that repeat also others."""
    begin, end = availability.instant_of(low), availability.instant_of(high)
    again = Q(until__gte=availability.local_date(low, business.zone) - LONGEST_ABSENCE)
    rows = TimeOff.objects.filter(again | Q(ends_at__gt=begin), business=business, staff__in=people, starts_at__lt=end)
    return rows.order_by("starts_at", "id")


class _Drawing:
    """The facts of everybody, and the columns made from them."""

    def __init__(
        self,
        setup: Setup,
        people: Sequence[StaffMember],
        rows: Sequence[Row],
        coming: Mapping[int, Sequence[Attendee]],
        first: dt.date,
        last: dt.date,
    ) -> None:
        self.setup, self.people, self.coming, self.first, self.last = setup, people, coming, first, last
        self.span = setup.span(first, last)
        self.roster, self.zone, keys = setup.roster(self.span), self.span.zone, [each.pk for each in people]
        self.rows: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            self.rows[row.staff].append(row)
        self.times_off: dict[int, list[tuple[TimeOff, absences.Occurrence]]] = defaultdict(list)
        for away in _times_off(setup.business, keys, *_edges(setup.business, first, last)):
            self.times_off[away.staff_id] += ((away, each) for each in absences.times_away(away, self.zone))
        days = SpecialDay.objects.filter(Q(staff__isnull=True) | Q(staff__in=keys), business=setup.business)
        named = days.exclude(note="").filter(date__range=(first, last)).order_by()
        self.notes = {(special.staff_id, special.date): special.note for special in named}
        self.held = [held for held in self.roster.held if held.lesson.person in keys]
        self.busy = {key: self.span.mask(time for row in self.rows[key] for time in row.work) for key in keys}
        for held in self.held:
            self.busy[held.lesson.person] |= self.span.mask(held.work)

    def sheet(self) -> DaySheet:
        """This will draw every column, by date and then by person."""
        dates = list(availability.dates(self.first, self.last))
        classes = list(self._empty_classes())
        return DaySheet(
            days=dates,
            people=[self._person(each) for each in self.people],
            columns=[self._column(each, day, classes) for day in dates for each in self.people],
        )

    def _column(self, member: StaffMember, day: dt.date, classes: Sequence[tuple[int, dt.date, Entry]]) -> Column:
        hours = self._hours(member, day)
        opened = self.span.mask(self.roster.periods(day))
        free = opened & self.roster.on_duty(member.pk) & ~self.busy[member.pk]
        coming = [self._entry(row, day) for row in self._listed(member, day, hours)]
        coming += [entry for person, date, entry in classes if (person, date) == (member.pk, day)]
        return Column(
            person=self._person(member),
            day=day,
            hours=self._stretches(hours, day),
            away=list(self._away(member, day, hours)),
            entries=sorted(coming, key=lambda entry: entry.time.starts_at),
            gaps=self._stretches(availability.intervals_of(free, self.span.start), day),
            closed=not self.roster.periods(day),
            note=self.notes.get((member.pk, day)) or self.notes.get((None, day), ""),
        )

    def _hours(self, member: StaffMember, day: dt.date) -> list[Interval]:
        """The periods of a date in which somebody works, their time off not taken out."""
        opened = self.span.mask(self.roster.periods(day)) & self.roster.own_minutes(member.pk)
        return list(availability.intervals_of(opened, self.span.start))

    def _listed(self, member: StaffMember, day: dt.date, hours: Sequence[Interval]) -> Iterator[Row]:
        """What stands under a date, and what of earlier ones still takes time of its hours."""
        for row in self.rows[member.pk]:
            if row.listed_on == day or (row.listed_on < day and any(row.busy.overlaps(period) for period in hours)):
                yield row

    def _away(self, member: StaffMember, day: dt.date, hours: Sequence[Interval]) -> Iterator[Away]:
        begin, end = self.span.midnight(day), self.span.midnight(day + ONE_DAY)
        end = max([end, *(period.end for period in hours)])
        for row, (on, time) in self.times_off[member.pk]:
            shown = Interval(max(time.start, begin), min(time.end, end))
            if shown.length > 0:
                whole = shown == (begin, end)
                yield Away(self._stretch(shown, day), row.reason, whole_day=whole, id=row.pk, on=on)

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
            waits=self._stretches(row.waits or (), day),
        )

    def _empty_classes(self) -> Iterator[tuple[int, dt.date, Entry]]:
        """The classes to come for which there is no appointment yet, by person and date."""
        there = {(row.staff, row.service, row.starts_at) for rows in self.rows.values() for row in rows}
        for start, busy, lesson in self.held:
            if (lesson.person, lesson.service, availability.instant_of(start)) not in there:
                around = self.roster.dates_around(start)
                day = around[0] if around else availability.local_date(start, self.zone)
                yield lesson.person, day, self._empty_class(lesson, start, busy, day)

    def _empty_class(self, lesson: availability.Lesson, start: int, busy: Interval, day: dt.date) -> Entry:
        service = self.setup.services[lesson.service]
        return Entry(
            appointment_id=None,
            service=service.name,
            service_id=service.pk,
            time=self._stretch(Interval(start, start + lesson.length), day),
            busy=self._stretch(busy, day),
            places=service.capacity,
            waits=self._stretches([wait.later(start) for wait in lesson.waits], day),
        )

    def _stretches(self, times: Iterator[Interval] | Sequence[Interval], day: dt.date) -> list[Stretch]:
        return [self._stretch(time, day) for time in times]

    def _stretch(self, time: Interval, day: dt.date) -> Stretch:
        midnight = dt.datetime.combine(day, dt.time())
        start, end = ((availability.clock_at(edge, self.zone) - midnight) // dt.timedelta(minutes=1) for edge in time)
        return Stretch(availability.instant_of(time.start), availability.instant_of(time.end), start, end)

    def _person(self, member: StaffMember) -> Person:
        return Person(member.pk, member.name, member.job_title, member.color, member.active)
