"""POST /booking/v1/booking: what is in the way, and what `rules` and `ignoreError` change of that."""

import datetime as dt
from urllib.parse import urlencode

import pytest

from bookings.models import Booking
from tests import factories, partners
from tests.bookings.dialects.booxi.answers import booked, client, order, refused, said, utc, z
from tests.factories import DAY, NOW

NEVER_IGNORED = ["StaffNotAvailable", "ResourceNotAvailable", "GroupEventOvercapacity"]


def post(partner, body, query=()):
    """A booking with a query whose names may come again."""
    return partner.post(f"/booking?{urlencode(list(query))}", body)


def test_no_grid_no_hours_no_lead_time_and_no_window(booxi, elm):
    sunday = DAY + dt.timedelta(days=5)
    for day, clock in ((sunday, "06:07"), (DAY + dt.timedelta(days=300), "23:00"), (dt.date(2026, 12, 24), "18:00")):
        assert booked(booxi, elm, "Trim", clock, day)["startsOn"] == utc(elm, clock, day)
    assert booked(booxi, elm, startsOn=z(NOW + dt.timedelta(minutes=1)))


@pytest.mark.parametrize("ignored", [(), NEVER_IGNORED])
def test_what_takes_time_from_others_is_never_booked(booxi, elm, ignored):
    query = [("ignoreError", word) for word in ignored] + [("rules", "None")]
    booked(booxi, elm, "Color")
    for clock in ("09:30", "10:30", "11:00", "11:29"):  # with the half hour after it
        assert refused(post(booxi, order(elm, "Color", clock), query), 409, "StaffNotAvailable")
    booked(booxi, elm, "Color", "11:30")
    booked(booxi, elm, "Massage")
    other = order(elm, "Massage", staff="Pia Lund")
    assert refused(post(booxi, other, query), 409, "ResourceNotAvailable")
    for n in range(3):
        booked(booxi, elm, "Yoga", client=client(email=f"n{n}@example.com"))
    assert refused(post(booxi, order(elm, "Yoga"), query), 409, "GroupEventOvercapacity")


def test_time_off_is_the_persons_own(db, now):
    document = factories.elm_document()
    document["staff"][0]["time_off"] = [{"from": "2026-11-24T09:00", "to": "2026-11-24T12:00", "reason": "dentist"}]
    shop = factories.load(document)
    booxi = partners.booxi(shop)
    assert refused(booxi.post("/booking", order(shop)), 409, "StaffNotAvailable")
    booked(booxi, shop, "Trim", "12:00")


def test_who_does_not_perform_a_service_is_not_available(booxi, elm):
    for person in ("Yuri Ito", "Ana Ruiz", "Tom Gone"):
        assert refused(booxi.post("/booking", order(elm, staff=person)), 409, "StaffNotAvailable")
    items = [{"serviceId": elm.services[name].pk} for name in ("Fade", "Trim")]
    answer = booxi.post("/booking", order(elm, "Fade", staff="Ana Ruiz", items=items))
    assert refused(answer, 409, "StaffNotAvailable")


def test_a_visit_is_booked_whole_or_not_at_all(booxi, elm):
    booked(booxi, elm, "Trim", "10:45")
    items = [{"serviceId": elm.services[name].pk} for name in ("Fade", "Trim")]
    assert refused(booxi.post("/booking", order(elm, "Fade", items=items)), 409, "StaffNotAvailable")
    assert Booking.objects.count() == 1


def test_the_past_is_allowed_today_only_and_only_on_request(booxi, elm):
    ignoring = [("ignoreError", "BookingHasPassed")]
    early, yesterday = z(NOW - dt.timedelta(hours=3)), z(NOW - dt.timedelta(hours=10))
    assert refused(post(booxi, order(elm, startsOn=early)), 409, "BookingHasPassed")
    assert refused(post(booxi, order(elm, startsOn=yesterday)), 409, "BookingHasPassed")
    for ignored in (ignoring, [*ignoring, ("ignoreError", "BookingNotToday")]):
        assert refused(post(booxi, order(elm, startsOn=yesterday), ignored), 409, "BookingNotToday")
    assert said(post(booxi, order(elm, startsOn=early), ignoring))["startsOn"] == early


