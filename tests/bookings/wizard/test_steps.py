"""The way to a time: each step has an address, is skipped when there is nothing to choose, and keeps later answers."""

import re

import pytest

from tests import factories
from tests.factories import DAY


def address(shop, service, step=""):
    return f"/book/{shop.business.slug}/{shop.services[service].pk}/{step}"


def test_from_the_service_to_the_time(guest, elm):
    guest.open("/book/elm/")
    assert guest.click("Fade").title.startswith("Person")
    assert guest.click("Maria Gomez").title.startswith("Date and time")
    assert f"staff={elm.staff['Maria Gomez'].pk}" in guest.path


def test_anyone_comes_first_and_says_why(guest, elm):
    page = guest.open(address(elm, "Fade", "staff/"))
    assert page.text.index("Anyone available The most times") < page.text.index("Maria Gomez Lead stylist")


def test_one_person_is_not_asked_for_but_named(guest, elm):
    page = guest.open(address(elm, "Color"))
    assert page.title.startswith("Date and time")
    assert "Color is with Cleo Fox." in page.text
    assert "Person" not in page.text


def test_a_business_may_keep_the_choice_to_itself(guest, db, now):
    shop = factories.load(factories.elm_document(page={"show_staff_selection": False}))
    page = guest.open(address(shop, "Fade"))
    assert page.title.startswith("Date and time")
    assert "Maria" not in page.html
    assert "Maria" not in guest.open(address(shop, "Color")).html
    assert "Cleo" not in guest.page.html


def test_the_place_is_asked_for_when_there_are_several(guest, yoga_class):
    page = guest.open(address(yoga_class, "Yoga"))
    assert page.title.startswith("Place")
    assert "Annex 9 Side St" in page.text
    assert guest.click("Annex").title.startswith("Date and time")
    assert "Yuri Ito" in guest.page.text


def test_people_elsewhere_are_not_offered(guest, yoga_class):
    annex = yoga_class.locations["Annex"].pk
    page = guest.open(address(yoga_class, "Yoga", "time/") + f"?location={annex}")
    assert "Zoe" not in page.text


def test_a_person_who_does_not_do_it_is_asked_for_anew(guest, elm):
    page = guest.open(address(elm, "Fade", "time/") + f"?staff={elm.staff['Cleo Fox'].pk}")
    assert page.title.startswith("Person")


@pytest.mark.parametrize("step", ["", "staff/", "location/", "time/", "details/"])
def test_the_neighbours_service_is_not_found(guest, elm, karachi, step):
    for key in (karachi.services["Haircut"].pk, elm.services["Retired cut"].pk, 999999, 10**17):
        assert guest.open(f"/book/elm/{key}/{step}").status == 404


@pytest.mark.parametrize(
    "query",
    [
        "staff=x&location=y&party=z&date=2026-13-45&month=x&start=now&tz=Mars&hold=~&lang=xx",
        "party=-5&start=2026-11-24T10:00:00&date=99999-01-01&month=2026-99&staff=%00",
        "start=9999-12-31T23:59:59%2B00:00&date=0001-01-01&hold=" + "a" * 5000,
        "party=999999999999999999999999&location=99999999999999999999999",
        "hold=%E2%82%AC~%E2%82%AC&tz=../../etc/passwd&embed=2",
    ],
)
def test_what_cannot_be_read_is_as_if_it_were_not_there(guest, elm, query):
    for step in ("", "staff/", "time/", "details/"):
        assert guest.open(address(elm, "Fade", step) + "?" + query).status == 200


def test_the_summary_keeps_later_answers(guest, elm):
    start = "2026-11-24T16:00:00Z"
    page = guest.open(address(elm, "Fade", "details/") + f"?staff=any&start={start}&party=1")
    change = page.link("Change the person")
    assert "start=2026-11-24T16%3A00%3A00Z" in change
    guest.open(change)
    page = guest.click("Ana Ruiz")
    assert page.title.startswith("Your details")
    assert "Ana Ruiz" in page.text
    assert "10:00" in page.text


def test_a_changed_person_without_that_time_leads_to_the_day(guest, elm):
    factories.book(elm, "Fade", clock="10:00", staff="Ana Ruiz")
    page = guest.open(address(elm, "Fade") + f"?staff={elm.staff['Ana Ruiz'].pk}&start=2026-11-24T16:00:00Z")
    assert page.title.startswith("Date and time")
    assert "date=2026-11-24" in guest.path


def test_a_changed_service_keeps_the_time_when_it_can(guest, elm):
    guest.open(address(elm, "Fade", "details/") + f"?staff={elm.staff['Maria Gomez'].pk}&start=2026-11-24T16:00:00Z")
    guest.click("Change the service")
    page = guest.click("Trim")
    assert page.title.startswith("Your details · Trim")
    assert "10:00" in page.text


def test_a_shared_link_shows_the_same(guest, elm):
    path = address(elm, "Fade", "time/") + f"?staff={elm.staff['Ana Ruiz'].pk}&date={DAY}"
    assert "Tuesday, November 24, 2026" in guest.open(path).text
    assert re.search(r'aria-current="date"', guest.page.html)


def test_the_progress_has_only_the_steps_there_are(guest, elm):
    assert "Service Person Date and time Your details Check" in guest.open(address(elm, "Fade", "staff/")).text
    assert "Service Date and time Your details Check" in guest.open(address(elm, "Color", "time/")).text


def test_prices_and_lengths_of_their_own_stand_with_the_people(guest, db, now):
    document = factories.elm_document()
    document["staff"][0]["services"][0] = {"name": "Fade", "duration_minutes": 60, "price": "50.00"}
    shop = factories.load(document)
    page = guest.open(address(shop, "Fade", "staff/"))
    assert "Maria Gomez Lead stylist $50.00 1 hr" in page.text
    assert "from $35.00" in page.text
