"""In an autumn night the clock on the wall shows an hour twice; whoever books or moves gets the one that they mean."""

import datetime as dt
import re
from types import SimpleNamespace

import pytest
import time_machine
from django.urls import reverse

from bookings.models import Booking
from tests import dashboard, factories

NOW = dt.datetime(2026, 10, 20, 8, 0, tzinfo=dt.UTC)
NIGHT = dt.date(2026, 10, 25)  # in Berlin the clocks go back from 03:00 to 02:00
FIRST, SECOND = (dt.datetime(2026, 10, 25, hour, 30, tzinfo=dt.UTC) for hour in (0, 1))


@pytest.fixture
def bar(db):
    """A house in Berlin that is open at night, and its owner, signed in."""
    with time_machine.travel(NOW, tick=False):
        shop = factories.load(
            {
                "name": "Night",
                "slug": "night",
                "timezone": "Europe/Berlin",
                "country": "DE",
                "rules": {"lead_time_minutes": 0, "window_days": 60, "slot_interval_minutes": 30},
                "hours": {day: [["00:00", "06:00"]] for day in factories.WEEKDAYS},
                "categories": [{"name": "All", "services": [{"name": "Talk", "duration_minutes": 30}]}],
                "staff": [{"name": "Uma Beck", "services": ["Talk"]}],
            },
            now=NOW,
        )
        owner = dashboard.member(shop, "otto", "owner")
        yield SimpleNamespace(business=shop.business, services=shop.services, staff=shop.staff, owner=owner)


def typed(bar, **changes):
    uma, talk = bar.staff["Uma Beck"].pk, bar.services["Talk"].pk
    return {
        "service": talk,
        "staff": uma,
        "day": NIGHT.isoformat(),
        "time": "02:30",
        "party_size": 1,
        "who": "walk_in",
        **changes,
    }


def book(bar, **changes):
    return bar.owner.post(reverse("admin:book"), typed(bar, **changes), follow=True)


def move(bar, booking, **changes):
    sent = {name: typed(bar)[name] for name in ("staff", "day", "time")} | changes
    return bar.owner.post(reverse("admin:bookings_booking_move", args=[booking.pk]), sent, follow=True)


def booked(bar, starts_at):
    return factories.book(bar, "Talk", starts_at=starts_at, now=NOW)


def picks(answer):
    """The times that can be picked: what is read, and what is sent."""
    found = re.findall(r'<button[^>]*name="pick" value="([^"]+)"[^>]*>([^<]+)', answer.text)
    return {words.strip(): value for value, words in found}


def offered(answer):
    """The two times of which one is asked to choose, as their offsets; the chosen one too."""
    radios = re.findall(r'name="offset" value="([^"]+)"( checked)?', answer.text)
    return [offset for offset, _ in radios], [offset for offset, checked in radios if checked]


@pytest.mark.parametrize(("words", "starts_at"), [("02:30 CEST", FIRST), ("02:30 CET", SECOND)])
def test_what_is_picked_from_the_list_is_what_is_booked(bar, words, starts_at):
    looked = book(bar, look="times")
    pressed = book(bar, pick=picks(looked)[words])
    data = pressed.context["data"]
    assert offered(pressed) == (["+02:00", "+01:00"], [data["offset"]])
    book(bar, **{name: data[name] for name in ("day", "time", "offset")})
    assert Booking.objects.get().starts_at == starts_at


@pytest.mark.parametrize(("words", "starts_at"), [("02:30 CEST", FIRST), ("02:30 CET", SECOND)])
def test_what_is_picked_from_the_list_is_where_it_is_moved(bar, words, starts_at):
    booking = booked(bar, dt.datetime(2026, 10, 26, 3, 0, tzinfo=dt.UTC))
    data = move(bar, booking, pick=picks(move(bar, booking, look="times"))[words]).context["data"]
    move(bar, booking, **{name: data[name] for name in ("day", "time", "offset")})
    assert Booking.objects.get().starts_at == starts_at


@pytest.mark.parametrize("time", ["02:30", "2:30", "02:30:00"])
def test_what_is_typed_is_asked_about_and_nothing_is_booked(bar, time):
    answer = book(bar, time=time)
    assert (answer.status_code, offered(answer)) == (400, (["+02:00", "+01:00"], []))
    assert "this time comes twice. Choose which one." in answer.text
    assert not Booking.objects.exists()
    book(bar, time=time, offset="+01:00")
    assert Booking.objects.get().starts_at == SECOND


def test_what_is_typed_to_move_to_is_asked_about_too(bar):
    booking = booked(bar, dt.datetime(2026, 10, 26, 3, 0, tzinfo=dt.UTC))
    answer = move(bar, booking)
    assert (answer.status_code, offered(answer)) == (400, (["+02:00", "+01:00"], []))
    move(bar, booking, offset="+01:00")
    assert Booking.objects.get().starts_at == SECOND


def test_the_form_that_moves_begins_with_the_one_that_is_booked(bar):
    booking = booked(bar, SECOND)
    page = reverse("admin:bookings_booking_move", args=[booking.pk])
    assert offered(bar.owner.get(page)) == (["+02:00", "+01:00"], ["+01:00"])
    assert offered(bar.owner.get(f"{page}?at=2026-10-25T02:30")) == (["+02:00", "+01:00"], [])
    assert offered(bar.owner.get(f"{page}?at=2026-10-25T04:30")) == ([], [])


def test_the_diary_fills_the_form_in_with_the_second_one(bar):
    with time_machine.travel(SECOND + dt.timedelta(minutes=1), tick=False):
        dashboard.again(bar.owner)
        text = bar.owner.get(reverse("admin:diary")).text
        assert "time=02%3A30&amp;offset=%2B01%3A00" in text
        page = bar.owner.get(f"{reverse('admin:book')}?day=2026-10-25&time=02:30&offset=%2B01:00")
        assert offered(page) == (["+02:00", "+01:00"], ["+01:00"])
        assert picks(page)["Now, 02:31 CET"] == "2026-10-25T02:31+01:00"


@pytest.mark.parametrize("offset", ["+03:00", "x", "²", "+01:000"])
def test_an_offset_that_is_neither_is_asked_about_again(bar, offset):
    assert book(bar, offset=offset).status_code == 400
    assert not Booking.objects.exists()


def test_an_offset_beside_a_time_that_comes_once_says_nothing(bar):
    book(bar, time="04:30", offset="+02:00")
    assert Booking.objects.get().starts_at == dt.datetime(2026, 10, 25, 3, 30, tzinfo=dt.UTC)
