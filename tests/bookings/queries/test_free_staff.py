"""Who could take a start: the same time with somebody else."""

from bookings import queries
from tests import factories
from tests.factories import DAY, NOW


def free(shop, service, clock="10:00"):
    ids = queries.free_staff(shop.business, shop.services[service], starts_at=factories.at(shop, DAY, clock), now=NOW)
    names = {person.pk: name for name, person in shop.staff.items()}
    return [names[key] for key in ids]


def test_everybody_who_performs_the_service_and_has_time(elm):
    assert free(elm, "Fade") == ["Maria Gomez", "Ana Ruiz"]
    factories.book(elm, "Trim", clock="10:00", staff="Maria Gomez")
    assert free(elm, "Fade") == ["Ana Ruiz"]


def test_nobody_at_a_start_that_is_not_offered(elm):
    assert free(elm, "Fade", "10:07") == []
    assert free(elm, "Fade", "03:00") == []


def test_a_group_with_places_left_has_its_teacher(elm):
    factories.book(elm, "Yoga", party_size=2)
    assert free(elm, "Yoga") == ["Yuri Ito"]


def test_places_left_are_what_the_largest_party_could_still_take(elm):
    def left():
        slots = queries.open_slots(elm.business, elm.services["Yoga"], day=DAY, now=NOW)
        return {slot.starts_at: slot.places_left for slot in slots}[factories.at(elm, DAY, "10:00")]

    assert left() == 3
    factories.book(elm, "Yoga", party_size=2)
    assert left() == 1
    factories.book(elm, "Yoga")
    assert left() == 0
