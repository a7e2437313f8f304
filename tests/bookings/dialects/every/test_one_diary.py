"""All dialects, the guests' page and the counter write in one diary."""

import datetime as dt
import itertools

import pytest

from bookings.models import Appointment, Booking
from businesses import diary
from businesses.models import Rota, Skill
from tests.clerks import EVERYBODY, PROGRAMS, Booqara, Miketsu, MiketsuCustomer, NextInQue, OnThePage, ReserveKit
from tests.factories import DAY

CLOCK = "10:00"


def called(kind):
    """What a test calls somebody."""
    return f"{kind.name} {kind.side}" if kind.name == "miketsu" else kind.name


@pytest.fixture(params=EVERYBODY, ids=called)
def kind(request):
    """Somebody who books in a way of their own."""
    return request.param


@pytest.fixture
def everybody(elm):
    """One of each kind."""
    return [each(elm, number) for number, each in enumerate(EVERYBODY, 1)]


def free(shop, service):
    """Whether the start is free, as both dialects say that list free starts."""
    return Booqara(shop).free(service, DAY, CLOCK), NextInQue(shop).places(service, DAY, CLOCK)


def test_what_one_books_is_taken_for_all_and_free_for_all_when_it_is_cancelled(elm, kind, everybody):
    first, next_ = kind(elm), everybody[EVERYBODY.index(kind) - 1]
    assert first.book("Trim", DAY, CLOCK)
    assert free(elm, "Trim") == (False, 0)
    assert [each.name for each in everybody if each.book("Trim", DAY, CLOCK)] == []
    assert first.cancel().status_code in (200, 302)
    assert free(elm, "Trim") == (True, 1)
    assert next_.book("Trim", DAY, CLOCK)


def test_a_group_that_one_opens_is_filled_by_the_others(elm, kind, everybody):
    assert kind(elm).book("Yoga", DAY, CLOCK)
    assert free(elm, "Yoga") == (True, 2)
    outcomes = [other.book("Yoga", DAY, CLOCK) for other in everybody]
    assert outcomes == [True, True, *[False] * (len(everybody) - 2)]
    assert free(elm, "Yoga") == (False, 0)
    assert Appointment.objects.get().places_taken == 3


def test_the_last_place_goes_from_hand_to_hand(elm, everybody):
    assert all(NextInQue(elm, 90 + number).book("Yoga", DAY, CLOCK) for number in range(2))
    one_by_one = [each for each in everybody if type(each) is not Miketsu]  # whose merchants cancel the whole class
    for one, next_ in itertools.pairwise(one_by_one):
        assert one.last or one.book("Yoga", DAY, CLOCK)
        assert not next_.book("Yoga", DAY, CLOCK)
        one.cancel()
        assert next_.book("Yoga", DAY, CLOCK)
    assert Appointment.objects.live().get().places_taken == 3


@pytest.mark.parametrize("program", PROGRAMS, ids=called)
def test_a_booking_of_the_neighbours_is_nothing_to_any_program(elm, karachi, program):
    clerk, stranger = NextInQue(karachi), program(elm)
    assert clerk.book("Haircut", DAY, "12:00")
    booking = Booking.objects.get()
    stranger.last = stranger.path(booking)
    assert stranger.cancel().status_code == 404
    if stranger.name != "miketsu" or stranger.side == "customer":
        assert stranger.partner.get(stranger.last).status_code == 404
    booking.refresh_from_db()
    assert booking.status != "cancelled"


@pytest.mark.parametrize(
    ("program", "other"),
    [pair for pair in itertools.permutations(PROGRAMS, 2) if pair[0].name != pair[1].name],
    ids=called,
)
def test_a_key_opens_its_own_dialect_alone(elm, program, other):
    clerk = program(elm)
    path, body = clerk.order("Trim", DAY, CLOCK)
    secret = next(iter(other(elm).partner.headers.values())).removeprefix("Bearer ")
    answer = clerk.partner.post(path, body, headers=like(clerk.partner.headers, secret))
    assert answer.status_code == 401
    assert not Appointment.objects.exists()


def like(headers, secret):
    """The same header with another secret."""
    [(name, value)] = headers.items()
    return {name: f"Bearer {secret}" if value.startswith("Bearer ") else secret}


@pytest.mark.parametrize("kind", [Booqara, NextInQue, ReserveKit, MiketsuCustomer, OnThePage], ids=called)
def test_all_who_keep_to_the_hours_follow_weeks_that_take_turns(elm, kind):
    """Only Maria does it, who works in every second week."""
    every_day = [[day, "09:00", "19:00"] for day in range(7)]
    maria = elm.staff["Maria Gomez"]
    with diary.changing(elm.business.pk):
        Skill.objects.filter(service=elm.services["Fade"]).exclude(staff=maria).delete()
        Rota.objects.create(business=elm.business, staff=maria, from_on=DAY, weeks=[[], every_day])
    week = dt.timedelta(days=7)
    assert [kind(elm, n).book("Fade", DAY + n * week, CLOCK) for n in range(4)] == [False, True, False, True]
