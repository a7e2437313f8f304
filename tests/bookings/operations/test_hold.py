"""Holding a time while its guest types: hold, extend, release, claim."""

import datetime as dt
from decimal import Decimal

import pytest

from bookings import errors, operations, queries
from bookings.models import Appointment, Booking, Event
from tests.bookings.operations.desk import (
    DAY,
    GUEST,
    MINUTE,
    NOW,
    OVER,
    TAKER,
    at,
    book,
    claim,
    everything,
    fresh,
    hold,
    last_booked,
    last_event,
    raised,
    school,
    studio,
    versions,
)

SECOND = dt.timedelta(seconds=1)


# Hold


def test_a_hold_takes_the_time_like_a_booking_and_is_in_no_list(elm):
    before = versions(elm)
    held, token = hold(elm, "Fade", staff="Maria Gomez")
    assert held.status == Booking.Status.HELD
    assert held.hold_expires_at == OVER
    assert held.appointment.hold_until == OVER.timestamp()
    assert (held.guest_name, held.customer) == ("", None)
    assert raised(elm, before) == {"Maria Gomez"}
    assert not Booking.objects.visible().exists()
    with pytest.raises(errors.SlotTaken):
        book(elm, "Fade", staff="Maria Gomez")
    assert token not in str(everything())


def test_a_hold_is_one_event_without_a_name(elm):
    held, _ = hold(elm, "Fade")
    event = Event.objects.get()
    assert (event.type, event.sequence, event.by, event.occurred_at) == (Event.Type.HELD, 1, TAKER.by, NOW)
    assert event.facts["status"] == "held"
    assert event.facts["places"][0]["appointment"] == held.appointment.pk


def test_a_hold_obeys_the_guests_rules(elm):
    with pytest.raises(errors.NotOffered):
        hold(elm, "Fade", "10:10")
    with pytest.raises(errors.PartyTooLarge):
        hold(elm, "Fade", party_size=2)


def test_a_refused_hold_leaves_every_table_as_it_was(elm):
    hold(elm, "Fade", staff="Maria Gomez")
    before = everything()
    with pytest.raises(errors.SlotTaken):
        hold(elm, "Fade", staff="Maria Gomez")
    assert everything() == before


def test_a_hold_is_over_at_its_very_last_instant_and_not_before(elm):
    hold(elm, "Fade", staff="Maria Gomez")
    with pytest.raises(errors.SlotTaken):
        hold(elm, "Fade", staff="Maria Gomez", now=OVER - SECOND)
    hold(elm, "Fade", staff="Maria Gomez", now=OVER)


@pytest.mark.parametrize("later", [-700, -300, -1, 0, 1, 300])
def test_within_the_second_in_which_a_hold_ends_it_is_either_there_or_gone(elm, later):
    taken_at = NOW + dt.timedelta(microseconds=700_000)
    held, _ = hold(elm, "Fade", staff="Maria Gomez", now=taken_at)
    now = taken_at + 10 * MINUTE + dt.timedelta(milliseconds=later)
    try:
        book(elm, "Fade", staff="Maria Gomez", now=now)
    except errors.SlotTaken:
        assert fresh(held).status == Booking.Status.HELD
    else:
        assert fresh(held).status == Booking.Status.EXPIRED


def test_holding_over_an_expired_hold_sweeps_it(elm):
    old, _ = hold(elm, "Fade", staff="Maria Gomez")
    new, _ = hold(elm, "Fade", "10:30", staff="Maria Gomez", now=OVER)
    assert fresh(old).status == Booking.Status.EXPIRED
    assert not Appointment.objects.get(pk=old.appointment.pk).live
    assert new.appointment.live
    assert last_event(old).type == Event.Type.EXPIRED
    assert last_event(old).facts["previous"] == {"status": "held"}


def test_an_expired_hold_of_somebody_else_on_the_only_room_is_swept_and_their_version_raised(elm):
    old, _ = hold(elm, "Massage", staff="Olga Berg")
    before = versions(elm)
    hold(elm, "Massage", staff="Pia Lund", now=OVER)
    assert fresh(old).status == Booking.Status.EXPIRED
    assert raised(elm, before) == {"Olga Berg", "Pia Lund", "Room 1"}


