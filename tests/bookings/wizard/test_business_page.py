"""A business's page: what it offers, when it is open, how to reach it."""

import json
import re

import pytest

from tests import factories

OWN_LOGO = f"/pictures/{'0' * 32}-96.png"


def test_it_shows_hours_address_and_services(guest, elm):
    page = guest.open("/book/elm/")
    for words in ("North Elm Studio", "123 Main St", "(202) 555-0100", "Cuts", "Fade", "45 min", "$35.00"):
        assert words in page.text
    assert "Monday 9:00 AM – 12:00 PM 1:00 PM – 7:00 PM" in page.text
    assert "Retired cut" not in page.text
    assert "Old perm" not in page.text


def test_days_begin_with_the_countrys_first(guest, elm, karachi):
    assert guest.open("/book/elm/").text.index("Sunday closed") < guest.page.text.index("Monday")


def test_today_is_marked(guest, elm):
    assert re.search(r'aria-current="date"><th scope="row">Friday', guest.open("/book/elm/").html)


def test_special_days_of_the_coming_weeks_are_named(guest, db, now):
    factories.load(factories.elm_document(special_days=[{"date": "2026-11-26", "periods": [], "note": "Thanksgiving"}]))
    assert "Thu, Nov 26 · Thanksgiving closed" in guest.open("/book/elm/").text.replace("\xa0", " ")


def test_prices_and_lengths_are_shown_as_the_page_flags_allow(guest, db, now):
    factories.load(factories.elm_document(page={"show_service_prices": False, "show_service_duration": False}))
    page = guest.open("/book/elm/")
    assert "Fade" in page.text
    assert "$" not in page.text
    assert "request" not in page.text
    assert " min" not in page.text
    assert '"price"' not in page.html


def test_a_price_that_is_not_fixed_has_words(guest, elm):
    assert "Price on request" in guest.open("/book/elm/").text


def test_prices_are_written_as_the_language_and_the_country_do(guest, karachi):
    assert "Rs\xa0900.00" in guest.open("/book/karachi/?lang=en").html or "PKR" in guest.page.html


@pytest.mark.parametrize(("words", "found"), [("fade", True), ("CLASSIC", True), ("cuts fade", True), ("yoga", False)])
def test_services_are_searched_by_name_text_and_heading(guest, elm, words, found):
    page = guest.open(f"/book/elm/?q={words.replace(' ', '+')}")
    assert ("Fade" in page.links) is found


def test_a_search_without_a_match_says_so_and_leads_back(guest, elm):
    page = guest.open("/book/elm/?q=%3Cb%3Etattoo")
    assert "No service matches “<b>tattoo”" in page.text.replace("&lt;", "<")
    assert "<b>tattoo" not in page.html
    assert guest.click("Show all").status == 200


def test_a_business_without_services_says_how_to_reach_it(guest, db, now):
    factories.load({**factories.KARACHI, "categories": [], "staff": [], "phone": "+92 21 1234567"})
    page = guest.open("/book/karachi/")
    assert "Nothing can be booked online" in page.text
    assert page.link("+92") == "tel:+92211234567"


def test_search_engines_read_it_as_schema_org(guest, elm):
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', guest.open("/book/elm/").html)
    data = json.loads(found[1])
    assert (data["@type"], data["name"], data["telephone"]) == ("HairSalon", "North Elm Studio", "(202) 555-0100")
    assert {
        "@type": "OpeningHoursSpecification",
        "dayOfWeek": "https://schema.org/Monday",
        "opens": "09:00",
    }.items() <= (data["openingHoursSpecification"][0].items())


def test_what_people_write_is_not_markup(guest, db, now):
    factories.load(factories.elm_document(name="</script><script>alert(1)</script>", description="<img src=x>"))
    for path in ("/", "/book/elm/"):
        page = guest.open(path).html
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_a_closed_business_has_no_page(client, elm):
    elm.business.active = False
    elm.business.save()
    for path in ("/book/elm/", "/book/elm/look.css", "/book/elm/find", f"/book/elm/{elm.services['Fade'].pk}/time/"):
        assert client.get(path).status_code == 404


def test_more_services_take_no_more_queries(client, elm, django_assert_num_queries):
    with django_assert_num_queries(6):
        client.get("/book/elm/")


def test_photos_come_from_where_the_business_keeps_them(client, db, now):
    document = factories.elm_document()
    document["categories"][0]["services"][0]["photo_url"] = "https://pictures.example/fade.jpg"
    factories.load(document)
    policy = client.get("/book/elm/")["Content-Security-Policy"]
    assert "img-src 'self' data: https://pictures.example;" in policy + ";"
    assert "pictures.example" not in client.get("/")["Content-Security-Policy"]


def test_the_list_of_businesses_shows_a_logo_that_is_kept_here_and_asks_nobody_else_for_one(client, elm):
    letter = '<span class="avatar" aria-hidden="true">N</span>'
    for address, shown in {"": False, "https://pictures.example/logo.png": False, OWN_LOGO: True}.items():
        elm.business.logo_url = address
        elm.business.save()
        answer = client.get("/")
        page = answer.content.decode()
        assert (f'src="{OWN_LOGO}"' in page, letter in page) == (shown, not shown)
        assert "pictures.example" not in page + answer["Content-Security-Policy"]
