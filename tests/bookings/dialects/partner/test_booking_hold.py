"""The header Booking-Hold: what was held becomes what any dialect's create asks for."""

import datetime as dt
import uuid

import pytest
import time_machine

from bookings import errors, operations, queries
from bookings.models import Booking
from tests import factories
from tests.bookings.dialects.booxi import answers as booxi
from tests.bookings.dialects.every.cast import VOICES
from tests.bookings.dialects.partner.answers import Holder, row_of, status_of

OVER = dt.timedelta(minutes=10)


def good(answer):
    return answer.status_code in (200, 201)


def test_the_hold_becomes_the_booking_and_stays_one_row(holder, elm):
    held = holder.hold()
    place = row_of(held).appointment.pk
    answer = holder.create(held["id"])
    assert good(answer), answer.content
    booking = Booking.objects.visible().with_details().get()
    assert (str(booking.uuid), booking.appointment.pk) == (held["id"], place)
    assert (booking.api_key, booking.source, booking.hold_expires_at) == (holder.key, holder.voice.dialect, None)
    assert booking.guest_name
    assert booking.customer is not None
    assert list(booking.events.values_list("type", "sequence")) == [("booking.held", 1), ("booking.created", 2)]
    assert booking.appointment.hold_until is None


def test_the_answer_is_that_of_a_create_without_a_hold(holder, voice, elm):
    with_hold = holder.create(holder.hold()["id"])
    route = voice.create(elm)
    without = holder.vendor.post(route.path, {**route.body, **voice.elsewhere(elm)})
    assert with_hold.status_code == without.status_code
    assert shape(with_hold) == shape(without)


def shape(answer):
    """What an answer has, whatever it is."""
    return (answer.json().keys() if answer.content else None), set(answer.headers)


def test_it_gets_the_time_when_nothing_else_is_free(holder, voice, elm):
    held = holder.hold()
    factories.book(elm, "Fade")
    route = voice.create(elm)
    assert voice.refused(holder.vendor.post(route.path, route.body), status_of(voice, errors.SlotTaken))
    assert good(holder.create(held["id"]))


def test_a_create_is_repeated_by_its_key(holder, voice, elm):
    held, route = holder.hold(), voice.create(elm)
    headers = {"Booking-Hold": held["id"], "Idempotency-Key": "once"}
    first, again = (holder.vendor.post(route.path, route.body, headers=headers) for _ in range(2))
    assert good(first), first.content
    assert (again.content, again["Idempotency-Replayed"]) == (first.content, "true")
    assert Booking.objects.count() == 1


def test_a_create_with_another_hold_is_another_request(holder, voice, elm):
    route, key = voice.create(elm), {"Idempotency-Key": "once"}
    first, second = holder.hold(), holder.hold()
    assert good(holder.vendor.post(route.path, route.body, headers={**key, "Booking-Hold": first["id"]}))
    for other in ({"Booking-Hold": second["id"]}, {}):
        assert voice.refused(holder.vendor.post(route.path, route.body, headers={**key, **other}), 422)
    assert Booking.objects.visible().count() == 1


def test_a_hold_is_booked_once(holder, voice):
    held = holder.hold()
    assert good(holder.create(held["id"]))
    assert voice.refused(holder.create(held["id"]), 400)
    assert Booking.objects.count() == 1


@pytest.mark.parametrize("named", ["", "x", "any", "a" * 300, str(uuid.UUID(int=0)), uuid.UUID(int=7).hex, "1"])
def test_what_names_no_hold_is_a_bad_request_and_books_nothing(holder, voice, named):
    assert voice.refused(holder.create(named), 400)
    assert not Booking.objects.exists()


def test_another_keys_hold_is_as_unknown_as_any(holder, voice, elm, karachi):
    rival = Holder(elm, voice, factories.key(elm, voice.dialect))
    neighbour = Holder(karachi, voice, factories.key(karachi, voice.dialect))
    guests, _ = factories.hold(elm, "Fade", clock="13:00")
    nobodys = holder.create(str(uuid.uuid4()))
    assert voice.refused(nobodys, 400)
    for held in (rival.hold()["id"], neighbour.hold("Haircut", "12:00")["id"], str(guests.uuid)):
        answer = holder.create(held)
        assert (answer.status_code, answer.content) == (nobodys.status_code, nobodys.content)
    assert not Booking.objects.visible().exists()


