"""The wizard's phrasebook is complete, and what is refused too often says when to come back."""

import datetime as dt
import inspect

import pytest
import time_machine

from bookings import errors
from bookings.models import Booking
from bookings.wizard import refusals
from businesses.models import Tally
from tests.factories import DAY, NOW


def instances():
    made = {
        errors.NotOffered: errors.NotOffered(NOW),
        errors.PartyTooLarge: errors.PartyTooLarge(party_size=3, capacity=2),
        errors.SeriesTooLong: errors.SeriesTooLong(most=400, until=DAY),
        errors.SlotTaken: errors.SlotTaken(NOW),
        errors.SeriesTaken: errors.SeriesTaken(starts=[NOW]),
        errors.AlreadyBooked: errors.AlreadyBooked(NOW),
        errors.HoldLost: errors.HoldLost(NOW),
        errors.WrongStatus: errors.WrongStatus(status="a", wanted="b"),
        errors.TooLate: errors.TooLate(until=NOW),
    }
    kinds = [kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.Refused)]
    leaves = [kind for kind in kinds if not {*kind.__subclasses__()} & {*kinds}]  # a vendor's own are not ours
    return [made.get(kind) or kind() for kind in leaves]


@pytest.mark.parametrize("error", instances(), ids=lambda error: type(error).__name__)
def test_every_refusal_has_words(error):
    words = refusals.words_for(error)
    assert 400 <= words.status < 600
    assert words.title
    assert words.text.endswith(".")


def test_what_is_no_refusal_has_none():
    with pytest.raises(LookupError):
        refusals.words_for(errors.Refused())


def hold(guest, shop, clock):
    guest.open(f"/book/elm/{shop.services['Fade'].pk}/time/?staff=any&date={DAY}")
    return guest.press(next(text for text in guest.page.buttons() if text.startswith(clock)))


@pytest.mark.parametrize("start", ["2026-11-29T15:00:00Z", "2031-01-01T15:00:00Z", "2020-01-01T15:00:00Z"])
def test_a_link_to_a_time_that_nobody_can_have_says_so_before_anything_is_typed(guest, elm, start):
    page = guest.open(f"/book/elm/{elm.services['Fade'].pk}/details/?staff=any&start={start}")
    assert (page.status, page.title.partition(" · ")[0]) == (400, "This time cannot be booked")
    assert page.link("See all times")
    assert "yours once you have booked it" not in page.text


def test_too_many_holds_from_one_address_are_refused(guest, elm, settings):
    settings.GUEST_LIMITS = "holds=2/10m"
    hold(guest, elm, "9:00")
    for n, clock in enumerate(("9:30", "10:00"), 1):
        hold(guest, elm, clock)
        with time_machine.travel(NOW + dt.timedelta(seconds=10 * n), tick=False):  # beyond half, each waits a moment
            page = guest.press("Go on")
    assert page.status == 429
    assert int(page.answer["Retry-After"]) > 0
    assert page.buttons("Try again")
    assert Booking.objects.filter(status="held").count() == 1


def test_too_many_bookings_for_one_e_mail_are_refused_and_nothing_typed_is_lost(guest, elm, settings):
    settings.GUEST_LIMITS = "emails=1/1h"
    for clock in ("9:00", "10:00"):
        hold(guest, elm, clock)
        guest.press("Continue", name="Jo", email="jo@example.com")
        page = guest.press("Book now")
    assert page.status == 429
    assert Booking.objects.visible().count() == 1
    settings.GUEST_LIMITS = "none"
    assert "You are booked" in guest.press("Try again").text


def test_sending_the_same_form_again_is_not_counted(guest, elm, settings):
    settings.GUEST_LIMITS = "emails=1/1h"
    hold(guest, elm, "9:00")
    guest.press("Continue", name="Jo", email="jo@example.com")
    form, _ = guest.found("Book now")
    for _ in range(3):
        assert "You are booked" in guest.send(form.action, "post", form.fields).text
    assert Booking.objects.visible().count() == 1


def test_who_comes_too_late_is_refused_before_anything_is_counted_or_written(guest, elm):
    for clock in ("9:00", "9:00"):
        hold(guest, elm, clock)
        guest.client.cookies.clear()
    counted = list(Tally.objects.values_list("name", "count"))
    form = {"start": "2026-11-24T15:00:00Z", "staff": "any"}
    page = guest.send(f"/book/elm/{elm.services['Fade'].pk}/hold/", "post", form)
    assert page.status == 409
    assert list(Tally.objects.values_list("name", "count")) == counted


def test_a_hold_makes_no_class_larger(guest, elm):
    address = f"/book/elm/{elm.services['Yoga'].pk}/"
    guest.open(f"{address}time/?date={DAY}&party=2")
    guest.press(next(text for text in guest.page.buttons() if text.startswith("10:00")))
    page = guest.send(f"{address}hold/", "post", {"start": "2026-11-24T17:00:00Z", "party": "9"})
    assert page.status == 400
    assert "There is no room for so many people" in page.text
