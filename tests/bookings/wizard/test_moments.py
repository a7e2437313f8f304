"""Many times from one network: the first ones as ever, then each for a moment's wait, and never all of a day."""

import datetime as dt
import re

import pytest
import time_machine

from bookings.models import Booking
from businesses import limits
from businesses.models import Tally
from tests.factories import DAY, NOW
from tests.guests import Guest

JORDAN = {"name": "Jordan Smith", "email": "jordan@example.com", "phone": "202 555 0147"}
DATES = limits.of_guests()["dates"]
CLOCKS = ["9:00", "10:00", "11:00", "1:00", "2:00", "3:00", "4:00", "5:00", "6:00"]


@pytest.fixture
def clock():
    """The time, to be moved on."""
    with time_machine.travel(NOW, tick=False) as moving:
        yield moving


def choose(shop, clock, guest=None, *, day=DAY, address="127.0.0.1"):
    guest = guest or Guest()
    guest.client.defaults["REMOTE_ADDR"] = address
    guest.open(f"/book/elm/{shop.services['Fade'].pk}/time/?staff=any&date={day}")
    guest.press(next(text for text in guest.page.buttons() if text.startswith(clock)))
    return guest


def waited(guest, clock, seconds=8):
    assert "One moment, please" in guest.page.text
    clock.shift(dt.timedelta(seconds=seconds))
    guest.press("Go on")
    return guest


def held():
    return Booking.objects.filter(status="held").count()


def test_a_family_books_three_visits_without_a_wait(elm, clock):
    for n, start in enumerate(["10:00", "10:30", "11:00"]):
        guest = choose(elm, start)
        assert "We are holding this time for you" in guest.page.text
        guest.press("Continue", **{**JORDAN, "name": f"Jordan {'I' * n}"})
        assert "You are booked." in guest.press("Book now").text


def test_three_at_once_too(elm, clock):
    guests = [choose(elm, start) for start in ("10:00", "10:30", "11:00")]
    assert all("We are holding this time for you" in guest.page.text for guest in guests)


def test_bookings_of_one_date_end_before_the_date_is_full(elm, clock):
    """Each is confirmed at once, and no hold is kept: so the date itself is counted."""
    for n in range(12):
        limits.take(DATES, f"{elm.business.pk} {DAY} 127.0.0.1", now=NOW)
        assert limits.is_near(DATES, f"{elm.business.pk} {DAY} 127.0.0.1", now=NOW) is (n >= 5)
    guest = choose(elm, "10:00")
    guest.press("Continue", **JORDAN)
    waited(guest.press("Book now") and guest, clock)
    assert guest.page.status == 429
    assert "That was tried very often from here" in guest.page.text
    assert not Booking.objects.filter(status="confirmed").exists()
    elsewhere = choose(elm, "11:00", address="192.0.2.9")
    elsewhere.press("Continue", **JORDAN)
    assert "You are booked." in elsewhere.press("Book now").text


def test_from_half_on_each_waits_a_moment(elm, clock):
    for start in ("9:00", "10:00", "11:00"):
        choose(elm, start)
    guest = choose(elm, "1:00")
    assert guest.page.status == 429
    assert guest.page.answer["Retry-After"] == "8"
    assert "Yours goes on in 8 seconds." in guest.page.text
    assert held() == 3
    waited(guest, clock)
    assert "We are holding this time for you" in guest.page.text
    assert held() == 4


def test_one_client_does_not_empty_a_day(elm, clock):
    for start in CLOCKS:
        guest = choose(elm, start)
        if guest.page.status == 429:
            waited(guest, clock)
    assert held() == 6
    assert "The time is not held for you" in guest.page.text
    other = choose(elm, "6:00", address="192.0.2.7")
    assert "We are holding this time for you" in other.page.text


def test_who_has_no_hold_may_still_book(elm, clock):
    for start in CLOCKS:
        guest = choose(elm, start)
        if guest.page.status == 429:
            waited(guest, clock)
    guest.press("Continue", **JORDAN)
    assert "You are booked." in guest.press("Book now").text


@pytest.mark.parametrize("address", ["2001:db8::1", "2001:db8::ffff:2", "2001:db8:0:0:1::"])
def test_of_ipv6_a_whole_network_is_one_client(elm, clock, address):
    for start in ("9:00", "10:00", "11:00"):
        choose(elm, start, address="2001:db8::1")
    assert choose(elm, "1:00", address=address).page.status == 429
    assert choose(elm, "1:00", address="2001:db8:0:1::1").page.status == 200


