"""From nothing to bookable, a step at a time; and what undoes a step."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bookings.dashboard.day.checklist import checklist
from businesses.models import (
    Business,
    Location,
    OpeningHours,
    Resource,
    Service,
    Skill,
    SpecialDay,
    StaffMember,
    Timetable,
    WorkingHours,
)

TODAY = dt.date(2026, 11, 20)


def open_steps(business, **how):
    found = checklist(business, today=TODAY, **how)
    return [step.key for step in found.steps if not step.done], found.is_bookable


@pytest.fixture
def fresh(db):
    """A business with a name and nothing else."""
    return Business.objects.create(slug="fresh", name="Fresh", timezone="Asia/Kolkata")


def opened(business, weekday=0, opens=9, closes=17):
    return OpeningHours.objects.create(business=business, weekday=weekday, opens=dt.time(opens), closes=dt.time(closes))


def offer(business, **how):
    return Service.objects.create(business=business, **{"name": "Cut", "duration_minutes": 30, **how})


def person(business, **how):
    place, _ = Location.objects.get_or_create(business=business, name="Main")
    return StaffMember.objects.create(business=business, **{"name": "Asha", "location": place, **how})


def test_a_new_business_misses_everything_and_each_step_done_is_one_less(fresh):
    missing = ["contact", "hours", "service", "person", "skill", "look"]
    assert open_steps(fresh) == (missing, False)
    fresh.phone, fresh.address = "1", "Main St"
    assert open_steps(fresh) == (missing[1:], False)
    opened(fresh)
    assert open_steps(fresh) == (missing[2:], False)
    service = offer(fresh)
    assert open_steps(fresh) == (missing[3:], False)
    asha = person(fresh)
    assert open_steps(fresh) == (missing[4:], False)
    Skill.objects.create(business=fresh, staff=asha, service=service)
    assert open_steps(fresh) == (["look"], True)
    assert open_steps(fresh, tried=True) == ([], True)


@pytest.fixture
def ready(fresh):
    """A business that can be booked on Mondays from nine to five."""
    Business.objects.filter(pk=fresh.pk).update(phone="1", address="Main St")
    fresh.refresh_from_db()
    opened(fresh)
    Skill.objects.create(business=fresh, staff=person(fresh), service=offer(fresh))
    return fresh


def test_whoever_is_away_for_good_performs_nothing(ready):
    StaffMember.objects.update(active=False)
    assert open_steps(ready)[0] == ["person", "skill", "look"]


def test_a_service_that_is_switched_off_is_none(ready):
    Service.objects.update(active=False)
    assert open_steps(ready)[0] == ["service", "skill", "look"]


@pytest.mark.parametrize(
    ("weekday", "opens", "closes", "bookable"), [(0, 16, 20, True), (0, 17, 20, False), (1, 9, 17, False)]
)
def test_hours_of_ones_own_must_meet_the_opening_hours(ready, weekday, opens, closes, bookable):
    StaffMember.objects.update(own_hours=True)
    assert open_steps(ready) == (["skill", "look"], False)
    WorkingHours.objects.create(
        business=ready, staff=StaffMember.objects.get(), weekday=weekday, opens=dt.time(opens), closes=dt.time(closes)
    )
    assert open_steps(ready)[1] is bookable


def test_days_with_hours_of_their_own_to_come_are_opening_hours_too(ready):
    OpeningHours.objects.all().delete()
    SpecialDay.objects.create(business=ready, date=TODAY - dt.timedelta(days=1), periods=[["09:00", "12:00"]])
    SpecialDay.objects.create(business=ready, date=TODAY + dt.timedelta(days=1), periods=[])
    assert open_steps(ready)[0] == ["hours", "skill", "look"]
    SpecialDay.objects.create(business=ready, date=TODAY, periods=[["09:00", "12:00"]])
    assert open_steps(ready) == (["look"], True)


def test_what_needs_a_room_needs_one_that_is_there(ready):
    Service.objects.update(resource_kind="room")
    assert open_steps(ready) == (["room", "look"], False)
    room = Resource.objects.create(business=ready, name="Room 1", kind="room", location=Location.objects.get())
    assert open_steps(ready) == (["look"], True)
    room.delete()
    Skill.objects.create(business=ready, staff=StaffMember.objects.get(), service=offer(ready, name="Chat"))
    assert open_steps(ready) == (["look"], True)  # something can be booked


def test_classes_need_their_times(ready):
    Service.objects.update(starts="timetable")
    assert open_steps(ready) == (["timetable", "look"], False)
    Timetable.objects.create(
        business=ready, service=Service.objects.get(), staff=StaffMember.objects.get(), weekday=0, time=dt.time(10)
    )
    assert open_steps(ready) == (["look"], True)


def test_the_neighbours_rows_do_no_step(fresh, karachi, elm):
    assert open_steps(karachi.business) == (["contact", "look"], False)
    assert open_steps(elm.business) == (["look"], True)
    assert open_steps(fresh)[0] == ["contact", "hours", "service", "person", "skill", "look"]


def test_every_step_leads_to_a_page_that_there_is(fresh, ready):
    Service.objects.update(resource_kind="room", starts="timetable")
    for step in checklist(ready, today=TODAY).steps:
        assert step.key == "look" or reverse(f"admin:{step.page}", args=step.args)


def test_more_of_everything_takes_no_more_queries(elm):
    with CaptureQueriesContext(connection) as few:
        checklist(elm.business, today=TODAY)
    services = [offer(elm.business, name=f"Cut {n}") for n in range(5)]
    for n in range(5):
        who = person(elm.business, name=f"Asha {n}", own_hours=True)
        WorkingHours.objects.create(business=elm.business, staff=who, weekday=0, opens=dt.time(9), closes=dt.time(12))
        for service in services:
            Skill.objects.create(business=elm.business, staff=who, service=service)
    with CaptureQueriesContext(connection) as many:
        checklist(elm.business, today=TODAY)
    assert len(few) == len(many)
