"""What a page says of a day, a person or a service that has nothing, and where it leads from there."""

import pytest

from businesses import diary
from tests import factories
from tests.bookings.wizard.test_time import open_time
from tests.factories import DAY, link

AWAY = {"from": f"{DAY}T00:00", "to": f"{DAY}T23:59"}


@pytest.fixture
def maria():
    return lambda shop: shop.staff["Maria Gomez"].pk


def changed(name="", active=True, **changes):
    """North Elm once more: a person or service of that name is active or not, with these changes."""
    document = factories.elm_document(**({} if name else changes))
    services = [service for category in document["categories"] for service in category["services"]]
    for each in (*services, *document["staff"]):
        if each["name"] == name:
            each |= {"active": active, **changes}
    return factories.load(document)


def test_a_date_that_is_not_open_yet_says_when_it_will_be(guest, elm):
    page = open_time(guest, elm, date="2027-02-02")
    assert "Bookings for this date open on Friday, December 4, 2026." in page.text


def test_what_does_not_fit_before_closing_says_how_long_it_takes(guest, db, now):
    shop = changed(hours={"tuesday": [["09:00", "09:30"]], "wednesday": [["09:00", "17:00"]]})
    page = open_time(guest, shop, "Color", date=DAY)
    assert "which does not fit before closing at 9:30" in page.text.replace("\u202f", " ")


def test_who_is_away_is_named_and_others_are_a_press_away(guest, elm, maria):
    changed("Maria Gomez", time_off=[AWAY])
    open_time(guest, elm, staff=maria(elm), date=DAY)
    assert "Maria Gomez is away then." in guest.page.text
    assert guest.click("See who else is free").buttons("AM")


def test_a_salon_that_shows_no_people_names_none(guest, elm, maria):
    changed("Maria Gomez", time_off=[AWAY])
    with diary.changing(elm.business.pk):
        type(elm.business).objects.update(show_staff_selection=False)
    page = open_time(guest, elm, staff=maria(elm), date=DAY)
    assert "Nobody is there for this then." in page.text
    assert "is away" not in page.text


def test_a_person_who_left_is_said_to_have_left_before_another_is_asked_for(guest, elm, maria):
    changed("Maria Gomez", active=False)
    page = guest.open(f"/book/{elm.business.slug}/{elm.services['Fade'].pk}/?staff={maria(elm)}")
    assert "Maria Gomez no longer takes bookings." in page.text
    assert "Ana Ruiz" in page.text


def test_a_neighbours_person_is_nobody(guest, elm, karachi):
    stranger = next(iter(karachi.staff.values()))
    page = guest.open(f"/book/{elm.business.slug}/{elm.services['Fade'].pk}/?staff={stranger.pk}")
    assert stranger.name not in page.text


def test_the_move_page_says_that_the_person_left_and_leads_to_others(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    changed("Maria Gomez", active=False)
    page = guest.open(link(booking) + "move/")
    assert "Maria Gomez no longer takes bookings." in page.text
    assert "taken" not in page.text
    assert page.link("Book something else")
    assert page.link("(202)")


def test_the_move_page_says_that_the_service_is_gone(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00")
    changed("Fade", active=False)
    assert "Fade can no longer be booked online." in guest.open(link(booking) + "move/").text


def test_a_service_that_is_switched_off_leads_to_the_others(guest, elm):
    changed("Fade", active=False)
    page = open_time(guest, elm)
    assert page.status == 404
    assert "This cannot be booked at the moment" in page.text
    assert "Color" in guest.click("Choose another service").text


def test_a_service_that_never_was_is_an_address_with_nothing(guest, elm):
    page = guest.open(f"/book/{elm.business.slug}/999999/time/")
    assert page.status == 404
    assert "Page not found" in page.text


def test_a_service_without_anybody_says_so(guest, elm):
    factories.load(factories.elm_document(staff=[]))
    page = open_time(guest, elm)
    assert "At the moment nobody takes bookings for Fade." in page.text
    assert guest.click("Choose another service").status == 200
