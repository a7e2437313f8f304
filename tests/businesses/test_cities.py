"""Time zones by their cities: each once, where people look for them, in the order of their language."""

from zoneinfo import ZoneInfo

import pytest
from babel import Locale

from businesses import cities

LANGUAGES = [Locale(language) for language in ("en", "es", "de", "fr", "ar")]


def places(locale):
    return {region.name: [city for _, city in region.zones] for region in cities.regions(locale)}


@pytest.mark.parametrize("locale", LANGUAGES, ids=str)
def test_every_zone_is_there_once_and_no_city_twice_in_a_region(locale):
    zones = [zone for region in cities.regions(locale) for zone, _ in region.zones]
    assert len(zones) == len(set(zones)) == len({cities.today(zone) for zone in zones})
    assert all(ZoneInfo(zone) for zone in zones)
    for found in places(locale).values():
        assert len(found) == len(set(found))
        assert not [city for city in found if "_" in city or "/" in city]


@pytest.mark.parametrize("name", ["US/Eastern", "Asia/Calcutta", "Europe/Belfast", "Australia/LHI", "Japan", "Eire"])
def test_an_older_name_is_one_of_them(name):
    zones = {zone for region in cities.regions(Locale("en")) for zone, _ in region.zones}
    assert name not in zones
    assert cities.today(name) in zones


@pytest.mark.parametrize(
    ("region", "city"),
    [
        ("Africa", "Cape Verde"),
        ("Africa", "Mauritius"),
        ("Americas", "Easter Island"),
        ("Americas", "Bermuda"),
        ("Americas", "Galápagos Islands"),
        ("Asia", "Maldives"),
        ("Europe", "Azores"),
        ("Europe", "Canaries"),
        ("Europe", "Longyearbyen"),
        ("Europe", "Reykjavik"),
        ("Oceania", "Honolulu"),
        ("Oceania", "Christmas Island"),
        ("Oceania", "Sydney"),
        ("Antarctica", "McMurdo Station"),
    ],
)
def test_islands_are_where_people_look_for_them(region, city):
    assert city in places(Locale("en"))[region]


@pytest.mark.parametrize(
    "words",
    [
        ["Abidjan", "Ámsterdam", "Andorra", "Zúrich"],
        ["nada", "nz", "ñandú", "oso"],
        ["Ürümqi", "Ust-Nera"],
        ["São Tomé", "St. Helena"],
        ["Lomé", "Luanda"],
        ["أثينا", "إسطنبول", "الفاتيكان", "باريس"],
    ],
)
def test_the_order_is_that_of_a_dictionary(words):
    backwards = words[::-1]
    assert sorted(backwards, key=cities.collated) == words


def test_owners_choose_from_the_same_in_english_and_utc():
    *regions, (other, last) = cities.for_owners()
    assert [name for name, _ in regions] == ["Africa", "Americas", "Antarctica", "Asia", "Europe", "Oceania"]
    assert (other, last) == ("Other", [("UTC", "UTC")])
