"""What a guest reads right after a booking, a move or a cancellation: once, while it is news, and only what is true."""

import datetime as dt

import pytest
import time_machine

from bookings import operations
from bookings.management.commands import run_worker
from bookings.models import Booking, Delivery
from bookings.wizard.mailed import masked
from businesses.models import Business
from tests import factories
from tests.bookings.wizard.test_booking import JORDAN, choose
from tests.factories import NOW, link
from tests.guests import Guest

THANKS = "Thank you, Jordan. You are booked."


def booked(guest, shop, service="Fade", **typed):
    """The page that follows a booking."""
    choose(guest, shop, service)
    guest.press("Continue", **{**JORDAN, **typed})
    return guest.press(next(text for text in guest.page.buttons() if text in ("Book now", "Send the request")))


# The mail


def test_it_says_that_a_mail_is_on_its_way_and_where_to(guest, elm):
    assert "A mail about this is on its way to jordan@example.com ." in booked(guest, elm).text


def test_it_says_that_the_mail_went(guest, elm):
    booked(guest, elm)
    path = guest.path
    run_worker.drained()
    assert "A mail about this went to jordan@example.com ." in guest.open(path).text


def test_a_mail_that_was_given_up_is_no_promise(guest, elm):
    booked(guest, elm)
    path = guest.path
    run_worker.drained()
    Delivery.objects.filter(audience="guest").update(status=Delivery.Status.GIVEN_UP)
    assert "could not be delivered to jordan@example.com . Keep the link of this page." in guest.open(path).text


def test_without_an_address_it_says_that_no_mail_comes(guest, db, now):
    shop = factories.load(factories.elm_document(page={"require_customer_email": False}))
    assert "You gave no e-mail address, so no mail is sent." in booked(guest, shop, email="").text


def test_where_no_mail_is_planned_none_is_promised(guest, elm):
    booking = factories.book(elm, "Fade", taker=operations.Taker(source="wizard", by="house:demo"))
    assert "No mail is sent about this." in guest.open(link(booking) + "?done=1").text


def test_another_browser_reads_no_more_of_the_address_than_its_owner_needs(guest, elm):
    booked(guest, elm)
    page = Guest().open(guest.path)
    assert "on its way to j…@example.com" in page.text
    assert "jordan@" not in page.html


@pytest.mark.parametrize(
    ("address", "shown"),
    [("jordan@example.com", "j…@example.com"), ("jo@example.com", "…@example.com"), ("jim@x.example", "j…@x.example")],
)
def test_of_a_short_name_not_even_the_first_letter(address, shown):
    assert masked(address) == shown


# Once, while it is news


def test_a_quarter_of_an_hour_later_the_page_is_simply_the_bookings(guest, elm):
    page = booked(guest, elm)
    assert THANKS in page.text
    with time_machine.travel(NOW + dt.timedelta(minutes=14), tick=False):
        assert THANKS in guest.open(guest.path).text
    with time_machine.travel(NOW + dt.timedelta(minutes=15), tick=False):
        page = guest.open(guest.path)
    assert THANKS not in page.text
    assert "Hello Jordan, this is your booking It is confirmed." in page.text


@pytest.mark.parametrize("done", ["1", "moved", "cancelled", "x", "", "1&done=moved"])
def test_an_address_that_says_something_untrue_is_not_believed(guest, elm, done):
    booking = factories.book(elm, "Fade")
    with time_machine.travel(NOW + dt.timedelta(hours=1), tick=False):
        operations.arrive(booking=booking, now=NOW + dt.timedelta(hours=1), by="x")
        page = guest.open(f"{link(booking)}?done={done}")
    for words in ("Thank you", "has been moved", "It is cancelled"):
        assert words not in page.text


def test_what_the_house_did_meanwhile_goes_before_it(guest, elm):
    booked(guest, elm)
    operations.move(booking=Booking.objects.get(), starts_at=factories.at(elm, factories.DAY, "15:00"), now=NOW, by="x")
    assert THANKS not in guest.open(guest.path).text
    assert "3:00 PM – 3:45 PM" in guest.page.text


