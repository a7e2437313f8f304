"""A diary's sheet: who works, who is away, who comes, what is free; by the clock on the wall, in constant queries."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations, queries
from bookings.models import Booking
from bookings.recurrence import Recurrence
from businesses import diary
from businesses.models import StaffMember
from tests import factories
from tests.factories import DAY, NOW

UTC = dt.UTC
MINUTE = dt.timedelta(minutes=1)


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def spans(stretches) -> list[str]:
    return [f"{clock(each.start)}-{clock(each.end)}" for each in stretches]


def column(shop, name: str = "Maria Gomez", day: dt.date = DAY, now: dt.datetime = NOW) -> queries.Column:
    """What one person's date shows."""
    sheet = queries.day_sheet(shop.business, first=day, last=day, now=now)
    return next(each for each in sheet.columns if each.person.name == name)


def shop_with(**changes):
    return factories.load(factories.elm_document(**changes))


def with_person(name: str, **changes):
    staff = [{**each, **(changes if each["name"] == name else {})} for each in factories.ELM["staff"]]
    return shop_with(staff=staff)


def test_an_empty_day_has_the_hours_and_is_free_in_all_of_them(elm):
    shown = column(elm)
    assert spans(shown.hours) == spans(shown.gaps) == ["09:00-12:00", "13:00-19:00"]
    assert (shown.entries, shown.away, shown.note) == ([], [], "")


def test_the_active_people_stand_in_the_houses_order(elm):
    sheet = queries.day_sheet(elm.business, first=DAY, last=DAY, now=NOW)
    assert [person.name for person in sheet.people] == [
        "Maria Gomez",
        "Ana Ruiz",
        "Yuri Ito",
        "Olga Berg",
        "Pia Lund",
        "Cleo Fox",
    ]


def test_one_persons_week_is_theirs_alone(elm, karachi):
    factories.book(elm, "Fade", staff="Ana Ruiz")
    sheet = queries.day_sheet(
        elm.business, first=DAY, last=DAY + dt.timedelta(days=6), now=NOW, staff=elm.staff["Maria Gomez"]
    )
    assert [person.name for person in sheet.people] == ["Maria Gomez"]
    assert [each.day for each in sheet.columns] == sheet.days
    assert len(sheet.days) == 7
    assert not any(each.entries for each in sheet.columns)


def test_a_booking_shows_what_one_wants_to_know_of_it(elm):
    guest = operations.Guest(name="Jane Doe", email="jane@example.com", phone="+12025550185", notes="Short, please")
    made = factories.book(elm, "Fade", staff="Maria Gomez", guest=guest, staff_notes="Likes tea")
    operations.arrive(booking=made, now=NOW, by="test")
    [entry] = column(elm).entries
    assert (entry.service, entry.time.start, entry.time.end, entry.time.minutes) == ("Fade", 600, 645, 45)
    assert entry.time.starts_at == dt.datetime(2026, 11, 24, 16, 0, tzinfo=UTC)
    assert (entry.places, entry.taken, entry.is_group, entry.continued) == (1, 1, False, False)
    [visit] = entry.visits
    assert (visit.booking_id, visit.name, visit.phone) == (made.pk, "Jane Doe", "+12025550185")
    assert (visit.status, visit.arrived, visit.held_until) == ("confirmed", True, None)
    assert (visit.notes, visit.staff_notes) == ("Short, please", "Likes tea")


def test_what_a_booking_is_part_of_is_told_of_each_of_its_appointments(elm):
    services, start = elm.services, factories.at(elm, DAY, "10:00")
    parts = [operations.Part(services["Fade"], start), operations.Part(services["Trim"], operations.Then())]
    order = operations.Order(operations.Guest(name="Jane Doe"), operations.Taker("test", "test"))
    weekly, wish = Recurrence("WEEKLY", count=2), operations.Wish(elm.business, parts)
    operations.book_series(wish=wish, recurrence=weekly, orders=[order], now=NOW)
    factories.book(elm, "Color", clock="14:00", staff="Cleo Fox")
    sheet = queries.day_sheet(elm.business, first=DAY, last=DAY, now=NOW)
    found = [(visit.service, visit.of_visit, visit.of_series) for col in sheet.columns for visit in _coming(col)]
    assert sorted(found) == [("Color", False, False), ("Fade", True, True), ("Trim", True, True)]


def _coming(shown: queries.Column) -> list[queries.Attendee]:
    return [visit for entry in shown.entries for visit in entry.visits]


