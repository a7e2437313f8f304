"""The dashboard as its people use it: at the counter, on a telephone, by keyboard, without scripts."""

import datetime as dt
import re

import httpx
import pytest
from django.urls import reverse
from django.utils import timezone

from bookings import operations, outbox, queries
from bookings.management.work import CHANNELS
from bookings.models import Booking
from bookings.recurrence import Recurrence
from businesses.models import (
    ApiAccessRequest,
    ApiKey,
    Customer,
    Membership,
    Rights,
    TimeOff,
    TimeOffRequest,
    User,
)
from tests import dashboard
from tests.browser import journeys
from tests.browser.conftest import DESK

PHONE = (390, 844)
PASSWORD = "a long enough one"


@pytest.fixture
def people(shop):
    """The owner of the demo business, and the platform's superuser."""
    owner = User.objects.create_user("olive", "olive@kastanie.example", PASSWORD, is_staff=True)
    Membership.objects.create(business=shop.business, user=owner)
    dashboard.give_app(User.objects.create_superuser("root", "root@platform.example", PASSWORD))


@pytest.fixture
def sign_in(visit, people):
    """`sign_in("olive", size=PHONE)` opens the front page as somebody."""

    def opened(name, **how):
        page = visit("/admin/login/", **how)
        page.get_by_label("Username").fill(name)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        if name == "root":
            page.get_by_label("Code").fill(dashboard.code())
            page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/admin/")
        return page

    return opened


def go(page, path):
    """Opens another page of the same site."""
    page.goto("/".join(page.url.split("/", 3)[:3]) + path)


def free_day(shop):
    """A date with many free times for the usual service, and one of these times."""
    now, service = timezone.now(), shop.services[journeys.SERVICE]
    day = journeys.open_days(shop, days_ahead=1)[0]
    slots = queries.open_slots(shop.business, service, day=day, now=now)
    return day, next(slot.starts_at for slot in slots if slot.free)


