"""After each save in the set-up: one line that leads on, until guests can book."""

import pytest
from django.urls import reverse

from businesses.models import Business, Location, Resource, Service, Skill, StaffMember
from tests import dashboard, factories
from tests.bookings.dashboard.forms import address, send
from tests.bookings.dashboard.setup.test_hours_page import week

HOURS = reverse("admin:businesses_openinghours_changelist")
LINKS = reverse("admin:links")


class Shop:
    """What `dashboard.member` needs of a business."""

    def __init__(self):
        self.business = Business.objects.create(
            slug="fresh", name="Fresh", timezone="Asia/Kolkata", address="1 High St"
        )
        self.place = Location.objects.create(business=self.business, name="Main")
        Business.objects.update(phone="+911234567890")


@pytest.fixture
def fresh(db, now):
    """A business of which guests know where it is, and nothing else."""
    return Shop()


@pytest.fixture
def owner(fresh):
    """Its owner, signed in."""
    return dashboard.member(fresh, "fay", "owner")


def said(answer):
    """What the page says of what was just done, line by line, and where it leads."""
    return [str(message) for message in answer.context["messages"]]


def leads(answer, words, page):
    return any(words in line and f'href="{page}"' in line for line in said(answer))


def test_from_the_hours_to_the_service_to_the_person_to_what_they_do_to_the_link(fresh, owner):
    answer = owner.post(HOURS, week(monday=[("09:00", "17:00")]), follow=True)
    assert leads(answer, "Add a service", address(Service, "add"))
    answer = send(owner, address(Service, "add"), name="Cut", price="10", duration_minutes=30)
    assert leads(answer, "Add a person", address(StaffMember, "add"))
    answer = send(owner, address(StaffMember, "add"), name="Fay")
    person = StaffMember.objects.get()
    assert leads(answer, "Say who does what", address(person))
    Skill.objects.create(business=fresh.business, staff=person, service=Service.objects.get())
    answer = send(owner, address(person), name="Fay B.")
    assert leads(answer, "Guests can book you now", LINKS)


def test_what_was_passed_over_comes_after_what_follows(fresh, owner):
    Business.objects.update(address="")
    answer = owner.post(HOURS, week(monday=[("09:00", "17:00")]), follow=True)
    assert leads(answer, "Add a service", address(Service, "add"))


def test_a_service_that_nobody_does_says_so_however_long_the_business_runs(elm, olive):
    factories.book(elm, "Fade", clock="10:00")
    answer = send(olive, address(Service, "add"), name="Shave", price="10", duration_minutes=30)
    assert leads(answer, "Nobody does “Shave” yet", reverse("admin:businesses_staffmember_changelist"))


def test_a_name_with_signs_of_html_is_shown_as_it_is(elm, olive):
    answer = send(olive, address(Service, "add"), name="<b>Shave</b>", price="10", duration_minutes=30)
    assert "Nobody does “&lt;b&gt;Shave&lt;/b&gt;” yet" in answer.text


def test_where_guests_book_already_nothing_is_said(elm, olive):
    factories.book(elm, "Fade", clock="10:00")
    answer = send(olive, address(elm.services["Fade"]), name="Fade and more")
    assert len(said(answer)) == 1, said(answer)  # that it is saved


def test_what_is_wrong_leads_nowhere(fresh, owner):
    answer = send(owner, address(Service, "add"), name="", price="10", duration_minutes=30)
    assert said(answer) == []


def test_nobody_is_led_to_the_page_that_they_are_on(fresh, owner):
    answer = owner.post(HOURS, week(), follow=True)
    assert not any(HOURS in line for line in said(answer))


def test_what_needs_a_room_says_so(fresh, owner):
    cut = Service.objects.create(business=fresh.business, name="Cut", duration_minutes=30, resource_kind="chair")
    owner.post(HOURS, week(monday=[("09:00", "17:00")]), follow=True)
    send(owner, address(StaffMember, "add"), name="Fay")
    person = StaffMember.objects.get()
    Skill.objects.create(business=fresh.business, staff=person, service=cut)
    answer = send(owner, address(person), name="Fay B.")
    assert leads(answer, "Add a room or equipment", reverse("admin:businesses_resource_changelist"))
    answer = send(owner, address(Resource, "add"), name="Chair 1", kind="chair")
    assert leads(answer, "Guests can book you now", LINKS)