def test_a_request_is_called_one(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"auto_confirm": False, "pending_expiry_minutes": 120}))
    page = booked(guest, shop)
    assert "Thank you, Jordan. Your request has been sent. North Elm Studio will confirm it." in page.text
    until = "until Friday, November 20, 2026, 11:00 AM; without an answer by then, the request ends."
    assert f"The time is kept for you {until}" in page.text
    page = Guest().open(link(Booking.objects.get()))
    assert "It is a request, and not confirmed yet. North Elm Studio will confirm it." in page.text
    assert until in page.text


def test_a_cancellation_says_so_and_leads_on(guest, elm):
    guest.open(link(factories.book(elm, "Fade")) + "cancel/")
    page = guest.press("Yes, cancel it", reason="A cold.")
    assert "It is cancelled. A cold. A mail about this is on its way to j…@example.com" in page.text
    assert page.link("Book this again")
    assert not {"Move", "Cancel"} & set(page.links)


@pytest.mark.parametrize("lang", ["en", "es", "de", "fr", "ar"])
@pytest.mark.parametrize("rules", [{}, {"auto_confirm": False}])
def test_every_page_after_a_booking_is_wholly_in_the_language(guest, db, now, lang, rules):
    shop = factories.load(factories.elm_document(rules=rules))
    own = link(factories.book(shop, "Fade"))
    spoken = {}
    for path in ("?done=1", "?", "move/?", "move/?start=2026-11-25T19:00:00Z", "cancel/?"):
        spoken[path] = guest.open(f"{own}{path}&lang={lang}").text
    spoken["cancelled"] = guest.press(guest.page.buttons()[0]).text
    for path, text in spoken.items():
        found = [
            word for word in (" the ", " this ", " your ", " it ", "Book ", "Calendar file") if word in text.lower()
        ]
        assert (found == []) is (lang != "en"), (path, found)


# The way there


def test_it_leads_to_the_map_that_the_guest_chooses(guest, elm):
    page = guest.open(link(factories.book(elm, "Yoga")))
    assert "Annex, 9 Side St" in page.text
    for href in (
        "https://www.openstreetmap.org/search?query=9+Side+St",
        "https://www.google.com/maps/search/?api=1&query=9+Side+St",
        "https://maps.apple.com/?q=9+Side+St",
    ):
        assert href.replace("&", "&amp;") in page.html


@pytest.mark.parametrize(
    ("house", "place", "shown", "looked_up"),
    [
        ("Lime St 2, 10435 Berlin", "", "Lime St 2, 10435 Berlin", "Lime+St+2%2C+10435+Berlin"),
        (
            *("Lime St 2, 10435 Berlin", "Lime St 2, back yard"),
            *("Main, Lime St 2, back yard, 10435 Berlin", "Lime+St+2%2C+10435+Berlin"),
        ),
        ("Lime St 2, 10435 Berlin", "Elm St 9, Potsdam", "Main, Elm St 9, Potsdam", "Elm+St+9%2C+Potsdam"),
        ("Lime St 2", "Lime St 2, back yard", "Main, Lime St 2, back yard", "Lime+St+2%2C+back+yard"),
    ],
)
def test_the_town_is_named_where_it_is_known(guest, db, now, house, place, shown, looked_up):
    document = factories.elm_document(address=house)
    document["locations"][0]["address"] = place
    shop = factories.load(document)
    page = guest.open(link(factories.book(shop, "Fade")))
    assert f"Where {shown} On the map:" in page.text
    assert page.link("OpenStreetMap").endswith(f"?query={looked_up}")


def test_a_place_without_an_address_has_no_map(guest, db, now):
    document = factories.elm_document(address="")
    document["locations"] = [{"name": "Main"}, {"name": "Annex"}]
    page = guest.open(link(factories.book(factories.load(document), "Fade")))
    assert "On the map" not in page.text


def test_the_house_is_a_call_away(guest, elm):
    assert guest.open(link(factories.book(elm, "Fade"))).link("(202)") == "tel:(202)555-0100"


