"""The list of cities: a page of its own, each zone once, in the reader's language, and nothing chosen is lost."""

import re

import pytest

from bookings import operations
from bookings.localized import Reader
from bookings.wizard import zones
from businesses import cities
from tests import factories
from tests.factories import DAY, link


def times(shop, query=""):
    return f"/book/elm/{shop.services['Fade'].pk}/time/?staff=any&date={DAY}{query}"


def the_list(guest, shop, query=""):
    return guest.open(times(shop, query).replace("/time/", "/time/city/"))


def options(page):
    return re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)</option>', page.html)


def selected(page):
    return [(zone, city) for zone, marked, city in options(page) if marked]


def test_the_page_of_times_has_no_list_but_the_way_to_it(guest, elm):
    page = guest.open(times(elm))
    assert "<option" not in page.html
    page = guest.click("Show the times of another city as well")
    assert "In which city are you?" in page.text
    assert len(options(page)) > 400


def test_a_zone_is_chosen_without_scripts_and_nothing_else_is_lost(guest, elm):
    guest.open(times(elm, "&lang=en"))
    page = guest.click("Show the times of another city as well")
    (form,) = [form for form in page.forms if "tz" in form.fields]
    assert form.fields == {"staff": "any", "date": str(DAY), "lang": "en", "tz": "America/Chicago"}
    form.fields["tz"] = "Asia/Karachi"
    page = guest.press("Show")
    assert guest.path.startswith(f"/book/elm/{elm.services['Fade'].pk}/time/?")
    assert "Your own time is shown, too: Karachi." in page.text
    assert f"date={DAY}" in guest.path
    assert "tz=Asia%2FKarachi" in page.links["Choose another city"]
    assert selected(guest.click("Choose another city")) == [("Asia/Karachi", "Karachi")]


def test_whoever_wants_the_venues_time_alone_keeps_it(guest, elm):
    page = guest.open(times(elm, "&tz=America/Chicago"))
    assert "Your own time" not in page.text
    assert "data-venue-zone" not in page.html  # no script proposes another
    assert "tz=America%2FChicago" in page.links["December 2026"]


def test_each_zone_stands_there_once_by_its_city(guest, elm):
    found = options(the_list(guest, elm))
    zones, cities = [zone for zone, _, _ in found], [city for _, _, city in found]
    assert len(zones) == len(set(zones))
    assert (zones[0], cities[0]) == ("America/Chicago", "Chicago")
    for city in ("Indianapolis", "Kyiv", "Kolkata", "New York", "Sydney", "Ho Chi Minh City", "Berlin", "UTC"):
        assert cities.count(city) == 1
    for raw in ("ACT", "LHI", "NSW", "Kiev", "Calcutta", "Saigon", "Eastern", "GMT+5", "EST5EDT", "localtime"):
        assert raw not in cities


@pytest.mark.parametrize(
    ("language", "regions", "city"),
    [
        ("en", ["Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"], "Vienna"),
        ("es", ["África", "América", "Antártida", "Asia", "Europa", "Oceanía"], "Viena"),
        ("de", ["Afrika", "Amerika", "Antarktis", "Asien", "Europa", "Ozeanien"], "Wien"),
        ("fr", ["Afrique", "Amériques", "Antarctique", "Asie", "Europe", "Océanie"], "Vienne"),
        ("ar", ["آسيا", "أفريقيا", "الأمريكتان", "أنتاركتيكا", "أوروبا", "أوقيانوسيا"], "فيينا"),
    ],
)
def test_regions_and_cities_are_in_the_readers_language_and_order(guest, elm, language, regions, city):
    page = the_list(guest, elm, f"&lang={language}")
    assert re.findall(r'<optgroup label="([^"]*)"', page.html) == regions
    assert ("Europe/Vienna", "", city) in options(page)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ("UTC", ("Etc/UTC", "UTC")),
        ("Asia/Calcutta", ("Asia/Kolkata", "Kolkata")),
        ("US/Eastern", ("America/New_York", "New York")),
        ("Europe/Kiev", ("Europe/Kyiv", "Kyiv")),
        ("America/Indianapolis", ("America/Indiana/Indianapolis", "Indianapolis")),
        ("US/Central", ("America/Chicago", "Chicago")),
        ("Etc/GMT%2B5", ("Etc/GMT+5", "GMT+5")),
        ("EST5EDT", ("EST5EDT", "EST5EDT")),
        ("Nowhere/Atall", ("America/Chicago", "Chicago")),
        ("", ("America/Chicago", "Chicago")),
    ],
)
def test_what_the_address_takes_the_list_can_show(guest, elm, asked, shown):
    assert selected(the_list(guest, elm, f"&tz={asked}")) == [shown]


def test_every_zone_that_is_understood_can_be_shown(guest, elm):
    reader = Reader("en", "US", elm.business.zone)
    for zone in cities.known():
        assert zones.options(reader, zone).count(" selected>") == 1


def test_the_zone_in_which_a_guest_booked_is_the_one_that_is_chosen(guest, elm):
    someone = operations.Guest(name="Jo", timezone="Asia/Karachi")
    booking = factories.book(elm, "Fade", clock="10:00", guest=someone)
    page = guest.open(link(booking) + f"move/?date={DAY}")
    assert "Your own time is shown, too: Karachi." in page.text
    page = guest.click("Choose another city")
    assert selected(page) == [("Asia/Karachi", "Karachi")]
    (form,) = [form for form in page.forms if "tz" in form.fields]
    form.fields["tz"] = "Asia/Tokyo"
    assert "Tokyo" in guest.press("Show").text
    assert guest.path.startswith(link(booking) + "move/?")


def test_classes_lead_to_the_list_and_back(guest, db, now):
    document = factories.elm_document(
        timetable=[{"service": "Yoga", "weekday": "monday", "time": "18:00", "staff": "Yuri Ito"}]
    )
    document["categories"][1]["services"][0]["starts"] = "timetable"
    shop = factories.load(document)
    for path in ("/book/elm/classes/", f"/book/elm/{shop.services['Yoga'].pk}/time/"):
        guest.open(path + "?date=2026-11-30&party=2")
        page = guest.click("Show the times of another city as well")
        (form,) = [form for form in page.forms if "tz" in form.fields]
        form.fields["tz"] = "Asia/Tokyo"
        assert "9:00 AM in Tokyo" in guest.press("Show").text.replace("\u202f", " ")
        assert guest.path.startswith(path)
        assert "party=2" in guest.path


@pytest.mark.parametrize("path", ["/book/nowhere/classes/city/", "/book/elm/999999/time/city/", "/b/forged/move/city/"])
def test_there_is_none_for_what_is_not_there(guest, elm, path):
    assert guest.open(path).status == 404