@pytest.mark.parametrize("how", [{"size": DESK}, {"size": PHONE}, {"size": PHONE, "scripts": False}], ids=str)
def test_a_booking_through_the_day(shop, sign_in, how):
    page = sign_in("olive", **how)
    day, start = free_day(shop)
    page.get_by_role("link", name="New booking").last.click()
    page.get_by_label("Service").select_option(label=_option(page))
    page.get_by_label("Date").fill(day.isoformat())
    page.get_by_role("button", name="Show free times").click()
    page.get_by_role("button", name=f"{start.astimezone(shop.business.zone):%H:%M}", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Jordan Smith")
    page.get_by_role("button", name="Book", exact=True).last.click()
    page.get_by_text("Booked:").wait_for()
    for button, said in (
        ("Is here", "is marked as here"),
        ("Took place", ") took place."),
        ("Undo", "is confirmed again"),
    ):
        page.get_by_role("button", name=button, exact=True).click()
        page.get_by_text(said).first.wait_for()
    page.get_by_role("link", name="Move", exact=True).click()
    page.get_by_label("Time", exact=True).fill("21:05")
    page.get_by_role("button", name="Move", exact=True).last.click()
    page.get_by_text("comes").first.wait_for()
    page.get_by_text("Cancel this booking").click()
    page.get_by_label("Reason").fill("Burst pipe")
    page.get_by_role("button", name="Cancel it for good").click()
    page.get_by_text("is cancelled").wait_for()
    booking = Booking.objects.get()
    assert (booking.status, booking.cancel_reason) == ("cancelled", "Burst pipe")
    assert booking.events.count() == 6


def _option(page):
    """The words of the usual service in the list of services."""
    texts = page.get_by_label("Service").locator("option").all_inner_texts()
    return next(text for text in texts if text.startswith(journeys.SERVICE))


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_a_request_is_approved_and_its_key_works(live_server, sign_in, size):
    owner = sign_in("olive", size=size)
    go(owner, reverse("admin:businesses_apikey_changelist"))
    owner.get_by_role("radio", name="Booqara").check()
    owner.get_by_label("What do you want to do with it?").fill("Free times on our own website")
    owner.get_by_role("button", name="Ask for access").click()
    owner.get_by_text("awaits a decision").first.wait_for()
    platform = sign_in("root", size=size)
    go(platform, reverse("admin:businesses_apiaccessrequest_changelist"))
    platform.get_by_role("link", name="Kastanie Hair & Body", exact=True).last.click()
    platform.get_by_text("Free times on our own website").first.wait_for()
    platform.get_by_role("button", name="Approve").click()
    platform.get_by_text("approved").first.wait_for()
    go(owner, reverse("admin:businesses_apikey_changelist"))
    owner.get_by_role("link", name="Make a Booqara key").click()
    owner.get_by_role("button", name="Make the key").click()
    shown = owner.locator("#content").filter(has_text="pk_live_")
    secret = re.search(r"pk_live_[\w-]+", shown.inner_text())[0]
    answer = httpx.get(f"{live_server.url}/booking/business", headers={"x-private-key": secret})
    assert answer.status_code == 200
    assert "Kastanie" in answer.text
    go(owner, reverse("admin:businesses_apikey_changelist"))
    shown = owner.locator("#content").inner_text()
    assert secret not in shown
    assert "never" not in shown
    assert ApiKey.objects.get().last_used_at is not None


def time_off_that_repeats(shop, day, person):
    """The page of one, with a request for another."""
    start = dt.datetime.combine(day, dt.time(18), shop.business.zone)
    rule = {"every_weeks": 2, "weekdays": [day.weekday()], "until": day + dt.timedelta(weeks=20)}
    times = {"starts_at": start, "ends_at": start + dt.timedelta(hours=1), "reason": "School"}
    whose = {"business": shop.business, "staff_id": person}
    TimeOffRequest.objects.create(**whose, **times, **rule, asked_at=timezone.now())
    row = TimeOff.objects.create(**whose, **times, **rule)
    return reverse("admin:businesses_timeoff_change", args=[row.pk])


@pytest.fixture
def pages(shop, people):
    """Our own pages of the dashboard, by name."""
    day, start = free_day(shop)
    jordan = operations.Order(
        operations.Guest(name="Jordan Smith", email="jordan@example.com", phone="+49 30 23125 042"),
        operations.Taker("wizard", "guest"),
    )
    wish = operations.one(shop.business, shop.services[journeys.SERVICE], start, policy=operations.STAFF)
    weekly, now = Recurrence("WEEKLY", count=3), timezone.now()
    [booking], *_ = operations.book_series(wish=wish, recurrence=weekly, orders=[jordan], now=now)
    while outbox.route(CHANNELS.values(), now=now):
        pass  # so that somebody was told
    person, customer = booking.staff.pk, booking.customer
    twin = Customer.objects.create(business=shop.business, first_name="JORDAN", last_name="Smith", blocked=True)
    merge = reverse("admin:businesses_customer_merge", args=[customer.pk])
    ApiAccessRequest.objects.create(business=shop.business, dialect="booqara", use_case="Our site", status="approved")
    key, _ = ApiKey.issue(business=shop.business, dialect="booqara", rights=Rights(sites=("https://www.example.com",)))
    ApiKey.objects.update(created_at=timezone.now() - dt.timedelta(days=100), last_used_from="2001:db8:1:2::/64")
    return {
        "front": "/admin/",
        "diary": f"/admin/diary/?day={day}",
        "week": f"/admin/diary/?day={day}&view=week&staff={person}",
        "what was done": reverse("admin:trail") + "?kind=bookings",
        "as it was": f"/admin/diary/as-it-was/?day={day}",
        "why not": f"/admin/diary/why/?service={booking.service.pk}&day={day}",
        "new booking": f"/admin/book/?service={booking.service.pk}&day={day}",
        "booking": reverse("admin:bookings_booking_change", args=[booking.pk]),
        "move": reverse("admin:bookings_booking_move", args=[booking.pk]),
        "cancel a series": reverse("admin:bookings_booking_cancel", args=[booking.pk]) + "?scope=all",
        "customer": reverse("admin:businesses_customer_change", args=[customer.pk]),
        "card of a customer": reverse("admin:businesses_customer_card", args=[customer.pk]),
        "search": reverse("admin:find") + "?q=jordan",
        "who is the same": f"{merge}?q=jordan",
        "two side by side": f"{merge}?with={twin.pk}",
        "erase a customer": reverse("admin:businesses_customer_erase", args=[customer.pk]),
        "opening hours": reverse("admin:businesses_openinghours_changelist"),
        "hours of a person": reverse("admin:staff_hours", args=[person]),
        "special days": reverse("admin:businesses_specialday_changelist"),
        "time off": reverse("admin:businesses_timeoff_changelist"),
        "one time off": time_off_that_repeats(shop, day, person),
        "block time": f"/admin/diary/block/?staff={person}&day={day}&time=10:00",
        "people": reverse("admin:businesses_membership_changelist"),
        "API access": reverse("admin:businesses_apikey_changelist"),
        "a new key": reverse("admin:api_key_make") + "?dialect=booqara",
        "websites of a key": reverse("admin:api_key_sites", args=[key.pk]),
        "a key in another's place": reverse("admin:api_key_rotate", args=[key.pk]),
        "document": reverse("admin:document"),
        "businesses": reverse("admin:choose_business"),
    }


@pytest.mark.parametrize("how", [{"size": DESK}, {"size": PHONE}, {"size": DESK, "dark": True}], ids=str)
def test_every_page_can_be_read_by_everybody(sign_in, axe, pages, how):
    page = sign_in("olive", **how)
    for name, path in pages.items():
        go(page, path)
        page.wait_for_load_state("networkidle")
        axe(page)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{name} is {wide} pixels too wide"


@pytest.mark.parametrize("size", [DESK, PHONE], ids=str)
def test_a_business_is_set_up_from_zero_until_it_can_be_booked(shop, sign_in, visit, axe, size):
    platform = sign_in("root", size=size)
    go(platform, "/admin/businesses/business/add/")
    platform.get_by_label("Name", exact=False).first.fill("Quiet Corner")
    platform.get_by_label("Time zone").select_option("Europe/Lisbon")
    platform.get_by_label("e-mail").fill("hana@quiet.example")
    platform.locator("main form").get_by_role("button").last.click()
    invited = platform.locator("main").filter(has_text="/admin/welcome/")
    link = re.search(r"/admin/welcome/\S+", invited.inner_text())[0]

    page = visit(link, size=size)
    for field in page.locator("input[type=password]").all():
        field.fill(PASSWORD)
    page.get_by_role("button", name="Set my password").click()
    page.get_by_text("Set your opening hours").first.wait_for()

    go(page, reverse("admin:business_rules"))
    page.get_by_label(re.compile("^E-mail")).first.fill("hello@quiet.example")
    page.get_by_label(re.compile("^Address")).first.fill("Rua Nova 1")
    save(page)
    axe(page)  # what was saved is said above the page, and found by a screen reader
    go(page, reverse("admin:businesses_openinghours_changelist"))
    page.locator("[name=opens-0]").first.fill("09:00")
    page.locator("[name=closes-0]").first.fill("17:00")
    page.get_by_role("button", name="Copy Monday").click()
    page.get_by_role("button", name="Save the hours").last.click()
    page.get_by_text("The opening hours are saved").wait_for()
    go(page, reverse("admin:businesses_service_add"))
    page.get_by_label(re.compile("^Name")).first.fill("Quiet hour")
    page.get_by_label(re.compile("^Length")).first.fill("60")
    save(page)
    go(page, reverse("admin:businesses_staffmember_add"))
    page.get_by_label(re.compile("^Name")).first.fill("Hana")
    page.get_by_label(re.compile("Quiet hour")).first.check()
    save(page)

    go(page, "/admin/")
    page.get_by_text("Your business can be booked").first.wait_for()
    guest = visit("/book/quiet-corner/", size=size)
    guest.get_by_role("link", name=re.compile("Quiet hour")).click()
    guest.get_by_role("link", name=re.compile("times? available")).first.wait_for()


def save(page):
    """Saves a form of the admin."""
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text(re.compile("” is (added|saved)|^Saved")).first.wait_for()