def test_who_only_lost_an_expired_hold_was_not_booked(elm):
    hold(elm, "Massage", staff="Olga Berg")
    hold(elm, "Massage", staff="Pia Lund", now=OVER)
    assert last_booked(elm, "Pia Lund") == OVER
    assert last_booked(elm, "Olga Berg") == NOW


# Hold: in a group


def test_a_group_is_held_only_while_nothing_else_keeps_it(db):
    shop = studio()
    hold(shop, "Yoga", party_size=2)
    hold(shop, "Yoga", now=NOW + MINUTE)
    group = Appointment.objects.get()
    assert (group.places_taken, group.hold_until) == (3, (OVER + MINUTE).timestamp())
    book(shop, "Yoga", now=NOW + MINUTE)
    group.refresh_from_db()
    assert (group.places_taken, group.hold_until) == (4, None)


def test_a_group_that_only_expired_holds_keep_is_opened_anew(db):
    shop = studio()
    old, _ = hold(shop, "Yoga", staff="Yuri")
    booking = book(shop, "Yoga", staff="Yuri", now=OVER)
    assert booking.appointment.pk != old.appointment.pk
    assert fresh(old).status == Booking.Status.EXPIRED
    assert booking.appointment.places_taken == 1


def test_an_expired_hold_inside_a_group_gives_its_places_to_a_party(db):
    shop = studio()
    keeper = book(shop, "Yoga", staff="Yuri")
    old, _ = hold(shop, "Yoga", staff="Yuri", party_size=3)
    with pytest.raises(errors.SlotTaken):
        book(shop, "Yoga", staff="Yuri", party_size=3)
    party = book(shop, "Yoga", staff="Yuri", party_size=3, now=OVER)
    assert party.appointment.pk == keeper.appointment.pk
    assert fresh(old).status == Booking.Status.EXPIRED
    assert party.appointment.places_taken == 4


def test_a_class_that_an_expired_hold_opened_is_opened_anew(db):
    shop = school()
    old, _ = hold(shop, "Yoga", "10:15")
    booking = book(shop, "Yoga", "10:15", now=OVER, party_size=3)
    assert fresh(old).status == Booking.Status.EXPIRED
    assert booking.appointment.places_taken == 3
    assert Appointment.objects.live().get() == booking.appointment


# Extend


def test_extending_lets_a_hold_run_from_now_and_raises_the_version(elm):
    held, token = hold(elm, "Fade", staff="Maria Gomez")
    before = versions(elm)
    later = NOW + 4 * MINUTE
    longer = operations.extend(booking=held, token=token, now=later)
    assert longer.hold_expires_at == later + 10 * MINUTE
    assert longer.appointment.hold_until == longer.hold_expires_at.timestamp()
    assert longer.hold_extensions == 1
    # a reader who keeps busy times by version must hear of the new end
    assert raised(elm, before) == {"Maria Gomez"}
    with pytest.raises(errors.SlotTaken):
        book(elm, "Fade", staff="Maria Gomez", now=OVER)


def test_a_hold_is_extended_ten_times_and_no_more(elm):
    held, token = hold(elm, "Fade")
    for n in range(10):
        operations.extend(booking=held, token=token, now=NOW + n * MINUTE)
    before = everything()
    with pytest.raises(errors.ExtendedEnough):
        operations.extend(booking=held, token=token, now=NOW + 11 * MINUTE)
    assert everything() == before


def test_what_is_over_or_claimed_or_released_cannot_be_extended(elm):
    over, claimed, released = (hold(elm, "Fade", clock) for clock in ("10:00", "13:00", "15:00"))
    claim(claimed)
    operations.release(booking=released[0], token=released[1], now=NOW, by=TAKER.by)
    for (held, token), now in ((over, OVER), (claimed, NOW), (released, NOW)):
        before = everything()
        with pytest.raises(errors.HoldLost):
            operations.extend(booking=held, token=token, now=now)
        assert everything() == before


# Release