def test_too_early_waits_for_the_rest(elm, clock):
    for start in ("9:00", "10:00", "11:00"):
        choose(elm, start)
    guest = choose(elm, "1:00")
    clock.shift(dt.timedelta(seconds=5))
    assert "Yours goes on in 3 seconds." in guest.press("Go on").text
    clock.shift(dt.timedelta(seconds=3))
    assert guest.press("Go on").status == 200


def test_a_ticket_passes_once_and_one_passes_at_a_time(elm, clock):
    for start in ("9:00", "10:00", "11:00"):
        choose(elm, start)
    first, second = choose(elm, "1:00"), choose(elm, "2:00")
    ticket = first.page.forms[0].fields["moment"]
    clock.shift(dt.timedelta(seconds=8))
    assert first.press("Go on").status == 200
    assert second.press("Go on").status == 429
    clock.shift(dt.timedelta(seconds=8))
    form, _ = second.found("Go on")
    page = second.send(form.action, "post", {**form.fields, "moment": ticket})
    assert (page.status, page.forms[0].fields["moment"] == ticket) == (429, False)


@pytest.mark.parametrize("spoil", [lambda ticket: ticket[:-1] + "x", lambda _: "", lambda _: "1.x.y~z", lambda _: "~"])
def test_a_ticket_that_was_not_given_here_waits_anew(elm, clock, spoil):
    for start in ("9:00", "10:00", "11:00"):
        choose(elm, start)
    guest = choose(elm, "1:00")
    clock.shift(dt.timedelta(seconds=60))
    form, _ = guest.found("Go on")
    assert guest.send(form.action, "post", {**form.fields, "moment": spoil(form.fields["moment"])}).status == 429


def test_a_ticket_of_another_network_waits_anew(elm, clock):
    for address in ("127.0.0.1", "192.0.2.7"):
        for start in ("9:00", "10:00", "11:00"):
            choose(elm, start, address=address, day=DAY if address == "127.0.0.1" else DAY + dt.timedelta(days=1))
    guest = choose(elm, "1:00")
    guest.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    clock.shift(dt.timedelta(seconds=8))
    page = guest.press("Go on")
    assert page.status in (200, 429)
    assert Booking.objects.filter(status="held").exclude(kept_by="").count() == 6 + (page.status == 200)


def test_what_was_typed_and_chosen_goes_along(elm, clock):
    guest = choose(elm, "10:00")
    guest.press("Continue", **JORDAN, notes="Left side")
    Tally.objects.filter(name="bookings").delete()
    for n in range(30):
        Tally.objects.update_or_create(name="bookings", who=_who(), window=_window(), defaults={"count": n + 1})
    page = guest.press("Book now")
    assert page.status == 429
    for name, value in JORDAN.items():
        assert page.forms[0].fields[name] == value
    waited(guest, clock)
    assert "You are booked." in guest.page.text
    assert Booking.objects.visible().get().customer_notes == "Left side"


def _who():
    from businesses import limits

    return limits._key("bookings", "127.0.0.1")


def _window():
    second = int(NOW.timestamp())
    return second - second % 3600


def test_more_time_is_counted_like_another_hold(elm, clock, settings):
    settings.GUEST_LIMITS = "holds=2/10m"
    guest = choose(elm, "10:00")
    before = Booking.objects.get().hold_expires_at
    for minutes, longer in ((1, True), (2, False)):
        clock.shift(dt.timedelta(minutes=minutes))
        guest.press("I need more time", **JORDAN)
        now_until = Booking.objects.get().hold_expires_at
        assert (now_until > before) == longer
        before = now_until


def test_without_limits_nobody_waits(elm, clock, settings):
    settings.GUEST_LIMITS = "none"
    for start in CLOCKS:
        choose(elm, start)
    assert held() == len(CLOCKS)


@pytest.mark.parametrize("lang", ["es", "de", "fr", "ar"])
def test_it_waits_in_every_language(elm, clock, lang):
    for start in ("9:00", "10:00", "11:00"):
        choose(elm, start)
    guest = Guest()
    form = {"start": "2026-11-24T19:00:00Z", "staff": "any", "lang": lang}
    page = guest.send(f"/book/elm/{elm.services['Fade'].pk}/hold/", "post", form)
    assert page.status == 429
    assert "One moment" not in page.text
    assert re.search(r"\b8\b", page.text)