def test_what_is_free_lies_between_the_appointments_and_their_buffers(elm):
    factories.book(elm, "Color", clock="10:00", staff="Cleo Fox")
    shown = column(elm, "Cleo Fox")
    assert spans([shown.entries[0].time, shown.entries[0].busy]) == ["10:00-11:00", "10:00-11:30"]
    assert spans(shown.gaps) == ["09:00-10:00", "11:30-12:00", "13:00-19:00"]


def test_what_is_free_while_a_service_waits_is_a_gap(db, now):
    shop = factories.with_phases()
    factories.book(shop, "Color")
    shown = column(shop, "Cleo Fox")
    assert spans(shown.entries[0].waits) == ["10:20-10:50"]
    assert spans(shown.gaps) == ["09:00-10:00", "10:20-10:50", "11:30-12:00", "13:00-19:00"]


def test_the_thing_that_an_appointment_has_is_named(elm):
    factories.book(elm, "Massage", staff="Olga Berg")
    assert column(elm, "Olga Berg").entries[0].resource == "Room 1"


def test_a_hold_is_shown_until_when_and_not_a_moment_longer(elm):
    held, _ = operations.hold(
        wish=operations.one(
            elm.business, elm.services["Fade"], factories.at(elm, DAY, "10:00"), staff=elm.staff["Maria Gomez"]
        ),
        taker=operations.Taker(source="wizard", by="guest"),
        now=NOW,
    )
    ends = held.hold_expires_at
    [entry] = column(elm, now=ends - MINUTE).entries
    assert (entry.visits[0].status, entry.visits[0].held_until) == ("held", ends)
    assert spans(column(elm, now=ends - MINUTE).gaps) == ["09:00-10:00", "10:45-12:00", "13:00-19:00"]
    assert column(elm, now=ends).entries == []
    assert spans(column(elm, now=ends).gaps) == ["09:00-12:00", "13:00-19:00"]


def test_a_hold_that_ran_out_is_no_part_of_the_group_in_which_others_stay(elm):
    start = factories.at(elm, DAY, "10:00")
    held, _ = operations.hold(
        wish=operations.one(elm.business, elm.services["Yoga"], start, party_size=2),
        taker=operations.Taker(source="wizard", by="guest"),
        now=NOW,
    )
    factories.book(elm, "Yoga")
    [before] = column(elm, "Yuri Ito").entries
    [after] = column(elm, "Yuri Ito", now=held.hold_expires_at).entries
    assert (before.taken, len(before.visits)) == (3, 2)
    assert (after.taken, len(after.visits), after.places) == (1, 1, 3)


def test_a_group_lists_each_of_its_bookings(elm):
    first = factories.book(elm, "Yoga", party_size=2)
    second = factories.book(elm, "Yoga", guest=operations.Guest(name="Bo Li", email="bo@example.com"))
    [entry] = column(elm, "Yuri Ito").entries
    assert [visit.booking_id for visit in entry.visits] == [first.pk, second.pk]
    assert (entry.taken, entry.places, entry.is_group) == (3, 3, True)


@pytest.mark.parametrize("verb", [operations.complete, operations.no_show])
def test_what_is_over_stays_and_says_how_it_ended(elm, verb):
    made = factories.book(elm, "Fade", staff="Maria Gomez")
    after = verb(booking=made, now=made.ends_at, by="test")
    assert column(elm, now=made.ends_at).entries[0].visits[0].status == after.status


def test_what_was_cancelled_is_left_out_and_its_time_is_free(elm):
    made = factories.book(elm, "Fade", staff="Maria Gomez")
    operations.cancel(booking=made, now=NOW, by="test")
    assert column(elm).entries == []
    assert spans(column(elm).gaps) == ["09:00-12:00", "13:00-19:00"]


def test_time_off_has_its_reason_and_nothing_in_it_is_free(db, now):
    away = [{"from": "2026-11-24T11:00", "to": "2026-11-24T15:00", "reason": "Dentist"}]
    shown = column(with_person("Maria Gomez", time_off=away))
    [off] = shown.away
    assert (spans([off.time]), off.reason, off.whole_day) == (["11:00-15:00"], "Dentist", False)
    assert spans(shown.hours) == ["09:00-12:00", "13:00-19:00"]
    assert spans(shown.gaps) == ["09:00-11:00", "15:00-19:00"]


