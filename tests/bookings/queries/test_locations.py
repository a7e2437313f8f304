"""Places: nobody new is sent to one that is switched off, and a class stays where it was agreed."""

import pytest

from bookings import errors, operations, queries
from businesses import diary
from businesses.models import Location, StaffMember
from tests import factories
from tests.bookings.operations import desk
from tests.factories import DAY, NOW, at, elm_document, load


def switched(shop, name, *, active):
    with diary.changing(shop.business.pk):
        Location.objects.filter(business=shop.business, name=name).update(active=active)


def works_at(shop, person, place):
    with diary.changing(shop.business.pk):
        StaffMember.objects.filter(pk=shop.staff[person].pk).update(location=shop.locations[place])


def free(shop, service, **wanted):
    found = queries.open_slots(shop.business, shop.services[service], day=DAY, now=NOW, wanted=queries.Wanted(**wanted))
    return [slot.starts_at for slot in found if slot.free]


def test_nobody_new_is_sent_to_a_place_that_is_switched_off(elm):
    booked = factories.book(elm, "Yoga")
    switched(elm, "Annex", active=False)
    assert free(elm, "Yoga") == []
    for policy in (operations.GUEST, operations.STAFF, operations.COUNTER):
        with pytest.raises((errors.NotOffered, errors.StaffNotOffered)):
            factories.book(elm, "Yoga", clock="14:00", policy=policy)
    assert desk.fresh(booked).status == "confirmed"
    switched(elm, "Annex", active=True)
    assert free(elm, "Yoga")


def test_what_is_booked_there_can_still_be_moved_by_the_house(elm):
    booked = factories.book(elm, "Yoga")
    switched(elm, "Annex", active=False)
    moved = operations.move(booking=booked, starts_at=at(elm, DAY, "14:00"), now=NOW, by="x")
    assert moved.location.name == "Annex"


def test_the_explanation_names_the_place(elm):
    switched(elm, "Annex", active=False)
    found = queries.explain(elm.business, elm.services["Yoga"], starts_at=at(elm, DAY, "10:00"), now=NOW)
    assert any("Annex" in str(finding) for each in found for finding in each.findings)


def test_the_wizard_does_not_offer_it(elm, client):
    both = load(
        elm_document(
            staff=[
                {"name": "Maria Gomez", "services": ["Yoga"]},
                {"name": "Yuri Ito", "location": "Annex", "services": ["Yoga"]},
            ]
        )
    )
    page = f"/book/elm/{both.services['Yoga'].pk}/location/"
    assert "Annex" in client.get(page).text
    switched(both, "Annex", active=False)
    assert "Annex" not in client.get(page, follow=True).text


def test_a_class_is_where_it_was_opened_wherever_its_teacher_works_by_now(elm):
    first = factories.book(elm, "Yoga")
    works_at(elm, "Yuri Ito", "Main")
    main, annex = elm.locations["Main"], elm.locations["Annex"]
    start = first.starts_at
    assert start not in free(elm, "Yoga", location_id=main.pk)
    with pytest.raises(errors.SlotTaken):
        factories.book(elm, "Yoga", location_id=main.pk)
    assert start in free(elm, "Yoga")
    joined = factories.book(elm, "Yoga")
    assert (joined.appointment, joined.location) == (first.appointment, annex)
    later = factories.book(elm, "Yoga", clock="15:00", location_id=main.pk)
    assert later.location == main


def test_a_person_has_the_rooms_of_the_place_where_they_work(elm):
    works_at(elm, "Olga Berg", "Annex")
    assert free(elm, "Massage", staff=elm.staff["Olga Berg"]) == []
    assert free(elm, "Massage", staff=elm.staff["Pia Lund"])
    works_at(elm, "Pia Lund", "Annex")
    assert free(elm, "Massage") == []


def test_who_moves_to_another_place_takes_what_is_moved_along_and_gives_the_room_back(elm):
    both = load(
        elm_document(
            resources=[{"name": "Room 1", "kind": "room"}, {"name": "Den", "kind": "room", "location": "Annex"}]
        )
    )
    booked = factories.book(both, "Massage", staff="Olga Berg")
    works_at(both, "Olga Berg", "Annex")
    moved = desk.fresh(operations.move(booking=booked, starts_at=at(both, DAY, "14:00"), now=NOW, by="x"))
    assert (moved.location.name, moved.appointment.resource.name) == ("Annex", "Den")
    assert factories.book(both, "Massage", staff="Pia Lund").appointment.resource.name == "Room 1"