def test_releasing_a_hold_frees_its_time_at_once(elm):
    held, token = hold(elm, "Fade", staff="Maria Gomez")
    before = versions(elm)
    operations.release(booking=held, token=token, now=NOW, by="guest:page")
    assert fresh(held).status == Booking.Status.EXPIRED
    event = last_event(held)
    assert (event.type, event.by, event.facts["previous"]) == (Event.Type.EXPIRED, "guest:page", {"status": "held"})
    assert raised(elm, before) == {"Maria Gomez"}
    book(elm, "Fade", staff="Maria Gomez")


def test_releasing_what_is_no_hold_any_more_changes_nothing(elm):
    held = hold(elm, "Fade")
    booking = claim(held)
    before = everything()
    operations.release(booking=held[0], token=held[1], now=NOW, by="guest:page")
    assert everything() == before
    assert fresh(booking).status == Booking.Status.CONFIRMED


def test_without_the_token_nothing_can_be_done_to_a_hold(elm):
    held, _ = hold(elm, "Fade")
    booked = book(elm, "Fade", "15:00")
    before = everything()
    for booking in (held, booked):
        for token in ("", "wrong", "é" * 9):
            with pytest.raises(errors.HoldNotYours):
                operations.extend(booking=booking, token=token, now=NOW)
            with pytest.raises(errors.HoldNotYours):
                operations.release(booking=booking, token=token, now=NOW, by="guest:page")
            with pytest.raises(errors.HoldNotYours):
                claim((booking, token))
    assert everything() == before


# Claim


def test_a_claim_turns_the_hold_itself_into_the_booking(elm):
    held = hold(elm, "Fade", staff="Maria Gomez")
    before = versions(elm)
    now = NOW + MINUTE
    booking = claim(held, now=now, taker=operations.Taker(source="booqara", by="booqara:key"))
    assert (booking.pk, booking.code) == (held[0].pk, held[0].code)
    assert booking.appointment.pk == held[0].appointment.pk
    assert (booking.status, booking.source) == (Booking.Status.CONFIRMED, "booqara")
    assert (booking.guest_name, booking.customer.email) == ("Jordan Smith", "jordan@example.com")
    assert (booking.hold_expires_at, booking.appointment.hold_until) == (None, None)
    assert raised(elm, before) == {"Maria Gomez"}
    event = last_event(booking)
    assert (event.type, event.sequence, event.by) == (Event.Type.CREATED, 2, "booqara:key")
    assert event.facts["previous"] == {"status": "held"}
    assert list(Booking.objects.visible()) == [booking]


def test_a_claim_may_be_pending_and_then_runs_out_by_the_rule(db):
    shop = studio(rules={"auto_confirm": False, "pending_expiry_minutes": 30})
    booking = claim(hold(shop, "Yoga"))
    assert booking.status == Booking.Status.PENDING
    assert booking.pending_expires_at == NOW + 30 * MINUTE
    assert claim(hold(shop, "Yoga"), confirmed=True).status == Booking.Status.CONFIRMED


def test_a_late_claim_is_good_while_nobody_took_the_time(elm):
    held = hold(elm, "Fade")
    booking = claim(held, now=OVER + 60 * MINUTE)
    assert booking.pk == held[0].pk
    assert booking.status == Booking.Status.CONFIRMED


def test_a_late_claim_after_the_worker_tidied_books_the_time_anew(elm):
    held = hold(elm, "Fade")
    operations.expire(now=OVER)
    booking = claim(held, now=OVER)
    assert booking.pk != held[0].pk
    assert booking.status == Booking.Status.CONFIRMED
    assert (booking.starts_at, booking.any_staff) == (held[0].starts_at, True)


def test_claiming_twice_after_the_worker_tidied_is_still_one_booking(db):
    shop = studio()
    held = hold(shop, "Yoga")
    operations.expire(now=OVER)
    first = claim(held, now=OVER)
    assert claim(held, now=OVER).pk == first.pk
    assert Booking.objects.visible().count() == 1


def test_a_claim_of_what_was_taken_away_is_refused(elm):
    held = hold(elm, "Fade", staff="Maria Gomez")
    book(elm, "Fade", staff="Maria Gomez", now=OVER)
    before = everything()
    with pytest.raises(errors.Taken):
        claim(held, now=OVER)
    assert everything() == before


