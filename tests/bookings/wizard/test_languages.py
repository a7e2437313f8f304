"""The language of a page: as its address says, else as chosen before, else the browser's best, else the business's."""

import pytest

from bookings.localized import LANGUAGES
from tests import factories
from tests.guests import Guest


def language(page):
    return page.html.split('<html lang="')[1].split('"')[0]


@pytest.mark.parametrize(
    ("header", "spoken"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9", "de"),
        ("nl, fr;q=0.4, es;q=0.7", "es"),
        ("fr; q=0.4, DE ; Q=0.7", "de"),
        ("nl", "en"),
        ("fr;q=0", "en"),
        ("fr;q=x, *", "en"),
        ("", "en"),
        ("ar-EG", "ar"),
    ],
)
def test_the_browsers_best(elm, header, spoken):
    assert language(Guest(**{"Accept-Language": header}).open("/book/elm/")) == spoken


def test_the_business_speaks_last(db, now):
    factories.load(factories.elm_document(language="es"))
    assert language(Guest().open("/book/elm/")) == "es"


def test_the_business_may_say_its_country_too(db, now):
    factories.load(factories.elm_document(language="de-CH"))
    assert language(Guest().open("/book/elm/")) == "de"


def test_a_choice_is_kept(guest, elm):
    page = guest.open("/book/elm/")
    assert language(guest.open("/book/elm/" + page.link("Deutsch").removeprefix("/book/elm/"))) == "de"
    assert language(guest.open("/")) == "de"
    assert language(guest.open("/?lang=fr")) == "fr"
    assert language(guest.open("/book/elm/?lang=xx")) == "fr"


def test_the_switch_keeps_what_was_chosen(guest, elm):
    page = guest.open(f"/book/elm/{elm.services['Fade'].pk}/time/?staff=any&date=2026-11-24")
    assert "staff=any&date=2026-11-24&lang=ar" in page.link("العربية").replace("&amp;", "&")


def test_arabic_runs_from_right_to_left(guest, elm):
    assert '<html lang="ar" dir="rtl"' in guest.open("/book/elm/?lang=ar").html


def test_one_guests_language_is_not_the_next_ones(guest, elm):
    guest.open("/book/elm/?lang=ar")
    assert language(Guest().open("/book/elm/")) == "en"
    assert '<html lang="en"' in Guest().open("/nothing").html


def test_the_cookie_lives_a_year_and_is_no_business_of_scripts_or_other_sites(client, elm, settings):
    assert client.get("/book/elm/").cookies == {}
    cookie = client.get("/book/elm/?lang=de").cookies["lang"]
    assert (cookie.value, cookie["max-age"], cookie["samesite"]) == ("de", 365 * 24 * 60 * 60, "Lax")
    assert cookie["httponly"]
    assert not cookie["secure"]
    settings.COOKIE_PREFIX = "__Host-"
    assert client.get("/book/elm/?lang=de").cookies["__Host-lang"]["secure"]


def test_caches_know_what_a_page_depends_on(client, elm):
    assert {"Accept-Language", "Cookie"} <= set(client.get("/book/elm/")["Vary"].split(", "))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_step_is_wholly_in_the_language(guest, elm, lang):
    """No English word of ours is left; the business's own words are its own."""
    fade = elm.services["Fade"].pk
    pages = ["/", "/book/elm/", "/book/elm/find", f"/book/elm/{fade}/staff/", f"/book/elm/{fade}/time/?staff=any"]
    pages.append(f"/book/elm/{fade}/details/?staff=any&start=2026-11-24T16:00:00Z")
    for path in pages:
        text = guest.open(path + ("&" if "?" in path else "?") + f"lang={lang}").text
        found = [word for word in (" the ", " your ", " would ", "Choose", "Error", "closed", "Search") if word in text]
        assert (found == []) is (lang != "en"), (path, found)


def test_a_phone_number_runs_from_left_to_right_among_arabic_words(elm):
    address = f"/book/elm/{elm.services['Fade'].pk}/details/?staff=any&start=2026-11-24T15:00:00Z"
    assert "\u2066(201) 555-0123\u2069." in Guest(**{"Accept-Language": "ar"}).open(address).text
    assert "example (201) 555-0123." in Guest(**{"Accept-Language": "en"}).open(address).text