def test_a_key_of_another_dialect_of_the_same_business_cannot_use_it(holder, voice, elm):
    held = holder.hold()
    for other in VOICES:
        if other != voice:
            assert other.refused(Holder(elm, other, factories.key(elm, other.dialect)).create(held["id"]), 400)


@pytest.mark.parametrize(("service", "clock"), [("Fade", "13:00"), ("Trim", "10:00")])
def test_a_hold_of_something_else_is_a_bad_request_and_stays(holder, voice, service, clock):
    held = holder.hold(service, clock)
    assert voice.refused(holder.create(held["id"]), 400)
    assert row_of(held).status == "held"
    assert Booking.objects.count() == 1


def test_whoever_is_named_must_be_who_is_held(elm, booqara_holder):
    held = booqara_holder.hold(staff=str(elm.staff["Ana Ruiz"].uuid))
    other = booqara_holder.create(held["id"], userId=str(elm.staff["Maria Gomez"].uuid))
    assert booqara_holder.voice.refused(other, 400)
    assert good(booqara_holder.create(held["id"], userId=held["staff"]))


@pytest.mark.parametrize("swept", [False, True])
def test_a_hold_that_is_over_is_decided_as_without_it(holder, voice, elm, now, swept):
    held = holder.hold()
    with time_machine.travel(now + OVER, tick=False):
        if swept:
            operations.expire(now=now + OVER)
        assert good(holder.create(held["id"]))
    booking = Booking.objects.visible().get()
    assert str(booking.uuid) != held["id"]
    assert row_of(held).status == ("expired" if swept else row_of(held).status)


def test_a_hold_that_is_over_gets_nothing_that_somebody_else_has(holder, voice, elm, now):
    held = holder.hold()
    later = now + OVER
    factories.book(elm, "Fade", now=later)
    factories.book(elm, "Fade", now=later)
    with time_machine.travel(later, tick=False):
        assert voice.refused(holder.create(held["id"]), status_of(voice, errors.SlotTaken))


def test_a_party_that_is_held_comes_as_a_whole(holder, voice, elm):
    held = holder.hold("Yoga", partySize=2)
    assert good(holder.create(held["id"], **of_yoga(voice, elm)))
    assert row_of(held).party_size == 2
    assert row_of(held).status in ("pending", "confirmed")


def of_yoga(voice, elm):
    """What makes a create of Yoga of it."""
    service = elm.services["Yoga"]
    if voice.dialect == "reservekit":
        start = factories.at(elm, factories.DAY, "10:00")
        return {"time_slot_id": queries.number_of(queries.house(elm.business), service, start)}
    if voice.dialect == "booxi":
        return booxi.order(elm, "Yoga")
    if voice.dialect == "miketsu":
        return {"service_id": service.pk}
    return {"serviceId": str(service.uuid)}


def test_who_may_come_once_comes_once_with_a_hold_too(elm):
    voice = next(voice for voice in VOICES if voice.dialect == "reservekit")
    holder = Holder(elm, voice, factories.key(elm, "reservekit"))
    mail = {"customer_email": "ida@example.com"}
    first, second = holder.hold(), holder.hold()
    assert good(holder.create(first["id"], **mail))
    answer = holder.create(second["id"], **mail)
    assert voice.refused(answer, 400)
    assert voice.said(answer.json()) == "duplicate booking"
    assert row_of(second).status == "held"


def test_a_blocked_customer_gets_no_held_time(elm, booqara_holder):
    held = booqara_holder.hold()
    answer = booqara_holder.create(held["id"], guestEmail="bob@example.com")
    assert booqara_holder.voice.refused(answer, 400)
    assert row_of(held).status == "held"


def test_a_create_with_a_hold_takes_few_statements(holder, django_assert_max_num_queries):
    held = holder.hold()
    with django_assert_max_num_queries(26):
        assert good(holder.create(held["id"]))
