"""What a diary of some dates shows: who works when, who is away, who comes, and what is free between."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db.models import Prefetch, Q

from bookings import availability
from bookings.availability import Interval
from bookings.models import Appointment, Booking, Place
from bookings.queries import calendar
from bookings.queries.day_columns import Attendee, Away, Column, DaySheet, Entry, Person, Stretch
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
    appointments = _appointments(business, first, last, now, staff)
    people = [staff] if staff else _people(business, appointments, first, last)
    return _Drawing(business, people, appointments, first, last, now).sheet()


def _appointments(
    business: Business, first: dt.date, last: dt.date, now: dt.datetime, staff: StaffMember | None
) -> list[Appointment]:
    low, high = _edges(business, first, last)
    coming = Place.objects.filter(live=True).select_related("booking").order_by("booking__created_at", "id")
    found = (
        Appointment.objects.live()
        .filter(business=business, starts_at__lt=availability.instant_of(high))
        .filter(starts_at__gt=availability.instant_of(low - 7 * availability.DAY))  # no appointment is longer
        .filter(Q(hold_until__isnull=True) | Q(hold_until__gt=now.timestamp()))
        .overlapping(low, high)
    )
    if staff is not None:
        found = found.filter(staff=staff)
    found = found.select_related("service", "resource")
    return list(found.prefetch_related(Prefetch("taken_places", queryset=coming)).order_by("starts_at", "id"))


def _people(
    business: Business, appointments: Sequence[Appointment], first: dt.date, last: dt.date
) -> list[StaffMember]:
    serving = {each.staff_id for each in appointments if first <= each.listed_on <= last}
    return list(StaffMember.objects.filter(Q(active=True) | Q(pk__in=serving), business=business))


def _edges(business: Business, first: dt.date, last: dt.date) -> tuple[int, int]:
    """The dates in UTC minutes, and the nights around them."""
    low = availability.wall_minute(first, 0, business.zone) - NIGHT
    return low, availability.wall_minute(last + ONE_DAY, 0, business.zone) + NIGHT


class _Drawing:
    """The facts of everybody, and the columns made from them."""

    def __init__(
        self,
        business: Business,
        people: Sequence[StaffMember],
        appointments: Sequence[Appointment],
        first: dt.date,
        last: dt.date,
        now: dt.datetime,
    ) -> None:
        self.business, self.people, self.first, self.last, self.now = business, people, first, last, now
        self.zone, keys = business.zone, [each.pk for each in people]
        self.appointments: dict[int, list[Appointment]] = defaultdict(list)
        for appointment in appointments:
            self.appointments[appointment.staff_id].append(appointment)
        self.times_off: dict[int, list[TimeOff]] = defaultdict(list)
        for row in calendar.time_off_rows(business.pk, keys, *_edges(business, first, last)):
            self.times_off[row.staff_id].append(row)
        rows = calendar.timetable_rows(business.pk, first, last).filter(staff__in=keys)
        self.lessons = [(row, calendar.lesson(row)) for row in rows]
        days = SpecialDay.objects.filter(Q(staff__isnull=True) | Q(staff__in=keys), business=business)
        named = days.exclude(note="").filter(date__range=(first, last)).order_by()
        self.notes = {(row.staff_id, row.date): row.note for row in named}
        self.diaries = availability.Diaries(availability.Days(self._facts(), first, last), any_time=False)
        self.days = self.diaries.days

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
                    busy=[Interval(row.busy_from, row.busy_until) for row in self.appointments[each.pk]],
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
        own = next(person.hours for person in self.days.facts.people if person.key == member.pk)
        if own is not None:
            opened &= self.days.mask(time for date in self.days.around() for time in own.on(date, self.zone))
        return list(availability.intervals_of(opened, self.days.window.start))

    def _listed(self, member: StaffMember, day: dt.date, hours: Sequence[Interval]) -> Iterator[Appointment]:
        """What stands under a date, and what of earlier ones still takes time of its hours."""
        for row in self.appointments[member.pk]:
            time = Interval(row.busy_from, row.busy_until)
            if row.listed_on == day or (row.listed_on < day and any(time.overlaps(period) for period in hours)):
                yield row

    def _away(self, member: StaffMember, day: dt.date, hours: Sequence[Interval]) -> Iterator[Away]:
        begin, end = self.days.midnight(day), self.days.midnight(day + ONE_DAY)
        end = max([end, *(period.end for period in hours)])
        for row in self.times_off[member.pk]:
            time = calendar.away_time(row.starts_at, row.ends_at)
            shown = Interval(max(time.start, begin), min(time.end, end))
            if shown.length > 0:
                yield Away(self._stretch(shown, day), row.reason, whole_day=shown == (begin, end))

    def _entry(self, row: Appointment, day: dt.date) -> Entry:
        visits = [_visit(place) for place in row.taken_places.all() if not _lapsed(place.booking, self.now)]
        time = Interval(availability.minute_of(row.starts_at), availability.minute_of(row.ends_at))
        return Entry(
            appointment_id=row.pk,
            service=visits[0].service if visits and row.places == 1 else row.service.name,
            service_id=row.service_id,
            time=self._stretch(time, day),
            busy=self._stretch(Interval(row.busy_from, row.busy_until), day),
            places=row.places,
            resource=row.resource.name if row.resource else "",
            visits=visits,
            continued=row.listed_on < day,
        )

    def _empty_classes(self) -> Iterator[tuple[int, dt.date, Entry]]:
        """The classes to come for which there is no appointment yet, by person and date."""
        there = {(a.staff_id, a.service_id, a.starts_at) for rows in self.appointments.values() for a in rows}
        for row, lesson in self.lessons:
            for held in self.diaries.held(lesson):
                time = Interval(held.time.start + lesson.before, held.time.end - lesson.after)
                day = self._date_of(time.start)
                if (row.staff_id, row.service_id, availability.instant_of(time.start)) not in there:
                    yield row.staff_id, day, self._empty_class(row, time, held.time, day)

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


def _lapsed(booking: Booking, now: dt.datetime) -> bool:
    ends = booking.hold_expires_at
    return booking.status == Booking.Status.HELD and ends is not None and ends <= now


def _visit(place: Place) -> Attendee:
    booking = place.booking
    is_hold = booking.status == Booking.Status.HELD
    return Attendee(
        booking_id=booking.pk,
        code=booking.code,
        service=place.service_name,
        name=booking.guest_name,
        phone=booking.guest_phone,
        party_size=place.party_size,
        status=Booking.Status(booking.status),
        arrived=booking.arrived,
        held_until=booking.hold_expires_at if is_hold else None,
        notes=booking.customer_notes,
        staff_notes=booking.staff_notes,
        erased=booking.erased_at is not None,
    )