# Once more


def again(guest, booking):
    """Where “Book this again” leads to."""
    guest.open(link(booking))
    return guest.click("Book this again")


def test_it_leads_to_the_dates_with_service_and_person_chosen(guest, elm):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    operations.cancel(booking=booking, now=NOW, by="x")
    page = again(guest, booking)
    assert guest.path == f"/book/elm/{elm.services['Fade'].pk}/time/?staff={elm.staff['Maria Gomez'].pk}"
    assert "Fade" in page.text
    assert "Maria Gomez" in page.text


@pytest.mark.parametrize("verb", [operations.complete, operations.no_show])
def test_what_is_over_is_booked_again_with_whoever_is_free_if_it_was_so(guest, elm, verb):
    booking = factories.book(elm, "Fade")
    verb(booking=booking, now=booking.ends_at, by="x")
    again(guest, booking)
    assert guest.path == f"/book/elm/{elm.services['Fade'].pk}/time/?staff=any"


def test_a_party_comes_again_with_as_many(guest, elm):
    again(guest, factories.book(elm, "Yoga", party_size=2))
    assert "party=2" in guest.path


def test_a_visit_comes_again_as_a_whole(guest, elm):
    first = operations.Part(elm.services["Trim"], factories.at(elm, factories.DAY, "10:00"), elm.staff["Maria Gomez"])
    wish = operations.Wish(elm.business, [first, operations.Part(elm.services["Fade"], operations.Then())])
    order = operations.Order(factories.JORDAN, factories.WIZARD)
    again(guest, operations.book(wish=wish, order=order, now=NOW))
    staff, more = elm.staff["Maria Gomez"].pk, elm.services["Fade"].pk
    assert guest.path == f"/book/elm/{elm.services['Trim'].pk}/time/?staff={staff}&more={more}-any"


def test_a_class_leads_to_its_timetable(guest, db, now):
    document = factories.elm_document()
    document["categories"][1]["services"][0]["starts"] = "timetable"
    document["timetable"] = [{"service": "Yoga", "weekday": "tuesday", "time": "10:00", "staff": "Yuri Ito"}]
    shop = factories.load(document)
    page = again(guest, factories.book(shop, "Yoga"))
    assert guest.path.startswith(f"/book/elm/{shop.services['Yoga'].pk}/time/?staff=any")
    assert "Yuri Ito" in page.text


def test_a_place_among_several_stays_chosen(guest, yoga_class):
    booking = factories.book(yoga_class, "Yoga", location_id=yoga_class.staff["Zoe Hill"].location_id)
    again(guest, booking)
    assert f"location={booking.location.pk}" in guest.path
    assert "Where would you like to go" not in guest.page.text


def test_how_its_guest_reads_goes_along(guest, elm):
    guest.open(link(factories.book(elm, "Fade")) + "?tz=Europe/Berlin&lang=en&embed=1")
    assert {"tz=Europe%2FBerlin", "lang=en", "embed=1"} <= set(
        guest.page.link("Book this again").split("?")[1].split("&")
    )


def test_somebody_who_has_gone_is_asked_for_anew(guest, elm):
    booking = factories.book(elm, "Fade", staff="Maria Gomez")
    document = factories.elm_document()
    document["staff"] = [*document["staff"][1:], {"name": "Zoe Hill", "services": ["Fade"]}]
    factories.load(document)
    assert "Who would you like to see?" in again(guest, booking).text


def test_what_is_no_longer_offered_leads_to_what_is(guest, elm):
    booking = factories.book(elm, "Fade")
    document = factories.elm_document()
    document["categories"][0]["services"][0]["active"] = False
    factories.load(document)
    page = guest.open(link(booking))
    assert "Book this again" not in page.links
    assert page.link("Book something else") == "/book/elm/"


def test_a_business_that_takes_no_bookings_leads_nowhere(guest, elm):
    booking = factories.book(elm, "Fade")
    Business.objects.update(active=False)
    assert not {"Book this again", "Book something else"} & set(guest.open(link(booking)).links)
