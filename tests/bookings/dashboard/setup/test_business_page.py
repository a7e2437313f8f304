"""The profile and the rules of a business."""

import datetime as dt

import pytest
from django.urls import reverse

from businesses.models import Business
from tests.bookings.dashboard.forms import address, faults, send, version_of

RULES = "/admin/businesses/business/rules/"


def test_one_address_leads_to_the_business_one_works_in(elm, karachi, max_, amna, maria):
    assert reverse("admin:business_rules") == RULES
    assert max_.get(RULES).url == address(elm.business)
    assert amna.get(RULES).url == address(karachi.business)
    assert maria.get(RULES).status_code == 403


def test_a_manager_changes_rules_profile_and_messages(elm, max_):
    typed = {
        "description": "Quiet",
        "lead_time_minutes": "120",
        "pending_expiry_minutes": "",
        "timezone": "America/New_York",
        "currency": "EUR",
        "country": "DE",
        "language": "de",
        "accent_color": "#112233",
        "show_service_prices": None,
        "quiet_from": "21:00",
        "quiet_until": "08:00",
        "embed_origins": "https://www.northelm.example/\nhttps://shop.northelm.example",
    }
    before = version_of(elm)
    answer = send(max_, address(elm.business), **typed)
    assert faults(answer) == {}
    assert answer.redirect_chain == [(address(elm.business), 302)]
    after = Business.objects.get(pk=elm.business.pk)
    assert (after.lead_time_minutes, after.timezone, after.currency) == (120, "America/New_York", "EUR")
    assert (after.country, after.language, after.accent_color) == ("DE", "de", "#112233")
    assert (after.show_service_prices, after.pending_expiry_minutes) == (False, None)
    assert (after.quiet_from, after.quiet_until) == (dt.time(21), dt.time(8))
    assert after.embed_origins == ["https://www.northelm.example", "https://shop.northelm.example"]
    assert version_of(elm) > before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("lead_time_minutes", "-1", "Write 0 minutes or more."),
        ("lead_time_minutes", "9" * 30, "Write at most 365 days."),
        ("window_days", "731", "Write at most 730."),
        ("slot_interval_minutes", "0", "Write 1 minute or more."),
        ("hold_minutes", "121", "Write at most 2 hours."),
        ("pending_expiry_minutes", "0", "Write 1 minute or more."),
        ("reminder_minutes", "soon", "Write a whole number."),
        ("timezone", "Mars/Olympus", "“Mars/Olympus” cannot be chosen, or not any more. Choose again."),
        ("currency", "XYZ", "“XYZ” cannot be chosen, or not any more. Choose again."),
        ("country", "", "This field is required."),
        ("accent_color", "teal", "Write a colour as #rrggbb."),
        ("accent_color", "#12", "Pick a colour, or write one such as #7c3aed."),
        ("quiet_from", "21:00", "Write both times, or leave both empty."),
        ("embed_origins", "www.example.com", "“www.example.com” is no such address."),
        ("embed_origins", "https://example.com/page", "“https://example.com/page” is no such address."),
        ("embed_origins", "https://example.com; script-src *", "is no such address."),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(elm, max_, field, typed, said):
    answer = send(max_, address(elm.business), **{field: typed})
    assert said in " ".join(each for errors in faults(answer).values() for each in errors)
    elm.business.refresh_from_db()
    assert elm.business.lead_time_minutes == 60


def test_saving_what_is_shown_changes_nothing_even_what_no_list_offers(elm, max_):
    odd = {"timezone": "US/Central", "currency": "DEM", "language": "de-CH", "country": "AQ"}
    Business.objects.filter(pk=elm.business.pk).update(
        **odd, embed_origins=["https://a.example", "http://localhost:3000"]
    )
    before = Business.objects.filter(pk=elm.business.pk).values().get()
    assert faults(send(max_, address(elm.business))) == {}
    after = Business.objects.filter(pk=elm.business.pk).values().get()
    assert after == before


def test_what_has_a_code_is_chosen_by_its_name(elm, max_):
    text = max_.get(address(elm.business)).text
    for words in (
        "US Dollar (USD)",
        "United Kingdom",
        '<optgroup label="Europe">',
        ">Buenos Aires<",
        "German",
    ):
        assert words in text


def test_owners_see_the_web_name_and_only_the_platform_changes_it(elm, olive, platform):
    page = address(elm.business)
    assert "Name in web addresses" in olive.get(page).text
    send(olive, page, slug="mine", active=None)
    assert Business.objects.get(pk=elm.business.pk).slug == "elm"
    assert Business.objects.get(pk=elm.business.pk).active
    send(platform, page, slug="north-elm")
    assert Business.objects.get(pk=elm.business.pk).slug == "north-elm"


def test_the_neighbours_business_is_not_there_and_nobody_deletes_one(elm, karachi, olive, maria):
    theirs = address(karachi.business)
    assert olive.get(theirs).status_code == 302
    olive.post(theirs, {"name": "Mine"})
    assert Business.objects.get(pk=karachi.business.pk).name == "Karachi Kuts"
    assert olive.post(address(elm.business, "delete"), {"post": "yes"}).status_code == 403
    assert maria.get(address(elm.business)).status_code == 403


def test_no_form_asks_for_what_nobody_would_act_upon(elm, olive):
    """The document has these, and they stay as it set them."""
    business = elm.business
    type(business).objects.filter(pk=business.pk).update(waitlist_offer_minutes=45)
    assert "waitlist_offer_minutes" not in olive.get(address(business)).context["adminform"].form.fields
    assert faults(send(olive, address(business), name="Another name")) == {}
    business.refresh_from_db()
    assert business.waitlist_offer_minutes == 45


def test_an_owner_says_that_guests_may_book_a_series(elm, olive):
    business = elm.business
    assert faults(send(olive, address(business), guests_may_book_series="on")) == {}
    business.refresh_from_db()
    assert business.guests_may_book_series is True
