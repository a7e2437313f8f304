"""What was made in another way than a dialect's own, as each dialect reads it."""

import datetime as dt

import pytest

from bookings import operations
from bookings.models import Booking
from tests import factories
from tests.bookings.operations.courses import course
from tests.clerks import Booqara, Booxi, MiketsuCustomer, NextInQue, ReserveKit
from tests.factories import DAY, NOW

TUESDAY = DAY.weekday()
CALLER = operations.Guest(name="Ida Moss", phone="+12025550144")
WRITER = operations.Guest(name="Ida Moss", email="own.0@example.com")  # the customer that MiketsuCustomer(shop) is


@pytest.fixture
def read(elm):
    """What each dialect shows of a booking, by its name, without the envelope."""
    booqara, nextinque, reservekit, booxi = Booqara(elm), NextInQue(elm), ReserveKit(elm), Booxi(elm)

    def said(clerk, booking):
        answer = clerk.partner.get(clerk.path(booking))
        assert answer.status_code == 200, answer.content
        return answer.json()

    def asked(booking):
        return {
            "booqara": said(booqara, booking),
            "nextinque": said(nextinque, booking)["reservation"],
            "reservekit": said(reservekit, booking)["data"],
            "booxi": said(booxi, booking)["booking"],
        }

    return asked


def own(shop, booking):
    """What their customer reads of it through Miketsu."""
    customer = MiketsuCustomer(shop)
    answer = customer.partner.get(customer.path(booking))
    assert answer.status_code == 200, answer.content
    return answer.json()["data"]


def test_who_left_no_phone_or_no_email_has_none(elm, read):
    found = read(factories.book(elm, "Fade", guest=WRITER))
    assert found["nextinque"]["phone"] is found["reservekit"]["customer"]["phone"] is None
    assert found["booxi"]["client"]["mobilePhoneNumber"] == ""
    found = read(factories.book(elm, "Fade", clock="14:00", guest=CALLER))
    assert found["booqara"]["guestEmail"] is found["nextinque"]["email"] is None
    assert found["reservekit"]["customer"]["email"] is None
    assert (found["booxi"]["client"]["email"], found["nextinque"]["phone"]) == ("", CALLER.phone)


def test_who_walked_in_without_a_name_is_a_guest(elm, read):
    found = read(factories.book(elm, "Fade", guest=operations.Guest()))
    assert found["booqara"]["guestName"] == found["nextinque"]["customerName"] == "Guest"
    assert found["reservekit"]["customer"]["name"] == "Guest"
    assert (found["booxi"]["client"]["firstName"], found["booxi"]["client"]["lastName"]) == ("Guest", "")


@pytest.mark.parametrize(
    ("ended", "word", "booxi"),
    [("complete", "COMPLETED", ("Approved", "Arrived", True)), ("no_show", "NO_SHOW", ("Approved", "NoShow", False))],
)
def test_what_took_place_or_did_not_is_confirmed_where_there_is_no_word_for_it(elm, read, ended, word, booxi):
    booking = factories.book(elm, "Fade", guest=WRITER)
    getattr(operations, ended)(booking=booking, now=NOW + dt.timedelta(days=5), by="dashboard:olive")
    found = read(booking)
    assert found["booqara"]["status"] == found["reservekit"]["status"] == "confirmed"
    assert found["nextinque"]["status"] == word
    shown = found["booxi"]
    assert (shown["status"], shown["client"]["presence"], shown["isCompleted"]) == booxi
    assert own(elm, booking)["is_cancelled"] is False


def test_a_visit_is_its_first_service_and_the_whole_span(elm, read):
    start, services = factories.at(elm, DAY, "10:00"), elm.services
    parts = [operations.Part(services["Fade"], start), operations.Part(services["Trim"], operations.Then())]
    order = operations.Order(WRITER, factories.WIZARD)
    booking = operations.book(wish=operations.Wish(elm.business, parts), order=order, now=NOW)
    found = read(booking)
    assert (found["booqara"]["serviceName"], found["booqara"]["durationMinutes"]) == ("Fade", 75)
    assert found["nextinque"]["service"] == {"name": "Fade", "durationMinutes": 75}
    assert found["reservekit"]["service_id"] == services["Fade"].pk
    assert [item["serviceName"] for item in found["booxi"]["items"]] == ["Fade", "Trim"]
    assert found["booxi"]["totalClientTimespan"]["duration"] == 75
    shown = own(elm, booking)
    assert (shown["service_name"], shown["to_date"]) == ("Fade", "2026-11-24T17:15:00Z")


def test_a_service_that_waits_is_its_whole_span(db, now):
    shop = factories.with_phases()
    booking = factories.book(shop, "Color", guest=WRITER)
    assert Booqara(shop).partner.get(f"/appointments/{booking.uuid}").json()["durationMinutes"] == 60
    shown = NextInQue(shop).partner.get(f"/reservations/{booking.code}").json()["reservation"]
    assert shown["service"]["durationMinutes"] == 60
    span = Booxi(shop).partner.get(f"/booking/{booking.pk}").json()["booking"]["totalClientTimespan"]
    assert (span["start"], span["duration"]) == ("2026-11-24T16:00:00Z", 60)
    assert own(shop, booking)["to_date"] == "2026-11-24T17:00:00Z"


