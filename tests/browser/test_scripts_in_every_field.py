"""Whatever people write anywhere, no browser runs it: on no page for guests, none of the dashboard, and in no mail."""

import datetime as dt
import json

import pytest
from django.contrib import admin
from django.core import mail
from django.utils import timezone

from bookings import operations, outbox, queries
from bookings.management.work import CHANNELS
from bookings.models import Attempt, Delivery
from bookings.webhooks import endpoints
from businesses import document
from businesses.models import ApiAccessRequest, Customer, Membership, MessageText, User
from tests import dashboard

RUN = "window.parent.ran=window.ran=1"
PAYLOADS = (
    f'"><script>{RUN}</script>',
    f"'><svg onload={RUN}>",
    f"</title></textarea></script><img src=x onerror={RUN}>",
    f"'-({RUN})-'",
    "{{7*7}}${7*7}{%debug%}",
    f"javascript:{RUN}//",
)
BAD = "".join(PAYLOADS)
# What a page would do with a payload, seen by the page itself, whatever its policy says.
WATCH = """
    window.ran = 0;
    window.refused = [];
    document.addEventListener("securitypolicyviolation", (event) => window.refused.push(event.violatedDirective));
"""
ODD = """svg[onload], img[onerror], [href^="javascript:"]"""
FOUND = f"() => [window.ran, window.refused, document.querySelectorAll('{ODD}').length]"


def bad(longest, number=0):
    """A payload that fits, a different one for each number."""
    fitting = [each for each in (BAD, *PAYLOADS) if len(each) <= longest] or [BAD[:longest]]
    return fitting[number % len(fitting)]


@pytest.fixture
def wicked(transactional_db):
    """A business in which every field that takes it holds scripts."""
    days = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    week = {day: [["08:00", "20:00"]] for day in days}
    written = {
        "name": bad(200, 0),
        "slug": "wicked",
        "timezone": "Europe/Berlin",
        "description": BAD,
        "category": bad(100, 1),
        "phone": bad(50, 3),
        "address": bad(300, 2),
        "rules": {"window_days": 60},
        "page": {"consent_text": BAD},
        "hours": week,
        "special_days": [{"date": "2190-01-01", "periods": [], "note": bad(200, 2)}],
        "locations": [{"name": bad(100, 0), "address": bad(300, 1)}],
        "resources": [{"name": bad(100, 1), "kind": bad(50, 4)}],
        "categories": [
            {"name": bad(100, 2), "services": [{"name": bad(200, 0), "description": BAD, "duration_minutes": 30}]}
        ],
        "staff": [
            {
                "name": bad(100, 1),
                "job_title": bad(100, 3),
                "about": BAD,
                "services": [bad(200, 0)],
                "time_off": [{"from": "2190-01-01T09:00", "to": "2190-01-02T09:00", "reason": bad(200, 1)}],
            }
        ],
        "customers": [
            {"first_name": bad(200, 0), "last_name": bad(100, 2), "email": "a@example.com", "address": bad(300, 1)}
        ],
    }
    return document.load(json.dumps(written), now=timezone.now())


@pytest.fixture
def booked(wicked):
    """What happens in it: a booking by somebody of that kind, mails, a webhook and what the receiver answered."""
    business, now = wicked.business, timezone.now()
    service = next(iter(wicked.services.values()))
    days = [now.date() + dt.timedelta(days=ahead) for ahead in range(2, 9)]
    slots = [slot for day in days for slot in queries.open_slots(business, service, day=day, now=now)]
    start = next(slot.starts_at for slot in slots if slot.free)
    customer = Customer.objects.get()
    guest = operations.Guest(
        name=bad(200, 1), email="guest@example.com", phone="+4930123456", notes=BAD, customer=customer
    )
    endpoints.create(business=business, url="https://hooks.example.com/'-alert(1)-'")
    MessageText.objects.create(business=business, kind="confirmed", language="en", subject=bad(150, 0), text=BAD)
    ApiAccessRequest.objects.create(business=business, dialect="booqara", use_case=BAD)
    booking = operations.book(
        wish=operations.one(business, service, start),
        order=operations.Order(guest, operations.Taker("wizard", "guest"), staff_notes=BAD),
        now=now,
    )
    while outbox.route(CHANNELS.values(), now=now):
        pass
    for delivery in outbox.claim(now=now, limit=50):
        if delivery.channel == "webhook":
            Attempt.objects.create(delivery=delivery, business=business, started_at=now, request=BAD, answer=BAD)
            Delivery.objects.filter(pk=delivery.pk).update(last_answer=BAD, recipient=BAD[:200])
        else:
            outbox.send(delivery, CHANNELS, clock=lambda: now)
    return booking