def test_time_off_over_several_days_is_cut_to_the_date(db, now):
    away = [{"from": "2026-11-23T12:00", "to": "2026-11-26T12:00", "reason": "Holiday"}]
    shop = with_person("Maria Gomez", time_off=away)
    [off] = column(shop).away
    assert (spans([off.time]), off.whole_day) == (["00:00-24:00"], True)
    assert column(shop).gaps == []
    assert column(shop, "Ana Ruiz").away == []


def test_a_closed_day_has_no_hours_and_a_special_one_has_its_own(elm):
    sunday, eve = dt.date(2026, 11, 22), dt.date(2026, 12, 24)
    assert (column(elm, day=sunday).hours, column(elm, day=sunday).gaps) == ([], [])
    assert (spans(column(elm, day=eve).hours), column(elm, day=eve).note) == (["10:00-12:00"], "Christmas Eve")


def test_a_persons_own_hours_are_cut_to_those_of_the_house(db, now):
    shop = with_person("Maria Gomez", hours={"tuesday": [["07:00", "10:30"], ["12:30", "14:00"]]})
    assert spans(column(shop).hours) == spans(column(shop).gaps) == ["09:00-10:30", "13:00-14:00"]
    assert column(shop, day=DAY + dt.timedelta(days=1)).hours == []


def test_somebody_who_left_is_shown_on_the_dates_they_still_have_appointments(elm):
    factories.book(elm, "Fade", staff="Ana Ruiz")
    with diary.changing(elm.business.pk):
        StaffMember.objects.filter(pk=elm.staff["Ana Ruiz"].pk).update(active=False)
    shown = column(elm, "Ana Ruiz")
    assert (shown.person.active, len(shown.entries), shown.gaps, shown.hours) == (False, 1, [], [])
    other = queries.day_sheet(elm.business, first=DAY - dt.timedelta(days=1), last=DAY - dt.timedelta(days=1), now=NOW)
    assert "Ana Ruiz" not in [person.name for person in other.people]


def test_a_booking_outside_the_hours_is_there_all_the_same(elm):
    factories.book(elm, "Fade", clock="20:30", staff="Maria Gomez", policy=operations.STAFF)
    assert spans(each.time for each in column(elm).entries) == ["20:30-21:15"]


NIGHTS = {day: [["20:00", "02:00"]] for day in factories.WEEKDAYS}


def test_a_night_belongs_to_the_date_on_which_it_begins(db, now):
    shop = shop_with(hours=NIGHTS)
    factories.book(shop, "Fade", DAY + dt.timedelta(days=1), "00:30", staff="Maria Gomez")
    shown, following = column(shop), column(shop, day=DAY + dt.timedelta(days=1))
    assert spans(shown.hours) == ["20:00-26:00"]
    assert spans(each.time for each in shown.entries) == ["24:30-25:15"]
    assert spans(shown.gaps) == ["20:00-24:30", "25:15-26:00"]
    assert following.entries == []


def test_what_reaches_into_the_hours_of_the_next_date_is_continued_there(db, now):
    always = {day: [["00:00", "12:00"], ["12:00", "00:00"]] for day in NIGHTS}
    shop = shop_with(hours=always)
    factories.book(shop, "Fade", clock="23:30", staff="Maria Gomez", policy=operations.STAFF)
    [entry] = column(shop, day=DAY + dt.timedelta(days=1)).entries
    assert (entry.continued, entry.time.start, entry.time.end) == (True, -30, 15)
    assert column(shop, day=DAY + dt.timedelta(days=1)).gaps[0].start == 15
    assert column(shop).entries[0].continued is False


def timetabled(**row):
    categories = [
        {
            "name": "Wellness",
            "services": [
                {
                    "name": "Yoga",
                    "duration_minutes": 60,
                    "capacity": 3,
                    "starts": "timetable",
                    "buffer_after_minutes": 15,
                }
            ],
        },
        *(each for each in factories.ELM["categories"] if each["name"] != "Wellness"),
    ]
    staff = [each for each in factories.ELM["staff"] if each["name"] in ("Maria Gomez", "Yuri Ito")]
    lesson = {"service": "Yoga", "weekday": "tuesday", "time": "17:15", "staff": "Yuri Ito", **row}
    return shop_with(categories=categories, staff=staff, timetable=[lesson])


