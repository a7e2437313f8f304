"""One appointment with everybody in it, and the classes that the house opens."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from bookings import operations, queries
from bookings.models import Appointment, Booking
from businesses import diary
from businesses.models import Service, Timetable
from tests import factories
from tests.dashboard import member
from tests.factories import DAY, NOW

PLAN = "/admin/diary/class/"
TAKER = operations.Taker(source="dashboard", by="dashboard:max")


def page(row, name=""):
    return f"/admin/diary/appointment/{row.pk}/{name}"


def planned(shop, clock="10:10", staff="Yuri Ito"):
    wish = operations.one(
        shop.business,
        shop.services["Yoga"],
        factories.at(shop, DAY, clock),
        policy=operations.STAFF,
        staff=shop.staff[staff],
    )
    return operations.plan_class(wish=wish, taker=TAKER, now=NOW)


def typed(shop, **more):
    known = {"service": shop.services["Yoga"].pk, "staff": shop.staff["Yuri Ito"].pk, "day": DAY, "time": "19:00"}
    return {**known, **more}


def said(answer):
    return re.sub(r"\s+", " ", answer.text)


def test_a_class_is_opened_from_the_diary_with_nobody_in_it(elm, olive):
    assert PLAN in said(olive.get("/admin/diary/", {"day": DAY}))
    answer = olive.post(PLAN, typed(elm), follow=True)
    row = Appointment.objects.get()
    assert (row.planned, row.places_taken) == (True, 0)
    assert answer.redirect_chain[-1][0] == page(row)
    assert page(row) in said(olive.get("/admin/diary/", {"day": DAY}))


def test_a_time_that_is_taken_is_refused_with_nothing_opened(elm, olive):
    planned(elm, "19:15")
    answer = olive.post(PLAN, typed(elm))
    assert answer.status_code == 409
    assert "Nothing was opened" in said(answer)
    assert Appointment.objects.count() == 1


def test_a_class_of_the_timetable_can_be_called_off_before_anybody_joins(elm, olive):
    Service.objects.filter(pk=elm.services["Yoga"].pk).update(starts="timetable")
    with diary.changing(elm.business.pk):
        row = {"service": elm.services["Yoga"], "staff": elm.staff["Yuri Ito"], "weekday": DAY.weekday()}
        entry = Timetable.objects.create(business=elm.business, time=dt.time(10), **row)
    shown = said(olive.get("/admin/diary/", {"day": DAY}))
    link = re.search(r'href="(/admin/diary/class/[^"]+)"', shown.partition('id="diary"')[2])[1].replace("&amp;", "&")
    assert "Call it off on this date" in said(olive.get(link))
    olive.post(PLAN, typed(elm, time="10:00", off="1"))
    entry.refresh_from_db()
    assert entry.excepted_dates == [DAY.isoformat()]
    assert not Appointment.objects.live().exists()


def test_somebody_new_joins_and_so_does_a_walk_in_without_a_name(elm, olive):
    row = planned(elm)
    olive.post(page(row), {"name": "Ada Byron", "email": "ada@example.com", "party_size": 2})
    olive.post(page(row), {"party_size": 1})
    row.refresh_from_db()
    assert row.places_taken == 3
    assert sorted(Booking.objects.values_list("guest_name", flat=True)) == ["", "Ada Byron"]
    text = said(olive.get(page(row)))
    assert "Ada Byron" in text
    assert "Guest" in text


def test_a_customer_is_found_and_joins_with_what_is_known_of_them(elm, olive):
    row = planned(elm)
    known = factories.book(elm, "Fade").customer
    text = said(olive.get(page(row), {"q": known.email}))
    assert f'value="{known.pk}"' in text
    olive.post(page(row), {"who": known.pk, "party_size": 1})
    assert Booking.objects.latest("pk").customer == known


def test_beyond_its_places_somebody_joins_only_with_a_reason(elm, olive):
    row = planned(elm)
    olive.post(page(row), {"party_size": row.places})
    answer = olive.post(page(row), {"party_size": 1})
    assert answer.status_code == 409
    assert "overbook_reason" in said(answer)
    assert "It has not so many places left." in said(answer)
    answer = olive.post(page(row), {"party_size": 1, "overbook_reason": "Her sister is in it"})
    assert answer.status_code == 302, said(answer)
    row.refresh_from_db()
    assert (row.places_taken, row.places) == (4, 4)


def test_arrival_and_leaving_are_one_press_each_and_lead_back(elm, olive):
    row = planned(elm)
    olive.post(page(row), {"name": "Ada Byron", "party_size": 1})
    booking = Booking.objects.get()
    press = reverse("admin:bookings_booking_do", args=[booking.pk, "arrive"])
    assert press in said(olive.get(page(row)))
    answer = olive.post(press, {"next": page(row)})
    assert answer.url == page(row)
    olive.post(reverse("admin:bookings_booking_do", args=[booking.pk, "cancel"]), {"next": page(row), "reason": ""})
    row.refresh_from_db()
    assert (row.live, row.places_taken) == (True, 0)


def test_the_class_is_called_off_with_a_reason_that_everybody_reads(elm, olive):
    row = planned(elm)
    olive.post(page(row), {"name": "Ada Byron", "party_size": 1})
    olive.post(page(row, "call-off/"), {"reason": "Yuri is ill."})
    booking = Booking.objects.get()
    assert (booking.status, booking.cancel_reason) == ("cancelled", "Yuri is ill.")
    row.refresh_from_db()
    assert not row.live


def test_the_class_moves_with_everybody_in_it(elm, olive):
    row = planned(elm)
    olive.post(page(row), {"name": "Ada Byron", "party_size": 1})
    when = {"day": DAY, "time": "11:20", "staff": elm.staff["Yuri Ito"].pk}
    assert olive.post(page(row, "move/"), when).url == page(row)
    assert Booking.objects.get().starts_at == factories.at(elm, DAY, "11:20")


def test_too_few_people_are_named_on_every_page_until_it_is_decided(elm, olive):
    Service.objects.filter(pk=elm.services["Yoga"].pk).update(min_participants=3, min_participants_by_minutes=10_000)
    row = planned(elm)
    for address in ("/admin/", f"/admin/diary/?day={DAY}", page(row)):
        assert "0 of at least 3" in said(olive.get(address)), address
    assert "too few people" in said(olive.get(page(row)))
    olive.post(page(row, "let-be/"), {"next": "index"})
    for address in ("/admin/", f"/admin/diary/?day={DAY}", page(row)):
        assert "of at least 3" not in said(olive.get(address)), address
    assert not queries.groups_with_few(elm.business, now=NOW)


def test_a_neighbours_appointment_is_not_found(elm, karachi, olive):
    booking = factories.book(karachi, "Haircut", clock="11:00")
    for name in ("", "call-off/", "let-be/", "move/"):
        assert olive.post(page(booking.appointment, name), {}).status_code == 404


def test_a_staff_member_has_the_page_of_their_own_classes_alone(elm, maria):
    row = planned(elm)
    assert maria.get(page(row)).status_code == 404
    yuri = member(elm, "yuri", "staff", "Yuri Ito")
    assert yuri.get(page(row)).status_code == 200


@pytest.mark.parametrize("number", [0, 10**17])
def test_an_appointment_that_is_not_there_is_not_found(elm, olive, number):
    assert olive.get(f"/admin/diary/appointment/{number}/").status_code == 404