def test_who_held_anyone_gets_another_person_when_the_first_was_taken_away(elm):
    held = hold(elm, "Fade")
    gone = held[0].staff.name
    book(elm, "Fade", staff=gone, now=OVER)
    booking = claim(held, now=OVER)
    assert booking.staff.name == ({"Maria Gomez", "Ana Ruiz"} - {gone}).pop()


def test_claiming_again_answers_the_same_booking_and_writes_nothing(elm):
    held = hold(elm, "Fade")
    booking = claim(held)
    before = everything()
    assert claim(held).pk == booking.pk
    assert everything() == before


def test_what_is_claimed_is_not_answered_to_somebody_else(elm):
    held = hold(elm, "Fade")
    claim(held)
    before = everything()
    with pytest.raises(errors.AskedOtherwise):
        claim(held, guest=operations.Guest(name="Somebody Else"))
    assert everything() == before


def test_a_lost_hold_that_is_claimed_again_answers_its_booking_though_nobody_else_is_free(elm):
    held = hold(elm, "Fade")
    book(elm, "Fade", staff=held[0].staff.name, now=OVER)
    booking = claim(held, now=OVER)
    before = everything()
    assert claim(held, now=OVER).pk == booking.pk
    with pytest.raises(errors.AskedOtherwise):
        claim(held, now=OVER, guest=operations.Guest(name="Somebody Else"))
    assert everything() == before


def test_a_claim_after_the_start_is_refused(elm):
    held = hold(elm, "Fade")
    before = everything()
    with pytest.raises(errors.NotOffered) as refusal:
        claim(held, now=at(elm, DAY, "10:01"))
    assert refusal.value.past
    assert everything() == before


def test_a_blocked_guest_cannot_claim(elm):
    held = hold(elm, "Fade")
    before = everything()
    with pytest.raises(errors.CustomerBlocked):
        claim(held, guest=operations.Guest(name="Bob", email="BOB@example.com"))
    assert everything() == before


def test_a_claim_in_a_group_frees_the_group_of_its_end(db):
    shop = studio()
    held, other = hold(shop, "Yoga"), hold(shop, "Yoga")
    claim(held)
    group = Appointment.objects.get()
    assert (group.hold_until, group.places_taken) == (None, 2)
    operations.expire(now=OVER)
    group.refresh_from_db()
    assert (group.live, group.places_taken) == (True, 1)
    assert fresh(other[0]).status == Booking.Status.EXPIRED


def test_the_price_of_a_hold_is_the_price_of_its_booking(elm):
    held = hold(elm, "Fade")
    elm.services["Fade"].price = 99
    elm.services["Fade"].name = "Skin fade"
    elm.services["Fade"].save()
    booking = claim(held)
    assert (booking.price, booking.service_name) == (Decimal("35.00"), "Fade")


def test_an_expired_hold_stands_in_no_list_of_free_times(elm):
    hold(elm, "Fade", staff="Maria Gomez")
    wanted = queries.Wanted(staff=elm.staff["Maria Gomez"])

    def free(now):
        slots = queries.open_slots(elm.business, elm.services["Fade"], day=DAY, now=now, wanted=wanted)
        return {slot.starts_at for slot in slots if slot.free}

    assert at(elm, DAY, "10:00") not in free(OVER - SECOND)
    assert at(elm, DAY, "10:00") in free(OVER)


def test_the_guests_own_words_stay_with_the_claim(elm):
    booking = claim(hold(elm, "Fade"), guest=operations.Guest(name="Zoë", phone="0202 555 0123", notes="no clippers"))
    assert (booking.guest_name, booking.guest_phone, booking.customer_notes) == ("Zoë", "0202 555 0123", "no clippers")
    assert GUEST.name not in booking.guest_name


def test_a_late_claim_stays_at_the_place_that_was_chosen(elm):
    annex = elm.locations["Annex"]
    held = hold(elm, "Yoga", location_id=annex.pk)
    operations.expire(now=OVER)
    booking = claim(held, now=OVER)
    assert (booking.location, booking.any_staff) == (annex, True)