def test_what_has_passed_may_be_told_to_the_second(booxi, elm):
    body = order(elm, startsOn=(NOW - dt.timedelta(minutes=3)).strftime("%Y-%m-%dT%H:%M:07.5Z"))
    assert refused(post(booxi, body), 409, "BookingHasPassed")
    made = said(post(booxi, body, [("ignoreError", "BookingHasPassed")]))
    assert made["startsOn"] == z(NOW - dt.timedelta(minutes=3))


CONSTRAINED = [("rules", "TimeConstraints")]


def test_time_constraints_are_those_of_guests(booxi, elm):
    today = NOW.date()
    for clock, day, word in (("09:30", today, "TimeTooEarly"), ("10:00", DAY + dt.timedelta(days=70), "TimeTooLate")):
        body = order(elm, "Trim", clock, day)
        assert refused(post(booxi, body, CONSTRAINED), 409, word)
        other = "TimeTooLate" if word == "TimeTooEarly" else "TimeTooEarly"
        assert refused(post(booxi, body, [*CONSTRAINED, ("ignoreError", other)]), 409, word)
        said(post(booxi, body, [*CONSTRAINED, ("ignoreError", word)]))
    for clock in ("10:10", "12:00", "06:00"):
        assert refused(post(booxi, order(elm, "Trim", clock), CONSTRAINED), 400)
    said(post(booxi, order(elm), CONSTRAINED))


def test_what_has_passed_is_too_early_as_well(booxi, elm):
    body, ignored = order(elm, startsOn=z(NOW)), [*CONSTRAINED, ("ignoreError", "BookingHasPassed")]
    assert refused(post(booxi, body, ignored), 409, "TimeTooEarly")
    said(post(booxi, body, [*ignored, ("ignoreError", "TimeTooEarly")]))


def test_a_visit_within_time_constraints_begins_on_the_grid(booxi, elm):
    items = [{"serviceId": elm.services[name].pk} for name in ("Fade", "Trim")]
    made = said(post(booxi, order(elm, "Fade", items=items), CONSTRAINED))
    assert made["items"][1]["reservedClientTimespan"]["start"] == utc(elm, "10:45")
    beyond_noon = order(elm, "Fade", "11:00", DAY + dt.timedelta(days=1), items=items)
    assert refused(post(booxi, beyond_noon, CONSTRAINED), 400)


@pytest.mark.parametrize(
    "query",
    [
        [("rules", "ClientBlocked")],
        [("rules", "Availability"), ("rules", "ClientBlocked")],
        [("rules", "None,ClientBlocked")],
        [("rules", "Availability, ClientBlocked")],
        [("rules[]", "ClientBlocked")],
        [("rules[0]", "AttendeeCount"), ("rules[1]", "ClientBlocked")],
    ],
)
def test_a_blocked_client_is_refused_by_the_rule_however_it_is_written(booxi, elm, query):
    bob = order(elm, client={"id": elm.customers["bob@example.com"].pk})
    assert refused(post(booxi, bob, query), 409, "ClientStatus")
    assert refused(post(booxi, order(elm, client=client(email="bob@example.com")), query), 409, "ClientStatus")
    for name in ("ignoreError", "ignoreError[]", "ignoreError[0]"):
        made = said(post(booxi, {**bob, "startsOn": utc(elm, "13:00")}, [*query, (name, "ClientStatus")]))
        booxi.put(f"/booking/{made['bookingId']}", {"status": "Cancelled"})


def test_without_the_rule_a_blocked_client_is_booked(booxi, elm):
    assert booked(booxi, elm, client={"id": elm.customers["bob@example.com"].pk})


@pytest.mark.parametrize(
    "query",
    [
        *([("rules", word)] for word in ("Everything", "clientblocked", "ClientBlocked;", "ClientBlocked,Nope")),
        *([(name, "Nope")] for name in ("rules[]", "rules[3]", "ignoreError", "ignoreError[0]")),
        [("rules", "ClientBlocked"), ("rules", "Nope")],
    ],
)
def test_a_word_that_nobody_knows_is_400(booxi, elm, query):
    assert refused(post(booxi, order(elm), query), 400)
    assert not Booking.objects.exists()


def test_a_query_that_nobody_asks_for_changes_nothing(booxi, elm):
    said(booxi.post("/booking?language:eng", order(elm)))
    said(booxi.post("/booking?language=eng&rules=&ruleset=Nope", order(elm, "Trim", "11:00")))
