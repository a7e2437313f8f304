"""The plain dashboard: an owner reaches what is theirs, by every page that there is."""

import pytest
from django.test import Client
from django.urls import reverse

from bookings.models import Booking
from businesses.models import Business, Category, Service, StaffMember, User
from tests import factories
from tests.bookings.dashboard.forms import version_of


@pytest.fixture
def both_booked(elm, karachi):
    """A booking in each of the two businesses."""
    return factories.book(elm, "Fade"), factories.book(karachi, "Haircut", clock="11:00")


def test_nobody_is_signed_in_and_is_asked_to(client, db):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain == [("/admin/login/?next=/admin/", 302)]
    assert answer.status_code == 200


def test_an_owner_signs_in_with_a_password(client, elm):
    user = User.objects.create_user("olive", password="a long enough one", is_staff=True)
    elm.business.members.add(user)
    answer = client.post(
        "/admin/login/?next=/admin/", {"username": "olive", "password": "a long enough one"}, follow=True
    )
    assert answer.status_code == 200
    assert "Bookings" in answer.content.decode()


def page(action, model, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def test_an_owner_cannot_move_a_row_into_the_neighbours_business(olive, elm, karachi):
    category = elm.business.category_set.first()
    olive.post(
        page("change", type(category), category.pk), {"business": karachi.business.pk, "name": "X", "position": 0}
    )
    category.refresh_from_db()
    assert (category.business, category.name) == (elm.business, "X")


def test_a_name_that_is_taken_is_a_fault_of_the_form(olive, elm):
    answer = olive.post(page("add", Category), {"name": "Cuts", "position": 0})
    assert answer.status_code == 200
    assert "already exists" in answer.text


def test_somebody_without_a_business_is_let_in_nowhere(elm, both_booked):
    client = Client()
    client.force_login(User.objects.create_user("stray", is_staff=True))
    assert client.get(page("changelist", Booking)).status_code == 302
    assert client.get("/admin/").status_code == 302


def test_an_owner_cancels_by_an_action_that_leaves_an_event(olive, both_booked):
    own, neighbours = both_booked
    chosen = {"action": "cancel", "_selected_action": [own.pk, neighbours.pk]}
    assert "is cancelled" in olive.post(page("changelist", Booking), chosen, follow=True).text
    own.refresh_from_db()
    neighbours.refresh_from_db()
    assert (own.status, neighbours.status) == ("cancelled", "confirmed")
    assert own.events.last().by == "dashboard:olive"


def test_status_is_no_field_of_any_form(olive, both_booked):
    own, _ = both_booked
    assert olive.post(page("change", Booking, own.pk), {"status": "cancelled"}).status_code == 403
    own.refresh_from_db()
    assert own.status == "confirmed"


def test_a_change_to_a_service_raises_the_version_of_the_business(olive, elm):
    service = elm.services["Trim"]
    form = olive.get(page("change", Service, service.pk)).context["adminform"].form
    typed = {
        name: value
        for name in form.fields
        if (value := form.get_initial_for_field(form.fields[name], name)) is not None
    }
    before = version_of(elm)
    answer = olive.post(page("change", Service, service.pk), {**typed, "duration_minutes": 40})
    assert answer.status_code == 302, answer.context["adminform"].form.errors
    assert version_of(elm) > before
    assert Service.objects.get(pk=service.pk).duration_minutes == 40


def test_a_key_shows_its_prefix_and_nothing_that_opens_anything(olive, booqara):
    key = next(iter(Business.objects.get(slug="elm").apikey_set.all()))
    text = olive.get(page("change", type(key), key.pk)).text
    assert key.prefix in text
    assert key.secret_hash not in text


def test_staff_are_named_in_the_owners_lists(olive, elm):
    assert "Maria Gomez" in olive.get(page("changelist", StaffMember)).text
