"""Time, status and notes in one transaction."""

import pytest

from bookings import errors, operations
from bookings.models import Booking, Event
from tests.bookings.operations import desk
from tests.factories import DAY, NOW, at

pytestmark = pytest.mark.django_db

Status = Booking.Status


def amend(booking, **changes):
    return operations.amend(booking=booking, now=NOW, by="partner", **changes)


def told(booking):
    return list(Event.objects.filter(booking=booking).order_by("sequence").values_list("type", flat=True))


def test_time_status_and_notes_change_together_each_with_its_event():
    shop = desk.studio()
    booking = desk.book(shop, "Yoga", confirmed=False)
    amend(booking, starts_at=at(shop, DAY, "14:00"), status=Status.CONFIRMED, staff_notes="Bring a mat")
    now = desk.fresh(booking)
    assert (desk.clock_of(shop, now), now.status, now.staff_notes) == ("14:00", Status.CONFIRMED, "Bring a mat")
    assert told(booking)[0] == Event.Type.CREATED
    assert {Event.Type.MOVED, Event.Type.CONFIRMED} <= set(told(booking)[1:])


def test_a_time_that_is_taken_leaves_status_and_notes_as_they_were():
    shop = desk.studio()
    for person in ("Yuri", "Zoe"):
        desk.book(shop, "Yoga", "14:00", staff=person, party_size=4)
    booking = desk.book(shop, "Yoga", confirmed=False)
    before = desk.everything()
    with pytest.raises(errors.SlotTaken):
        amend(booking, starts_at=at(shop, DAY, "14:00"), status=Status.CONFIRMED, staff_notes="Bring a mat")
    assert desk.everything() == before


@pytest.mark.parametrize("status", ["held", "nonsense"])
def test_a_status_that_cannot_be_given_leaves_the_time_as_it_was(status):
    shop = desk.studio()
    booking = desk.book(shop, "Yoga")
    before, versions = desk.everything(), desk.versions(shop)
    with pytest.raises(errors.WrongStatus):
        amend(booking, starts_at=at(shop, DAY, "14:00"), status=status)
    assert (desk.everything(), desk.versions(shop)) == (before, versions)


def test_what_is_over_is_not_moved_and_its_notes_stay():
    shop = desk.studio()
    booking = operations.cancel(booking=desk.book(shop, "Yoga"), now=NOW, by="guest")
    before = desk.everything()
    with pytest.raises(errors.WrongStatus):
        amend(booking, staff_notes="Bring a mat", starts_at=at(shop, DAY, "14:00"))
    assert desk.everything() == before


def test_who_looked_at_an_older_one_changes_nothing():
    shop = desk.studio()
    booking = desk.book(shop, "Yoga")
    desk.move(shop, booking, "11:00")
    before = desk.everything()
    with pytest.raises(errors.ChangedMeanwhile):
        amend(booking, starts_at=at(shop, DAY, "14:00"), seen=booking.sequence)
    assert desk.everything() == before


def test_the_same_again_writes_nothing():
    shop = desk.studio()
    booking = desk.book(shop, "Yoga")
    wanted = {"starts_at": at(shop, DAY, "14:00"), "status": Status.CONFIRMED, "staff_notes": "Bring a mat"}
    amended = amend(booking, **wanted)
    before = desk.everything()
    amend(amended, **wanted)
    assert desk.everything() == before


def test_another_person_serves_at_the_same_time_or_another():
    shop = desk.studio()
    booking = desk.book(shop, "Yoga", staff="Yuri")
    amend(booking, staff=shop.staff["Zoe"])
    now = desk.fresh(booking)
    assert (now.staff.name, now.starts_at) == ("Zoe", booking.starts_at)
    amend(now, staff=shop.staff["Yuri"], starts_at=at(shop, DAY, "14:00"))
    assert (desk.fresh(booking).staff.name, desk.clock_of(shop, desk.fresh(booking))) == ("Yuri", "14:00")


def test_what_is_over_is_taken_back_and_said_otherwise_at_once():
    shop = desk.studio()
    booking = amend(desk.book(shop, "Yoga"), arrived=True, status=Status.COMPLETED)
    assert (desk.fresh(booking).arrived, desk.fresh(booking).status) == (True, Status.COMPLETED)
    again = amend(desk.fresh(booking), reopened=True, arrived=False, status=Status.NO_SHOW)
    assert (again.arrived, again.status) == (False, Status.NO_SHOW)
    assert told(booking)[-3:] == [Event.Type.REOPENED, Event.Type.ARRIVED, Event.Type.NO_SHOW]
    with pytest.raises(errors.WrongStatus):
        amend(desk.book(shop, "Yoga", "14:00"), reopened=True)


def test_what_a_partner_says_is_kept_with_a_change_and_alone_only_if_asked():
    shop = desk.studio()
    booking = desk.book(shop, "Yoga")
    amend(booking, partner_facts={"booxi": {"modifiedBy": "Client"}})
    assert desk.fresh(booking).partner_facts == {}
    amend(booking, partner_facts={"booxi": {"modifiedBy": "Client"}}, facts_alone=True)
    amend(desk.fresh(booking), arrived=True, partner_facts={"booxi": {"location": "Home"}, "other": {"a": 1}})
    kept = {"booxi": {"modifiedBy": "Client", "location": "Home"}, "other": {"a": 1}}
    assert desk.fresh(booking).partner_facts == kept
    assert told(booking) == [Event.Type.CREATED, Event.Type.ARRIVED]