@pytest.fixture
def owner(wicked, live_server):
    """The session of an owner of that name."""
    user = User.objects.create_user("owner", "owner@example.com", is_staff=True, first_name=bad(150, 0))
    Membership.objects.create(business=wicked.business, user=user, role="owner")
    return dashboard.signed_in(user).cookies["sessionid"].value


@pytest.fixture
def opened(visit, live_server):
    """`opened(path)` opens a page and sees that nothing of what was written has become part of it."""
    page = visit("/")
    page.context.add_init_script(WATCH)
    page.on("dialog", lambda dialog: pytest.fail(f"{page.url}: {dialog.message}"))

    def look(path):
        answer = page.goto(live_server.url + path, wait_until="load")
        ran, refused, elements = page.evaluate(FOUND)
        assert (ran, refused, elements) == (0, [], 0), path
        return answer

    look.page = page
    return look


def test_no_page_for_guests_runs_what_was_written(opened, wicked, booked):
    service = next(iter(wicked.services.values()))
    own, step = f"/b/{queries.link_token(booked)}/", f"/book/wicked/{service.pk}"
    paths = ["/", "/book/wicked/", "/book/wicked/?q=%22%3E%3Csvg+onload%3Dran%3D1%3E", "/book/wicked/find"]
    paths += [f"{step}/staff/", f"{step}/time/", own, f"{own}?done=1", f"{own}move/", f"{own}cancel/"]
    for path in paths:
        assert opened(path).status in (200, 404), path


def test_no_page_of_the_dashboard_runs_what_was_written(opened, wicked, booked, owner, live_server):
    opened.page.context.add_cookies([{"name": "sessionid", "value": owner, "url": live_server.url}])
    lists, rows = [], []
    for model in admin.site._registry:
        address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if not hasattr(model, "business") and model._meta.model_name != "business":
            continue
        lists.append(address)
        row = model._default_manager.first()
        rows += (
            [f"{address}{row.pk}/change/", f"{address}{row.pk}/history/", f"{address}{row.pk}/delete/"] if row else []
        )
    day = f"/admin/diary/?day={booked.starts_at:%Y-%m-%d}"
    seen = [opened(path).status for path in ["/admin/", day, "/admin/book/", "/admin/document/", *lists, *rows]]
    assert seen.count(200) > 30


@pytest.fixture
def shown(browser):
    """`shown(html)` shows a text as a mail program without any policy would: what ran, and what came to be in it."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(WATCH)

    def look(html):
        page.goto("about:blank")
        page.set_content(html)
        page.wait_for_timeout(100)  # what begins by an image that does not come
        ran, _, elements = page.evaluate(FOUND)
        return ran, elements

    yield look
    context.close()


def test_no_mail_runs_what_was_written(shown, wicked, booked):
    texts = [body for each in mail.outbox for body, kind in getattr(each, "alternatives", ()) if kind == "text/html"]
    assert texts
    for html in texts:
        assert shown(html) == (0, 0)


@pytest.mark.parametrize("payload", [*PAYLOADS[:1], *PAYLOADS[2:3]])
def test_what_is_not_escaped_is_seen_to_run(shown, payload):
    ran, _ = shown(f"<p>{payload}</p>")
    assert ran == 1