def test_what_a_service_leaves_free_while_it_waits_is_free_in_all(db, now):
    shop = factories.with_phases(rules={"slot_interval_minutes": 10})
    factories.book(shop, "Color", clock="10:00")
    assert Booqara(shop).free("Advice", DAY, "10:20")
    assert not Booqara(shop).free("Advice", DAY, "10:30")
    assert (NextInQue(shop).places("Advice", DAY, "10:20"), NextInQue(shop).places("Advice", DAY, "10:10")) == (1, 0)
    for number, kind in enumerate((Booqara, NextInQue, ReserveKit, Booxi, MiketsuCustomer)):
        clerk = kind(shop, number)
        assert clerk.book("Advice", DAY, "10:20"), clerk.name
        assert not kind(shop, 50 + number).book("Advice", DAY, "10:20"), clerk.name
        clerk.cancel()


def test_one_of_a_series_is_an_ordinary_one(elm, read):
    bookings = course(elm, count=3, order=operations.Order(WRITER, factories.WIZARD))
    for booking, day in zip(bookings, ("24", "01", "08"), strict=True):
        found = read(booking)
        assert (found["booqara"]["appointmentDate"][-2:], found["booqara"]["serviceName"]) == (day, "Fade")
        assert found["nextinque"]["scheduledAt"] == found["booxi"]["startsOn"].replace("Z", ".000Z")
        assert found["reservekit"]["date"] == found["booqara"]["appointmentDate"]
        assert own(elm, booking)["from_date"] == found["booxi"]["startsOn"]
    clerk = NextInQue(elm)
    clerk.last = clerk.path(bookings[1])
    assert clerk.cancel().status_code == 200
    statuses = Booking.objects.order_by("series_index").values_list("status", flat=True)
    assert list(statuses) == ["confirmed", "cancelled", "confirmed"]


def planned(shop, clock):
    """A class that the house opened, with nobody in it."""
    start, yuri = factories.at(shop, DAY, clock), shop.staff["Yuri Ito"]
    wish = operations.one(shop.business, shop.services["Yoga"], start, policy=operations.STAFF, staff=yuri)
    return operations.plan_class(wish=wish, taker=operations.Taker("dashboard", "dashboard:olive"), now=NOW)


def test_a_class_with_nobody_in_it_is_on_nobodys_list_and_offers_its_places_to_all(elm):
    row = planned(elm, "10:10")  # off the grid
    kinds = (Booqara, NextInQue, Booxi, MiketsuCustomer)
    assert listed(elm) == ([], [])
    assert (Booqara(elm).free("Yoga", DAY, "10:10"), NextInQue(elm).places("Yoga", DAY, "10:10")) == (True, 3)
    assert MiketsuCustomer(elm).partner.get(f"/customer/{row.pk}").status_code == 404
    clerks = [kind(elm, number) for number, kind in enumerate(kinds)]
    assert [clerk.book("Yoga", DAY, "10:10") for clerk in clerks] == [True, True, True, False]
    row.refresh_from_db()
    assert row.places_taken == 3
    assert list(map(len, listed(elm))) == [3, 3]


def test_a_class_with_nobody_in_it_is_booked_by_the_weekly_start_at_which_it_stands(elm):
    row = planned(elm, "10:30")
    assert ReserveKit(elm).book("Yoga", DAY, "10:30")
    assert Booking.objects.get().appointment.pk == row.pk


def listed(shop):
    """What ReserveKit and Booxi list of Yoga."""
    reservekit = ReserveKit(shop).partner.get("/bookings", service_id=str(shop.services["Yoga"].pk)).json()
    span = {"from_": "2026-11-24T00:00:00Z", "to": "2026-11-26T00:00:00Z"}
    booxi = Booxi(shop).partner.get("/booking", **span, merchantId=str(shop.business.pk)).json()
    return reservekit["data"]["bookings"], booxi["bookings"]


def test_a_class_of_one_date_is_offered_on_that_date_alone(db, now):
    once = {"service": "Yoga", "date": DAY.isoformat(), "time": "10:30", "staff": "Yuri Ito"}
    weekly = {"service": "Yoga", "weekday": "tuesday", "time": "10:30", "staff": "Yuri Ito", "from": "2026-12-01"}
    document = factories.elm_document(timetable=[once, weekly])
    document["categories"][1]["services"][0]["starts"] = "timetable"
    shop = factories.load(document)
    booqara, nextinque = Booqara(shop), NextInQue(shop)
    assert booqara.free("Yoga", DAY, "10:30")
    assert not booqara.free("Yoga", DAY + dt.timedelta(days=1), "10:30")
    assert (nextinque.places("Yoga", DAY, "10:30"), nextinque.places("Yoga", DAY, "10:00")) == (3, 0)
    slots = ReserveKit(shop).partner.get("/time-slots", service_id=str(shop.services["Yoga"].pk)).json()
    assert [slot["day_of_week"] for slot in slots["data"]["time_slots"]] == [TUESDAY]
    assert [kind(shop).book("Yoga", DAY, "10:30") for kind in (ReserveKit, NextInQue, Booqara)] == [True] * 3
    assert not booqara.free("Yoga", DAY, "10:30")
