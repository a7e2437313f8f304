"""A customer's card: what is known of somebody, and what can be done about them from there."""

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings import operations
from bookings.models import Booking
from businesses.models import Customer
from tests import dashboard, factories
from tests.bookings.dashboard.forms import address, send
from tests.factories import NOW

LATER = NOW + dt.timedelta(days=30)


@pytest.fixture
def jane(elm):
    """A customer of North Elm."""
    return elm.customers["jane@example.com"]


def card(customer, what="card"):
    return f"/admin/businesses/customer/{customer.pk}/{what}/"


def booked(shop, customer, service="Fade", clock="10:00", **more):
    guest = operations.Guest(name=customer.full_name, email=customer.email, customer=customer, notes="Short, please")
    return factories.book(shop, service, clock=clock, guest=guest, **more)


def facts(client, customer):
    return dict(client.get(card(customer)).context["figures"])


def test_it_says_how_somebody_is_reached_and_what_comes_next(elm, max_, jane):
    booking = booked(elm, jane, staff_notes="Sits by the window")
    text = max_.get(card(jane)).text
    for said in ("jane@example.com", "tel:", "Short, please", "Sits by the window", address(booking), "Confirmed"):
        assert said in text
    assert facts(max_, jane) == {
        "Next visit": "Tue, Nov 24, 2026, 10:00\u202fAM",
        "Last visit": "none yet",
        "Visits": "0",
    }


def test_it_counts_visits_money_and_what_is_usual(elm, max_, jane):
    first, second = booked(elm, jane), booked(elm, jane, clock="15:00")
    missed = booked(elm, jane, "Trim", clock="16:00")
    Booking.objects.filter(pk=missed.pk).update(status="no_show")
    with time_machine.travel(LATER, tick=False):
        shown = facts(dashboard.again(max_), jane)
    assert shown["Visits"] == "2"
    assert shown["Spent"] == f"${first.price + second.price:.2f}"
    assert (shown["Usual service"], shown["Nobody came"]) == ("Fade", "once")
    assert (shown["Next visit"], shown["Last visit"]) == ("none", "Tue, Nov 24, 2026, 3:00\u202fPM")


@pytest.mark.parametrize(("before", "late"), [(dt.timedelta(hours=1), "once"), (dt.timedelta(hours=30), None)])
def test_a_cancellation_within_the_notice_is_a_late_one(elm, max_, jane, before, late):
    elm.business.cancel_notice_minutes = 24 * 60
    elm.business.save()
    booking = booked(elm, jane)
    operations.cancel(booking=booking, now=booking.starts_at - before, by="dashboard:max")
    shown = facts(max_, jane)
    assert (shown["Cancelled"], shown.get("Cancelled late")) == ("once", late)


def test_what_ended_by_itself_is_nobodys_late_cancellation(elm, max_, jane):
    booking = booked(elm, jane)
    operations.cancel(booking=booking, now=booking.starts_at, by="worker:1")
    assert "Cancelled late" not in facts(max_, jane)


def test_it_is_what_lists_and_bookings_lead_to(elm, max_, jane):
    booking = booked(elm, jane)
    for page in (address(Customer, "changelist"), address(booking)):
        assert f'href="{card(jane)}"' in max_.get(page).text


def test_whoever_saves_the_form_sees_the_card_again(elm, max_, jane):
    answer = send(max_, address(jane), first_name="Janet")
    assert answer.redirect_chain[-1][0] == card(jane)
    assert "Janet Doe" in answer.text


def test_somebody_is_blocked_and_unblocked_by_one_press(elm, max_, jane):
    for typed, blocked in (({"blocked": "on"}, True), ({}, False)):
        answer = max_.post(card(jane, "block"), typed, follow=True)
        assert answer.redirect_chain[-1][0] == card(jane)
        jane.refresh_from_db()
        assert jane.blocked is blocked


@pytest.mark.parametrize("what", ["card", "export"])
def test_neither_staff_members_nor_neighbours_see_it(elm, maria, amna, jane, what):
    assert maria.get(card(jane, what)).status_code == 403
    assert amna.get(card(jane, what)).status_code in (403, 404)


def test_it_takes_few_statements_however_much_there_is(elm, max_, jane):
    for clock in ("10:00", "11:00", "15:00"):
        booked(elm, jane, clock=clock)
    booked(elm, jane, "Trim", clock="16:00")
    operations.cancel(booking=Booking.objects.latest("pk"), now=NOW, by="dashboard:max")
    max_.get(card(jane))
    with CaptureQueriesContext(connection) as asked:
        assert max_.get(card(jane)).status_code == 200
    assert len(asked) <= 12