def test_a_class_without_guests_is_shown_and_takes_its_time(db, now):
    shown = column(timetabled(), "Yuri Ito")
    [entry] = shown.entries
    assert (entry.appointment_id, entry.service, entry.taken, entry.places) == (None, "Yoga", 0, 3)
    assert spans([entry.time, entry.busy]) == ["17:15-18:15", "17:15-18:30"]
    assert spans(shown.gaps) == ["09:00-12:00", "13:00-17:15", "18:30-19:00"]


def test_a_class_with_guests_is_shown_once_and_stays_when_they_go(db, now):
    shop = timetabled()
    made = factories.book(shop, "Yoga", clock="17:15")
    assert [(entry.taken, len(entry.visits)) for entry in column(shop, "Yuri Ito").entries] == [(1, 1)]
    operations.cancel(booking=made, now=NOW, by="test")
    [entry] = column(shop, "Yuri Ito").entries
    assert (entry.taken, list(entry.visits)) == (0, [])


@pytest.mark.parametrize(
    "row", [{"except": ["2026-11-24"]}, {"from": "2026-11-25"}, {"to": "2026-11-23"}, {"time": "18:30"}]
)
def test_a_class_that_is_not_held_is_not_shown(db, now, row):
    assert column(timetabled(**row), "Yuri Ito").entries == []


ALL_DAY = {day: [["00:00", "06:00"]] for day in factories.WEEKDAYS}


@pytest.mark.parametrize(("day", "passes"), [(dt.date(2026, 3, 8), 300), (dt.date(2026, 11, 1), 420)])
def test_on_a_date_of_a_clock_change_the_wall_and_the_time_that_passes_are_both_kept(db, day, passes):
    before = dt.datetime.combine(day, dt.time(), UTC) - dt.timedelta(days=5)
    shop = factories.load(factories.elm_document(hours=ALL_DAY), now=before)
    [hours], [gap] = (column(shop, day=day, now=before).hours, column(shop, day=day, now=before).gaps)
    assert (spans([hours]), hours.minutes) == (["00:00-06:00"], passes)
    assert (gap.starts_at, gap.ends_at, gap.minutes) == (hours.starts_at, hours.ends_at, passes)


@pytest.mark.parametrize(
    ("start", "shown", "day"),
    [
        (dt.datetime(2026, 3, 8, 7, 30, tzinfo=UTC), "01:30-03:15", dt.date(2026, 3, 8)),  # 02:00 is 03:00
        (dt.datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "01:30-01:15", dt.date(2026, 11, 1)),  # 02:00 is 01:00
    ],
)
def test_an_appointment_across_a_clock_change_keeps_its_length(db, start, shown, day):
    before = start - dt.timedelta(days=5)
    shop = factories.load(factories.elm_document(hours=ALL_DAY), now=before)
    factories.book(shop, "Fade", starts_at=start, staff="Maria Gomez", now=before, policy=operations.STAFF)
    [entry] = column(shop, day=day, now=before).entries
    assert (spans([entry.time]), entry.time.minutes, entry.time.starts_at) == ([shown], 45, start)


def test_the_neighbours_diary_is_no_part_of_it(elm, karachi):
    factories.book(karachi, "Haircut", clock="11:00")
    sheet = queries.day_sheet(elm.business, first=DAY, last=DAY, now=NOW)
    assert not any(each.entries for each in sheet.columns)
    assert "Amna Khan" not in [person.name for person in sheet.people]


def asked(shop, **what) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        queries.day_sheet(shop.business, **{"first": DAY, "last": DAY, "now": NOW, **what})
    return len(found)


def test_the_number_of_queries_does_not_grow_with_people_days_and_bookings(elm):
    factories.book(elm, "Fade", clock="09:00", staff="Maria Gomez")
    few = asked(elm)
    for hour in range(10, 12):
        for name in ("Maria Gomez", "Ana Ruiz"):
            factories.book(elm, "Fade", clock=f"{hour}:00", staff=name)
        factories.book(elm, "Yoga", clock=f"{hour}:00")
    factories.book(elm, "Massage", clock="15:00", staff="Olga Berg")
    template = StaffMember.objects.get(pk=elm.staff["Ana Ruiz"].pk)
    more = [
        StaffMember(business=elm.business, name=f"Person {n}", location=template.location, own_hours=n % 2)
        for n in range(44)
    ]
    StaffMember.objects.bulk_create(more)
    assert Booking.objects.count() == 8
    assert few == asked(elm) == asked(elm, last=DAY + dt.timedelta(days=6)) <= 9
