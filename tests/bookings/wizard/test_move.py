"""A guest moves a booking of their own to another time."""

import pytest

from bookings import errors, operations
from bookings.models import Booking
from tests import factories
from tests.factories import DAY, NOW, at, link

A_WEEK = 60 * 24 * 7
WEDNESDAY = DAY.replace(day=25)
ONE_O_CLOCK = "2026-11-25T19:00:00Z"  # on Wednesday, in Chicago


def press_time(guest, clock):
    return guest.press(next(text for text in guest.page.buttons() if text.startswith(clock)))


def test_it_shows_the_times_then_both_and_then_does_it(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    guest.open(link(booking))
    guest.click("Move")
    guest.click("Wednesday, November 25")
    page = press_time(guest, "1:00")
    assert "From Tuesday, November 24, 2026, 10:00 AM" in page.text
    assert "To Wednesday, November 25, 2026, 1:00 PM" in page.text
    assert Booking.objects.get().starts_at == booking.starts_at
    page = guest.press("Yes, move it")
    assert "Your booking has been moved." in page.text
    moved = Booking.objects.get()
    assert (moved.code, moved.staff.name) == (booking.code, "Maria Gomez")
    assert moved.starts_at == at(elm, WEDNESDAY, "13:00")
    assert moved.events.get(type="booking.moved").by == "guest"


def test_its_own_time_does_not_stand_in_the_way(guest, elm):
    booking = factories.book(elm, "Color", clock="10:00")
    guest.open(link(booking) + f"move/?date={DAY}")
    assert guest.page.buttons("10:30")
    assert "as it is now" in guest.page.text


def test_the_times_are_those_of_the_person_who_was_chosen(guest, elm):
    factories.book(elm, "Fade", clock="15:00", staff="Maria Gomez")
    chosen = factories.book(elm, "Fade", clock="10:00", staff="Maria Gomez")
    anyone = factories.book(elm, "Fade", clock="10:00")
    guest.open(link(chosen) + f"move/?date={DAY}")
    assert not [text for text in guest.page.buttons() if text.startswith("3:00")]
    guest.open(link(anyone) + f"move/?date={DAY}")
    assert press_time(guest, "3:00").status == 200
    guest.press("Yes, move it")
    anyone.refresh_from_db()
    assert (anyone.starts_at, anyone.staff.name) == (at(elm, DAY, "15:00"), "Ana Ruiz")


def test_nobody_is_sent_to_another_place(guest, db, now):
    document = factories.elm_document()
    document["staff"].append({"name": "Zoe Hill", "location": "Annex", "services": ["Fade"]})
    shop = factories.load(document)
    booking = factories.book(shop, "Fade", clock="10:00", location_id=shop.staff["Maria Gomez"].location_id)
    for name in ("Maria Gomez", "Ana Ruiz"):
        factories.book(shop, "Fade", clock="15:00", staff=name)
    guest.open(link(booking) + f"move/?date={DAY}")
    assert not [text for text in guest.page.buttons() if text.startswith("3:00")]
    page = guest.send("", "post", {"start": "2026-11-24T21:00:00Z", "sequence": str(booking.sequence)})
    assert page.status == 409
    booking.refresh_from_db()
    assert (booking.starts_at, booking.location.name) == (at(shop, DAY, "10:00"), "Main")


def test_a_party_moves_to_where_there_is_room_for_all(guest, elm):
    factories.book(elm, "Yoga", clock="15:00", party_size=2)
    booking = factories.book(elm, "Yoga", clock="10:00", party_size=2)
    guest.open(link(booking) + f"move/?date={DAY}")
    assert not [text for text in guest.page.buttons() if text.startswith("3:00")]
    press_time(guest, "1:00")
    assert "has been moved" in guest.press("Yes, move it").text
    assert Booking.objects.get(pk=booking.pk).party_size == 2


def test_the_guests_own_zone_goes_along(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00", guest=operations.Guest(name="Jo", timezone="Asia/Karachi"))
    page = guest.open(link(booking) + f"move/?date={DAY}&lang=de&embed=1")
    assert page.buttons("in Karatschi")
    page = guest.open(link(booking) + f"move/?start={ONE_O_CLOCK}&tz=Europe/Berlin")
    assert "Wednesday, November 25, 2026, 8:00 PM in Berlin" in guest.open(guest.path + "&lang=en").text
    guest.press("Yes, move it")
    assert "tz=Europe" in guest.path
    assert "8:00 PM in Berlin" in guest.page.text


def test_the_dates_are_the_venues(guest, elm):
    booking = factories.book(elm, "Fade", clock="18:00")
    page = guest.open(link(booking) + "move/?start=2026-11-26T00:30:00Z")
    assert "From Tuesday, November 24, 2026, 6:00 PM" in page.text
    assert "To Wednesday, November 25, 2026, 6:30 PM" in page.text
    assert guest.page.link("See other times").endswith("date=2026-11-25")


def test_moving_there_twice_is_as_once(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00")
    guest.open(link(booking) + f"move/?start={ONE_O_CLOCK}")
    form, _ = guest.found("Yes, move it")
    path = guest.path
    for _ in range(2):
        guest.path = path
        assert "has been moved" in guest.send("", "post", form.fields).text
    assert booking.events.count() == 2


def test_a_time_taken_meanwhile_offers_the_nearest(guest, elm):
    booking = factories.book(elm, "Color", clock="10:00")
    guest.open(link(booking) + f"move/?start={ONE_O_CLOCK}&tz=Europe/Berlin")
    factories.book(elm, "Color", WEDNESDAY, "13:00")
    page = guest.press("Yes, move it")
    assert page.status == 409
    assert "This time has just been taken" in page.text
    assert len(page.buttons("November 2")) == 3
    assert Booking.objects.get(pk=booking.pk).starts_at == booking.starts_at
    assert "Move your booking?" in guest.press("November 2").text
    assert "has been moved" in guest.press("Yes, move it").text
    assert "in Berlin" in guest.page.text


def test_a_page_that_is_out_of_date_moves_nothing_and_shows_it_as_it_is(guest, elm):
    booking = factories.book(elm, "Fade", clock="10:00")
    guest.open(link(booking) + f"move/?start={ONE_O_CLOCK}")
    moved = at(elm, DAY, "15:00")
    operations.move(booking=booking, starts_at=moved, now=NOW, by="owner")
    page = guest.press("Yes, move it")
    assert page.status == 409
    assert "This booking has changed meanwhile" in page.text
    assert "3:00 PM – 3:45 PM" in page.text
    assert Booking.objects.get().starts_at == moved


@pytest.mark.parametrize("sequence", ["", "0", "99999999999999999999", "x", "١"])
def test_a_form_that_knows_another_booking_moves_nothing(guest, elm, sequence):
    booking = factories.book(elm, "Fade")
    page = guest.send(link(booking) + "move/", "post", {"start": ONE_O_CLOCK, "sequence": sequence})
    assert page.status == 409
    assert Booking.objects.get().starts_at == booking.starts_at


def test_too_late_gives_the_phone(guest, db, now):
    shop = factories.load(factories.elm_document(rules={"cancel_notice_minutes": A_WEEK}))
    booking = factories.book(shop, "Fade")
    page = guest.open(link(booking) + "move/")
    assert page.status == 409
    assert page.link("(202)")
    page = guest.send(link(booking) + "move/", "post", {"start": ONE_O_CLOCK, "sequence": "1"})
    assert page.status == 409
    assert "It is too late to do this online" in page.text
    assert Booking.objects.get().starts_at == booking.starts_at


def test_a_cancelled_booking_does_not_move(guest, elm):
    booking = factories.book(elm, "Fade")
    guest.open(link(booking) + f"move/?start={ONE_O_CLOCK}")
    operations.cancel(booking=booking, now=NOW, by="x")
    assert "It is cancelled." in guest.press("Yes, move it").text
    assert "It is cancelled." in guest.open(link(booking) + "move/").text


@pytest.mark.parametrize(
    "start",
    [
        "2026-11-25T19:07:00Z",
        "2026-11-25T09:00:00Z",
        "2026-11-20T14:00:00Z",
        "2026-11-20T15:30:00Z",
        "2027-11-24T19:00:00Z",
        "2200-12-31T23:59:59Z",
    ],
)
def test_a_start_that_is_not_offered_moves_nothing(guest, elm, start):
    booking = factories.book(elm, "Fade", clock="10:00")
    assert guest.open(link(booking) + f"move/?start={start}").status == 200
    page = guest.press("Yes, move it")
    assert page.status == 400
    assert "This time cannot be booked" in page.text
    assert Booking.objects.get().starts_at == booking.starts_at


@pytest.mark.parametrize(
    "start", ["", "x", "2026-11-25", "2026-11-25T19:00:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00Z", "\0"]
)
def test_a_start_that_is_none_leads_to_the_times(guest, elm, start):
    booking = factories.book(elm, "Fade", clock="10:00")
    for page in (
        guest.open(link(booking) + f"move/?start={start}"),
        guest.send(link(booking) + "move/", "post", {"start": start, "sequence": "1"}),
    ):
        assert page.status == 200
        assert "When would you like to come instead?" in page.text
    assert Booking.objects.get().starts_at == booking.starts_at


def test_nothing_free_gives_the_phone(guest, db, now):
    shop = factories.load(factories.elm_document(hours={"tuesday": [["10:00", "10:45"]]}, rules={"window_days": 10}))
    booking = factories.book(shop, "Fade", clock="10:00", staff="Maria Gomez")
    factories.load(factories.elm_document(hours={}, rules={"window_days": 10}))
    page = guest.open(link(booking) + "move/")
    assert "Nothing is free at the moment" in page.text
    assert page.link("(202)")


def test_a_busy_moment_can_be_tried_again(guest, elm, monkeypatch):
    booking = factories.book(elm, "Fade", clock="10:00")
    guest.open(link(booking) + f"move/?start={ONE_O_CLOCK}")
    with monkeypatch.context() as patch:
        patch.setattr(operations, "move", lambda **_: (_ for _ in ()).throw(errors.Busy))
        page = guest.press("Yes, move it")
    assert page.status == 503
    assert page.answer["Retry-After"]
    assert "has been moved" in guest.press("Try again").text


@pytest.mark.parametrize("token", ["1-1~forged", "x"])
def test_a_link_that_is_none_moves_nothing(client, elm, token):
    booking = factories.book(elm, "Fade")
    assert client.post(f"/b/{token}/move/", {"start": ONE_O_CLOCK, "sequence": "1"}).status_code == 404
    assert Booking.objects.get().starts_at == booking.starts_at


def test_a_no_is_said_again_after_a_reload_and_no_more_once_the_time_is_free(guest, elm):
    booking = factories.book(elm, "Color", clock="10:00")
    guest.open(link(booking) + f"move/?start={ONE_O_CLOCK}")
    other = factories.book(elm, "Color", WEDNESDAY, "13:00")
    for page in (guest.press("Yes, move it"), guest.open(guest.path)):
        assert (page.status, len(page.buttons("November 2"))) == (409, 3)
        assert "This time has just been taken" in page.text
    operations.cancel(booking=other, now=NOW, by="guest")
    assert "Move your booking?" in guest.open(guest.path).text


@pytest.mark.parametrize("why", ["", "x", "Refused"])
def test_a_no_that_is_none_leads_to_the_booking(guest, elm, why):
    booking = factories.book(elm, "Fade")
    assert "Your booking" in guest.open(f"{link(booking)}refused/?why={why}").title
