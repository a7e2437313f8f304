"""A visit of several services: chosen one after the other, held, booked, moved and cancelled as one."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import Booking
from tests import factories
from tests.factories import DAY, at, link

JORDAN = {"name": "Jordan Smith", "email": "jordan@example.com"}


def address(shop, *services, step="", **query):
    """The address of a step of a visit of these services, anybody serving each."""
    first, *more = (shop.services[name].pk for name in services)
    words = {"staff": "any", "more": ".".join(f"{key}-any" for key in more), **query}
    return f"/book/{shop.business.slug}/{first}/{step}?" + "&".join(f"{key}={value}" for key, value in words.items())


def choose(guest, shop, *services, clock="10:00", **query):
    """The guest has the visit held and is asked who comes."""
    guest.open(address(shop, *services, step="time/", date=DAY, **query))
    return guest.press(next(text for text in guest.page.buttons() if text.startswith(clock)))


def booked(guest, shop, *services, **how):
    """The guest has booked the visit."""
    choose(guest, shop, *services, **how)
    guest.press("Continue", **JORDAN)
    guest.press("Book now")
    return Booking.objects.visible().get()


def parts(booking):
    return [(place.service_name, place.appointment.staff.name, f"{start(place):%H:%M}") for place in booking.parts]


def start(place):
    return place.appointment.starts_at.astimezone(place.booking.business.zone)


def test_a_visit_from_the_first_page_to_the_last(guest, elm):
    guest.open("/book/elm/")
    guest.click("Fade")
    page = guest.click("Add another service")
    assert "What else would you like to have done?" in page.text
    assert "Yoga" not in page.links
    page = guest.click("Trim")
    assert "Who would you like to see for Fade?" in page.text
    page = guest.click("Ana Ruiz")
    assert page.title.startswith("Date and time · Fade + Trim")
    guest.click("Tuesday, November 24")
    page = guest.press("10:00")
    assert "We are holding this time for you" in page.text
    page = guest.press("Continue", **JORDAN)
    for words in (
        "Fade 10:00 AM – 10:45 AM with Ana Ruiz 45 min $35.00",
        "Trim 10:45 AM – 11:15 AM with Maria Gomez 30 min $20.50",
        "10:00 AM – 11:15 AM",
        "1 hr 15 min",
        "$55.50",
    ):
        assert words in page.text
    page = guest.press("Book now")
    assert "Thank you, Jordan. You are booked." in page.text
    assert "Trim 10:45 AM – 11:15 AM with Maria Gomez 30 min $20.50" in page.text
    assert "$55.50" in page.text
    booking = Booking.objects.visible().get()
    assert parts(booking) == [("Fade", "Ana Ruiz", "10:00"), ("Trim", "Maria Gomez", "10:45")]
    assert Booking.objects.count() == 1


def test_one_person_does_everything(guest, elm):
    guest.open(address(elm, "Fade", "Trim", step="staff/", staff=""))
    assert "One person for everything Maria Gomez" in guest.page.text
    assert guest.click("Maria Gomez").title.startswith("Date and time")
    assert "together=1" in guest.path
    guest.click("Tuesday, November 24")
    guest.press("10:00")
    guest.press("Continue", **JORDAN)
    guest.press("Book now")
    assert {person for _, person, _ in parts(Booking.objects.get())} == {"Maria Gomez"}


def test_whoever_is_free_may_do_everything_where_several_can(guest, db, now):
    document = factories.elm_document()
    document["staff"][1]["services"].append("Trim")
    shop = factories.load(document)
    guest.open(address(shop, "Fade", "Trim", step="staff/", staff=""))
    guest.click("Anyone who can do it all")
    guest.click("Tuesday, November 24")
    guest.press("10:00")
    guest.press("Continue", **JORDAN)
    assert len({person for _, person, _ in parts(Booking.objects.get())}) == 1


def test_each_service_is_asked_for_and_one_without_a_choice_is_not(guest, elm):
    page = guest.open(address(elm, "Color", "Massage", step="", staff="", more=f"{elm.services['Massage'].pk}-"))
    assert "Who would you like to see for Massage?" in page.text
    assert "One person for everything" not in page.text
    assert guest.click("Pia Lund").title.startswith("Date and time")
    assert "Color 1 hr with Cleo Fox" in guest.page.text
    assert "Massage 1 hr with Pia Lund" in guest.page.text


@pytest.mark.parametrize(("removed", "left"), [("Remove Color", "Massage"), ("Remove Massage", "Color")])
def test_a_service_is_taken_away_again(guest, elm, removed, left):
    guest.open(address(elm, "Color", "Massage", step="time/"))
    page = guest.click(removed)
    assert page.title.startswith(f"Date and time · {left} ·")
    assert "more=" not in guest.path


def test_services_that_are_done_with_phases_say_how_long_they_wait(guest, db, now):
    shop = factories.with_phases()
    choose(guest, shop, "Color", "Massage", clock="1:00")
    page = guest.press("Continue", **JORDAN)
    assert "Color 1:00 PM – 2:00 PM with Cleo Fox 1 hr · of which 30 min waiting time $95.00" in page.text


def test_the_times_are_those_of_the_whole_visit(guest, elm):
    factories.book(elm, "Color", clock="11:00")
    page = guest.open(address(elm, "Fade", "Color", step="time/", date=DAY))
    assert not [text for text in page.buttons() if text.startswith(("10:00", "10:30", "11:00"))]
    assert [text for text in page.buttons("to 3:15") if text.startswith("1:30")]


def test_what_is_in_the_way_is_named(guest, elm):
    guest.open(address(elm, "Fade", "Color", step="time/", date=DAY))
    factories.book(elm, "Color", clock="11:00")
    page = guest.press("10:00")
    assert page.status == 409
    assert "It is Color that is not free then." in page.text
    assert len(page.buttons("November 24")) == 3
    assert guest.press("November 24").title.startswith("Your details")


def test_a_date_without_times_says_which_service_has_none(guest, db, now):
    document = factories.elm_document()
    cleo = next(person for person in document["staff"] if person["name"] == "Cleo Fox")
    cleo["time_off"] = [{"from": "2026-11-24T00:00", "to": "2026-11-25T00:00"}]
    shop = factories.load(document)
    page = guest.open(address(shop, "Fade", "Color", step="time/", date=DAY))
    assert "Color has no free time on this date." in page.text


def test_a_class_is_not_combined_and_says_why(guest, elm):
    page = guest.open(address(elm, "Yoga", step="time/"))
    assert "Add another service" not in page.links
    assert "Yoga is booked by itself" in guest.open(address(elm, "Yoga", step="more/")).text
    page = guest.open(address(elm, "Fade", "Yoga"))
    assert "Yoga is booked by itself: other people take part in it" in page.text
    assert guest.click("Nothing else").title.startswith("Date and time · Fade ·")


def test_a_service_at_another_place_is_not_combined(guest, db, now):
    document = factories.elm_document()
    document["categories"][0]["services"].append({"name": "Shave", "duration_minutes": 15, "price": "9.00"})
    document["staff"].append({"name": "Zoe Hill", "location": "Annex", "services": ["Shave"]})
    shop = factories.load(document)
    assert "Shave" not in guest.open(address(shop, "Fade", step="more/")).links
    assert "Shave is done at another place" in guest.open(address(shop, "Fade", "Shave")).text


@pytest.mark.parametrize("more", ["x", "-", "0-any", "99999999-any", "....", "1e9-3", "9" * 40, "%00", "-any.-"])
def test_what_cannot_be_read_is_as_if_it_were_not_there(guest, elm, more):
    page = guest.open(address(elm, "Fade", more=more))
    assert page.title.startswith("Date and time · Fade ·")


def test_there_are_at_most_five(guest, elm):
    five = address(elm, "Fade", "Trim", "Color", "Massage", "Advice", step="time/")
    assert "Add another service" not in guest.open(five).links
    assert "as many services as one visit can have" in guest.open(five.replace("time/", "more/")).text


def test_the_same_visit_again_keeps_the_hold_and_another_gives_it_back(guest, elm):
    choose(guest, elm, "Fade", "Color")
    choose(guest, elm, "Fade", "Color")
    assert Booking.objects.count() == 1
    choose(guest, elm, "Fade")
    assert list(Booking.objects.order_by("pk").values_list("status", flat=True)) == ["expired", "held"]


def test_the_last_form_sent_twice_books_once(guest, elm):
    choose(guest, elm, "Fade", "Color")
    guest.press("Continue", **JORDAN)
    form, _ = guest.found("Book now")
    path = guest.path
    for _ in range(2):
        guest.path = path
        guest.send(form.action, "post", form.fields)
    assert Booking.objects.visible().count() == 1


def test_a_shared_link_books_without_a_hold(guest, elm):
    guest.open(address(elm, "Fade", "Color", step="details/", start="2026-11-24T16:00:00Z"))
    guest.press("Continue", **JORDAN)
    assert "You are booked" in guest.press("Book now").text
    assert len(Booking.objects.get().parts) == 2


def test_it_moves_as_a_whole(guest, elm):
    booking = booked(guest, elm, "Fade", "Color")
    guest.open(link(booking) + f"move/?date={DAY}")
    page = guest.press("1:30")
    assert "1:30 PM – 3:15 PM" in page.text
    guest.press("Yes, move it")
    moved = Booking.objects.get()
    assert [clock for _, _, clock in parts(moved)] == ["13:30", "14:15"]
    assert moved.starts_at == at(elm, DAY, "13:30")


def test_where_it_could_move_is_free_for_all_of_it(guest, elm):
    booking = booked(guest, elm, "Fade", "Color")
    factories.book(elm, "Color", clock="14:30")
    page = guest.open(link(booking) + f"move/?date={DAY}")
    assert not [text for text in page.buttons() if text.startswith(("1:30", "2:00"))]
    assert [text for text in page.buttons() if text.startswith("9:30")]


def test_it_is_cancelled_as_a_whole(guest, elm):
    booking = booked(guest, elm, "Fade", "Color")
    guest.open(link(booking) + "cancel/")
    guest.press("Yes, cancel it")
    booking = Booking.objects.get()
    assert booking.status == "cancelled"
    assert not any(place.live for place in booking.places.all())
    assert "Color 10:45 AM – 11:45 AM" in guest.open(link(booking)).text


def test_the_calendar_file_has_one_entry_over_the_whole_visit(guest, elm):
    booking = booked(guest, elm, "Fade", "Color")
    file = guest.client.get(link(booking) + "calendar.ics").content.decode().replace("\r\n ", "")
    assert file.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Fade + Color at North Elm Studio" in file
    assert "DTEND;TZID=America/Chicago:20261124T114500" in file
    assert re.search(r"10:45.AM – 11:45.AM\\, Color\\, with Cleo Fox\\, \$95.00", file)


@pytest.mark.parametrize("page", ["time/", "more/", "staff/"])
def test_a_longer_visit_asks_the_database_no_more(guest, elm, page):
    names = ["Fade", "Trim", "Color", "Massage", "Advice"]
    guest.open(address(elm, *names, step=page, date=DAY))  # what is remembered from then on

    def asked(*services):
        with CaptureQueriesContext(connection) as found:
            guest.open(address(elm, *services, step=page, date=DAY))
        return len(found)

    assert asked(*names) <= asked("Fade", "Trim")
