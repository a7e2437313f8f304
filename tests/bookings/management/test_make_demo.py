"""`manage.py make_demo` and `check_invariants`"""

import io

import pytest
from django.core.management import CommandError, call_command

from bookings.models import Appointment, Booking
from businesses.models import Business, User


def made(**options):
    out = io.StringIO()
    call_command("make_demo", stdout=out, **options)
    return out.getvalue()


def checked():
    out = io.StringIO()
    call_command("check_invariants", stdout=out)
    return out.getvalue()


@pytest.fixture
def lively(db, now):
    """The demo with its bookings, and what the command printed."""
    return made()


def test_the_demo_has_past_and_coming_bookings_in_every_state_and_breaks_nothing(lively, now):
    states = set(Booking.objects.values_list("status", flat=True))
    assert {"confirmed", "completed", "cancelled"} <= states
    assert Appointment.objects.filter(starts_at__lt=now).count() > 50
    assert Appointment.objects.filter(starts_at__gt=now).count() > 50
    assert checked() == "all invariants hold\n"


def test_the_owner_gets_a_password_once(lively):
    password = lively.rsplit("one-time password ", 1)[1].strip()
    assert User.objects.get(username="demo").check_password(password)
    assert "password" not in made()


def test_the_password_works_once_and_leads_to_one_of_the_owners_own(lively, client):
    once = {"username": "demo", "password": lively.rsplit("one-time password ", 1)[1].strip()}
    choose = client.post("/admin/login/", once, follow=True)
    assert "Choose one of your own now" in choose.text
    assert client.post("/admin/login/", once).status_code == 200  # the form again: it is over
    own = "chestnuts in the courtyard"
    there = choose.request["PATH_INFO"]
    inside = client.post(there, {"new_password1": own, "new_password2": own}, follow=True)
    assert "Good morning" in inside.text
    client.post("/admin/logout/")
    assert client.post("/admin/login/", {**once, "password": own}).status_code == 302


def test_an_owner_who_has_chosen_none_gets_another_password_when_the_demo_is_made_again(lively, client):
    client.post("/admin/login/", {"username": "demo", "password": lively.rsplit(" ", 1)[1].strip()})
    assert "one-time password" in made()


def test_made_twice_it_stays_as_it_is(lively):
    before = Booking.objects.count()
    made()
    assert (Business.objects.count(), Booking.objects.count()) == (1, before)


def test_with_if_empty_it_leaves_a_database_that_is_used_alone(demo):
    assert made(if_empty=True) == ""
    assert not Booking.objects.exists()


def test_what_is_broken_is_named_and_fails_the_audit(lively):
    row = Appointment.objects.live().filter(places=1).first()
    Booking.objects.filter(places__appointment=row).update(sequence=9)
    with pytest.raises(CommandError) as failure:
        checked()
    assert failure.value.returncode == 1
